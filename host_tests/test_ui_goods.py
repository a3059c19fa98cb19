"""Goods by code, barcode and marking code, from the keypad and the scanner (регл. 13, 26, 64)."""

import pytest

from bu.storage.goods import Goods
from host_tests.bench_days import bench
from host_tests.ui_bench import KEYS, OPENED, Till, tills
from tools.bench.models.nor import Tear

SHOES = "010481113709001921z69hRXnK3rGaL<GS>91EE06<GS>922BB810AFb9Ab/B52/CfA03aBCc25a2daCD548F="
OTHER = SHOES.replace("z69h", "z69i")
TYRE = SHOES.replace("04811137090019", "04817623654987")
UKS = "BYB23579090144815349820686"

till = tills(script=OPENED, goods=True)


def lines(till):
    return till.documents[-1]["lines"]


@pytest.mark.regl("13/1")
def test_barcode_and_code_bring_the_same_item(till):
    till.keys("scan: 4814857388435\n1 КОД 4814857388435 КОД ИТОГ")
    assert [line["gtin"] for line in lines(till)] == ["4814857388435"] * 3
    till.counted(sales_sum="8.94")


def test_code_is_asked_for(till):
    till.keys("КОД")
    assert till.cashier[0] == "Код товара"
    till.keys("6 ВВОД")
    assert till.cashier[1] == "2.79            2.79"


def test_weighed_item_in_parts(till):
    till.keys("0.375 × 2 КОД")
    assert till.cashier[1] == "0.375×1.69      0.63"
    till.keys("0.5 × 1 КОД")
    assert till.cashier[0] == "159 Штучный товар"


def test_long_name_runs(till):
    till.keys("1 КОД")
    assert till.place.cashier[0] == "Хлеб «Нарочанский» п"
    till.keys("wait: 4")
    assert till.place.cashier[0] != "Хлеб «Нарочанский» п"


@pytest.mark.regl("64.1.1/2", "64.2.1/2")
@pytest.mark.parametrize("line", ["4814857388436", "12345678", "481485738843"])
def test_wrong_check_digit(till, line):
    till.keys(f"scan: {line}")
    assert till.cashier[0] == "106 Неверный GTIN"
    till.counted(sales_n=0)


def test_unknown_barcode_and_code(till):
    till.keys("scan: 4810010001234")
    assert till.cashier[0].startswith("151 Товар не найден")
    till.keys("C 77 КОД")
    assert till.cashier[0].startswith("151 Товар не найден")


@pytest.mark.regl("64.1.1/1-2", "64.1.1/4")
def test_marking_code_finds_its_item(till):
    till.keys(f"scan: {SHOES}\nИТОГ")
    assert lines(till)[0]["mark"] == SHOES.replace("<GS>", "\x1d")
    till.counted(mark_sold_n=1, mark_sold_sum="189.00")
    assert "М Кроссовки" in till.tape()


@pytest.mark.parametrize("line", ["]d2" + SHOES, "<GS>" + SHOES, "]d2<GS>" + SHOES])
def test_announcements_of_a_scanner_are_taken_off(till, line):
    till.keys(f"scan: {line}\nИТОГ")
    assert lines(till)[0]["mark"] == SHOES.replace("<GS>", "\x1d")


@pytest.mark.regl("64.1.1/1")
def test_item_asks_for_its_code(till):
    till.keys("scan: 4811137090019")
    assert till.cashier[1:] == ["Код маркировки?", "C - отказаться"]
    till.keys("5 ИТОГ С1 ВВОД")
    assert till.cashier[1] == "Код маркировки?"
    till.keys(f"scan: {SHOES}\nИТОГ")
    till.counted(mark_sold_n=1)


def test_refused_code_is_asked_for_again_and_can_be_given_up(till):
    till.keys("4 КОД\nscan: ж")
    assert till.cashier[0].startswith("109 Неверный УКЗ")
    till.keys("C")
    assert till.cashier[1] == "Код УКЗ?"
    till.keys("C")
    assert till.cashier[1] == "Смена открыта"


@pytest.mark.regl("64.1.1/1", "64.2.1/1")
def test_both_kinds_are_read(till):
    till.keys(f"5 КОД\nscan: {TYRE}")
    assert till.cashier[1] == "Код УКЗ?"
    till.keys(f"scan: {UKS}\nИТОГ")
    till.counted(mark_sold_n=1, uks_sold_n=1)


def test_code_of_another_item(till):
    till.keys(f"3 КОД\nscan: {TYRE}")
    assert till.cashier[0].startswith("108 Неверный код")
    till.counted(sales_n=0)


def test_dropped_separator(till):
    till.keys(f"scan: {SHOES.replace('<GS>', '')}")
    assert till.cashier[0].startswith("124 ")
    till.keys(f"C 3 КОД\nscan: {SHOES.replace('<GS>', '')}")
    assert till.cashier[0].startswith("124 ")
    till.keys("C C")
    till.counted(sales_n=0)


def test_wrong_check_digit_in_a_marking_code(till):
    till.keys(f"scan: {SHOES.replace('04811137090019', '04811137090018')}")
    assert till.cashier[0].startswith("108 Неверный код")


def test_repeated_code_is_refused_unless_its_line_was_corrected(till):
    till.keys(f"scan: {SHOES}\nscan: {SHOES}")
    assert till.cashier[0].startswith("110 Код уже есть")
    till.keys(f"C\nscan: {OTHER}\nКОРР ↑ ВВОД\nscan: {SHOES}\nИТОГ")
    till.counted(mark_sold_n=2, sales_sum="378.00", corrections_n=1)


