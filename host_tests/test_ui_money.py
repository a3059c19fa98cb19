"""Money from the keypad: the drawer, voids, refunds, other currencies."""

import pytest

from host_tests.ui_bench import OPENED, tills

till = tills(script=OPENED)


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


def test_payment_in_the_receipts_own_currency_is_cash(till):
    till.keys("10 С1 20 ВАЛЮТА 1")
    assert till.cashier[1:3] == ["ПОЛУЧЕНО       20.00", "СДАЧА      1 0 . 0 0"]


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
