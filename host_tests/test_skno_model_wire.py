"""The packet protocol of the СКНО model (регл. 70, 71; прил. 2 табл. 8, 9), byte by byte."""

import crcmod.predefined
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import Unit, body, device, split

# 55h from register 123456789 to СКНО 500017: addresses, command, length 0, packet 1 of 1, CRC
TIME_PACKET = bytes.fromhex("1713" "075bcd15" "0007a131" "55" "0000" "0001" "0001" "7a78" "1705")


def asked(**options):
    """A register that has just asked for the status."""
    unit = Unit(device(**options))
    unit.status()
    return unit


def test_crc_is_ccitt_false():
    assert b.CRC(b"123456789") == 0x29B1
    assert b.packet(0x55) == TIME_PACKET


def test_time_exchange_bytes():
    unit = Unit(device())
    assert unit.send(b.REQ) == bytes.fromhex("1702" "0806" "1705")
    assert unit.send(TIME_PACKET) == b.ACK
    assert unit.send(b.REQ) == bytes.fromhex("1702" "0807" "1705")
    unit.wait(200)
    assert unit.send(b.REQ) == bytes.fromhex(
        "1702" "0806" "1713" "0007a131" "075bcd15" "55" "0006" "0001" "0001" "1a0c01080000"
        "0a7e" "1705")
    unit.send(b.ACK)
    assert unit.send(b.REQ) == bytes.fromhex("1702" "0806" "1705")
    assert unit.skno.violations == []


def test_start_value_of_crc_is_an_option():
    inner = bytes.fromhex("075bcd150007a13155000000010001")
    crc = crcmod.predefined.mkPredefinedCrcFun("xmodem")(inner)
    raw = b.STX + b.stuffed(inner + b.num(crc, 2)) + b.ETX
    assert asked(crc_start=0).send(raw) == b.ACK
    assert asked().send(raw) == b.NAK


def test_acknowledges_after_its_time_and_not_before():
    unit = asked(ack_ms=7)
    unit.skno.feed(TIME_PACKET, unit.now)
    assert unit.skno.next_event_ms() == unit.now + 7
    assert unit.wait(6) == b""
    assert unit.wait(1) == b.ACK
    assert unit.skno.next_event_ms() is None


@pytest.mark.parametrize("start", [0, 1, 9, len(TIME_PACKET) - 1])
def test_a_frame_may_come_in_pieces(start):
    unit = asked()
    assert unit.send(TIME_PACKET[:start]) == b""
    assert unit.send(TIME_PACKET[start:]) == b.ACK


def test_inserted_bytes_are_taken_out_and_put_in():
    lead = 0x17171717
    unit = Unit(device(serial=lead, skko_number=lead, clock=lambda: (2023, 1, 23, 23, 23, 23)))
    unit.status()
    raw = b.packet(0x55, sender=lead, receiver=lead)
    assert raw.count(b"\x17\x12") >= 8
    assert unit.send(raw) == b.ACK
    unit.wait(230)
    rest = unit.status()[2]
    assert b"\x17" * 2 not in rest
    assert body(rest, 0x55, lead, lead) == bytes([23, 1, 23, 23, 23, 23])


@pytest.mark.parametrize(("raw", "problem"), [
    (b.packet(0x55, crc=0x1234), ""),
    (b.packet(0x55, length=1), "length field 1, data bytes 0"),
    (b.packet(0x10, b"abc", length=2), "length field 2, data bytes 3"),
    (b.packet(0x10, b"a" * 1025), "1025 data bytes after insertion"),
    (b.packet(0x10, b"\x17" * 513), "1026 data bytes after insertion"),
    (b.STX + b"abc" + b.ETX, ""),
    (b.STX + b.ETX, ""),
    (b.STX + b"\xff\xff" + b.ETX, ""),
    (b.STX + b"a" * 14 + b.num(b.CRC(b"a" * 14), 2) + b.ETX, ""),
], ids=lambda value: value if isinstance(value, str) else "raw")
def test_a_bad_packet_gets_nak(raw, problem):
    unit = asked()
    assert unit.send(raw) == b.NAK
    assert unit.skno.violations == ([problem] if problem else [])
    assert unit.send(TIME_PACKET) == b.ACK


