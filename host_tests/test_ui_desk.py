"""The cash desk from the keypad: payments, reports, the shift, as counted and as shown."""

import gc
import sys

import pytest

from host_tests.ui_bench import OPENED, Till, tills

till = tills(script=OPENED)


@pytest.mark.regl("4.5/1-2", "5.4/1-4", "10.5/1")
def test_total_alone_is_exact_cash(till):
    till.keys("12.50 С1 ИТОГ")
    assert till.cashier == ["ИТОГ           12.50", "ОПЛАЧЕНО       12.50", "Без сдачи"]
    assert till.customer == ["ИТОГ           12.50", "ОПЛАЧЕНО       12.50"]
    till.counted(sales_n=1, sales_sum="12.50", cash="12.50", drawer="12.50")


@pytest.mark.regl("5.4/4", "10.3")
def test_cash_handed_over_and_change(till):
    till.keys("7.35 С1 20 НАЛ")
    assert till.cashier == ["ИТОГ            7.35", "ПОЛУЧЕНО       20.00", "СДАЧА      1 2 . 6 5"]
    assert till.customer == ["ИТОГ            7.35", "СДАЧА      1 2 . 6 5"]
    till.counted(sales_sum="7.35", cash="7.35", drawer="7.35")


@pytest.mark.regl("10.5/4", "10.доп.7")
def test_card_other_and_cash_together(till):
    till.keys("100 С1 30 КАРТА")
    assert till.cashier[2] == "ОСТАЛОСЬ       70.00"
    assert till.customer == ["КАРТОЧКОЙ      30.00", "ОСТАЛОСЬ       70.00"]
    till.keys("20 ИНОЕ 60 НАЛ")
    assert till.cashier[2] == "СДАЧА      1 0 . 0 0"
    till.counted(cashless="50.00", other="20.00", cash="50.00", drawer="50.00")


@pytest.mark.regl("10.5/2", "10.5/4")
def test_card_alone_pays_what_is_left(till):
    till.keys("100 С1 40 НАЛ КАРТА")
    till.counted(cashless="60.00", cash="40.00", sales_n=1)


def test_cashless_over_the_total_is_refused_and_forgotten(till):
    till.keys("10 С1 10.01 КАРТА")
    assert till.cashier[0] == "205 Безнал больше"
    till.keys("C")
    assert till.cashier[2] == "ИТОГ           10.00"
    till.keys("ИТОГ")
    till.counted(cash="10.00", cashless="0.00")


def test_clear_drops_payments_one_by_one(till):
    till.keys("10 С1 3 КАРТА 2 НАЛ C")
    assert till.cashier[2] == "ОСТАЛОСЬ        7.00"
    till.keys("C")
    assert till.cashier[2] == "ИТОГ           10.00"


def test_a_register_that_goes_takes_no_module_from_another(tmp_path):
    """Its dialogue is collected some time later, with every `finally` in it."""
    other = Till(tmp_path / "other")
    sys.modules.pop("bu.ui.about", None)
    gone = Till(tmp_path / "gone")
    for till in (gone, other):
        till.keys("5")
        assert till.cashier[0] == "Версия СПО БУ"
    visited = sys.modules["bu.ui.about"]
    gone.close()
    del gone, till
    gc.unfreeze()
    gc.collect()
    assert sys.modules["bu.ui.about"] is visited
    other.keys("C 5 C 1 1111 ВВОД")
    other.close()


def test_operations_wait_for_the_open_receipt(till):
    for key in ("X", "Z", "АННУЛ", "ВОЗВРАТ", "КОПИЯ", "ЛЕНТА", "ВНЕС"):
        till.keys("1 С1" if till.cashier[1] != "1.00            1.00" else "C")
        till.keys(key)
        assert till.cashier[0] == "306 Чек не закрыт", key
        till.keys("C")
    till.counted(sales_n=0)


@pytest.mark.regl("10.10", "10.12", "14/3", "18.4")
def test_x_copy_and_tape_on_paper(till):
    till.keys("10 С1 ИТОГ X")
    assert till.cashier == ["X-отчет", "Продажи        10.00", "В кассе        10.00"]
    till.keys("КОПИЯ 1 КОПИЯ ЛЕНТА 1 ЛЕНТА 2 1 ВВОД 1 ВВОД")
    text = till.tape()
    assert text.count("Сменный отчет без гашения") == 1
    assert text.count("Копия документа") == 2
    assert text.count("Контрольная лента") == 2


@pytest.mark.regl("14/3-4", "18.4")
def test_tape_on_the_display_in_the_order_written(till):
    till.keys("10 С1 ИТОГ 5 ВНЕС ВВОД ЛЕНТА 3")
    shown = []
    while till.cashier[0] != "Конец":
        shown += till.cashier
        till.keys("ВВОД")
    text = " ".join(shown)
    assert text.index("Платежный документ") < text.index("Документ внесения")
    assert till.documents[0]["uid"] in text.replace(" ", "").replace("УИ", "")


@pytest.mark.regl("14/3", "18.4")
def test_one_document_on_the_display(till):
    till.keys("10 С1 ИТОГ 20 С1 ИТОГ 30 С1 ОТМЕНА ВВОД 5 ВНЕС ВВОД ЛЕНТА 4 2 ВВОД")
    shown = []
    while till.cashier[0] != "Конец":
        shown += till.cashier
        till.keys("ВВОД")
    text = " ".join(" ".join(shown).split())
    assert "№ док. 2 " in text and "К ОПЛАТЕ, BYN 20.00" in text
    assert "10.00" not in text and "Отмена" not in text and "внесения" not in text
    till.keys("ВВОД ЛЕНТА 4 9 ВВОД")
    assert till.cashier[0].startswith("211 Документ не")


@pytest.mark.regl("10.11", "34/2")
def test_z_asks_with_the_figures_and_closes(till):
    till.keys("10 С1 ИТОГ Z")
    assert till.cashier == ["Закрыть смену (Z)?", "Продажи        10.00", "ВВОД - да, C - нет"]
    till.keys("C")
    assert till.status.startswith("00:00")
    till.keys("Z ВВОД")
    assert till.cashier == ["Смена закрыта", "Продажи        10.00", "В кассе        10.00"]
    assert till.status.startswith("--:--")
    till.keys("10 С1")
    assert till.cashier[0].startswith("301 Смена закрыта")
    till.keys("C Z ВВОД")
    assert "Копия Z-отчета" in till.tape()


def test_shift_age_is_always_shown(till):
    till.keys("at: 2026-12-01T15:41:59\n1")
    assert till.status == "07:41 СКНО+ БУМ+"


@pytest.mark.regl("26/12")
def test_shift_over_is_refused(till):
    till.keys("at: 2026-12-02T08:00:00\n10 С1 ИТОГ")
    assert till.cashier[0].startswith("303 Смена больше")
    till.keys("C 2 ОТМЕНА ВВОД Z ВВОД")
    till.counted(sales_n=0, cancels_n=1)


def test_long_refusal_turns_over_by_itself_and_with_the_arrows(till):
    till.keys("50 КАРТА")
    first = till.cashier
    assert first[0] == "201 В чеке нет" and till.status.endswith("↓")
    till.keys("↓")
    assert till.cashier == [first[1], first[2], till.cashier[2]] != first
    till.keys("↑\nwait: 3")
    assert till.cashier[0] != first[0]
    till.keys("1")
    assert till.cashier[1].startswith("Смена открыта")
