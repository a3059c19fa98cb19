"""Each fault of the СКНО model as the register sees it, and what is durable after it."""

import pathlib

import pytest

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import DEPOSIT, Unit, body, device, split
from tools.bench.models.skno_faults import KINDS, POINTS

PACKET = b.packet(0x10, DEPOSIT)
TIME = b.packet(0x55)


def started(**fault):
    unit = Unit(device()).start()
    unit.status()
    if fault:
        unit.skno.faults.extend([fault])
    return unit


def answered(unit):
    """A deposit is sent and processed: -> the whole reply to REQ."""
    assert unit.send(PACKET) == b.ACK
    unit.wait(200)
    return unit.send(b.REQ)


def good_answer():
    return answered(started())


def test_unknown_faults_are_refused():
    for fields in ({"kind": "fire"}, {"kind": "nak", "on": "answer"},
                   {"kind": "power_loss", "at": "noon"}, {"kind": "nak", "colour": 1}):
        with pytest.raises((ValueError, TypeError)):
            device().faults.extend([fields])


@pytest.mark.parametrize(("kind", "reply"), [("nak", b.NAK), ("eot", b.EOT), ("ignore", b"")])
def test_a_good_packet_is_answered_wrongly_and_not_taken(kind, reply):
    unit = started(kind=kind, times=2)
    assert unit.skno.faults.pending == 2
    assert unit.send(PACKET) == reply
    unit.wait(100)
    assert unit.send(PACKET) == reply
    assert unit.skno.documents == []
    unit.wait(100)
    assert unit.send(PACKET) == b.ACK
    assert len(unit.skno.documents) == 1
    assert unit.skno.violations == []


def test_after_counts_events():
    unit = started(kind="nak", after=1)
    assert unit.send(PACKET) == b.ACK
    unit.wait(100)
    assert unit.send(PACKET) == b.NAK


@pytest.mark.parametrize(("fault", "reply"), [
    ({"kind": "lose"}, b""), ({"kind": "twice"}, b.ACK * 2),
    ({"kind": "garbage", "data": "ff1700"}, b"\xff\x17\x00" + b.ACK),
    ({"kind": "cut", "n": 1}, b"\x17")])
def test_the_acknowledgement_goes_wrong_though_the_document_is_taken(fault, reply):
    unit = started(on="ack", **fault)
    assert unit.send(PACKET) == reply
    assert len(unit.skno.documents) == 1
    unit.wait(100)
    assert unit.send(PACKET) == b.ACK
    unit.wait(200)
    assert len(body(unit.status()[2], 0x10)) == 12
    assert len(unit.skno.documents) == 1


def test_a_late_acknowledgement():
    unit = started(kind="late", on="ack", ms=150)
    assert unit.send(PACKET, wait=154) == b""
    assert unit.wait(1) == b.ACK


def test_a_late_acknowledgement_is_overtaken_by_that_of_the_repeat():
    unit = started(kind="late", on="ack", ms=150)
    unit.send(PACKET, wait=100)
    assert unit.send(PACKET, wait=10) == b.ACK
    assert unit.wait(100) == b.ACK
    assert len(unit.skno.documents) == 1


@pytest.mark.parametrize("kind", ["ignore", "lose"])
def test_silence_on_req(kind):
    unit = started(kind=kind, on="req" if kind == "ignore" else "status", times=3)
    for _ in range(3):
        assert unit.send(b.REQ, wait=2000) == b""
    assert unit.send(b.REQ)[:2] == b.SOH


def test_mute_for_a_time():
    unit = started(kind="mute", ms=5000)
    assert unit.send(b.REQ) == b""
    assert unit.send(PACKET, wait=4970) == b""
    assert unit.send(b.REQ) == b""
    assert unit.send(b.REQ)[:2] == b.SOH
    assert unit.skno.documents == []


def test_mute_while_an_answer_stands():
    unit = started()
    reply = answered(unit)
    unit.skno.faults.add("mute", ms=1000)
    unit.send(b.REQ)
    assert unit.wait(900) == b""
    unit.wait(2000)
    assert unit.send(b.REQ) == reply


def test_busy_for_two_minutes():
    unit = started(kind="busy", ms=120_000)
    unit.send(PACKET)
    unit.wait(120_000)
    assert unit.status() == (11, 0xC7, b.ETX)
    unit.wait(200)
    assert len(body(unit.status()[2], 0x10)) == 12


def test_busy_out_of_the_blue():
    unit = started(kind="say_busy", ms=120_000)
    assert unit.status() == (8, 0xC7, b.ETX)
    assert unit.send(TIME) == b.EOT
    unit.wait(120_000)
    assert unit.status() == (8, 0xC6, b.ETX)


def test_refused_though_nothing_is_wrong():
    unit = started(kind="refuse")
    assert answered(unit)[-2:] == b.EOT
    assert unit.skno.documents == []
    assert unit.skno.violations == []
    unit.take(DEPOSIT)


def test_a_flag_changes_at_a_request():
    unit = started(kind="flag", name="z_ban", value=True, after=1)
    assert unit.status()[1] == 0xC6
    assert unit.status()[1] == 0xD6
    unit = started(kind="flag", on="packet", name="blocked", value=True)
    assert unit.send(PACKET) == b.EOT


