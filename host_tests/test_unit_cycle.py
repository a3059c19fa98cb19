"""The working cycle when a memory fails on the way; what the paper says of it (регл. 27, 28)."""

import dataclasses

import pytest

from bu.fiscal import document as d
from bu.fiscal.refusal import Interrupted, Refusal
from bu.skno.client import DOCUMENT, TIME
from bu.storage.journal_records import NOTE
from host_tests.unit_register import IDENTITY, Register, registers

REPEAT = "# Повтор печати #"

register = registers()


def printed(register, call):
    """What one call prints, and what it raises, if anything."""
    before = len(register.world.printer.tape.text)
    refusal = None
    try:
        register.do(call)
    except Refusal as raised:
        refusal = raised
    return [line.strip() for line in register.world.printer.tape.text[before:]], refusal


def dies(chip, left):
    """The chip takes `left` programs more, and then none, until `lives`; those left."""
    program = chip.writeblocks
    programs = iter(range(left))

    def writeblocks(block, buf, off=0):
        if next(programs, None) is None:
            raise OSError(5)
        program(block, buf, off)

    chip.writeblocks = writeblocks
    return programs


def lives(chip):
    del chip.writeblocks


def back(register):
    """The СКНО is switched on again, and takes its time."""
    register.world.skno.power_on(register.world.now_ms())
    assert register.blocked() == [] or register.blocked() == []


def sale(register):
    receipt = register.receipt()
    return register.unit.sell(receipt, [d.Tender(d.CASH, receipt.total())])


OPERATIONS = {
    "sale": sale,
    "withdrawal": lambda register: register.unit.withdraw(1),
    "cancelled receipt": lambda register: register.unit.cancel(register.receipt()),
    "Z-report, checkpoint": lambda register: register.unit.z_report(),
}


@pytest.mark.regl("27/1-2", "28/1-2")
@pytest.mark.parametrize("what", OPERATIONS)
def test_a_journal_that_fails_on_the_way(tmp_path, what):
    """Whichever program is the first that fails: a refusal is one, and what stands is said to."""
    outcomes = []
    left = iter(())
    while next(left, None) is None:
        register = Register(tmp_path / str(len(outcomes)))
        chip, skno = register.world.regions["journal"], register.world.skno
        state = register.unit._core.journal.state
        before = register.state()[1:], len(register.world.printer.tape.text)
        left = dies(chip, len(outcomes))
        slip, refusal = printed(register, OPERATIONS[what](register))
        if refusal is None:
            outcomes.append("done")
            assert state.unfinished is None and REPEAT not in slip
        elif isinstance(refusal, Interrupted):
            outcomes.append(refusal.stage)
            assert state.unfinished is not None
            again, refusal = printed(register, register.unit.resume())
            assert isinstance(refusal, Interrupted), "the journal takes nothing yet"
            assert (REPEAT in again) == (bool(slip) and bool(again))
        else:
            outcomes.append("refused")
            assert state.unfinished is None
            assert before == (register.state()[1:], len(register.world.printer.tape.text))
        lives(chip)
        register.restart()
        assert state is not register.unit._core.journal.state
        documents = len(skno.documents)
        assert register.unit.unfinished() is None
        if outcomes[-1] == "refused":
            register.do(OPERATIONS[what](register))
            documents += what != "cancelled receipt"
        assert len(skno.documents) == documents
        if what != "Z-report, checkpoint":
            register.close()
        assert skno.violations == [] and register.world.printer.finish() == []
    assert outcomes[0] == "refused" and "printing" in outcomes and outcomes[-1] == "done"


@pytest.mark.regl("27/2", "28/1-2")
def test_what_never_came_on_paper_is_no_repeat(register):
    world, unit = register.world, register.unit
    world.skno.faults.add("power_loss", at="after_take")
    register.interrupted(sale(register), "skno_silent", "sending")
    back(register)
    world.printer.paper_out(world.now_ms())
    register.interrupted(unit.resume(), "printer_paper", "printing")
    world.printer.load_paper(world.now_ms())
    slip, refusal = printed(register, unit.resume())
    assert refusal is None and "Платежный документ" in slip and REPEAT not in slip
    world.skno.faults.add("power_loss", at="after_take")
    register.interrupted(sale(register), "skno_silent", "sending")
    back(register)
    before = len(world.printer.tape.text)
    register.restart()
    text = " ".join(world.printer.tape.text[before:])
    assert "Платежный документ" in text and REPEAT not in text
    register.close()
    assert REPEAT not in " ".join(world.printer.tape.text), "the report of the registration"


@pytest.mark.regl("17", "28/1-2")
def test_a_repeat_is_no_word_of_the_next_paper(register):
    """A slip that was printed, or left off paper, ends the matter of what was printed before."""
    world = register.world
    register.close()
    register.unit.configure("moves", 0)
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    chip = world.regions["journal"]
    dies(chip, 3)
    register.interrupted(register.unit.deposit(1000), "journal_full", "printing")
    lives(chip)
    register.restart()
    assert register.unit.unfinished() is None
    slip, _ = printed(register, sale(register))
    assert slip and REPEAT not in slip
    world.printer.paper_after_lines(6, world.now_ms())
    register.interrupted(sale(register), "printer_paper", "printing")
    world.printer.load_paper(world.now_ms())
    slip, _ = printed(register, register.unit.resume())
    assert REPEAT in slip
    register.close(2)
    again = IDENTITY["unp"], IDENTITY["skko_number"], IDENTITY["skno_serial"]
    for finished in (True, False):
        report, refusal = printed(register, register.unit.register(*again))
        assert refusal is None and REPEAT not in report
        world.printer.paper_after_lines(6, world.now_ms())
        register.interrupted(register.unit.register(*again), "printer_paper", "printing")
        world.printer.load_paper(world.now_ms())
        if finished:
            report, _ = printed(register, register.unit.resume())
            assert REPEAT in report
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    slip, _ = printed(register, sale(register))
    assert slip and REPEAT not in slip


