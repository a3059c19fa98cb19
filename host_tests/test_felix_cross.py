"""FELIX: every command in every mode and state of the receipt, and every wrong byte of a request.

Generated from the table of commands; what is expected is worked out here. Each case: the code that
the document has for it, and nothing changed. The sizes are printed (`pytest -s`).
"""

import random

import pytest

from bu.fiscal.refusal import Refusal, catalogue
from bu.host.felix import codes, commands
from bu.host.felix.register import Felix
from host_tests.felix_cross import MODES, RECEIPTS, Cross
from host_tests.felix_host import DIALECTS


@pytest.fixture(params=DIALECTS)
def cross(request, tmp_path):
    return Cross(tmp_path, request.param)


def receipts_of(dialect):
    return [name for name in RECEIPTS if name != "void" or dialect == "80k"]


def expected(cross, command, mode, receipt, printing):
    """The code with which a command is refused here; None: it is carried out."""
    kind, _, payments = RECEIPTS[receipt]
    if printing and "j" not in command.modes:
        return 0x66
    if command.target == "-":
        return 0x7A
    if command.modes[0] != "*" and str(mode) not in command.modes:
        return 0x66
    allowed = command.receipts
    if allowed == "*" or (str(kind) in allowed and (not payments or "p" in allowed)):
        return None
    if payments and "p" not in allowed:
        return 0x66
    if not kind:
        return 0x66 if cross.dialect == "rmf" else 0x9A
    if allowed == "0" and cross.dialect == "80k":
        return 0x9B
    return {1: 0x89, 2: 0x87, 3: 0x82}[kind]


def test_every_command_in_every_state(cross):
    refused = carried = 0
    for mode in MODES:
        for receipt in receipts_of(cross.dialect):
            for printing in (False, True):
                cross.put(mode, receipt, printing)
                before = cross.snapshot()
                for command in cross.table:
                    wanted = expected(cross, command, mode, receipt, printing)
                    trial = command.fields and command.fields[0].at == 0 and "F" in layout(command)
                    data = command.data()
                    if wanted is None and not (trial or "q" in command.modes):
                        continue
                    if wanted is None:
                        carried += 1
                        data = b"\x01" + data[1:] if trial else data
                        if command.code == 0x45:
                            continue  # asks a printer that was out of order
                        cross.code_of(command, data)
                    else:
                        refused += 1
                        answer = cross.code_of(command, data)
                        assert answer == wanted, (hex(command.code), mode, receipt, printing)
                    assert cross.snapshot() == before, (hex(command.code), mode, receipt)
                cross.felix.last = None
    print(f"{cross.dialect}: {refused} refused, {carried} checked or asked")
    assert refused > 4000 and carried > 300


def layout(command):
    rows = [row for row in commands.rows() if int(row[0], 16) == command.code]
    return [token[:1] for row in rows for token in row[5].split(",")]


def test_every_wrong_byte(cross):
    """In each mode in which a command is carried out, with the first fitting receipt."""
    count = 0
    for command in cross.table:
        if command.target == "-":
            continue
        for mode in MODES:
            if command.modes[0] != "*" and str(mode) not in command.modes:
                continue
            fitting = [
                name for name in receipts_of(cross.dialect)
                if expected(cross, command, mode, name, False) is None
            ]  # fmt: skip
            for receipt in fitting if mode == 1 else fitting[:1]:
                cross.put(mode, receipt)
                before = cross.snapshot()
                for data, wanted in command.wrong():
                    answer = cross.code_of(command, data)
                    assert answer == wanted, (hex(command.code), mode, receipt, data.hex())
                    count += 1
                assert cross.snapshot() == before, (hex(command.code), mode, receipt)
    print(f"{cross.dialect}: {count} wrong requests")
    assert count > 3500


SALES = (0x41, 0x43, 0x48, 0x49, 0x4A, 0x4C, 0x4E, 0x4F, 0x51, 0x57, 0x59, 0x78, 0x99, 0x9A, 0xBF)
LEFT_OUT = ("service.register", "service.date", "service.time", "-")


