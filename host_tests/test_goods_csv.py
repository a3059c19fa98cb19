"""tools/goods.py: CSV files good and bad, base files, and the way back."""

from __future__ import annotations

import csv
import os
import random
from pathlib import Path

import pytest

from host_tests.portable.goods_support import fields, make_item, opened, receive, run_all
from tools import goods
from tools.bench.models.nor import Nor

HEADER = "code;name;gtin;price;section;vat;marking\n"
GOOD = "7;Молоко;4816010510172;2,79;2;10;0\n"
GTIN = "4816010510172"


class Run:
    """One `build` of a CSV file."""

    def __init__(self, folder: Path, data: str | bytes, *options: str) -> None:
        self.csv, self.image, self.bad = (
            folder / "in.csv", folder / "out.img", folder / "bad.csv"
        )  # fmt: skip
        self.csv.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.status = goods.main(["build", str(self.csv), str(self.image),
                                  "--report", str(self.bad), *options])  # fmt: skip

    def report(self) -> list[tuple[int, str, str]]:
        """(line, column, reason) of each bad thing."""
        with self.bad.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        assert rows[0] == ["line", "column", "value", "reason"]
        return [(int(row[0]), row[1], row[3]) for row in rows[1:]]

    def items(self) -> dict[int, goods.Item]:
        found = goods.opened(self.image.read_bytes())
        run_all(found.verify())
        return {item.code: item for item in found.items()}


def test_a_good_file(tmp_path: Path) -> None:
    run = Run(tmp_path, HEADER + "12;Сыр «Ўзда»;;12.5;;;\n" + GOOD + "0003;Сигареты;;5;8;20;2\n")
    assert (run.status, run.report()) == (0, [])
    assert [fields(item) for item in run.items().values()] == [
        (3, "Сигареты", 500, "", 8, 2000, 2, False),
        (7, "Молоко", 279, GTIN, 2, 1000, 0, False),
        (12, "Сыр «Ўзда»", 1250, "", 0, -1, 0, False),
    ]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (";Сыр;;1;;;", "code", "156 Неверный код товара"),
        ("0;Сыр;;1;;;", "code", "156"),
        ("12a;Сыр;;1;;;", "code", "156"),
        ("-5;Сыр;;1;;;", "code", "156"),
        ("12345678901234;Сыр;;1;;;", "code", "156"),
        ("7;Сыр;;1;;;", "code", "156 Неверный код товара (7: уже в строке 2)"),
        ("007;Сыр;;1;;;", "code", "156 Неверный код товара (7: уже в строке 2)"),
        ("8;;;1;;;", "name", "105 Неверное наименование (пусто)"),
        ("8;   ;;1;;;", "name", "105 Неверное наименование (пусто)"),
        ("8;" + "Ы" * 121 + ";;1;;;", "name", "105 Неверное наименование (121 знаков"),
        ("8;Crème;;1;;;", "name", "105 Неверное наименование (символа è нет в cp1251)"),
        ("8;Сыр\tтвёрдый;;1;;;", "name", "105 Неверное наименование (управляющий символ 09h)"),
        ("8;Сыр;4816010510173;1;;;", "gtin", "(4816010510173: контрольная цифра 3, нужна 2)"),
        ("8;Сыр;481601051017;1;;;", "gtin", "контрольная цифра 7, нужна 9"),
        ("8;Сыр;48160105101;1;;;", "gtin", "11 цифр вместо 8, 12, 13 или 14"),
        ("8;Сыр;481601051017X;1;;;", "gtin", "не только цифры"),
        ("8;Сыр;4,81601E+12;1;;;", "gtin", "цифры потеряны, сделайте столбец текстовым"),
        ("8;Сыр;14816010510179;1;;;", "gtin", "14816010510179: из 14 цифр первая не 0"),
        ("8;Сыр;0000000000000;1;;;", "gtin", "106 Неверный GTIN"),
        ("8;Сыр;04816010510172;1;;;", "gtin", "155 Штриховой код повторён (4816010510172: уже"),
        ("8;Сыр;;;;;", "price", "102 Неверная цена"),
        ("8;Сыр;;0;;;", "price", "102 Неверная цена"),
        ("8;Сыр;;0,00;;;", "price", "102 Неверная цена"),
        ("8;Сыр;;-1;;;", "price", "102 Неверная цена"),
        ("8;Сыр;;1,234;;;", "price", "102 Неверная цена (1.234)"),
        ("8;Сыр;;1 234,50;;;", "price", "102 Неверная цена"),
        ("8;Сыр;;1.234,50;;;", "price", "102 Неверная цена"),
        ("8;Сыр;;дорого;;;", "price", "102 Неверная цена (дорого)"),
        ("8;Сыр;;999999999999999;;;", "price", "102 Неверная цена"),
        ("8;Сыр;;1;256;;", "section", "107 Неверная секция (256)"),
        ("8;Сыр;;1;-1;;", "section", "107 Неверная секция"),
        ("8;Сыр;;1;А;;", "section", "107 Неверная секция"),
        ("8;Сыр;;1;;101;", "vat", "118 Неверная ставка НДС (101)"),
        ("8;Сыр;;1;;20%;", "vat", "118 Неверная ставка НДС (20%)"),
        ("8;Сыр;;1;;;4", "marking", "157 Неверный вид маркировки (4)"),
        ("8;Сыр;;1;;;М", "marking", "157 Неверный вид маркировки (М)"),
        ("8;Сыр;;1;;", "", "Столбцов 6, нужно 7"),
        ("8;Сыр;;1;;;;лишнее", "", "Столбцов 8, нужно 7"),
        ('8;"Сыр;;1;;;', "", "Кавычка не закрыта"),
        ('8;"Сыр" твёрдый;;1;;;', "", "Кавычка не закрыта или стоит не на месте"),
    ],
)
def test_a_bad_row_is_reported_and_left_out(
    tmp_path: Path, row: str, column: str, reason: str
) -> None:
    run = Run(tmp_path, HEADER + GOOD + row + "\n9;Хлеб;;1.99;;;\n")
    ((line, found, text),) = run.report()
    assert (run.status, line, found) == (1, 3, column)
    assert reason in text
    assert {code: item.name for code, item in run.items().items()} == {7: "Молоко", 9: "Хлеб"}