def test_after_nak_the_packet_may_come_again_at_once():
    unit = asked()
    assert unit.send(TIME_PACKET[:-4] + b"\x00\x00" + b.ETX) == b.NAK
    assert unit.send(TIME_PACKET) == b.ACK
    assert unit.skno.violations == []


@pytest.mark.parametrize("raw", [
    b"\xff" * 40, b"\x00\x05\x13", b"\x17", b"\x17\x99", b"\x12\x17\x17\x17\x01",
    b.ACK + b.NAK + b.EOT + b.SOH,
], ids=bytes.hex)
def test_garbage_between_frames_is_skipped(raw):
    unit = Unit(device())
    assert unit.send(raw) == b""
    assert unit.send(b.REQ)[:2] == b.SOH
    assert unit.send(TIME_PACKET) == b.ACK


def test_a_cut_frame_is_forgotten_with_the_next_stx_or_req():
    unit = asked()
    unit.send(TIME_PACKET[:9])
    assert unit.send(TIME_PACKET) == b.ACK
    unit = asked()
    unit.send(TIME_PACKET[:9])
    assert unit.send(b.REQ)[:2] == b.SOH


def test_a_control_byte_that_no_frame_has_breaks_it():
    unit = asked()
    assert unit.send(TIME_PACKET[:9] + b"\x17\x99") == b.NAK
    assert unit.send(TIME_PACKET) == b.ACK


def test_an_endless_frame_is_given_up():
    unit = asked()
    assert b.NAK in unit.send(b.STX + b"a" * 6000)
    assert unit.send(TIME_PACKET) == b.ACK


@pytest.mark.parametrize(("packet", "problem"), [
    (b.packet(0x77), "unknown command 77h"),
    (b.packet(0x30), "unknown command 30h"),
    (b.packet(0x55, b"a"), "command 55h with 1 data bytes in 1 packets"),
    (b.packet(0xAA, b"a" * 36), "command AAh with 36 data bytes in 1 packets"),
    (b.packet(0x10), "command 10h with 0 data bytes in 1 packets"),
    (b.packet(0x55, total=2), "command 55h with 0 data bytes in 2 packets"),
    (b.packet(0x55, total=0), "packet 1 of 0"),
    (b.packet(0x55, number=0), "packet 0 of 1"),
    (b.packet(0x55, number=2), "packet 2 of 1"),
    (b.packet(0x10, b"a", total=3, number=2), "packet 2 of 3 without the first"),
    (b.packet(0x55, receiver=b.SKNO + 1), "receiver 500018, this СКНО is 500017"),
    (b.packet(0x55, sender=1), "sender 1, this СКНО knows 123456789"),
], ids=lambda value: value if isinstance(value, str) else "raw")
def test_an_incorrect_command_gets_eot(packet, problem):
    unit = asked()
    assert unit.send(packet) == b.EOT
    assert unit.skno.violations == [problem]
    assert unit.status()[2] == b.ETX
    assert unit.send(TIME_PACKET) == b.ACK


def test_a_new_command_while_the_last_is_not_finished_gets_eot():
    unit = asked()
    unit.send(TIME_PACKET)
    assert unit.send(b.packet(0x40)) == b.EOT
    unit.wait(200)
    assert unit.send(b.packet(0x40)) == b.EOT
    assert unit.skno.violations[-1] == "command 40h, the last one is not finished"
    assert unit.send(b.packet(0x11)) == b.EOT, "11h takes the place of documents alone"
    assert body(unit.status()[2], 0x55)[:1] == b"\x1a", "the last one goes on"