def test_answer_lost_late_twice_cut_and_after_garbage():
    good = good_answer()
    assert answered(started(kind="lose", on="answer")) == b""
    unit = started(kind="late", ms=1500)
    assert answered(unit) == b""
    assert unit.wait(1485) == good
    assert answered(started(kind="twice")) == good * 2
    assert answered(started(kind="cut", on="answer", n=9)) == good[:9]
    assert answered(started(kind="garbage", on="answer", data="00ff13")) == b"\x00\xff\x13" + good


@pytest.mark.parametrize(("kind", "at", "size"), [
    ("bad_sender", 0, 4), ("bad_receiver", 4, 4), ("bad_command", 8, 1), ("bad_length", 9, 2),
    ("bad_total", 11, 2), ("bad_number", 13, 2)])
def test_a_field_of_the_answer_is_wrong(kind, at, size):
    good = split(good_answer())[2][2:-4]
    found = split(answered(started(kind=kind)))[2][2:-2]
    wrong = found[at:at + size]
    assert wrong != good[at:at + size]
    assert found[:-2] == good[:at] + wrong + good[at + size:]
    assert found[-2:] == b.num(b.CRC(found[:-2]), 2), "the CRC is good"


def test_the_crc_of_the_answer_is_wrong_and_the_repeat_is_good():
    unit = started(kind="bad_crc")
    good = split(good_answer())[2]
    bad = split(answered(unit))[2]
    assert bad[:-4] == good[:-4] and bad != good
    assert unit.send(b.NAK) == good
    unit.send(b.ACK)
    assert unit.skno.violations == []


@pytest.mark.parametrize("kind", ["bad_crc", "bad_sender", "bad_number", "cut", "lose"])
def test_an_ack_for_a_spoiled_answer_is_a_violation(kind):
    unit = started(kind=kind, on="answer")
    answered(unit)
    unit.send(b.ACK)
    assert unit.skno.violations == ["ACK for an answer that was never sent intact"]


def test_raw_status_bytes():
    unit = started(kind="raw_status", times=1)
    unit.skno.flags.forced = b"\x08\x17"
    assert unit.send(b.REQ) == b.SOH + b"\x08\x17" + b.ETX
    assert unit.send(b.REQ) == b.SOH + b"\x08\x17\x12" + b.ETX


def test_the_registers_ack_is_lost():
    unit = started(kind="ignore", on="in_ack")
    packet = split(answered(unit))[2]
    assert unit.send(b.ACK) == b""
    assert unit.wait(100) == packet
    unit.send(b.ACK)
    assert unit.wait(1000) == b""


def test_repeats_that_the_skno_does_not_know():
    unit = Unit(device(forget_repeats=True)).start()
    unit.status()
    assert unit.send(PACKET) == b.ACK
    unit.wait(100)
    assert unit.send(PACKET) == b.EOT
    unit.wait(200)
    assert len(body(unit.status()[2], 0x10)) == 12
    assert unit.skno.violations == []


# what is durable, by the point where the power goes: taken, bit 0 of byte 1, bytes out before
POWER = {
    "before_take": (0, 0, b""), "after_take": (1, 1, b""), "after_ack": (1, 1, b.ACK),
    "processed": (1, 1, b.ACK), "after_answer": (1, 1, b.ACK), "before_done": (1, 1, b.ACK),
    "after_done": (1, 0, b.ACK),
}


@pytest.mark.parametrize("point", POINTS)
def test_power_loss(point, tmp_path):
    taken, unfinished, reply = POWER[point]
    unit = Unit(device(state_path=tmp_path / "state")).start()
    unit.status()
    unit.skno.faults.add("power_loss", at=point, ms=500)
    assert unit.send(PACKET) == reply
    unit.wait(210)
    answer = unit.send(b.REQ)
    assert bool(answer) == (point in ("after_answer", "before_done", "after_done"))
    unit.send(b.ACK)
    assert not unit.skno.powered
    assert unit.wait(11_000) == b""
    assert unit.skno.powered
    byte_1, byte_0, rest = unit.status()
    assert (byte_1 & 1, byte_0, rest) == (unfinished, 0x86, b.ETX)
    assert len(unit.skno.documents) == taken
    again = Unit(device(state_path=tmp_path / "state"))
    assert again.status()[0] & 1 == unfinished
    unit.identify()
    if unfinished:
        uid = unit.command(0x11)[1]
        assert uid.hex().upper() == unit.skno.documents[0]["uid"]
        assert not answer or body(split(answer)[2], 0x10) == uid
    elif not taken:
        unit.take(DEPOSIT)
    assert unit.skno.violations == []


def test_what_comes_behind_the_loss_of_power_is_not_heard():
    unit = started(kind="power_loss", at="before_take")
    assert unit.send(PACKET + b.REQ, wait=1000) == b""


def test_power_loss_without_return():
    unit = started(kind="power_loss", at="after_take")
    unit.send(PACKET)
    assert unit.wait(10**6) == b""
    unit.skno.power_on(unit.now)
    unit.wait(10_000)
    assert unit.status()[0] & 1


def test_every_kind_of_fault_is_tried_here():
    source = pathlib.Path(__file__).read_text("utf-8")
    assert [kind for kind in KINDS if f'"{kind}"' not in source] == []
