"""What the facade has for hosts: trials, cashiers without a log-in, their own settings."""

import pytest

from bu.fiscal import document as d
from bu.fiscal.receipt import make_line
from bu.fiscal.refusal import Refusal
from bu.printing import items
from host_tests.unit_register import registers

register = registers()


def test_a_trial_checks_and_changes_nothing(register):
    unit, before = register.unit, register.state()
    receipt = register.receipt()
    cash = [d.Tender(d.CASH, receipt.total())]
    assert register.do(unit.sell(receipt, cash, None)) == 0
    assert register.do(unit.deposit(100, key=None)) == 0
    assert register.do(unit.withdraw(10000, key=None)) == 0
    register.do(unit.cancel(receipt, None))
    assert register.do(unit.z_report(None)) == 0
    assert register.state() == before
    register.refused(unit.withdraw(10001, key=None), "drawer_short")
    register.refused(unit.open_shift("Иванова", None, True), "shift_open")
    register.world.printer.paper_out()
    for trial in (unit.deposit(100, key=None), unit.z_report(None), unit.void(None)):
        register.refused(trial, "printer_paper", "nothing_to_void")
    register.world.printer.load_paper()
    register.close()
    register.do(unit.open_shift("Иванова", None, True))
    assert not unit.shift_open()


def test_a_host_says_who_stands_on_the_documents(register):
    register.unit.stand("Петрова")
    register.sell()
    assert "Петрова" in "\n".join(register.world.printer.tape.text)
    for name in ("", "x" * 61, "\n"):
        register.refused(lambda name=name: register.unit.stand(name), "bad_cashier")


def test_what_a_front_end_keeps(register):
    unit = register.unit
    unit.keep("host.felix", b"\x01\x02")
    register.restart()
    assert register.unit.kept("host.felix") == b"\x01\x02"
    assert unit.kept("host.pictures") == b""
    for name in ("secret", "host.other", "name"):
        register.refused(lambda name=name: unit.keep(name, b"x"), "bad_setting")
    register.refused(lambda: unit.keep("host.felix", bytes(2049)), "bad_setting")
    assert not [entry for entry in unit.settings() if entry[0].startswith("host.")]
    register.close()
    with pytest.raises(Refusal):
        unit.configure("host.felix", b"x")


def test_shifts_of_the_memory_and_the_state_of_the_register(register):
    unit = register.unit
    register.sell()
    assert unit.opened_at() is not None and unit.z_number() == 0
    register.close()
    assert unit.opened_at() is None and unit.z_number() == 1
    ((number, _, documents, totals),) = unit.shifts(1, 9)
    assert (number, documents, totals) == (1, 1, [("BYN", 298)])
    assert unit.registration().unp == 190000001
    assert len(unit.last_uid()) == 12
    assert unit.dots() == 576
    assert register.do(unit.printer_state()) is None


def test_cutter_and_drawer(register):
    register.do(register.unit.printer_act(items.DRAWER))
    register.do(register.unit.printer_act(items.CUT))
    assert len(register.world.printer.drawer_kicks) == 1
    unit = register.unit
    unit.beep((100,))  # the bench has no sounder
    heard = []
    register.board.sound = heard.append
    unit.beep((100,))
    assert heard == [(100,)]


def test_the_section_can_be_left_out_on_paper(register):
    register.close()
    register.unit.configure("sections", 0)
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    receipt = register.unit.receipt(d.SALE)
    register.unit.add_line(receipt, register.unit.hand_line(100, section=3))
    receipt.lines[0].name = "Хлеб"
    register.sell(receipt)
    text = "\n".join(register.world.printer.tape.text)
    assert "Хлеб" in text and "Секция" not in text


@pytest.mark.parametrize("corrected", [False, True])
def test_a_receipt_that_can_be_entered_can_be_paid(register, corrected):
    """Long names and corrected lines stand in the paper section, not in the image."""
    receipt = register.unit.receipt(d.SALE)
    register.unit.add_line(receipt, make_line("Хлеб", 100))
    with pytest.raises(Refusal) as refusal:
        for _ in range(1000):
            register.unit.add_line(receipt, make_line("Ж" * 200, 10**9))
            if corrected:
                receipt.correct(len(receipt.lines) - 1)
    assert refusal.value.name == "receipt_large"
    assert len(receipt.lines) > 10
    register.sell(receipt)
