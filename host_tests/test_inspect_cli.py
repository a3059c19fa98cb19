"""`python -m tools.inspect`: its output, its exit status, what it says of wrong arguments."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from host_tests import inspect_images as made
from host_tests.bench_days import ROOT
from tools.inspect import read, tables
from tools.inspect.__main__ import main

SECRET = made.recorded()["secret"]
# Of sale 9, which has something of everything.
(UID,) = [
    item.uid for item in read(made.images()).documents if item.kind == "sale" and item.number == 9
]


@pytest.fixture
def flash(tmp_path: Path) -> Path:
    return made.unpack_to(tmp_path / "flash")


def spoil(flash: Path) -> None:
    """The УИ of a commit in the middle of the journal, changed."""
    file = flash / "journal.nor"
    image = bytearray(file.read_bytes())
    image[image.index(bytes.fromhex(UID))] ^= 0xFF
    file.write_bytes(image)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """(status, what it printed, what it complained)."""
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as end:
        status = int(end.code or 0)
    return status, *capsys.readouterr()


def test_it_runs_as_a_module(flash: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.inspect", str(flash)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Всё в порядке. Находок: норма 3.\n")


def test_the_report_has_everything_in_it(flash: Path, capsys) -> None:
    status, out, _ = run(capsys, flash)
    assert status == 0
    for words in (
        "журнал       262144 байт", "СКНО: сверено документов 19",
        "заводской номер 1000000000001", "регистрация 2: 02.12.2026 08:00:00, УНП 190000001",
        "смена             01.12.2026 08:40:00     2  код верен; платёжных документов 7",
        "356.32 BYN, 10.04 CNY, 10.01 EUR, 10.03 PLN, 10.02 RUB, 10.00 USD",
        "Смена 2 с 01.12.2026 08:01:00, закрыта Z-отчётом 2",
        "аннулирование № 10", UID, "внесение № 15",
        "отозван", "подготовлен, СКНО не ответило", "версия 3 от 30.11.2026 12:00:00, товаров 3",
    ):  # fmt: skip
        assert words in out, words


def test_damage_is_explained_and_ends_with_status_1(flash: Path, capsys) -> None:
    spoil(flash)
    status, out, _ = run(capsys, flash)
    assert status == 1
    lines = out.splitlines()
    place = next(i for i, line in enumerate(lines) if "(damaged)" in line)
    assert lines[place].startswith("[СЕРВИС] журнал 0x")
    assert lines[place + 1].startswith("    Сверить с СККО")
    assert out.splitlines()[-1].startswith("НУЖЕН РЕМОНТ ИЛИ СВЕРКА. Находок: ")
    assert run(capsys, flash, "--json")[0] == 1


def test_what_was_receipt_9(flash: Path, capsys) -> None:
    status, out, _ = run(capsys, flash, "--document", "9")
    assert status == 0
    assert out == f"""\
продажа № 9, 01.12.2026 08:20:00, смена 2: напечатан
УИ {UID}, кассир Ковалёва Анастасия Петровна, запись 0x10d6
в пользу третьего лица, УНП 190000017
   1. Хлеб «Нарочанский» нарезной, упакованный, 450 г, пекарня № 1
      2.98 × 2.5 = 7.45, скидка 0.78 (10.5 %), итого 6.67, секция 1, НДС 10 %
   2. Пакет (исправлена, не считается)
      0.24 × 3 = 0.72, секция 0
   3. Кроссовки мужские
      189.00 × 1 = 189.00, скидка 9.45, надбавка 1.00, итого 180.55, секция 7, НДС 20 %
      GTIN 4810000000018, КМ 0104810000000018215!aB7cD\\x1d91EE06\\x1d92abcdEFGH0123456789+/==, \
