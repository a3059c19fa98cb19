"""The cash desk from the keypad: every key against what the register counted and what is shown."""

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


@pytest.mark.regl("5.4/1", "13/2")
def test_quantity_times_price(till):
    till.keys("1.25 × 2.99 С3")
    assert till.cashier == ["Секция 3", "1.25×2.99       3.74", "ИТОГ            3.74"]
    assert till.customer == ["Секция 3        3.74", "ИТОГ            3.74"]
    till.keys("ИТОГ")
    assert till.documents[-1]["lines"][0]["qty"] == "1.250"


@pytest.mark.regl("13/2")
def test_section_by_number(till):
    till.keys("5 СЕКЦИЯ 255 ВВОД ИТОГ")
    assert till.documents[-1]["lines"][0]["section"] == 255
    till.keys("5 СЕКЦИЯ 256 ВВОД")
    assert till.cashier[0].startswith("107 Неверная секция")
    till.counted(sales_n=1)


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


def test_clear_takes_back_only_what_is_not_registered(till):
    till.keys("10 С1 5 C")
    assert till.cashier[2] == "ИТОГ           10.00"
    till.keys("3 НАЛ")
    assert till.cashier[2] == "ОСТАЛОСЬ        7.00"
    till.keys("C")
    assert till.cashier[2] == "ИТОГ           10.00"
    till.keys("2 × C C C")
    assert till.cashier == ["Секция 1", "10.00          10.00", "ИТОГ           10.00"]
    till.keys("ИТОГ C C")
    till.counted(sales_n=1, sales_sum="10.00")


@pytest.mark.regl("10.2", "10.6", "10.доп.4")
def test_discount_of_a_line_and_of_the_whole(till):
    till.keys("10 С1 1 СКИДКА")
    assert till.cashier[1:] == ["10.00           9.00", "ИТОГ            9.00"]
    till.keys("20 С2 10 % СКИДКА")
    assert till.cashier[2] == "ИТОГ           27.00"
    till.keys("ПОДЫТОГ 10 % СКИДКА")
    assert till.cashier[2] == "ПОДЫТОГ        24.30"
    assert till.customer == ["СКИДКА         -2.70", "ИТОГ           24.30"]
    till.keys("ИТОГ")
    document = till.documents[-1]
    assert [line["discount"] for line in document["lines"]] == ["-1.00", "-2.00"]
    till.counted(sales_sum="24.30")


@pytest.mark.regl("10.доп.2", "10.доп.5")
def test_surcharge_keeps_the_discount_of_the_line(till):
    till.keys("10 С1 10 % СКИДКА 2 НАДБ")
    assert till.cashier[2] == "ИТОГ           11.00"
    till.keys("ПОДЫТОГ 1 НАДБ ИТОГ")
    till.counted(sales_sum="12.00")


def test_discount_keeps_the_surcharge_of_the_line(till):
    till.keys("10 С1 2 НАДБ 10 % СКИДКА")
    assert till.cashier[2] == "ИТОГ           11.00"


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


def test_discount_behind_the_next_line_goes_to_that_line(till):
    till.keys("10 С1 ПОДЫТОГ 20 С2 5 СКИДКА")
    assert till.cashier[1:] == ["20.00          15.00", "ИТОГ           25.00"]


@pytest.mark.regl("26/1")
def test_discount_above_the_line_is_refused(till):
    till.keys("10 С1 10.01 СКИДКА")
    assert till.cashier[0] == "202 Отрицательный"
    till.keys("C")
    assert till.cashier[2] == "ИТОГ           10.00"


@pytest.mark.regl("10.8")
def test_correction_is_one_key_and_a_choice(till):
    till.keys("1 С1 2 С2 3 С3 КОРР")
    assert till.cashier == ["КОРР 3: Секция 3", "3.00            3.00", "ВВОД - да, ↑↓, C"]
    till.keys("КОРР")
    assert till.cashier[0] == "КОРР 2: Секция 2"
    till.keys("ВВОД")
    assert till.customer == ["КОРР           -2.00", "ИТОГ            4.00"]
    till.keys("КОРР ↓ C ИТОГ")
    till.counted(sales_sum="4.00", corrections_n=1, corrections_sum="2.00")


