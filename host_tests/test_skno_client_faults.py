"""A day with every fault of the bench's СКНО at every place: nothing lost, nothing twice."""

from __future__ import annotations

import pytest

from bu.skno.client import SknoError
from host_tests.skno_desk import Desk, Noise, opened

FAULTS = [
    ("nak", "packet", {}), ("eot", "packet", {}),
    ("ignore", "packet", {}), ("ignore", "req", {}), ("ignore", "in_ack", {}),
    ("busy", "command", {"ms": 100_000}), ("refuse", "command", {}),
    ("say_busy", "req", {"ms": 110_000}),
    ("mute", "req", {"ms": 1500}), ("mute", "req", {"ms": 9000}),
    ("mute", "packet", {"ms": 1500}), ("mute", "packet", {"ms": 9000}),
    ("raw_status", "status", {}), ("raw_status", "answer", {}),
    *[("bad_" + name, "answer", {}) for name in
      ("crc", "sender", "receiver", "command", "length", "total", "number")],
    *[(kind, on, more) for on in ("answer", "status", "ack") for kind, more in
      (("lose", {}), ("twice", {}), ("late", {"ms": 150}), ("late", {"ms": 2500}),
       ("garbage", {"data": b"\x17\x13\x17\x05\x17\xff\x00"}),
       ("garbage", {"data": b"\x17\x13\x00\x00"}), ("cut", {"n": 1}), ("cut", {"n": 3}),
       ("cut", {"n": 9}))],
]


def day(desk: Desk) -> list[str]:
    """Three documents and a Z-report, whatever happens; the names of the errors on the way."""
    errors = []

    def attempt(step, *args, **kwargs):
        for _ in range(8):
            try:
                step(*args, **kwargs)
                return
            except SknoError as error:
                errors.append(error.name)
                desk.clock.now += 1000
        raise AssertionError(errors)

    def registered(make):
        attempt(desk.settle)
        desk.prepare(*make())
        count = len(desk.entries)
        try:
            desk.register(fresh=True)
        except SknoError as error:
            errors.append(error.name)
            assert (len(desk.entries) < count) == (error.accepted is False)
            desk.resume()
        return len(desk.entries) == count

    attempt(desk.ready)
    for make in (desk.deposit, desk.sale, desk.deposit, desk.z_report):
        while not registered(make):
            pass
    return errors


@pytest.mark.regl("71/1-2")
@pytest.mark.parametrize("kind, on, more", FAULTS)
def test_fault_at_every_event(kind: str, on: str, more: dict) -> None:
    for after in range(60):
        desk = Desk()
        fault = desk.skno.faults.add(kind, on=on, after=after, **more)
        day(desk)
        if fault.times:
            assert after, "never happened"
            break
        assert len(desk.entries) == 4
        desk.check()


@pytest.mark.parametrize("kind, on, more", FAULTS)
def test_fault_three_times_in_a_row(kind: str, on: str, more: dict) -> None:
    for after in range(0, 40, 3):
        desk = Desk()
        desk.skno.faults.add(kind, on=on, after=after, times=3, **more)
        day(desk)
        assert len(desk.entries) == 4
        desk.check()


@pytest.mark.parametrize("options", [
    {"forget_repeats": True}, {"late_refusals": True}, {"z_answer_bytes": 2},
    {"processing_ms": 2900}, {"status_ms": 1900, "ack_ms": 95}, {"processing_ms": 0},
    {"busy_after_dirty_ms": 110_000, "dirty_start_ms": 115_000},
])
def test_other_devices(options: dict) -> None:
    desk = Desk(**options)
    assert day(desk) == []
    desk.check()


@pytest.mark.parametrize("options", [{"forget_repeats": True}, {"late_refusals": True}])
def test_lost_acks_with_other_devices(options: dict) -> None:
    for after in range(12):
        desk = Desk(**options)
        desk.skno.faults.add("lose", on="ack", after=after)
        day(desk)
        desk.check()


@pytest.mark.parametrize("seed", range(6))
def test_noise(seed: int) -> None:
    """Damaged bytes both ways: one of 500, for four documents, six times."""
    desk = Desk(check_timing=False, require_status=False)
    noise = Noise(0.002, seed)
    desk.wire.noise = noise
    errors = day(desk)
    noise.rate = 0
    assert len(desk.entries) == 4, errors
    held = [record["uid"] for record in desk.skno.documents]
    assert held == [entry.uid.hex().upper() for entry in desk.entries]


@pytest.mark.regl("26/6-7")
@pytest.mark.parametrize("flag, value, name, z_goes", [
    ("certificate_ban", True, "skno_certificate", True), ("z_ban", True, "skno_z_unsent", True),
    ("memory_ban", True, "skno_full", True), ("blocked", True, "skno_blocked", False),
    ("in_order", False, "skno_faulty", False), ("skzi", False, "skno_no_crypto", False),
])
def test_prohibitions(flag: str, value: bool, name: str, z_goes: bool) -> None:
    """Nothing forbidden is sent, and trade goes on when the prohibition is gone."""
    desk = opened()
    normal = getattr(desk.skno.flags, flag)
    setattr(desk.skno.flags, flag, value)
    for make, goes in ((desk.deposit, False), (desk.z_report, z_goes)):
        desk.prepare(*make())
        if goes:
            desk.register(fresh=True)
            break
        with pytest.raises(SknoError) as caught:
            desk.register(fresh=True)
        assert (caught.value.name, caught.value.accepted) == (name, False)
    desk.check()
    setattr(desk.skno.flags, flag, normal)
    if not z_goes:
        desk.prepare(*desk.deposit())
        desk.register(fresh=True)
        desk.check()
    assert len(desk.entries) == 2


@pytest.mark.regl("26/6")
def test_another_skno() -> None:
    """It has the same state in its status, refuses what is addressed to the old one."""
    desk = opened()
    desk.prepare(*desk.deposit())
    desk.client.set_addresses(123456789, 500018)
    with pytest.raises(SknoError) as caught:
        desk.register(fresh=True)
    assert (caught.value.name, caught.value.accepted) == ("skno_rejected", False)
    with pytest.raises(SknoError) as caught:
        desk.run(desk.client.time())
    assert caught.value.name == "skno_rejected"
    with pytest.raises(SknoError) as caught:
        desk.run(desk.client.identify("KSA0000000001", "BU-1", 190000001))
    assert caught.value.name == "skno_foreign"