def test_everything_wrong_in_a_row_is_told(tmp_path: Path) -> None:
    run = Run(tmp_path, HEADER + GOOD + "x;;1;-;999;999;9\n")
    assert [(line, column) for line, column, _ in run.report()] == [
        (3, name) for name in ("code", "name", "gtin", "price", "section", "vat", "marking")
    ]
    assert list(run.items()) == [7]


def test_weighed_goods(tmp_path: Path) -> None:
    run = Run(tmp_path, "code,name,price,weighed,marking\n1,Сыр,9.90,1,\n2,Хлеб,1,0,1\n"
                        "3,Лук,1,да,\n4,Рыба,1,1,1\n")  # fmt: skip
    assert {code: item.weighed for code, item in run.items().items()} == {1: True, 2: False}
    assert [entry[:2] for entry in run.report()] == [(4, "weighed"), (5, "marking")]
    assert "весовой товар" in run.report()[1][2]


def test_quotes_blank_lines_and_trailing_delimiters(tmp_path: Path) -> None:
    text = ('CODE ; Name;price;stock;;\r\n\r\n;;;;;\r\n1;"Сок ""Сочный; томат""";2.5;17;;;;\r\n'
            " 2 ; Сок ЗАО \"Сад\" ;3;;;\r\n")  # fmt: skip
    run = Run(tmp_path, text)
    assert run.report() == []
    assert [item.name for item in run.items().values()] == ['Сок "Сочный; томат"', 'Сок ЗАО "Сад"']


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        run = Run(tmp_path, end.join([HEADER.strip(), "", GOOD.strip(), "", "bad;x;;1;;;", ""]))
        assert [entry[0] for entry in run.report()] == [5]


def test_a_comma_is_no_decimal_point_where_it_divides(tmp_path: Path) -> None:
    run = Run(tmp_path, 'code,name,price\n1,Сыр,"2,79"\n2,Хлеб,2.79\n')
    assert [(line, column) for line, column, _ in run.report()] == [(2, "price")]
    assert run.items()[2].price == 279


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    run = Run(tmp_path, (HEADER + "1;Ёлка «Ў» № 5;;1;;;\n").encode(encoding))
    assert run.status == 0
    assert run.items()[1].name == "Ёлка «Ў» № 5"


