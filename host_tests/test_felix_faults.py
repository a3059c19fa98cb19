"""FELIX: operations that break off at the СКНО or the printer."""

import pytest

from bu.host.felix.pump import run_through
from host_tests.felix_host import Host, digits, finish, hosts, selling

host = hosts(selling)[0]


def through(host):
    """The next through number, of register 13h."""
    return int(host.do(0x91, b"\x13\x00\x00")[4:8].hex())


def kind(host):
    return host.do(0x91, b"\x13\x00\x00")[1]


def end_day(host):
    host.enter(3)
    assert host.code(0x5A) == 0
    finish(host)


def test_paper_out_while_the_receipt_prints(host):
    host.line(298)
    host.pay(1, 298)
    host.register.world.printer.paper_after_lines(3)
    before = through(host)
    assert host.close() == 0x67
    assert host.state()[2] & 1
    assert host.line(100) == 0x67, "nothing else before it is on paper"
    host.register.world.printer.load_paper()
    assert host.close() == 0, "its repetition prints it"
    assert through(host) == before + 1 and kind(host) == 0
    assert host.close() != 0
    assert len([one for one in host.documents() if one["type"] == 10]) == 1
    assert "Повтор печати" in host.tape()
    end_day(host)


def test_another_command_prints_it_as_well(host):
    host.line(298)
    host.pay(1, 298)
    host.register.world.printer.paper_after_lines(3)
    before = through(host)
    assert host.close() == 0x67
    assert through(host) == before + 1 and kind(host) == 0, "it stands: the numbers say so"
    host.register.world.printer.load_paper()
    assert host.line(150) == 0
    assert "Повтор печати" in host.tape()
    host.pay(1, 150)
    assert host.close() == 0
    end_day(host)


def test_no_paper_before_the_receipt(host):
    host.line(298)
    host.pay(1, 298)
    host.register.world.printer.paper_out()
    before = through(host)
    assert host.close() == 0x67
    assert through(host) == before and kind(host) == 1 and host.state()[1] == 4
    host.register.world.printer.load_paper()
    assert host.close() == 0
    assert through(host) == before + 1
    end_day(host)


def power_on(host):
    world = host.register.world
    world.skno.power_on(world.now_ms())
    world.sleep_ms(180_000)  # it was switched off in the middle of its work


def test_a_skno_that_is_gone_before_the_document(host):
    skno = host.register.world.skno
    host.line(298)
    host.pay(1, 298)
    before = through(host)
    skno.power_off()
    assert host.close() == 0xC9
    assert through(host) == before and kind(host) == 1
    assert host.money(0x49, 100) == 0x66, "a receipt is open"
    power_on(host)
    assert host.close() == 0
    end_day(host)


def test_a_skno_that_goes_away_with_the_document(host):
    """Whether it was taken nobody knows: the receipt stays open until the СКНО says."""
    unit, skno = host.register.unit, host.register.world.skno
    host.line(298)
    host.pay(1, 298)
    before = through(host)
    skno.faults.add("power_loss", at="after_take")
    assert host.close() == 0xC9
    assert unit.unfinished()[2] == "sending"
    assert kind(host) == 1 and host.state()[1] == 4 and through(host) == before
    assert host.close() == 0xC9
    power_on(host)
    assert host.close() == 0
    assert kind(host) == 0 and through(host) == before + 1
    assert len([one for one in host.documents() if one["type"] == 10]) == 1
    end_day(host)


@pytest.mark.parametrize("by", ["deposit", "receipt"])
def test_it_can_be_given_up_while_the_skno_has_it_not(host, by):
    unit, skno = host.register.unit, host.register.world.skno
    host.line(298)
    host.pay(1, 298)
    before = through(host)
    if by == "deposit":
        host.code(0x59)
    skno.faults.add("power_loss", at="before_take")
    code = host.money(0x49, 100) if by == "deposit" else host.close()
    assert code == 0xC9
    assert host.code(0x59) == 0xC9
    power_on(host)
    assert host.code(0x59) == 0
    assert unit.unfinished() is None and through(host) == before and kind(host) == 0
    assert host.money(0x49, 100) == 0
    end_day(host)


def test_the_slip_of_a_cancelled_receipt(host):
    host.line(298)
    host.register.world.printer.paper_after_lines(2)
    assert host.code(0x59) == 0x67
    assert kind(host) == 0, "it is cancelled all the same"
    assert host.code(0x59) == 0x67
    host.register.world.printer.load_paper()
    assert host.code(0x59) == 0
    assert host.code(0x59) == (0x9A if host.dialect == "80k" else 0x66)
    figures = host.register.figures()
    assert figures["cancels_n"] == 1
    end_day(host)


def test_a_deposit_behind_one_that_is_known_to_stand(host):
    host.register.world.printer.paper_after_lines(2)
    before = through(host)
    assert host.money(0x49, 700) == 0x67
    assert through(host) == before + 1
    host.register.world.printer.load_paper()
    assert host.money(0x49, 700) == 0, "the host saw its number: this is another one"
    assert through(host) == before + 2 and host.number(4) == 11400
    end_day(host)


