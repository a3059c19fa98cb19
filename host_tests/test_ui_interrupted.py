"""What breaks off at the keypad: paper, СКНО, power or the cashier goes away (регл. 27, 28)."""

import pytest

from host_tests.ui_bench import OPENED, tills

till = tills(script=OPENED)


@pytest.mark.regl("27/1-2")
def test_paper_out_in_the_middle_is_finished_on_paper(till):
    assert till.world.printer
    till.world.printer.paper_after_lines(5, till.world.now_ms())
    till.keys("10 С1 ИТОГ")
    assert till.cashier[0] == "501 Нет чековой"
    till.counted(sales_n=1)
    till.keys("paper in\nВВОД")
    assert till.cashier == ["Чек № 1 не завершён", ">1 Завершить", ""]
    till.keys("1")
    assert till.cashier[1] == "ОПЛАЧЕНО       10.00"
    assert "# Повтор печати #" in till.tape()
    till.keys("20 С1 ИТОГ")
    till.counted(sales_n=2, sales_sum="30.00")


def test_interrupted_print_may_wait(till):
    """C leaves it for later; the sale stands and the receipt is not there to be sold again."""
    assert till.world.printer
    till.world.printer.paper_after_lines(5, till.world.now_ms())
    till.keys("10 С1 ИТОГ C C")
    till.keys("20 С1")
    assert till.cashier[0] == "307 Документ не"
    till.keys("C\npaper in\nX")
    assert till.cashier[:2] == ["Чек № 1 не завершён", ">1 Завершить"]
    till.keys("1 C X")
    till.counted(sales_n=1, sales_sum="10.00")


@pytest.mark.regl("27/2")
def test_silence_after_sending_is_finished(till):
    """The СКНО took the document and went off: the document stands, and is not sent twice."""
    assert till.world.skno
    till.world.skno.faults.add("power_loss", at="after_take")
    till.keys("10 С1 ИТОГ")
    assert till.cashier[0].startswith("40")
    till.keys("skno on\nwait: 15\nВВОД")
    assert till.cashier == ["Чек № 1 не завершён", ">1 Завершить", " 2 Отменить"]
    till.keys("1")
    assert till.cashier[1] == "ОПЛАЧЕНО       10.00"
    till.counted(sales_n=1)
    assert len(till.documents) == 1


def test_cancelled_though_the_skno_has_it(till):
    """«Отменить» of a document that the СКНО took finishes it: it cannot be undone."""
    assert till.world.skno
    till.world.skno.faults.add("power_loss", at="after_take")
    till.keys("10 С1 ИТОГ\nskno on\nwait: 15\nВВОД 2")
    till.counted(sales_n=1)
    assert till.cashier[1] == "ОПЛАЧЕНО       10.00"


@pytest.mark.regl("27/2")
def test_prepared_document_that_never_arrived_is_cancelled(till):
    assert till.world.skno
    till.world.skno.faults.add("power_loss", at="before_take")
    till.keys("10 С1 ИТОГ\nskno on\nwait: 15\nВВОД 2")
    till.counted(sales_n=0)
    assert till.cashier[2] == "ИТОГ           10.00"
    till.keys("ИТОГ")
    till.counted(sales_n=1)
    assert [document["number"] for document in till.documents] == [1]


@pytest.mark.regl("28/1-2")
@pytest.mark.parametrize("writes", range(1, 6))
def test_power_cut_in_a_sale(till, writes):
    """Whatever the write, the sale is there once or not at all, and the register goes on."""
    till.keys(f"1 С1 ИТОГ 10 С1\ncut: {writes}\nИТОГ")
    till.keys("power off\npower on\n1 1111 ВВОД")
    figures = till.figures()
    assert (figures["sales_n"], figures["sales_sum"]) in ((1, "1.00"), (2, "11.00"))
    till.keys("5 С1 ИТОГ Z ВВОД")
    numbers = [entry["number"] for entry in till.documents if entry["kind"] == "sale"]
    assert numbers == list(range(1, figures["sales_n"] + 2))


def test_power_cut_loses_only_what_was_not_registered(till):
    till.keys("10 С1 ИТОГ 20 С1\npower off")
    assert till.place.cashier == [" " * 20] * 4
    till.keys("power on\n1 1111 ВВОД")
    assert till.cashier == ["Кассир", "Смена открыта    № 1", "                0.00"]
    till.counted(sales_n=1, sales_sum="10.00")


def test_idle_user_is_logged_out_and_the_receipt_waits(till):
    till.keys("10 С1 5 НАЛ\nwait: 3600")
    assert till.cashier[0] == "Режим"
    till.keys("1 1111 ВВОД")
    assert till.cashier[2] == "ИТОГ           10.00"
    till.keys("ИТОГ\nwait: 3600\n1 1111 ВВОД")
    assert till.cashier[2] == "                0.00"
    till.counted(sales_n=1)


@pytest.mark.parametrize("lines", [3, 20])
def test_log_out_in_the_middle_of_a_fault_sells_nothing_twice(till, lines):
    """The document stands while its paper is missing: the receipt must be gone from the desk."""
    till.keys(f"10 С1\npaper ends: {lines}\nИТОГ")
    till.keys("wait: 3600\n1 1111 ВВОД")
    assert till.cashier[2] == "                0.00"
    till.keys("paper in\nX 1 C X")
    till.counted(sales_n=1, sales_sum="10.00")


def test_log_out_in_front_of_the_choice_keeps_what_was_not_registered(till):
    till.keys("10 С1\nskno off\nИТОГ\nwait: 3600\nskno on\nwait: 5\n1 1111 ВВОД")
    assert till.cashier[2] == "ИТОГ           10.00"
    till.keys("ИТОГ")
    till.counted(sales_n=1)


def test_a_receipt_waits_while_the_unit_is_seen_to(till):
    """A СКНО that is dead stops even отмена: service must be reached all the same (регл. 35.3)."""
    till.keys("10 С1\nskno faulty\nОТМЕНА ВВОД C 2 РЕЖИМ 3 3333 ВВОД")
    assert till.cashier[0] == "Регистрация в БЭП"
    till.keys("C\nskno in order\n1 1111 ВВОД ОТМЕНА ВВОД")
    till.counted(cancels_n=1, sales_n=0)


def test_cancelled_receipt_whose_slip_is_missing_is_not_there_any_more(till):
    till.keys("10 С1\npaper ends: 3\nОТМЕНА ВВОД")
    assert till.cashier[0].startswith("501")
    till.keys("wait: 3600\npaper in\n1 1111 ВВОД")
    assert till.cashier[2] == "                0.00"
    till.counted(cancels_n=1)


def test_keys_while_nothing_can_be_done(till):
    till.keys("power off")
    till.keys("1 2 3 ИТОГ\nscan: 4810010001232\nwait: 1")
    assert till.place.cashier == [" " * 20] * 4
    till.keys("power on")
    assert till.cashier[0] == "Режим"