def test_a_broken_letter_costs_one_row_and_not_the_encoding(tmp_path: Path) -> None:
    for encoding, broken in (("utf-8", b"\xd0"), ("cp1251", b"\x98")):
        rows = [f"{number};Ёлка;;1;;;" for number in range(1, 6)]
        data = (HEADER + "\n".join(rows)).encode(encoding)
        data = data.replace(b"3;", b"3;" + broken, 1)
        run = Run(tmp_path, data)
        assert [(line, column) for line, column, _ in run.report()] == [(4, "name")]
        assert {item.name for item in run.items().values()} == {"Ёлка"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "нет столбцов code, name, price"),
        (b"\x00\x01\x02" * 50, "нет столбцов"),
        ("name;price\nСыр;1\n".encode(), "нет столбцов code"),
        ("code;name;price;name\n1;Сыр;1;Сыр\n".encode(), "повторены столбцы name"),
        (b'code;"name;price\n', "строка 1"),
        (HEADER.encode(), "нет ни одного годного товара, негодных строк 0"),
        ((HEADER + "x;;;;;;\n").encode(), "нет ни одного годного товара, негодных строк 1"),
        ((HEADER + GOOD).encode("utf-16"), "UTF-16"),
    ],
)  # fmt: skip
def test_an_unusable_file(
    tmp_path: Path, data: bytes, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(tmp_path, data)
    assert run.status == 2
    assert why in capsys.readouterr().err
    assert not run.image.exists()


def test_without_a_report_bad_rows_go_to_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.csv"
    path.write_text(HEADER + GOOD + "8;Сыр;;0;;;\n", encoding="utf-8")
    assert goods.main(["build", str(path), str(tmp_path / "out.img")]) == 1
    said = capsys.readouterr()
    assert "строка 3: price: 102 Неверная цена (0.00)" in said.err
    assert "товаров 1, пропущено строк 1" in said.out
    assert goods.main(["build", str(tmp_path / "none.csv"), str(tmp_path / "out.img")]) == 2


def test_rows_in_any_order_give_one_file(tmp_path: Path) -> None:
    rows = [f"{number};Товар {number};;{number}.05;;;" for number in range(1, 400)]
    random.Random(1).shuffle(rows)
    args = ["--date", "20.11.2026 08:30:00", "--version", "5"]
    first = Run(tmp_path, HEADER + "\n".join(rows), *args).image.read_bytes()
    second = Run(tmp_path, HEADER + "\n".join(sorted(rows)), *args).image.read_bytes()
    assert first == second
    header = goods.opened(second).header
    assert header
    assert (header.version, header.time) == (5, (2026, 11, 20, 8, 30, 0))


def test_the_date_is_that_of_the_csv_file(tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.img"
    path.write_text(HEADER + GOOD, encoding="utf-8")
    os.utime(path, (0, 1_700_000_000))
    assert goods.main(["build", str(path), str(out)]) == 0
    header = goods.opened(out.read_bytes()).header
    assert header and header.time[:3] in ((2023, 11, 14), (2023, 11, 15))
    assert goods.main(["build", str(path), str(out), "--version", "4294967296"]) == 2


def test_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(tmp_path, HEADER + GOOD + "8;Сапоги;;99;7;20;3\n")
    capsys.readouterr()
    for code in ("7", "0007", GTIN, "0" + GTIN):
        assert goods.main(["show", str(run.image), code]) == 0
        assert "name:     Молоко\n" in capsys.readouterr().out
    assert goods.main(["show", str(run.image), "8"]) == 0
    assert "marking:  3 (код маркировки и УКЗ)" in capsys.readouterr().out
    for code in ("9", "0", "сыр", "4816010510173", "99999999999999999999"):
        assert goods.main(["show", str(run.image), code]) == 1
        assert "151 Товар не найден" in capsys.readouterr().out


def test_export_and_build_again(tmp_path: Path) -> None:
    items = [make_item(number) for number in range(500)]
    args = ["--date", "20.11.2026 08:30:00"]
    (tmp_path / "a").mkdir()
    image = tmp_path / "a" / "first.img"
    image.write_bytes(goods.image(items, 1, (2026, 11, 20, 8, 30, 0)))
    assert goods.main(["export", str(image), str(tmp_path / "all.csv")]) == 0
    run = Run(tmp_path, (tmp_path / "all.csv").read_bytes(), *args)
    assert run.status == 0
    assert run.image.read_bytes() == image.read_bytes()
    assert [fields(item) for item in run.items().values()] == [fields(item) for item in items]


def test_check_tells_damage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(tmp_path, HEADER + GOOD, "--date", "20.11.2026 08:30:00")
    assert goods.main(["check", str(run.image)]) == 0
    assert "версия 1 от 20.11.2026 08:30:00: товаров 1" in capsys.readouterr().out
    data = bytearray(run.image.read_bytes())
    data[-100] ^= 1
    run.image.write_bytes(data)
    assert goods.main(["check", str(run.image)]) == 1
    assert "153 База товаров неисправна" in capsys.readouterr().err
    for wrong in (b"", data[:-1], data[:300], b"\xff" * 9000, HEADER.encode()):
        run.image.write_bytes(wrong)
        assert goods.main(["check", str(run.image)]) == 2


def test_the_unit_takes_what_the_tool_makes(tmp_path: Path) -> None:
    items = [make_item(number) for number in range(300)]
    data = goods.image(items, 3, (2026, 11, 20, 8, 30, 0))
    nor = Nor(64 * 4096)
    base = opened(nor)
    receive(base, [data[at : at + 256] for at in range(0, len(data), 256)], 777)
    assert (base.version, base.count) == (3, 300)
    assert [fields(item) for item in opened(nor).items()] == [fields(item) for item in items]
