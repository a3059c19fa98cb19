"""Commands and status of the СКНО model (регл. 71-77; прил. 2 табл. 9-16)."""

import pytest

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import DEPOSIT, Z_REPORT, Unit, body, device, z_after_deposit

IDENTIFIED, SHIFT, NORMAL = 0x40, 0x80, 0x06


# identification


def test_identification_shows_in_bit_6_alone():
    unit = Unit(device())
    assert unit.status()[:2] == (8, NORMAL)
    assert unit.identify() == ((8, NORMAL | IDENTIFIED), b"")
    assert unit.status()[:2] == (8, NORMAL | IDENTIFIED)
    assert unit.skno.violations == []


@pytest.mark.parametrize("fields", [
    {"serial": "KCA0000000124"}, {"model": "OTHER"}, {"unp": 190000002}])
def test_another_register_is_answered_and_not_identified(fields):
    unit = Unit(device(register=("KCA0000000123", "OPEN BU", b.UNP)))
    assert unit.identify() == ((8, NORMAL | IDENTIFIED), b"")
    assert unit.identify(**fields) == ((8, NORMAL), b"")
    assert unit.skno.violations == []


@pytest.mark.parametrize("data", [
    b" " * 13 + b.text("OPEN BU", 20) + b.num(b.UNP, 4),
    b.text("KCA1", 13) + b" " * 20 + b.num(b.UNP, 4),
    b"KCA1" + bytes(9) + b.text("OPEN BU", 20) + b.num(b.UNP, 4),
    b.text("КСА1", 13) + b.text("OPEN BU", 20) + b.num(b.UNP, 4),
    b"KCA\x7f" + b" " * 9 + b.text("OPEN BU", 20) + b.num(b.UNP, 4),
    b.identification(unp=99999999), b.identification(unp=1000000000),
])
def test_identification_data_in_a_wrong_format(data):
    unit = Unit(device())
    assert unit.command(0xAA, data) == ((8, NORMAL), b"")
    assert unit.skno.violations == ["identification " + data.hex()]


@pytest.mark.parametrize("unp", [100000000, 999999999])
def test_the_ends_of_unp(unp):
    assert Unit(device()).identify(unp=unp) == ((8, NORMAL | IDENTIFIED), b"")


def test_the_first_identification_teaches_number_and_register(tmp_path):
    path = tmp_path / "skno.json"
    unit = Unit(device(skko_number=None, state_path=path))
    unit.identify()
    assert (unit.skno.state.skko, unit.skno.state.register) == (
        b.SKKO, ["KCA0000000123", "OPEN BU", b.UNP])
    again = Unit(device(skko_number=None, state_path=path))
    assert again.identify(serial="KCA0000000999") == ((8, NORMAL), b"")
    assert again.identify() == ((8, NORMAL | IDENTIFIED), b"")


@pytest.mark.parametrize("address", [{"receiver": b.SKNO + 1}, {"sender": b.SKKO + 1}])
def test_identification_to_another_address(address):
    """A register that looks for another СКНО learns this one's number from the answer."""
    unit = Unit(device())
    unit.status()
    raw = b.packet(0xAA, b.identification(), **address)
    assert unit.send(raw) == b.ACK
    unit.wait(230)
    byte_1, byte_0, rest = unit.status()
    assert (byte_1, byte_0) == (8, NORMAL)
    assert body(rest, 0xAA, b.SKNO, address.get("sender", b.SKKO)) == b""
    assert unit.skno.violations == []


@pytest.mark.parametrize(("code", "data"), [(0x40, b""), (0x10, DEPOSIT), (0x41, Z_REPORT),
                                            (0x11, b"")])
def test_nothing_but_aa_and_55_before_identification(code, data):
    unit = Unit(device())
    assert unit.command(code, data) == (None, None)
    assert unit.skno.violations == [f"command {code:02X}h: not identified"]


def test_identification_does_not_outlive_switching_off():
    unit = Unit(device()).start()
    unit.skno.power_off()
    unit.skno.power_on(unit.now)
    unit.wait(2000)
    assert unit.status()[:2] == (8, NORMAL | SHIFT)


# time and shift


@pytest.mark.parametrize("clock", ["tuple", "datetime"])
def test_time_is_year_first(clock):
    import datetime
    moment = (2031, 2, 28, 23, 59, 58)
    value = moment if clock == "tuple" else datetime.datetime(*moment)
    unit = Unit(device(clock=lambda: value))
    assert unit.command(0x55)[1] == bytes([31, 2, 28, 23, 59, 58])