УКЗ BYB23579090144815370002006
подытог 187.22, скидка 9.36, надбавка 0.30
ИТОГО 178.16 BYN
наличные 193.66 (55.00 EUR по 3.5210 за 1)
сдача 15.50 (4.86 USD)
"""


def test_a_number_that_was_free_again_shows_both(flash: Path, capsys) -> None:
    _, out, _ = run(capsys, flash, "--document", "15")
    assert [line for line in out.splitlines() if "№ 15" in line] == [
        "внесение № 15, 01.12.2026 08:30:00, смена 2: отозван",
        "продажа № 15, 02.12.2026 08:01:00, смена 3: напечатан",
    ]
    _, out, _ = run(capsys, flash, "--document", "Z2")
    assert out.startswith("Z-отчёт № 2, 01.12.2026 08:40:00, смена 2: напечатан\n")
    assert "    продажи                                 2           356.32\n" in out


def test_json(flash: Path, capsys) -> None:
    status, out, _ = run(capsys, flash, "--json")
    report = json.loads(out)
    assert status == 0
    assert report["version"] == tables.VERSION
    assert set(report) == {
        "version", "worst", "journal", "documents", "folds", "skno_documents", "memory",
        "settings", "goods", "regions", "wear", "findings",
    }  # fmt: skip
    (sale,) = [item for item in report["documents"] if item["number"] == 9]
    assert (sale["kind"], sale["stage"], sale["total"]) == ("sale", "printed", 17816)
    assert sale["lines"][2]["quantity"] == 1000
    assert {finding["level"] for finding in report["findings"]} == {"normal"}


def test_every_table_as_csv(flash: Path, capsys) -> None:
    for name in tables.TABLES:
        status, out, _ = run(capsys, flash, "--csv", "--table", name)
        rows = list(csv.DictReader(io.StringIO(out), delimiter=";"))
        assert status == 0 and rows, name
        assert all(None not in row and None not in row.values() for row in rows), name
    status, out, _ = run(capsys, flash, "--csv")
    rows = list(csv.DictReader(io.StringIO(out), delimiter=";"))
    (sale,) = [row for row in rows if row["number"] == "9"]
    assert (sale["total"], sale["change"], sale["uid"]) == (
        "178.16", "15.50", UID
    )  # fmt: skip


def test_no_output_shows_the_key(flash: Path, capsys) -> None:
    raw = bytes.fromhex(SECRET).decode("ascii")
    outputs = [run(capsys, flash)[1], run(capsys, flash, "--json")[1]]
    outputs += [run(capsys, flash, "--csv", "--table", name)[1] for name in tables.TABLES]
    for out in outputs:
        assert SECRET not in out and raw not in out


def test_regions_of_one_chip(flash: Path, tmp_path: Path, capsys) -> None:
    chip = tmp_path / "chip.bin"
    parts = [flash.joinpath(f"{name}.nor").read_bytes() for name in
             ("journal", "memory", "settings")]  # fmt: skip
    chip.write_bytes(b"boot" * 1024 + b"".join(parts) + b"\0" * 5000)
    status, out, _ = run(
        capsys, f"journal={chip}@4K+256K", f"memory={chip}@0x41000+512K",
        f"settings={chip}@790528+0x4000", "--skno", flash / "skno.json",
    )  # fmt: skip
    assert status == 0
    assert "журнал       262144 байт" in out and "код верен" in out
    assert out.endswith("Всё в порядке. Находок: норма 3.\n")
    # the size may be left out: what follows is said to be foreign
    status, out, _ = run(capsys, chip, "--offset", "4K")
    assert "Чужие данные" in out or "(foreign)" in out
    assert "продажа № 9" in out


def test_a_region_is_known_by_its_contents(flash: Path, tmp_path: Path, capsys) -> None:
    for name in ("journal", "memory", "settings", "goods"):
        file = tmp_path / f"read-back-{len(name)}.bin"
        file.write_bytes(flash.joinpath(f"{name}.nor").read_bytes())
        _, out, _ = run(capsys, file, "--json")
        assert list(json.loads(out)["regions"]) == [name]


def test_the_key_for_a_memory_alone(flash: Path, capsys) -> None:
    image = flash / "memory.nor"
    status, out, _ = run(capsys, image)
    assert status == 0 and "ЦЕПОЧКА БЭП НЕ ПРОВЕРЕНА" in out
    assert "Нужен взгляд инженера" in out
    status, out, _ = run(capsys, image, "--key", SECRET)
    assert status == 0 and "Всё в порядке" in out
    status, out, _ = run(capsys, image, "--key", "00" * 16)
    assert status == 1 and "(key_foreign)" in out and "КОД НЕВЕРЕН" in out


def test_documents_of_the_demonstration_are_compared_too(flash: Path, tmp_path, capsys) -> None:
    documents = tmp_path / "documents.json"
    documents.write_text(json.dumps({"documents": [
        {"kind": "sale", "number": 9, "to_pay": "178.17", "uid": UID},
        {"kind": "z_report", "z_number": 2, "uid": "00"},
    ]}), "utf-8")  # fmt: skip
    _, out, _ = run(capsys, flash, "--skno", documents, "--json")
    found = {(item["code"], item["text"]) for item in json.loads(out)["findings"]}
    assert ("skno_differs", "У СКНО другой документ: продажа № 9.") in found
    assert "skno_uid" in {code for code, _ in found}


def test_help_has_examples(capsys) -> None:
    status, out, _ = run(capsys, "--help")
    assert status == 0
    assert "examples:" in out and "--document 17" in out and "exit status:" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "the following arguments are required: PATH"),
        (["missing"], "missing: No such file or directory"),
        (["empty"], "empty: no journal.nor, memory.nor, settings.nor or goods.nor here"),
        (["paper.nor"], "paper.nor: no region can be recognised; write journal=paper.nor, say"),
        (["paper=paper.nor"], "paper: no region; there are journal, memory, settings, goods"),
        (["journal=paper.nor@x"], "'x' is no number of bytes"),
        (["journal=paper.nor@9000"], "paper.nor: has 4096 bytes, the offset is 9000"),
        (["journal=paper.nor@0+2M"], "paper.nor: has 4096 bytes, 2097152 are asked for"),
        (["flash", "journal=paper.nor"], "there is an image of journal already"),
        (["flash", "--key", "xyz"], "argument --key: 'xyz' is not hex"),
        (["flash", "--key", ""], "argument --key: the key is empty"),
        (["flash", "--offset", "-1"], "argument --offset: '-1' is no number of bytes"),
        (["flash", "--document", "seven"], "'seven' is neither a number nor Z and a number"),
        (["flash", "--document", "99"], "no document 99 in the journal"),
        (["flash", "--skno", "nowhere.json"], "nowhere.json: No such file or directory"),
        (["flash", "--skno", "paper.nor"], "paper.nor: not a file of a СКНО"),
        (["flash", "--table", "lines"], "--table goes with --csv"),
        (["flash", "--csv", "--table", "x"], "argument --table: invalid choice"),
        (["flash", "--csv", "--json"], "not allowed with argument"),
    ],
)
def test_wrong_arguments(flash, tmp_path, monkeypatch, capsys, arguments, words) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("empty").mkdir()
    tmp_path.joinpath("paper.nor").write_bytes(bytes(4096))
    status, out, complaint = run(capsys, *arguments)
    assert status == 2 and out == ""
    assert words in complaint
    assert complaint.count("\n") == 1
