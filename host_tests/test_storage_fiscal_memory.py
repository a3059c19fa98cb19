"""The fiscal memory (БЭП) on the strict NOR model: capacity, power cuts, every flipped bit."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bu.storage.errors import Damaged, Faulty, Full, NotPaired, StorageError, WrongOrder
from bu.storage.fiscal_memory import FiscalMemory
from bu.storage.fiscal_records import DAMAGED, REGISTRATION, RESTART, SHIFT, Chain
from host_tests.storage_support import Trace, cuts, flipped
from tools.bench.models.nor import SECTOR, Nor, Stuck

KEY = b"0123456789abcdef"
CODES = ("BYN", "EUR", "RUB", "USD", "PLN", "CNY", "UAH", "KZT", "GBP", "CHF")


def when(number: int) -> tuple[int, ...]:
    year, day = divmod(number, 336)
    return (2026 + year, 1 + day // 28, 1 + day % 28, 21, 30, number % 60)


def sums(z: int, count: int) -> list[tuple[str, int]]:
    codes = enumerate(CODES[:count], 1)
    return [(code, z * 1000003 * at % 54975581388799) for at, code in codes]


def opened(device: Any, currencies: int = 1, key: bytes = KEY) -> FiscalMemory:
    memory = FiscalMemory(device, currencies)
    memory.open(key)
    return memory


def registered(device: Any, currencies: int = 1) -> FiscalMemory:
    memory = opened(device, currencies)
    memory.manufacture("123456789", "Open БУ", when(0))
    memory.pair(b"unit", when(0))
    memory.add_registration(when(0), 100200300, 123456789, 987654321)
    return memory


def facts(memory: FiscalMemory) -> list[Any]:
    """Everything that the records say, with their faults."""
    return [
        (record.number, record.kind, record.date_time, record.z, record.documents, record.restarts,
         tuple(record.totals), record.serial, record.model, record.unit_id, record.fault,
         vars(record.registration) if record.registration else None)
        for record in memory.records()
    ]


@given(st.binary(max_size=80), st.binary(max_size=200))
def test_the_mac_is_hmac_sha256(key: bytes, text: bytes) -> None:
    expected = hmac.new(key, text, hashlib.sha256).digest()
    assert Chain(key).hmac(text[:7], text[7:]) == expected


@pytest.mark.regl("35.2", "35.3/4", "35.4/*")
@pytest.mark.parametrize("size, currencies", [(256, 1), (256, 4), (512, 10)])
def test_capacity(size: int, currencies: int) -> None:
    """3000 shifts, 11 registrations and more, restarts; start-up reads little even then."""
    nor = Nor(size * 1024)
    memory = registered(nor, currencies)
    promised = memory.state.free_shifts
    assert promised >= 3000
    registrations = restarts = 0
    for z in range(1, 3001):
        if z % 250 == 0:
            memory.add_registration(when(z), 100200300, 123456789, z)
            registrations += 1
        if z % 30 == 0:
            memory.add_restart(when(z))
            restarts += 1
        memory.add_shift(z, when(z), z, sums(z, currencies))
        assert memory.state.free_shifts <= promised
    nor.counts.read_bytes = 0
    memory = opened(nor, currencies)
    assert nor.counts.read_bytes <= 5120
    state = memory.state
    assert (state.z_number, state.restarts) == (3000, restarts)
    assert (state.registrations, state.registration.skno) == (registrations + 1, 3000)
    found = list(memory.records())
    assert not [record for record in found if record.fault]
    shifts = [record for record in found if record.kind == SHIFT]
    assert [(record.z, record.documents, record.totals) for record in shifts] == [
        (z, z, sums(z, currencies)) for z in range(1, 3001)]
    assert sum(record.kind == REGISTRATION for record in found) == registrations + 1
    assert sum(record.kind == RESTART for record in found) == restarts
    assert nor.counts.erases == 0 and not nor.counts.violations


@pytest.mark.regl("26/5", "35.2")
def test_full_is_said_before_and_changes_nothing() -> None:
    nor = Nor(2 * SECTOR)
    memory = registered(nor, 10)
    z = 0
    while memory.state.free_shifts:
        left = memory.state.free_shifts
        z += 1
        memory.add_shift(z, when(z), 1, sums(z, 10))
        assert memory.state.free_shifts == left - 1
    before = bytes(nor.cells)
    for call in (memory.check_shift, lambda *args: memory.add_shift(*args, 1, sums(1, 1))):
        with pytest.raises(Full):
            call(z + 1, when(z + 1))
    assert bytes(nor.cells) == before
    for _ in range(10):
        memory.add_registration(when(z), 1, 2, 3)
    assert opened(nor, 10).state.registrations == 11


def life(memory: FiscalMemory) -> Any:
    """A scenario with every kind of record; yields after each."""
    yield memory.manufacture("1234567890123", "Open БУ", when(0))
    yield memory.pair(b"unit", when(0))
    yield memory.add_registration(when(1), 100200300, 123456789, 987654321)
    yield memory.add_shift(1, when(1), 12, sums(1, 1))
    yield memory.add_shift(2, when(2), 65535, sums(2, 10))
    yield memory.add_restart(when(2))
    yield memory.add_shift(7, when(3), 0, sums(3, 5))
    yield memory.add_registration(when(4), 100200300, 123456789, 5, "another model")
    yield memory.add_shift(8, when(4), 1, sums(4, 4))


@pytest.mark.regl("35.6/1")
def test_power_cut_at_every_operation() -> None:
    trace = Trace(Nor(2 * SECTOR))
    memory = opened(trace, 10)
    states = [facts(memory)]
    trace.state = 0
    for _ in life(memory):
        states.append(facts(memory))
        trace.state = len(states) - 1
    for step, tear, cut in cuts(trace):
        memory = opened(cut, 10)
        found = facts(memory)
        assert found in states[step.state : step.state + 2], (step.state, tear)
        done = states.index(found)
        rest = life(Again(memory, done))
        for _ in rest:
            pass
        again = opened(cut, 10)
        assert facts(again) == facts(memory) == states[-1]
        assert not [entry for entry in again.damage if entry[0] not in ("torn", "kind")]
        assert not cut.counts.erases and not cut.counts.violations


class Again:
    """The memory, for a scenario whose first calls were carried out already."""

    def __init__(self, memory: FiscalMemory, done: int) -> None:
        self._memory = memory
        self._left = done

    def __getattr__(self, name: str) -> Any:
        self._left -= 1
        return getattr(self._memory, name) if self._left < 0 else lambda *args: None


@pytest.mark.regl("35.6/5-6")
def test_every_flipped_bit_is_named_and_never_misread() -> None:
    nor = Nor(SECTOR)
    memory = opened(nor, 10)
    for _ in life(memory):
        pass
    right = facts(memory)
    used = memory._end * 64
    for bit in range(used * 8 + 64):
        memory = opened(flipped(bytes(nor.cells), bit), 10)
        found = facts(memory)
        if found == right:
            assert memory.damage or bit >= used * 8, bit
            continue
        broken = [record for record in found if record[10]]
        assert broken, bit
        good = [record for record in found if not record[10]]
        assert all(record in right for record in good), bit
        assert len(good) >= len(right) - 1, bit
        assert [finding for finding in memory.verify() if finding]
        with pytest.raises(WrongOrder):
            memory.manufacture("2", "m", when(5))
        with pytest.raises(WrongOrder):
            memory.pair(b"2", when(5))
        if found[0][10] or found[-1][1] == DAMAGED:
            assert memory.damage, bit
        if not found[0][10] and not found[7][10]:
            memory.add_restart(when(5))
            assert opened(memory._device, 10).state.restarts == memory.state.restarts


@pytest.mark.regl("3/4", "35.6/2-3")
def test_a_changed_record_with_a_good_crc_breaks_the_chain() -> None:
    from bu.storage.fiscal_records import place

    nor = Nor(SECTOR)
    memory = registered(nor)
    for z in range(1, 6):
        memory.add_shift(z, when(z), z, sums(z, 1))
    for slot in (4, 7):
        record = bytearray(nor.cells[slot * 64 : slot * 64 + 64])
        record[20] ^= 1  # a sum
        place(record, slot)
        image = bytearray(nor.cells)
        image[slot * 64 : slot * 64 + 64] = record
        changed = opened(Nor(image=bytes(image)))
        assert ("chain", slot) in list(changed.verify())
        if slot == 7:
            with pytest.raises(Damaged):
                changed.check_shift(6, when(6))
    blank = Nor(SECTOR)
    stranger = registered(blank)
    stranger.add_shift(9, when(9), 1, sums(9, 1))
    swapped = opened(blank, key=b"another unit's key")
    assert not swapped.state.paired
    with pytest.raises(NotPaired):
        swapped.check_shift(10, when(10))
    cut_short = Nor(image=bytes(nor.cells[: 6 * 64]) + b"\xff" * (SECTOR - 6 * 64))
    assert opened(cut_short).state.z_number == 3, "the journal knows better"


@pytest.mark.parametrize("slot", [1, 3, 4, 63, 64, 66])
@pytest.mark.parametrize("fault", ["stuck", "dead sector"])
def test_a_slot_that_does_not_program_is_left_behind(slot: int, fault: str) -> None:
    nor = Nor(4 * SECTOR)
    if fault == "stuck":
        nor.stuck[slot * 64 + 9] = Stuck(ones=0xFF)
        nor.stuck[slot * 64 + 60] = Stuck(ones=0xFF)
    elif slot >= 64:
        nor.fail_program.add(1)
    memory = registered(nor)
    for z in range(1, 130):
        memory.add_shift(z, when(z), z, sums(z, 1))
        if z % 20 == 0 or 58 < z < 70:
            assert facts(opened(nor)) == facts(memory)
    assert [record.z for record in opened(nor).records() if record.kind == SHIFT] == list(
        range(1, 130))
    assert not [record for record in memory.records() if record.fault]


def test_a_dead_memory_says_so() -> None:
    nor = Nor(8 * SECTOR)
    memory = registered(nor)
    nor.fail_program |= set(range(8))
    with pytest.raises(Faulty):
        memory.add_shift(1, when(1), 1, sums(1, 1))
    assert not [record for record in opened(nor).records() if record.fault]
    with pytest.raises(StorageError):
        for _ in range(100):
            memory.add_restart(when(1))


@pytest.mark.regl("35.6/6")
def test_damaged_records_are_named_in_reports() -> None:
    nor = Nor(SECTOR)
    memory = registered(nor)
    for z in range(1, 11):
        memory.add_shift(z, when(z), z, sums(z, 1))
    image = bytearray(nor.cells)
    for z in (4, 5, 8):
        image[(2 + z) * 64 + 30] ^= 0x10
    memory = opened(Nor(image=bytes(image)))
    found = [(record.kind, record.number, record.count) for record in memory.by_numbers(3, 9)]
    assert found == [(SHIFT, 6, 1), (DAMAGED, 7, 2), (SHIFT, 9, 1), (SHIFT, 10, 1),
                     (DAMAGED, 11, 1), (SHIFT, 12, 1)]
    dates = [record.kind for record in memory.by_dates(when(6), when(7))]
    assert dates == [DAMAGED, SHIFT, SHIFT, DAMAGED]
