"""Another СКНО in an open shift, registrations between shifts, numbers (регл. 22, 35)."""

import dataclasses

import pytest

from bu.fiscal.refusal import Interrupted
from host_tests.unit_register import IDENTITY, Register
from tools.bench.attach import SimChannel
from tools.bench.models.skno import Skno
from tools.bench.world import SKNO_BAUD

NUMBERS = (IDENTITY["unp"], IDENTITY["skko_number"])
NEW = IDENTITY["skno_serial"] + 1


@pytest.fixture
def register(tmp_path):
    made = Register(tmp_path)
    made.sell()
    made.later(hours=1)
    return made


def replace(register):
    """Puts another СКНО on the cable; the one before it."""
    before = register.world.skno
    register.world.skno = Skno(NEW, NUMBERS[1], clock=register.world.calendar.now,
                               first_number=None, first_z=None)  # fmt: skip
    channel = SimChannel(register.world.skno, register.world.clock, SKNO_BAUD)
    register.world.channels["skno"] = channel
    return before


def inherit(register, before):
    """The new СКНО is told of the shift (40h), and knows of it from the data centre."""
    ledger = register.world.skno.books.ledger

    def open_shift():
        ledger.shift = before.books.ledger.shift

    ledger.open_shift = open_shift


def again(register, skno=NEW):
    return register.do(register.unit.register(*NUMBERS, skno))


@pytest.mark.regl("35.3/1")
def test_only_a_lost_skno_is_replaced_in_an_open_shift(register):
    register.refused(register.unit.register(*NUMBERS, NEW), "shift_open")
    register.world.skno.flags.blocked = True
    register.refused(register.unit.register(*NUMBERS, NEW), "shift_open")
    register.world.skno.flags.blocked = False
    register.world.skno.flags.in_order = False
    register.refused(register.unit.register(*NUMBERS, IDENTITY["skno_serial"]), "shift_open")
    register.refused(register.unit.register(NUMBERS[0] + 1, NUMBERS[1], NEW), "shift_open")
    register.refused(register.unit.register(NUMBERS[0], NUMBERS[1] + 1, NEW), "shift_open")
    assert register.unit.free_records() > 0
    assert again(register) == 2


@pytest.mark.regl("35.3/1")
@pytest.mark.parametrize("how", ["faulty", "gone", "replaced"])
def test_the_open_shift_goes_on_with_another_skno(register, how):
    if how == "faulty":
        register.world.skno.flags.in_order = False
        assert again(register) == 2
        before = replace(register)
    elif how == "gone":
        register.world.skno.power_off()
        assert again(register) == 2
        before = replace(register)
    else:
        before = replace(register)
        register.refused(lambda: register.sell(), "skno_foreign")
        assert again(register) == 2
    register.later(hours=1, minutes=5)
    assert register.blocked() == []
    inherit(register, before)
    assert register.sell() == 3
    register.restart()
    assert register.sell() == 4
    assert register.do(register.unit.z_report()) == 1
    assert [entry["type"] for entry in register.world.skno.documents] == [10, 10, 15]
    assert register.world.skno.violations == [] and register.world.printer.finish() == []
    figures = register.unit.figures().totals()
    assert figures["payment_documents"] == 3
    register.do(register.unit.open_shift("Петрова", confirmed=True))
    assert register.do(register.unit.deposit(1)) == 5  # the through number goes on (регл. 22)


def test_a_shift_without_another_document_is_closed_with_another_skno(register):
    before = replace(register)
    again(register)
    register.later(hours=1, minutes=5)
    inherit(register, before)
    assert register.do(register.unit.z_report()) == 1
    assert register.world.skno.violations == []


def test_a_document_that_waited_goes_to_another_skno(register):
    """The СКНО dies under a document: nobody knows whether it has it, so it is finished."""
    register.world.skno.faults.add("power_loss", at="after_take")
    with pytest.raises(Interrupted) as refusal:
        register.sell()
    assert refusal.value.stage == "sending"
    register.refused(register.unit.deposit(1), "unfinished")
    register.world.skno.power_off()
    register.later(hours=1, minutes=5)
    assert again(register) == 2
    replace(register)
    register.refused(register.unit.abandon(), "skno_replaced")
    register.later(hours=1, minutes=6)
    register.do(register.unit.resume())
    assert [entry["number"] for entry in register.world.skno.documents] == [3]
    assert register.unit.unfinished() is None
    assert register.sell() == 4


@pytest.mark.regl("35.3/1", "74/1-3")
@pytest.mark.parametrize("lost", ["", "before_take", "processed"])
def test_an_opening_that_waited_goes_to_another_skno_once(register, lost):
    """The new one may be switched off in its turn, when it has the 40h or not yet."""
    register.close()
    register.world.skno.faults.add("power_loss", at="before_take", after=1)  # 55h comes before
    with pytest.raises(Interrupted):
        register.do(register.unit.open_shift("Иванова", confirmed=True))
    register.later(hours=1, minutes=5)
    assert again(register) == 2
    replace(register)
    if lost:
        register.world.skno.faults.add("power_loss", at=lost, ms=3000, after=1)  # AAh before
        with pytest.raises(Interrupted):
            register.do(register.unit.resume())
        register.restart()
    else:
        register.do(register.unit.resume())
    assert register.unit.shift_open() and register.unit.unfinished() is None
    assert register.sell() == 3
    assert register.world.skno.violations == []


@pytest.mark.regl("34/1", "35.3/1", "77/1")
@pytest.mark.parametrize("lost", ["before_take", "after_take", "processed"])
@pytest.mark.parametrize("marks", [True, False], ids=["bit 0", "no bit 0"])
def test_a_z_report_that_waited_goes_to_another_skno_once(register, marks, lost):
    """The new one is switched off, and the unit too, when it has the Z-report or not yet."""
    before = register.world.skno
    before.faults.add("power_loss", at="after_take")
    with pytest.raises(Interrupted):
        register.do(register.unit.z_report())
    register.later(hours=1, minutes=5)
    assert again(register) == 2
    new = replace(register) and register.world.skno
    inherit(register, before)
    new.books.options = dataclasses.replace(new.options, z_unfinished=marks)
    # AAh, 40h and 41h pass the points of a command one by one
    new.faults.add("power_loss", at=lost, ms=3000, after=2)
    with pytest.raises(Interrupted):
        register.do(register.unit.resume())
    register.later(hours=1, minutes=6)
    register.restart()
    assert [entry["z_number"] for entry in new.documents] == [1]
    assert register.unit.unfinished() is None and not register.unit.shift_open()
    assert register.world.skno.violations == []
    text = "\n".join(register.world.printer.tape.text)
    assert ("не получен от СКНО" in text) == (not marks and lost != "before_take")
    assert register.do(register.unit.open_shift("Иванова", confirmed=True)) is None


def test_registrations_between_shifts(register):
    register.close()
    for ordinal in range(2, 13):
        register.later(hours=1, minutes=ordinal)
        assert register.do(register.unit.register(*NUMBERS, NEW - 1)) == ordinal
    register.restart()
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    assert register.do(register.unit.deposit(1)) == 3
    assert register.world.skno.violations == []
