"""A document's procedure in the СКНО model, broken off anywhere; power (регл. 77)."""

import pytest

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import AT, DEPOSIT, Z_REPORT, Unit, body, device, interrupted


def test_unfinished_bit_from_taking_to_ack():
    unit = Unit(device()).start()
    unit.status()
    unit.send(b.packet(0x10, DEPOSIT))
    assert unit.status()[:2] == (11, 0xC7)
    unit.wait(200)
    assert unit.status()[0] == 11
    unit.send(b.ACK)
    assert unit.status()[:2] == (10, 0xC6)


def test_11h_brings_the_same_uid_after_switching_off():
    unit = Unit(device()).start()
    uid = interrupted(unit)
    assert unit.status() == (11, 0x86, b.ETX), "the answer itself is forgotten"
    assert unit.command(0x11) == (None, None)
    unit.identify()
    for code, data in ((0x10, b.cash_document(11, 2, AT, 1)), (0x41, Z_REPORT)):
        assert unit.command(code, data) == (None, None)
    assert unit.command(0x11) == ((11, 0xC6), uid)
    assert unit.status()[0] == 10
    assert unit.skno.violations == [
        "command 11h: not identified", "command 10h: a procedure is not finished",
        "command 41h: a procedure is not finished"]


def test_11h_answer_lost_too():
    unit = Unit(device()).start()
    uid = interrupted(unit)
    unit.identify()
    unit.status()
    unit.send(b.packet(0x11))
    unit.wait(230)
    assert body(unit.status()[2], 0x11) == uid
    assert unit.status()[0] & 1
    unit.skno.power_off()
    unit.skno.power_on(unit.now)
    unit.wait(10_000)
    unit.identify()
    assert unit.command(0x11)[1] == uid
    assert unit.command(0x11) == (None, None)


def test_11h_may_take_the_place_of_an_answer_that_nobody_took():
    unit = Unit(device()).start()
    uid = interrupted(unit, power=False)
    assert unit.command(0x11)[1] == uid
    assert unit.status() == (10, 0xC6, b.ETX)
    assert unit.skno.violations == []


def test_nothing_else_takes_the_place_of_an_answer():
    unit = Unit(device()).start()
    uid = interrupted(unit, power=False)
    assert unit.send(b.packet(0x55)) == b.EOT
    assert body(unit.status()[2], 0x10) == uid


def test_11h_after_a_z_report():
    unit = Unit(device(z_answer_bytes=2)).start()
    unit.status()
    unit.send(b.packets(0x41, Z_REPORT)[0])
    unit.wait(230)
    short = body(unit.status()[2], 0x41)
    assert len(short) == 2
    unit.skno.power_off()
    unit.skno.power_on(unit.now)
    unit.wait(10_000)
    unit.identify()
    uid = unit.command(0x11)[1]
    assert len(uid) == 12 and uid[:2] == short


def test_a_document_not_taken_whole_is_forgotten():
    unit = Unit(device()).start()
    raw = b.sale(1, AT, [b.sale_line("Гвозди", 5)] * 20, 100, cash=100)
    unit.status()
    assert unit.send(b.packets(0x10, raw)[0]) == b.ACK
    unit.skno.power_off()
    unit.skno.power_on(unit.now)
    unit.wait(2000)
    assert unit.status() == (8, 0x86, b.ETX)
    unit.identify()
    unit.take(raw)
    assert [found["number"] for found in unit.skno.documents] == [1]


def test_uid_is_a_keyed_hash_of_the_document():
    import hashlib
    import hmac
    unit = Unit(device(secret=b"secret")).start()
    expected = hmac.new(b"secret", DEPOSIT, hashlib.sha256).digest()[:12]
    assert unit.take(DEPOSIT) == expected
    assert unit.skno.documents[0]["uid"] == expected.hex().upper()
    assert Unit(device(serial=2)).skno.books.secret != unit.skno.books.secret


# power


@pytest.mark.parametrize(("clean", "delay"), [(True, 2000), (False, 120_000), (None, 2000)])
def test_start_up_delay(clean, delay):
    unit = Unit(device(dirty_start_ms=120_000))
    unit.skno.power_off(clean)
    assert unit.send(b.REQ, wait=5000) == b""
    unit.skno.power_on(unit.now)
    assert unit.wait(delay - 1) == b""
    assert unit.send(b.REQ, wait=0) == b""
    unit.wait(1)
    assert unit.send(b.REQ)[:2] == b.SOH


def test_busy_after_an_incorrect_switching_off():
    unit = Unit(device(dirty_start_ms=3000, busy_after_dirty_ms=60_000))
    unit.skno.power_off(clean=False)
    unit.skno.power_on(0)
    unit.wait(3000)
    assert unit.status() == (8, 7, b.ETX)
    assert unit.send(b.packet(0x55)) == b.EOT
    unit.wait(60_000)
    assert unit.status() == (8, 6, b.ETX)


@pytest.mark.parametrize("going_on", ["document", "command", "procedure"])
def test_switching_off_is_incorrect_while_something_is_going_on(going_on):
    unit = Unit(device()).start()
    if going_on == "command":
        unit.status()
        unit.send(b.packet(0x55))
    else:
        interrupted(unit, power=going_on == "procedure")
    unit.skno.power_off()
    unit.skno.power_on(unit.now)
    unit.wait(9_900)
    assert unit.send(b.REQ) == b""
    unit.wait(100)
    assert unit.status()[2] == b.ETX