def test_a_deposit_repeated_by_a_host_that_looks_at_nothing(host):
    host.register.world.printer.paper_after_lines(2)
    assert host.money(0x49, 700) == 0x67
    assert host.money(0x49, 700) == 0x67
    host.register.world.printer.load_paper()
    assert host.money(0x49, 700) == 0
    assert host.number(4) == 10700
    assert host.money(0x49, 700) == 0, "the next one is another"
    assert host.number(4) == 11400
    end_day(host)


def test_somebody_else_finishes_it(host):
    """The keypad resumes the document of an open FELIX receipt: the receipt is closed then."""
    unit, skno = host.register.unit, host.register.world.skno
    host.line(298)
    host.pay(1, 298)
    skno.faults.add("power_loss", at="after_take")
    assert host.close() == 0xC9
    power_on(host)
    host.register.do(unit.resume())
    assert host.close() == 0, "the repetition of what stands by now"
    assert kind(host) == 0
    assert host.close() == (0x9A if host.dialect == "80k" else 0x66)
    end_day(host)


def test_somebody_else_gives_it_up(host):
    unit, skno = host.register.unit, host.register.world.skno
    skno.faults.add("power_loss", at="before_take")
    before = through(host)
    assert host.money(0x49, 700) == 0xC9
    power_on(host)
    assert host.register.do(unit.abandon())
    assert host.money(0x49, 700) == 0
    assert through(host) == before + 1 and host.number(4) == 10700
    end_day(host)


def test_power_is_cut_and_the_host_goes_on(host):
    host.line(298)
    host.restart()
    assert kind(host) == 0 and host.state()[0] == 0
    host.enter(1, 1)
    host.line(298)
    host.pay(1, 298)
    assert host.close() == 0
    end_day(host)


def test_the_text_of_a_receipt_waits_for_paper_no_longer_than_it(host):
    host.ask(0x4C, "без позиции")
    host.code(0x92, b"\x00\x01")
    assert host.code(0x59) == 0
    assert "без позиции" not in host.tape()


def test_a_shift_of_the_80k_that_cannot_be_opened(tmp_path):
    old = Host(tmp_path, "80k")
    old.enter(3)
    old.code(0x5A)
    old.enter(1, 1)
    old.register.world.skno.power_off()
    assert old.line(100) == 0xC9 and not old.register.unit.shift_open()
    assert old.code(0x99, b"\x00\x01" + digits(100, 5)) == 0x9A
    power_on(old)
    assert old.line(100) == 0


# --- what the keypad does meanwhile


def shift_closed_at_the_keypad(host):
    unit = host.register.unit
    run_through(unit.z_report(None))
    run_through(unit.z_report(b""))


def test_the_keypad_closes_the_shift_of_an_open_receipt(host):
    host.line(298)
    host.pay(1, 100)
    shift_closed_at_the_keypad(host)
    assert host.close() == 0x72
    assert host.code(0x59) == 0, "there is no shift any more in which it could be cancelled"
    assert kind(host) == 0
    assert host.code(0x9A, b"\x00") == 0
    host.line(298)
    host.pay(1, 298)
    assert host.close() == 0
    end_day(host)


@pytest.mark.regl("10.16")
def test_the_keypad_sells_before_a_void_is_closed(tmp_path):
    """41h named the sale that was the last one then; no other is voided in its place."""
    host = Host(tmp_path, "80k")
    host.enter(1, 1)
    for ends in (host.register.sell, lambda: shift_closed_at_the_keypad(host)):
        host.line(298)
        assert host.close() == 0
        void = b"\x00" + digits(298, 5) + digits(1000, 5)
        assert host.code(0x41, void) == 0
        voids = len([one for one in host.documents() if one["type"] == 14])
        ends()
        assert host.close() == 0x73 and kind(host) == 3
        assert host.code(0x41, b"\x00" + digits(0, 5) + digits(1000, 5)) == 0x73
        assert host.code(0x59) == 0 and kind(host) == 0
        assert len([one for one in host.documents() if one["type"] == 14]) == voids
    host.line(298)
    assert host.close() == 0 and host.code(0x41, void) == 0 and host.close() == 0
    assert len([one for one in host.documents() if one["type"] == 14]) == voids + 1
    end_day(host)


def test_who_comes_to_the_keypad_is_not_the_cashier_of_the_hosts_receipt(host):
    unit = host.register.unit
    host.line(298)
    unit.stand("Петрова")
    host.pay(1, 298)
    assert host.close() == 0
    assert host.documents()[-1]["cashier"] == "ОПЕРАТОР 01"
    if host.dialect == "80k":
        unit.stand("Петрова")
        assert host.code(0x41, b"\x00" + digits(298, 5) + digits(1000, 5)) == 0
        assert host.close() == 0
        assert host.documents()[-1]["cashier"] == "ОПЕРАТОР 01"
    end_day(host)