def test_shift_opens_and_closes():
    unit = Unit(device())
    unit.identify()
    assert unit.command(0x40) == ((8, NORMAL | IDENTIFIED | SHIFT), b"")
    status, uid = unit.command(0x41, Z_REPORT)
    assert status == (11, NORMAL | IDENTIFIED) and len(uid) == 12
    assert unit.status()[:2] == (10, NORMAL | IDENTIFIED)
    unit.wait(1000)
    assert unit.status()[:2] == (8, NORMAL | IDENTIFIED), "sent to the data centre"
    assert unit.skno.violations == []


def test_shift_opens_when_processing_ends():
    unit = Unit(device())
    unit.identify()
    unit.status()
    unit.send(b.packet(0x40))
    assert unit.status()[1] == NORMAL | IDENTIFIED | 1
    unit.wait(200)
    assert unit.status()[1] == NORMAL | IDENTIFIED | SHIFT


@pytest.mark.parametrize(("opened", "code", "data", "problem"), [
    (True, 0x40, b"", "command 40h: the shift is open"),
    (False, 0x10, DEPOSIT, "command 10h: the shift is closed"),
    (False, 0x41, Z_REPORT, "command 41h: the shift is closed"),
    (True, 0x11, b"", "command 11h: no unfinished procedure"),
    (True, 0x10, Z_REPORT, "z_report 1: sent by command 10h"),
    (True, 0x41, DEPOSIT, "deposit 1: sent by command 41h"),
])
@pytest.mark.parametrize("late", [False, True])
def test_commands_out_of_order(opened, code, data, problem, late):
    unit = Unit(device(late_refusals=late))
    unit.identify()
    if opened:
        unit.command(0x40)
    before = unit.status()[:2]
    assert unit.command(code, data)[1] is None
    assert unit.skno.violations == [problem]
    assert unit.status()[:2] == before


def test_a_refused_document_is_busy_first_then_eot():
    unit = Unit(device()).start()
    wrong = DEPOSIT[:-1] + b"\x01"
    unit.status()
    assert unit.send(b.packet(0x10, wrong)) == b.ACK
    assert unit.status() == (8, 0xC7, b.ETX)
    unit.wait(200)
    assert unit.status() == (8, 0xC6, b.EOT)
    assert unit.status() == (8, 0xC6, b.ETX)
    assert unit.take(DEPOSIT)


# health and prohibitions


@pytest.mark.parametrize(("flag", "value", "status", "problem"), [
    ("skzi", False, (8, 0xC4), "no СКЗИ"),
    ("certificate_ban", True, (8, 0xCE), "service is prohibited"),
    ("z_ban", True, (8, 0xD6), "service is prohibited"),
    ("memory_ban", True, (8, 0xE6), "service is prohibited"),
    ("in_order", False, (0, 0xC6), "not in order"),
    ("blocked", True, (24, 0xC6), "blocked"),
    ("online", False, (8, 0xC2), ""),
])
def test_health_bits_and_what_they_stop(flag, value, status, problem):
    unit = Unit(device()).start()
    setattr(unit.skno.flags, flag, value)
    assert unit.status()[:2] == status
    taken = unit.command(0x10, DEPOSIT)[1] is not None
    assert taken == (not problem)
    assert unit.skno.violations == ([f"command 10h: {problem}"] if problem else [])
    assert unit.command(0x55)[1] is not None
    closes = unit.command(0x41, z_after_deposit() if taken else Z_REPORT)[1] is not None
    assert closes == (flag in ("certificate_ban", "z_ban", "memory_ban", "online"))
    if closes:
        assert (unit.command(0x40)[1] == b"") == (flag == "online")


def test_a_prohibition_that_was_not_told_is_nobodys_fault():
    unit = Unit(device()).start()
    unit.status()
    unit.skno.flags.z_ban = True
    assert unit.send(b.packet(0x10, DEPOSIT)) == b.EOT
    assert unit.skno.violations == []
    unit.status()
    assert unit.send(b.packet(0x10, DEPOSIT)) == b.EOT
    assert unit.skno.violations == ["command 10h: service is prohibited"]


def test_memory_fills_without_a_server_and_empties_with_it():
    unit = Unit(device(memory_limit=1, upload_after_ms=500)).start()
    unit.skno.flags.online = False
    unit.take(DEPOSIT)
    unit.wait(10_000)
    assert unit.status()[:2] == (10, 0xE2)
    unit.skno.flags.online = True
    unit.wait(500)
    assert unit.status()[:2] == (8, 0xC6)


def test_unsent_z_reports_prohibit_service():
    unit = Unit(device(unsent_z_limit=1, memory_limit=9)).start()
    unit.skno.flags.online = False
    unit.take(Z_REPORT)
    assert unit.status()[:2] == (10, 0x52)
    assert unit.command(0x40) == (None, None)


def test_forced_status_bytes_of_17h_are_stuffed():
    unit = Unit(device())
    unit.skno.flags.forced = b"\x17\x17"
    assert unit.send(b.REQ) == b.SOH + b"\x17\x12\x17\x12" + b.ETX