def trouble(cross, rng):
    """Now and then something happens to the paper or the СКНО, or the unit is off and on."""
    printer, skno = cross.register.world.printer, cross.register.world.skno
    what = rng.randrange(200)
    if what == 0:
        printer.paper_out()
    elif what == 1:
        printer.paper_after_lines(rng.randrange(1, 30))
    elif what == 2:
        printer.open_cover()
    elif what == 3:
        place = rng.choice(("before_take", "after_take", "after_answer"))
        skno.faults.add("power_loss", at=place, ms=2000)
    elif what == 4:
        try:
            cross.restart()
        except Refusal:  # the СКНО is off: the unit is there all the same
            cross.felix = Felix(cross.register.unit, cross.dialect)
    elif what < 12:
        mend(cross)


def mend(cross):
    world = cross.register.world
    world.printer.load_paper()
    world.printer.close_cover()
    world.sleep_ms(200_000)


def random_command(cross, rng):
    """A command and its data, most of them within their ranges."""
    felix = cross.felix
    felix.blocked, felix.cashier = False, "Иванова"
    if rng.random() < 0.15:
        felix.mode = rng.choice((0, 1, 1, 1, 1, 2, 3, 4, 5, 6))
    table = cross.table
    if felix.mode == 1 and rng.random() < 0.6:
        table = [command for command in table if command.code in SALES]
    command = rng.choice(table)
    if not cross.register.unit.shift_open() and rng.random() < 0.2:
        felix.mode = 1
        command = [each for each in cross.table if each.code == 0x9A][0]
    data = b""
    for field in command.fields:
        most = field.most() if field.high is None else field.high
        if field.fixed:
            more = min(field.low + rng.randrange(2000), most)
            data += field.bytes(rng.choice((field.low, more)))
        else:
            size = rng.randrange(field.size)
            data += bytes(rng.choice(b"79 *Aa") for _ in range(size))
    return command, data


def test_a_random_host(cross):
    """Whatever comes and whatever fails, there is an answer, and the day ends with a Z-report that
    the СКНО agrees with."""
    rng = random.Random(cross.dialect)
    cross.put(0)
    for _ in range(1200):
        trouble(cross, rng)
        command, data = random_command(cross, rng)
        if command.target in LEFT_OUT or (command.code == 0x5A and rng.random() < 0.8):
            continue
        answer = cross.raw(cross.password + bytes([command.code]) + data)
        assert answer or command.code == 0x47
        if cross.felix.job is not None:
            assert cross.ask(0x45)[1] >> 4 == 2
        cross.run_job()
        assert not cross.felix.printing
        cross.password = cross.felix.stored(2, 1, 23) or b"\x00\x00"
    mend(cross)
    cross.register.world.skno.faults.plan.clear()
    cross.felix.blocked, cross.felix.mode = False, 1
    while cross.felix.kind:
        cross.code(0x59)
    cross.felix.mode = 3
    while cross.register.unit.shift_open():
        assert cross.code(0x5A) == 0
    assert cross.register.world.skno.violations == []
    assert cross.register.world.printer.finish() == []


def test_codes_that_are_no_commands(cross):
    known = {command.code for command in cross.table}
    for mode in MODES:
        cross.put(mode, "sale")
        before = cross.snapshot()
        for code in range(256):
            if code not in known:
                coroutine = cross.felix.handle(cross.password + bytes([code]))
                with pytest.raises(StopIteration) as end:
                    coroutine.send(None)
                assert end.value.value == b"U\x46\x00"
        assert cross.snapshot() == before


def test_every_refusal_has_one_code_of_each_dialect():
    names = [name for _, name, _, _ in catalogue()]
    listed = [row.split()[0] for row in codes._REFUSALS.strip().split("\n")]
    assert sorted(names) == sorted(listed) and len(set(listed)) == len(listed)
    for name in names:
        for dialect in (0, 1):
            assert 0 < codes.of(name, dialect) < 256