def test_line_corrected_twice_is_refused(till):
    till.keys("1 С1 2 С2 КОРР ВВОД КОРР ВВОД")
    assert till.cashier[0] == "119 Нет такой"
    till.keys("C ИТОГ")
    till.counted(sales_sum="1.00", corrections_n=1)


@pytest.mark.regl("10.9")
def test_cancel_asks_with_another_key(till):
    till.keys("1 С1 2 С2 КОРР ВВОД ОТМЕНА")
    assert till.cashier == ["ОТМЕНИТЬ ВЕСЬ ЧЕК?", "Сумма           3.00", "ВВОД - да, C - нет"]
    till.keys("ОТМЕНА ОТМЕНА")
    till.counted(cancels_n=0)
    till.keys("C")
    assert till.cashier[2] == "ИТОГ            1.00"
    till.keys("ОТМЕНА ВВОД")
    assert till.cashier[:2] == ["Чек отменен", "Сумма           3.00"]
    till.counted(cancels_n=1, cancels_sum="3.00", corrections_n=0, sales_n=0)


def test_only_corrected_lines_cannot_be_paid(till):
    till.keys("1 С1 КОРР ВВОД ИТОГ")
    assert till.cashier[0] == "201 В чеке нет"
    till.keys("C ОТМЕНА ВВОД")
    till.counted(cancels_n=1, sales_n=0)


@pytest.mark.regl("26/1")
def test_negative_total_is_shown_instead_of_a_sum(till):
    till.keys("10 С1 20 С2 ПОДЫТОГ 15 СКИДКА КОРР ВВОД")
    assert till.cashier[2] == "Отрицательный итог"
    till.keys("ИТОГ")
    assert till.cashier[0] == "202 Отрицательный"
    till.keys("C ПОДЫТОГ 0 СКИДКА ИТОГ")
    till.counted(sales_sum="10.00")


def test_everything_off_costs_nothing(till):
    till.keys("10 С1 ПОДЫТОГ 100 % СКИДКА ИТОГ")
    till.counted(sales_n=1, sales_sum="0.00", cash="0.00")


@pytest.mark.regl("10.доп.1", "прил.1.VIII.4.5.1")
def test_third_party(till):
    till.keys("191234567 УНП 10 С1 ИТОГ")
    till.counted(third_n=1, third_sum="10.00")
    assert "УНП третьего лица                      191234567" in till.tape()
    till.keys("12345678 УНП")
    assert till.cashier[0].startswith("116 Неверный УНП")


@pytest.mark.regl("10.14-15", "10.доп.6")
def test_deposit_withdraw_and_payout_show_the_sum_first(till):
    till.keys("100 ВНЕС")
    assert till.cashier == ["Внесение", "BYN           100.00", "ВВОД - да, C - нет"]
    till.counted(deposits_n=0)
    till.keys("ВВОД ИЗЪЯТ 40.50 ВВОД")
    assert till.cashier[:2] == ["Изъятие", "BYN            40.50"]
    till.keys("ВВОД 10 ВЫДАЧА C 20 ВЫДАЧА ВВОД")
    till.counted(deposits_sum="100.00", withdrawals_sum="40.50", payouts_sum="20.00",
                 payouts_n=1, drawer="39.50")  # fmt: skip


@pytest.mark.regl("26/10")
def test_more_than_the_drawer_is_refused(till):
    till.keys("10 ВНЕС ВВОД 10.01 ИЗЪЯТ ВВОД")
    assert till.cashier[0] == "207 В кассе нет"
    till.counted(withdrawals_n=0, drawer="10.00")


def test_deposit_of_another_currency(till):
    till.keys("50 ВНЕС ВАЛЮТА")
    assert till.cashier[1] == "EUR            50.00"
    till.keys("ВВОД")
    assert till.figures("EUR")["drawer"] == "50.00"
    till.counted(drawer="0.00")


@pytest.mark.regl("10.16")
def test_void_shows_number_and_sum_and_asks(till):
    till.keys("10 С1 ИТОГ 20 С1 КАРТА АННУЛ")
    assert till.cashier[:2] == ["Аннулировать № 2?", "BYN        2 0 . 0 0"]
    till.keys("C")
    till.counted(voids_n=0)
    till.keys("АННУЛ ВВОД")
    till.counted(voids_n=1, voids_sum="20.00", sales_n=2, sales_sum="30.00")
    till.keys("АННУЛ")
    assert till.cashier[0].startswith("210 Нечего")