@pytest.mark.regl("26/11", "64.1.1/3")
def test_one_unit_a_line(till):
    till.keys("2 × 3 КОД")
    assert till.cashier[0] == "111 Маркированный"
    till.keys(f"C 2 ×\nscan: {SHOES}")
    assert till.cashier[0] == "111 Маркированный"


@pytest.mark.regl("64.1.2/1", "64.1.2/3")
def test_refund_by_number_brings_the_codes(till):
    till.keys(f"scan: {SHOES}\nИТОГ 1 ВОЗВРАТ НАЛ ВВОД")
    assert lines(till)[0]["mark"] == SHOES.replace("<GS>", "\x1d")
    till.counted(mark_refunded_n=1, refunds_sum="189.00")


@pytest.mark.regl("64.2.2/1", "64.2.2/3")
def test_free_refund_reads_the_code(till):
    till.keys(f"4 КОД\nscan: {UKS}\nИТОГ ВОЗВРАТ 2 4 КОД\nscan: {UKS}\nНАЛ ВВОД")
    till.counted(uks_sold_n=1, uks_refunded_n=1)


@pytest.mark.regl("64.1.3-4")
def test_void_counts_the_codes(till):
    till.keys(f"scan: {SHOES}\nИТОГ АННУЛ ВВОД")
    till.counted(mark_voided_n=1)


def test_unknown_line_of_the_scanner(till):
    till.keys(f"scan: {UKS}")
    assert till.cashier[0].startswith("125 ")
    till.keys("C\nscan: https://example.by/x")
    assert till.cashier[0].startswith("125 ")


def test_scan_behind_a_refusal_is_not_lost(till):
    till.keys("scan: 4810010001234\nscan: 4814857388435")
    assert till.cashier[2] == "ИТОГ            2.98"


def test_without_a_base(tmp_path):
    till = Till(tmp_path, script=OPENED)
    till.keys("1 КОД")
    assert till.cashier[0].startswith("150 Нет базы")
    till.keys("C 5 С1 ИТОГ")
    till.counted(sales_n=1)
    till.close()


def test_price_is_changed_from_the_keypad(till):
    till.keys("РЕЖИМ 2 2222 ВВОД 7 1 ВВОД")
    assert till.cashier[1] == "Сейчас          2.98"
    till.keys("3.10 ВВОД C 1 1111 ВВОД 1 КОД")
    assert till.cashier[1] == "3.10            3.10"


@pytest.mark.regl("13/1")
@pytest.mark.parametrize("runtime", ["cpython", "micropython"])
def test_a_base_is_made_at_the_keypad(runtime, request):
    if runtime == "micropython":
        request.getfixturevalue("micropython")
    done = bench("keys", KEYS / "items.keys", "--registered", "--runtime", runtime)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr


def listed(till):
    base = Goods(till.world.regions["goods"])
    base.open()
    return {item.code: (item.name, item.price) for item in base.items()}


def test_an_item_that_is_changed_keeps_the_others_and_their_new_prices(till):
    before = listed(till)
    till.keys("РЕЖИМ 2 2222 ВВОД 7 6 ВВОД 3.09 ВВОД 9 1 2 ВВОД ВВОД C 1.99 ВВОД")
    till.keys("ВВОД ВВОД ВВОД ВВОД ВВОД ВВОД")
    assert till.cashier[0] == "Товары базы"
    after = listed(till)
    assert after == {**before, 2: (before[2][0], 199), 6: (before[6][0], 309)}


@pytest.mark.regl("28/1")
@pytest.mark.parametrize("operation", [0, 1, 2, 5, 9])
def test_power_that_goes_while_the_base_is_built_leaves_the_old_one(till, operation):
    before = listed(till)
    goods = till.world.regions["goods"]
    till.keys("РЕЖИМ 2 2222 ВВОД 9 2 4 ВВОД")
    assert till.cashier[0] == "Удалить?"
    goods.cut(goods.operation + operation, Tear(kept=7, bits=0x55))
    till.keys("ВВОД")
    assert not till.place.powered
    till.keys("power on")
    assert listed(till) == before
    till.keys("2 2222 ВВОД 9 2 4 ВВОД ВВОД")
    assert listed(till) == {code: item for code, item in before.items() if code != 4}


@pytest.mark.parametrize(("keys", "refusal"), [
    ("1 0 ВВОД", "156"), ("1 12345678901234 ВВОД", "156"), ("2 8 ВВОД", "151"),
    ("1 2 ВВОД ВВОД C 0 ВВОД ВВОД ВВОД ВВОД ВВОД ВВОД", "102"),
    ("1 2 ВВОД ВВОД ВВОД C C C C C C C C C C C C C 123 ВВОД", "106"),
    ("1 2 ВВОД ВВОД ВВОД ВВОД C 256 ВВОД ВВОД ВВОД ВВОД", "107"),
    ("1 2 ВВОД ВВОД ВВОД ВВОД ВВОД C C 101 ВВОД", "118"),
    ("1 1 ВВОД ВВОД ВВОД C C C C C C C C C C C C C 4814999879525 ВВОД ВВОД ВВОД ВВОД ВВОД ВВОД",
     "155"),
])  # fmt: skip
def test_a_wrong_item_is_refused_and_the_base_stays(till, keys, refusal):
    before = listed(till)
    till.keys("РЕЖИМ 2 2222 ВВОД 9 " + keys)
    assert till.cashier[0].startswith(refusal), till.cashier
    till.keys("C C C C")
    assert listed(till) == before
