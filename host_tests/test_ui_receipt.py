"""A receipt from the keypad: quantity, section, discounts, corrections, cancelling."""

import pytest

from host_tests.ui_bench import OPENED, tills

till = tills(script=OPENED)


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
    assert till.cashier[:2] == ["Чек отменён", "Сумма           3.00"]
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