@pytest.mark.regl("10.13")
def test_refund_by_number_fills_the_receipt(till):
    till.keys("10 С1 20 С2 10 % СКИДКА ИТОГ 1 ВОЗВРАТ")
    assert till.cashier[2] == "К ВОЗВРАТУ     28.00"
    till.keys("КОРР ↑ ВВОД НАЛ")
    assert till.cashier == ["ВОЗВРАТ        18.00", "НАЛИЧНЫМИ", "ВВОД - да, C - нет"]
    till.counted(refunds_n=0)
    till.keys("ВВОД")
    assert till.customer == ["ВОЗВРАТ", "ВЫДАТЬ     1 8 . 0 0"]
    till.counted(refunds_n=1, refunds_sum="18.00", drawer="10.00", sales_sum="28.00")


def test_refund_question_denied_leaves_the_receipt(till):
    till.keys("10 С1 ИТОГ 1 ВОЗВРАТ ИТОГ C")
    assert till.cashier[2] == "К ВОЗВРАТУ     10.00"
    till.counted(refunds_n=0)
    till.keys("ОТМЕНА ВВОД")
    till.counted(refunds_n=0, drawer="10.00")


@pytest.mark.regl("10.13")
def test_refund_chosen_from_the_menu(till):
    till.keys("10 С1 ИТОГ ВОЗВРАТ 1 1 ВВОД")
    assert till.cashier[2] == "К ВОЗВРАТУ     10.00"
    till.keys("ОТМЕНА ВВОД ВОЗВРАТ ↓ ВВОД 4 С1 КАРТА ВВОД")
    till.counted(refunds_n=1, refunds_sum="4.00", drawer="10.00")


def test_refund_of_what_is_no_sale(till):
    till.keys("10 ВНЕС ВВОД 1 ВОЗВРАТ")
    assert till.cashier[0].startswith("211 ")
    till.keys("C 5 С1 ИТОГ")
    till.counted(sales_n=1)


def test_payment_in_another_currency(till):
    till.keys("10 С1 5 ВАЛЮТА 2")
    assert till.cashier[0] == "207 В кассе нет"
    till.keys("C ОТМЕНА ВВОД 100 ВНЕС ВВОД 10 С1 5 ВАЛЮТА 2")
    assert till.cashier == ["ИТОГ           10.00", "ПОЛУЧЕНО       17.61", "СДАЧА        7 . 6 1"]
    till.counted(sales_sum="10.00", drawer="92.39")
    assert till.figures("EUR")["drawer"] == "5.00"


def test_change_in_another_currency(till):
    till.keys("100 ВНЕС ВАЛЮТА ВВОД 10 С1 ВАЛЮТА 2 45.21 НАЛ")
    assert till.cashier[2] == "СДАЧА EUR  1 0 . 0 0"
    till.counted(sales_sum="10.00", drawer="45.21")
    assert till.figures("EUR")["drawer"] == "90.00"


def test_foreign_payment_covers_a_part(till):
    till.keys("50 С1 10 ВАЛЮТА 2")
    assert till.cashier[2] == "ОСТАЛОСЬ       14.79"
    till.keys("КАРТА")
    till.counted(sales_sum="50.00", cash="35.21", cashless="14.79")


@pytest.mark.regl("25/1")
def test_receipt_in_another_currency(till):
    till.keys("ВАЛЮТА 2")
    assert till.cashier[2] == "ИТОГ EUR        0.00"
    till.keys("5 С1")
    assert till.customer == ["Секция 1        5.00", "ИТОГ EUR        5.00"]
    till.keys("ИТОГ")
    assert till.cashier[0] == till.customer[0] == "ИТОГ EUR        5.00"
    assert till.figures("EUR")["sales_sum"] == "5.00"
    till.keys("1 ВОЗВРАТ")
    assert till.cashier[2] == "К ВОЗВРАТУ EUR  5.00"
    till.keys("НАЛ")
    assert till.cashier[0] == "ВОЗВРАТ EUR     5.00"
    till.keys("ВВОД")
    assert till.customer == ["ВОЗВРАТ EUR", "ВЫДАТЬ       5 . 0 0"]


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
