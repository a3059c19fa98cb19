"""A clock that lost its time: in an open shift, at the start, before an opening (регл. 8)."""

import pytest

from bu.fiscal import document as d
from host_tests.clocks import DEAD, Calendar
from host_tests.unit_register import Register


@pytest.fixture
def register(tmp_path):
    made = Register(tmp_path)
    made.sell()
    made.later(hours=2)
    made.skno_time = made.world.calendar.now
    made.world.calendar = Calendar(made.world.calendar.now())
    return made


def stop_clock(register, time=DEAD):
    register.world.calendar.time = time


@pytest.mark.parametrize("time", [DEAD, (2000, 0, 0, 0, 0, 0), (2026, 12, 1, 7, 59, 59)])
def test_an_open_shift_is_closed_with_the_time_of_the_skno(register, time):
    stop_clock(register, time)
    assert register.do(register.unit.z_report()) == 1
    assert register.unit.now() == register.skno_time() == (2026, 12, 1, 10, 0, 0)
    assert register.world.skno.documents[-1]["type"] == 15
    assert register.world.skno.violations == []


def test_nothing_is_numbered_until_the_clock_goes_again(register):
    stop_clock(register)
    register.refused(lambda: register.sell(), "clock_behind")
    register.refused(register.unit.deposit(100), "clock_behind")
    assert register.blocked() == []  # an idle unit took the СКНО's time
    assert register.sell() == 3


def test_the_clock_goes_again_at_the_start(register):
    stop_clock(register)
    register.restart()
    assert register.unit.now() == register.skno_time()
    assert register.sell() == 3


def test_without_the_skno_it_stays_refused_and_goes_on_behind_it(register):
    register.world.skno.power_off()
    stop_clock(register)
    register.restart()
    assert register.unit.now() == DEAD
    assert "clock_behind" in register.blocked()
    register.refused(register.unit.z_report(), "clock_behind")
    register.refused(lambda: register.unit.set_clock((2026, 12, 1, 12, 0, 0)), "shift_open")
    register.world.skno.power_on(register.world.now_ms())
    assert register.do(register.unit.z_report()) == 1


def test_a_time_before_the_last_record_is_not_taken(register):
    """The СКНО's clock is wrong itself: nothing is done, and nothing set."""
    stop_clock(register)
    register.world.skno.clock = lambda: (2026, 11, 30, 8, 0, 0)
    register.refused(register.unit.z_report(), "clock_behind")
    assert register.unit.now() == DEAD


def test_a_clock_that_goes_is_left_alone_in_an_open_shift(register):
    """It may differ from the СКНО's: nobody sets a clock in an open shift."""
    stop_clock(register, (2026, 12, 1, 10, 5, 0))
    register.restart()
    assert register.blocked() == []
    register.sell()
    assert register.unit.now() == (2026, 12, 1, 10, 5, 0)


def test_a_shift_is_opened_with_the_time_of_the_skno(register):
    register.do(register.unit.z_report())
    stop_clock(register)
    assert not register.do(register.unit.confirm_clock_needed())
    register.do(register.unit.open_shift("Иванова"))
    assert register.unit.now() == register.skno_time()
    assert register.sell() == 3


def test_a_closed_shift_waits_for_the_clock_to_be_set_by_hand(register):
    register.do(register.unit.z_report())
    stop_clock(register)
    register.world.skno.clock = lambda: (2026, 11, 30, 8, 0, 0)
    assert register.do(register.unit.confirm_clock_needed())
    register.refused(register.unit.open_shift("Иванова", confirmed=True), "clock_behind")
    register.refused(lambda: register.unit.set_clock((2026, 12, 1, 9, 0, 0)), "clock_behind")
    register.refused(lambda: register.unit.set_clock((2026, 2, 30, 9, 0, 0)), "bad_time")
    register.unit.set_clock((2026, 12, 1, 11, 0, 0))
    register.refused(register.unit.open_shift("Иванова"), "clock_unconfirmed")
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    receipt = register.receipt()
    register.do(register.unit.sell(receipt, [d.Tender(d.CASH, receipt.total())]))


def test_a_clock_that_jumped_ahead_is_put_right_before_the_z_report(register):
    """Else the БЭП would hold a date of 2031, and no shift could be opened before that."""
    stop_clock(register, (2031, 1, 1, 0, 0, 0))
    register.refused(lambda: register.sell(), "shift_over")
    assert register.do(register.unit.z_report()) == 1
    assert register.unit.now() == register.skno_time() == (2026, 12, 1, 10, 0, 0)
    assert register.unit._core.memory.state.last_date_time == (2026, 12, 1, 10, 0, 0)
    register.do(register.unit.open_shift("Иванова"))
    assert register.sell() == 3


def test_a_clock_that_jumped_ahead_is_put_right_when_idle(register):
    stop_clock(register, (2031, 1, 1, 0, 0, 0))
    assert register.blocked() == []
    assert register.sell() == 3


@pytest.mark.regl("26/12")
def test_a_shift_that_is_over_by_both_clocks_is_over(register):
    stop_clock(register, (2026, 12, 2, 9, 0, 0))
    register.world.skno.clock = lambda: (2026, 12, 2, 9, 0, 5)
    assert register.blocked() == ["shift_over"]
    assert register.unit.now() == (2026, 12, 2, 9, 0, 0)


def test_a_clock_ahead_of_a_skno_that_is_wrong_itself_is_left_alone(register):
    stop_clock(register, (2031, 1, 1, 0, 0, 0))
    register.world.skno.clock = lambda: DEAD
    assert register.blocked() == ["shift_over"]
    assert register.unit.now() == (2031, 1, 1, 0, 0, 0)


def test_the_last_record_may_be_a_cancelled_receipt(register):
    """Its time still counts behind a restart: nothing is dated before it."""
    cancelled = register.world.calendar.time
    register.do(register.unit.cancel(register.receipt()))
    stop_clock(register, (*cancelled[:3], cancelled[3] - 1, 30, 0))
    register.restart()
    assert register.unit.now() == register.skno_time() >= cancelled


@pytest.mark.parametrize("what", ["deposit", "withdraw", "card_payout", "void", "cancel"])
def test_nothing_is_dated_by_a_clock_that_jumped_ahead(register, what):
    unit = register.unit
    receipt = register.receipt()
    stop_clock(register, (2031, 1, 1, 0, 0, 0))
    given = {"void": (), "cancel": (receipt,)}.get(what, (100,))
    register.do(getattr(unit, what)(*given))
    assert unit.latest() == register.skno_time()