@pytest.mark.regl("77/1")
@pytest.mark.parametrize("lost", ["before_take", "after_take"])
def test_a_faulty_skno_is_not_believed_that_it_has_not_got_a_document(register, lost):
    skno = register.world.skno
    skno.faults.add("power_loss", at=lost)
    register.interrupted(sale(register), "skno_silent", "sending")
    back(register)
    skno.flags.in_order = False
    with pytest.raises(Refusal, match="skno_faulty"):
        register.do(register.unit.abandon())
    register.interrupted(register.unit.resume(), "skno_faulty", "sending")
    skno.flags.in_order = True
    assert register.do(register.unit.abandon()) == (lost == "before_take")
    with pytest.raises(Refusal, match="nothing_to_abandon"):
        register.do(register.unit.abandon())
    assert len(skno.documents) == 2 - (lost == "before_take")
    register.close()


@pytest.mark.regl("74/1-3", "77/1")
@pytest.mark.parametrize("lost", ["before_take", "processed"])
def test_a_shift_that_the_skno_opened_or_closed_is_not_given_up(register, lost):
    """What only its status tells, for nothing is unfinished there; not that of a faulty one."""
    skno, unit = register.world.skno, register.unit
    skno.books.options = dataclasses.replace(skno.options, z_unfinished=False)
    for call in (unit.z_report, lambda: unit.open_shift("Иванова", confirmed=True)):
        # before 40h the time is asked
        skno.faults.add("power_loss", at=lost, after=not unit.shift_open())
        register.interrupted(call(), "skno_silent", "sending")
        back(register)
        skno.flags.in_order = False
        register.interrupted(unit.resume(), "skno_faulty", "sending")
        skno.flags.in_order = True
        assert register.do(unit.abandon()) == (lost == "before_take")
        assert unit.unfinished() is None
        if lost == "before_take":
            register.do(call())
    assert unit.shift_open() and len(skno.documents) == 2
    register.close(2)


def test_answers_that_nobody_waits_for(register):
    """A УИ is noted, unless it is the last one; all else has nothing to settle."""
    register.sell()
    take, log = register.unit._cycle.gate.take, register.unit._core.journal._log
    last = bytes.fromhex(register.world.skno.documents[-1]["uid"])
    for command, data in ((DOCUMENT, last), (TIME, bytes(6)), (DOCUMENT, b"of an unknown")):
        take(command, data)
    notes = [log.payload(at, size).read() for at, kind, size in log.records() if kind == NOTE]
    assert notes == [b"uid of nobody: of an unknown"]
    assert register.sell() == 3


@pytest.mark.regl("табл.12.прим.2")
@pytest.mark.parametrize("flag, name", [
    ("certificate_ban", "skno_certificate"), ("z_ban", "skno_z_unsent"),
    ("memory_ban", "skno_full"), ("in_order", "skno_faulty"), ("blocked", "skno_blocked"),
])  # fmt: skip
def test_what_the_skno_forbids_is_seen_before_anything_is_numbered(register, flag, name):
    """Nobody asked for its status since; `refused` sees that the journal has not changed."""
    flags, unit = register.world.skno.flags, register.unit
    good = getattr(flags, flag)
    register.sell()
    setattr(flags, flag, not good)
    register.refused(sale(register), name)
    register.refused(unit.withdraw(100), name)
    if flag in ("in_order", "blocked"):
        register.refused(unit.z_report(), name)
    setattr(flags, flag, good)
    register.close()
    setattr(flags, flag, not good)
    register.refused(unit.open_shift("Иванова", confirmed=True), name)


@pytest.mark.regl("28/1-2")
def test_a_print_that_was_cut_off_is_a_repeat_after_the_start(register):
    world = register.world
    world.printer.paper_after_lines(6, world.now_ms())
    register.interrupted(sale(register), "printer_paper", "printing")
    world.printer.load_paper(world.now_ms())
    before = len(world.printer.tape.text)
    register.restart()
    assert any(REPEAT in line for line in world.printer.tape.text[before:])
    register.close()


def test_a_start_with_nothing_to_finish_prints_nothing(register):
    before = len(register.world.printer.tape.text)
    register.restart()
    register.do(register.unit.resume())
    assert len(register.world.printer.tape.text) == before


def test_what_the_skno_refuses_at_the_second_try_is_withdrawn(register):
    skno = register.world.skno
    skno.faults.add("power_loss", at="before_take")
    register.interrupted(sale(register), "skno_silent", "sending")
    back(register)
    skno.flags.certificate_ban = True
    with pytest.raises(Refusal, match="skno_certificate") as refusal:
        register.do(register.unit.resume())
    assert not isinstance(refusal.value, Interrupted) and register.unit.unfinished() is None
    skno.flags.certificate_ban = False
    assert register.sell() == 2
    register.close()