def test_a_repeated_packet_is_acknowledged_and_not_taken_twice():
    unit = asked()
    for _ in range(3):
        assert unit.send(TIME_PACKET) == b.ACK
        unit.wait(100)
    answer = unit.status()[2]
    assert unit.send(TIME_PACKET) == b.ACK
    unit.wait(100)
    assert unit.status()[2] == answer
    unit.send(b.ACK)
    assert unit.status()[2] == b.ETX
    assert unit.skno.violations == []


@pytest.mark.parametrize(("pause", "early"), [(94, True), (100, False)])
def test_a_repeat_within_100_ms_is_a_violation(pause, early):
    unit = asked()
    unit.send(TIME_PACKET, wait=pause)
    assert unit.send(TIME_PACKET) == b.ACK
    assert unit.skno.violations == (["packet repeated before 0,1 s"] if early else [])


def test_a_command_needs_req_before_it():
    problem = "command 55h without REQ before it"
    unit = Unit(device())
    assert unit.send(TIME_PACKET) == b.ACK
    assert unit.skno.violations == [problem]
    unit = asked()
    unit.command(0x55)
    assert unit.send(TIME_PACKET) == b.ACK
    assert unit.skno.violations == [problem]
    unit = asked()
    unit.send(b.packet(0x77))
    assert unit.send(TIME_PACKET) == b.ACK
    assert unit.skno.violations == ["unknown command 77h", problem]


def test_req_too_soon_after_busy_is_a_violation():
    unit = asked(processing_ms=1000)
    unit.send(TIME_PACKET)
    unit.status()
    unit.wait(180)
    assert unit.skno.violations == []
    unit.status()
    unit.status()
    assert unit.skno.violations == ["REQ within 0,2 s of «busy»"]


def test_answer_without_ack_is_repeated_every_100_ms_for_2_s():
    unit = asked()
    unit.send(TIME_PACKET)
    unit.wait(200)
    byte_1, byte_0, packet = unit.status()
    given = unit.now - 15
    for turn in range(1, 20):
        assert unit.skno.next_event_ms() == given + 100 * turn
        assert unit.wait(given + 100 * turn - unit.now) == packet
    assert unit.wait(5000) == b""
    assert unit.skno.next_event_ms() is None
    assert unit.status() == (byte_1, byte_0, packet), "REQ brings it again"
    unit.send(b.ACK)
    assert unit.wait(5000) == b""


def test_nak_brings_the_packet_alone():
    unit = asked()
    unit.send(TIME_PACKET)
    unit.wait(200)
    packet = unit.status()[2]
    unit.skno.feed(b.NAK, unit.now)
    assert unit.skno.next_event_ms() == unit.now + 5
    assert unit.wait(5) == packet


def test_an_ack_before_the_answer_is_no_ack():
    unit = asked()
    unit.send(TIME_PACKET)
    unit.send(b.ACK)
    unit.wait(200)
    unit.send(b.ACK)
    assert split(unit.send(b.REQ))[2] != b.ETX


@settings(max_examples=150)
@given(st.lists(st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b.REQ, b.ACK, b.NAK, b.EOT, b.STX, b.ETX, TIME_PACKET, b.packet(0x40),
                     b.packet(0x11), b.packet(0xAA, b.identification())]),
    st.binary(min_size=1, max_size=200).map(lambda raw: b.packet(0x10, raw)),
    st.binary(max_size=200).map(lambda raw: b.packet(0x10, b"\x0a" + raw)),
    st.binary(max_size=200).map(lambda raw: b.packet(0x41, b"\x0f" + raw))), max_size=12))
def test_nothing_that_is_fed_raises(pieces):
    unit = Unit(device(require_status=False)).start()
    for piece in pieces:
        unit.send(piece, wait=60)
    unit.wait(5000)
    unit.send(b.ETX)
    assert unit.send(b.REQ)[:2] == b.SOH
