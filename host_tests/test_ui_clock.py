"""The calendar at the keypad: the end of a year, 29 February, 24 hours, wrong clocks (регл. 8)."""

import pytest

from host_tests.clocks import DEAD, Calendar
from host_tests.ui_bench import OPENED, tills

till = tills()


def own_clock(till, time):
    """From here on the register's calendar stands at `time`, the СКНО's at what it was."""
    now = till.world.calendar.now()
    till.world.skno.clock = lambda: now
    till.world.calendar = Calendar(time)


@pytest.mark.regl("8/1", "26/12", "35.4/2")
def test_a_shift_over_the_end_of_the_year(till):
    till.keys("at: 2026-12-31T23:50:00\n" + OPENED + " 5 С1 ИТОГ\nat: 2027-01-01T00:10:00\n")
    till.keys("6 С1 ИТОГ")
    assert till.status.startswith("00:20")
    till.keys("Z ВВОД РЕЖИМ 4 4444 ВВОД 1 01012027 ВВОД 01012027 ВВОД")
    text = " ".join(till.tape().split())
    for words in ("Дата и время 31.12.2026 23:50:00", "Дата и время 01.01.2027 00:10:00",
                  "Открытие смены 31.12.2026 23:50:00", "Окончание формирования 01.01.2027 00:10",
                  "№ 1 01.01.2027 00:10:00 Платежных документов 2"):  # fmt: skip
        assert words in text, words


@pytest.mark.regl("26/12")
def test_24_hours_over_29_february(till):
    till.keys("at: 2028-02-28T23:00:00\n" + OPENED + " 5 С1 ИТОГ\nat: 2028-02-29T22:59:59\n")
    till.keys("6 С1 ИТОГ")
    assert till.status.startswith("23:59")
    till.keys("at: 2028-02-29T23:00:00\n7 С1 ИТОГ")
    assert till.cashier[0] == "303 Смена больше 24"
    till.keys("C 1 ВВОД 1")
    till.counted(sales_n=1, sales_sum="7.00")
    assert "29.02.2028 23:00:00" in till.tape()


@pytest.mark.regl("8/1-2")
@pytest.mark.parametrize(("date", "time", "taken"), [
    ("29022028", "235959", True), ("31122099", "000000", True), ("29022027", "", False),
    ("31042027", "", False), ("00122026", "", False), ("01012000", "000000", False),
    ("30112026", "235959", False), ("01012027", "240000", False), ("01012027", "006000", False),
])  # fmt: skip
def test_dates_and_times_that_there_are(till, date, time, taken):
    own_clock(till, (2026, 12, 1, 8, 0, 0))
    till.keys(f"2 2222 ВВОД 6 {date} ВВОД")
    for more in (time, "") if time else ():
        if not till.cashier[0].startswith("121 "):
            till.keys(more + " ВВОД")
    now = till.world.calendar.now()
    if taken:
        wanted = (int(date[4:]), int(date[2:4]), int(date[:2]), int(time[:2]), int(time[2:4]),
                  int(time[4:]))  # fmt: skip
        assert till.cashier[0] == "Программирование" and now == wanted
    else:
        assert till.cashier[0].startswith(("121 ", "304 ")) and now == (2026, 12, 1, 8, 0, 0)


@pytest.mark.regl("8/4")
def test_date_and_time_are_asked_for_where_the_skno_gives_none(till):
    own_clock(till, (2026, 12, 1, 9, 30, 0))
    till.world.skno.clock = lambda: DEAD  # before the last record: it is not believed
    till.keys(OPENED)
    assert till.cashier == ["Дата и время верны?", "01.12.2026 09:30:00", "ВВОД - да, C - нет"]
    till.keys("C")
    assert till.status.startswith("--:--")
    till.keys("ВВОД ВВОД")
    assert till.status.startswith("00:00")


@pytest.mark.regl("8/5")
def test_the_time_of_the_skno_is_taken_without_a_question(till):
    own_clock(till, (2026, 12, 1, 7, 59, 0))
    till.keys(OPENED)
    assert till.status.startswith("00:00")
    assert till.world.calendar.now() == (2026, 12, 1, 8, 0, 0)


@pytest.mark.regl("26/9", "27/2")
def test_a_battery_that_dies_in_an_open_shift(till):
    till.keys(OPENED + " 5 С1 ИТОГ")
    own_clock(till, DEAD)
    till.keys("skno off\n6 С1 ИТОГ")
    assert till.cashier[0] == "304 Часы отстали"
    till.keys("ВВОД")
    assert till.cashier[0] == "304 Часы отстали", "without the СКНО there is no time"
    till.keys("skno on\nwait: 5\nВВОД")
    assert till.cashier[1] == ">1 Повторить"
    till.keys("1")
    till.counted(sales_n=2, sales_sum="11.00")


def test_a_clock_that_jumped_years_ahead_does_not_get_into_the_memory(till):
    till.keys(OPENED + " 5 С1 ИТОГ")
    own_clock(till, (2031, 5, 5, 5, 5, 5))
    till.keys("6 С1 ИТОГ")
    assert till.cashier[0] == "303 Смена больше 24"
    till.keys("C 2 ОТМЕНА ВВОД Z ВВОД")
    assert till.core.memory.state.last_date_time[:3] == (2026, 12, 1)
    till.keys("C ВВОД 7 С1 ИТОГ")
    till.counted(sales_n=1, sales_sum="7.00")
