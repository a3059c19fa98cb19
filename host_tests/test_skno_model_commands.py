"""Commands, status and memory of the СКНО model (регл. 71-77; прил. 2 табл. 9-16)."""

import json

import pytest

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import Unit, body, device
from tools.bench.models.skno import Skno
from tools.bench.models.skno_state import StateError

AT = (2026, 12, 1, 8, 30, 0)
DEPOSIT = b.cash_document(11, 1, AT, 10000)
Z_REPORT = b.z_report(1, (2026, 12, 1, 8, 0, 0), (2026, 12, 1, 20, 0, 0), [b.z_currency()])
IDENTIFIED, SHIFT, NORMAL = 0x40, 0x80, 0x06


def z_after_deposit(number=1):
    return b.z_report(number, (2026, 12, 1, 8, 0, 0), (2026, 12, 1, 20, 0, 0),
                      [b.z_currency(deposits_n=1, deposits_sum=10000)])


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


# the procedure of a document


def interrupted(unit, power=True):
    """A document taken whole, its answer not acknowledged; -> the УИ on the wire."""
    unit.status()
    assert unit.send(b.packet(0x10, DEPOSIT)) == b.ACK
    unit.wait(200)
    uid = body(unit.status()[2], 0x10)
    if power:
        unit.skno.power_off()
        unit.skno.power_on(unit.now)
        unit.wait(10_000)
    return uid


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


# memory


def test_state_is_on_disk_before_the_acknowledgement(tmp_path):
    path = tmp_path / "skno.json"
    unit = Unit(device(state_path=path)).start()
    unit.status()
    unit.skno.feed(b.packet(0x10, DEPOSIT), unit.now)
    written = json.loads(path.read_text())
    assert (written["unfinished"], written["last_number"], written["taken"]) == (True, 1, 1)
    assert unit.wait(20) == b.ACK


def test_a_second_device_goes_on_from_the_state_file(tmp_path):
    path = tmp_path / "skno.json"
    unit = Unit(device(state_path=path)).start()
    uid = interrupted(unit, power=False)
    again = Unit(device(state_path=path, skko_number=None))
    assert again.status()[:2] == (11, 0x86)
    again.identify()
    assert again.command(0x11)[1] == uid
    assert "number 1, expected 2" in again.refused(DEPOSIT)
    again.take(z_after_deposit())
    assert again.skno.totals()["currencies"]["BYN"]["deposits_sum"] == "100.00"
    third = Unit(device(state_path=path))
    third.identify()
    assert third.command(0x40)[1] == b""
    later = b.z_report(2, (2026, 12, 2, 8, 0, 0), (2026, 12, 2, 9, 0, 0), [b.z_currency()])
    third.take(later)
    assert [found["shift"] for found in third.skno.documents] == [1, 1, 2]
    assert third.skno.totals(1) == again.skno.totals()
    assert third.skno.totals(-2) == again.skno.totals()


def test_a_document_that_the_state_does_not_count_is_not_taken(tmp_path):
    path = tmp_path / "skno.json"
    unit = Unit(device(state_path=path)).start()
    unit.take(DEPOSIT)
    with (tmp_path / "skno.json.documents").open("a") as file:
        file.write('{"shift": 1, "uid": "00", "he')
    again = Unit(device(state_path=path))
    again.identify()
    again.take(b.cash_document(11, 2, AT, 100))
    assert [found["number"] for found in Unit(device(state_path=path)).skno.documents] == [1, 2]


@pytest.mark.parametrize(("name", "change"), [
    ("skno.json", lambda text: text[:-5]),
    ("skno.json", lambda text: text.replace('"serial": 500017', '"serial": 3')),
    ("skno.json", lambda text: text.replace('"last_number": 1', '"last_number": 2')),
    ("skno.json", lambda text: text.replace('"version": 1', '"version": 9')),
    ("skno.json.documents", lambda text: text[:-9]),
    ("skno.json.documents", lambda text: ""),
    ("skno.json.documents", lambda text: text.replace('"hex": "0b', '"hex": "0z')),
    ("skno.json.documents", lambda text: text.replace('"hex": "0b', '"hex": "0f')),
])
def test_a_damaged_state_is_noticed(tmp_path, name, change):
    path = tmp_path / "skno.json"
    Unit(device(state_path=path)).start().take(DEPOSIT)
    file = tmp_path / name
    file.write_text(change(file.read_text()))
    with pytest.raises(StateError):
        device(state_path=path)


def test_a_state_of_another_register(tmp_path):
    path = tmp_path / "skno.json"
    Unit(device(state_path=path, fsync=True)).start()
    with pytest.raises(StateError):
        Skno(b.SKNO, b.SKKO + 1, path)


def test_totals_of_a_shift_that_never_was():
    unit = Unit(device())
    with pytest.raises(IndexError):
        unit.skno.totals()
    unit.start()
    assert unit.skno.totals() == {
        "documents": 0, "payment_documents": 0, "first_payment_document": 0,
        "last_payment_document": 0, "currencies": {}}
    for shift in (2, -2, 0):
        with pytest.raises(IndexError):
            unit.skno.totals(shift)


def test_dump(tmp_path):
    unit = Unit(device()).start()
    uid = unit.take(DEPOSIT)
    unit.command(0x77)
    unit.skno.dump(tmp_path / "out.json")
    content = json.loads((tmp_path / "out.json").read_text())
    assert content["violations"] == ["unknown command 77h"]
    assert content["documents"][0]["uid"] == uid.hex().upper()
    assert content["shifts"] == [unit.skno.totals()]
    unit.take(z_after_deposit())
    unit.command(0x40)
    unit.skno.dump(tmp_path / "out.json")
    content = json.loads((tmp_path / "out.json").read_text())
    assert content["shifts"] == [unit.skno.totals(1), unit.skno.totals(2)]
    assert [shift["documents"] for shift in content["shifts"]] == [1, 0]
    assert (content["serial"], content["skko"]) == (b.SKNO, b.SKKO)
