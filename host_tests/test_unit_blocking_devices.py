"""Blockings by СКНО, printer and mandatory devices (регл. 26), on the bench as the others."""

import pytest

from bu.fiscal import document as d
from bu.fiscal.refusal import Interrupted, Refusal
from host_tests.unit_register import IDENTITY, registers
from tools.bench.models.skno import Skno

register = registers()


@pytest.mark.regl("26/4")
@pytest.mark.parametrize(("out", "mended", "name"), [
    ("paper_out", "load_paper", "printer_paper"),
    ("open_cover", "close_cover", "printer_cover"),
])  # fmt: skip
def test_no_paper(register, out, mended, name):
    receipt = register.receipt()
    printer, now = register.world.printer, register.world.now_ms
    getattr(printer, out)(now())
    assert register.blocked() == [name]
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), name)
    register.refused(register.unit.x_report(), name)
    register.refused(register.unit.z_report(), name)
    getattr(printer, mended)(now())
    assert register.sell(receipt) == 2
    register.close()


@pytest.mark.regl("26/4", "27/1-2")
def test_paper_ends_in_the_middle_of_a_receipt_and_of_a_z_report(register):
    printer, now = register.world.printer, register.world.now_ms
    printer.paper_after_lines(6, now())
    receipt = register.receipt()
    register.interrupted(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]),
                         "printer_paper", "printing")  # fmt: skip
    assert register.blocked() == ["printer_paper"]
    with pytest.raises(Refusal, match="unfinished"):
        register.sell()
    with pytest.raises(Interrupted, match="printer_paper"):
        register.do(register.unit.resume())
    printer.load_paper(now())
    assert register.blocked() == []
    register.do(register.unit.resume())
    assert register.sell() == 3
    printer.paper_after_lines(20, now())
    register.interrupted(register.unit.z_report(), "printer_paper", "printing")
    printer.load_paper(now())
    register.do(register.unit.resume())
    assert [entry["type"] for entry in register.world.skno.documents] == [11, 10, 10, 15]
    assert register.unit._core.memory.state.z_number == 1
    assert register.world.skno.violations == [] and printer.finish() == []


# What is wrong with the СКНО -> how it is lifted, and whether a shift can be closed meanwhile.
FLAGS = [
    ("skno_full", "memory_ban", True, True),
    ("skno_certificate", "certificate_ban", True, True),
    ("skno_z_unsent", "z_ban", True, True),
    ("skno_faulty", "in_order", False, False),
    ("skno_no_crypto", "skzi", False, False),
    ("skno_blocked", "blocked", True, False),
]


@pytest.mark.regl("26/6-7")
@pytest.mark.parametrize(("name", "flag", "value", "closable"), FLAGS)
def test_skno_in_trouble(register, name, flag, value, closable):
    register.sell()
    receipt = register.receipt()
    flags = register.world.skno.flags
    setattr(flags, flag, value)
    assert register.blocked() == [name]
    held = register.unit.blockings()[0]
    assert held.cause == ("skno_blocked" if name == "skno_blocked" else "skno")
    assert ("z_report" in held.stops) == (not closable)
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), name)
    register.do(register.unit.x_report())
    if closable:
        register.do(register.unit.z_report())
        register.refused(register.unit.open_shift("Иванова", confirmed=True), name)
        setattr(flags, flag, not value)
        register.do(register.unit.open_shift("Иванова", confirmed=True))
        assert register.sell(receipt) == 3
        register.close(2)
    else:
        register.refused(register.unit.z_report(), name)
        setattr(flags, flag, not value)
        assert register.sell(receipt) == 3
        register.close()


@pytest.mark.regl("26/6")
def test_skno_gone(register):
    receipt = register.receipt()
    skno = register.world.skno
    skno.power_off()
    assert register.blocked() == ["skno_silent"]
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), "skno_silent")
    register.refused(register.unit.z_report(), "skno_silent")
    skno.power_on(register.world.now_ms())
    register.world.sleep_ms(30_000)
    assert register.blocked() == []
    assert register.sell(receipt) == 2
    register.close()


@pytest.mark.regl("71/10")
def test_skno_busy(register):
    """When idle it is not waited for; an operation waits as long as it takes."""
    receipt = register.receipt()
    register.world.skno.faults.add("say_busy", ms=60_000)
    start = register.world.now_ms()
    assert register.blocked() == ["skno_busy"]
    assert register.world.now_ms() - start < 5000
    assert register.sell(receipt) == 2
    assert register.world.now_ms() - start >= 60_000
    register.close()


@pytest.mark.regl("26/6")
def test_skno_of_another_register(register):
    receipt = register.receipt()
    channel = register.world.channels["skno"]
    ours = channel.device
    channel.device = Skno(310000002, IDENTITY["skko_number"], clock=register.world.calendar.now)
    channel.device.power_on(register.world.now_ms())
    register.world.sleep_ms(30_000)
    found = register.blocked()
    assert found[0] in ("skno_foreign", "skno_identification")
    with pytest.raises(Refusal, match=found[0]):
        register.sell(receipt)
    channel.device = ours
    assert register.blocked() == []
    assert register.sell(receipt) == 2
    register.close()


@pytest.mark.regl("26/8")
@pytest.mark.parametrize(("part", "word"), [
    ("keypad", "клавиатура"), ("cashier_display", "индикатор кассира"),
    ("customer_display", "индикатор потребителя"),
])  # fmt: skip
def test_a_mandatory_device_is_missing(register, part, word):
    receipt = register.receipt()
    register.board.taken_off.add(part)
    assert register.blocked() == ["device_missing"]
    assert register.unit.blockings()[0].text() == f"Нет устройства ({word})"
    refusal = register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]),
                               "device_missing")  # fmt: skip
    assert refusal.detail == word
    register.board.taken_off.clear()
    assert register.sell(receipt) == 2
    register.board.taken_off.add(part)
    assert register.do(register.unit.z_report()) == 1
    register.refused(register.unit.open_shift("Иванова", confirmed=True), "device_missing")


@pytest.mark.regl("26/8")
def test_the_printer_is_gone(register):
    receipt = register.receipt()
    register.world.printer.power_off(register.world.now_ms())
    assert register.blocked() == ["printer_silent"]
    assert register.unit.blockings()[0].cause == "devices"
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), "printer_silent")
    register.world.printer.power_on(register.world.now_ms())
    assert register.blocked() == []
    assert register.sell(receipt) == 2
    register.close()
