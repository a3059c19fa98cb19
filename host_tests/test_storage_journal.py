"""The electronic journal on the strict NOR model: power cuts, capacity, closing a full shift."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bu.storage.errors import Damaged, Full, StorageError, TooLong, WrongOrder
from bu.storage.journal import Journal
from bu.storage.journal_records import (
    CANCELLED,
    COMMITTED,
    OPENING,
    PREPARED,
    SALE,
    Z_REPORT,
    Entry,
)
from host_tests.storage_support import Trace, cuts, flipped
from tools.bench.models.nor import SECTOR, Nor, PowerCut, Stuck, Tear

IMAGE, PAPER = 436, 160  # a four-line receipt
DEPOSIT = 11


def payload(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


def uid(number: int) -> bytes:
    return b"UID%09d" % number


def when(number: int) -> tuple[int, ...]:
    return (2026, 12, 1 + number // 1440 % 28, number // 60 % 24, number % 60, 0)


def opened(device: Any) -> Journal:
    journal = Journal(device)
    journal.open()
    return journal


def fresh(sectors: int) -> Nor:
    nor = Nor(sectors * SECTOR)
    Journal.format(nor)
    return nor


def open_shift(journal: Journal, number: int) -> None:
    journal.opening(number, when(number), b"", b"cashier", b"open%d" % number)
    journal.opened()


def receipt(journal: Journal, kind: int = SALE, key: bytes = b"") -> int:
    number = journal.next_number
    journal.prepare(kind, number, when(number), payload(number, IMAGE), payload(-number, PAPER),
                    key)
    journal.commit(uid(number))
    journal.printed()
    if journal.checkpoint_due:
        journal.checkpoint(b"counters after %d" % number)
    return number


def close_shift(journal: Journal, number: int) -> None:
    journal.prepare(Z_REPORT, number, when(number), payload(number, 1724), payload(-number, 2000))
    journal.commit(uid(number))
    journal.printed()
    if journal.checkpoint_due:
        journal.checkpoint(b"counters of a new shift")


def facts(entry: Entry | None) -> Any:
    return entry and (entry.record, entry.stage, entry.kind, entry.number, entry.date_time,
                      entry.key, entry.uid, entry.image_size, entry.paper_size, entry.damaged)


def snapshot(journal: Journal) -> Any:
    """The state and everything kept that `entries` gives from the shift's opening on."""
    state = journal.state
    return (
        state.number, state.payment_number, state.z_number, state.shift_open, state.shift_number,
        state.shift_date_time, state.uid, state.key, facts(state.unfinished),
        [(facts(entry), journal.image(entry).read(), journal.paper(entry).read())
         for entry in journal.entries()],
    )


def day(journal: Journal, number: int) -> Any:
    """A shift with every kind of record; yields before each append."""
    def make(kind: int, size: int, paper: int) -> None:
        at = journal.next_number
        journal.prepare(kind, at, when(at), payload(at, size), payload(-at, paper), b"k%d" % at)

    yield journal.opening(number, when(number), b"", b"cashier", b"open")
    yield journal.withdraw()
    yield journal.opening(number, when(number), b"", b"cashier", b"again")
    yield journal.opened(b"\x01")
    for kind, size, paper in ((DEPOSIT, 54, 20), (SALE, 436, 160), (SALE, 700, 9), (13, 90, 30)):
        yield make(kind, size, paper)
        if kind == 13:
            yield journal.withdraw()
            continue
        yield journal.commit(uid(journal.next_number))
        yield journal.note(b"between")
        yield journal.printed()
    yield journal.cancelled(SALE, when(number), b"", payload(number, 99), b"cancel")
    yield journal.checkpoint(payload(number, 300))
    yield make(SALE, 2500, 100)
    yield journal.commit()
    yield journal.printed()
    yield journal.prepare(Z_REPORT, number, when(number), payload(number, 300), b"paper of Z")
    yield journal.commit(b"\x12\x34")
    yield journal.printed()
    yield journal.checkpoint(b"zero")


@pytest.mark.regl("5.1/9", "28/1")
def test_power_cut_at_every_operation() -> None:
    nor = fresh(7)
    journal = opened(nor)
    for number in range(1, 6):
        for _ in day(journal, number):
            pass
    trace = Trace(nor)
    journal = opened(trace)
    states: list[Any] = [snapshot(journal)]
    for number in range(6, 8):
        steps = day(journal, number)
        while True:
            trace.state = len(states) - 1
            try:
                next(steps)
            except StopIteration:
                break
            states.append(snapshot(journal))
    assert min(nor.erase_counts) > 0, "the ring has wrapped"
    for step, tear, cut in cuts(trace, stride=127):
        image = bytes(cut.cells)
        journal = opened(cut)
        found = snapshot(journal)
        known = states[step.state : step.state + 2]
        assert found in known, (step.state, tear)
        assert bytes(cut.cells) == image
        assert not [entry for entry in journal.damage if entry[0] not in ("torn", "erase")]
        go_on(journal)
        assert snapshot(opened(cut)) == snapshot(journal)


def go_on(journal: Journal) -> None:
    """Finishes what is open and does one more document."""
    state = journal.state
    journal.ready()
    erases = journal._log._device.counts.erases
    if state.unfinished:
        if state.unfinished.stage == OPENING:
            journal.opened()
        else:
            if state.unfinished.stage == PREPARED:
                journal.commit(b"late")
            journal.printed()
    assert journal._log._device.counts.erases == erases, "settling erases nothing"
    if not state.shift_open:
        open_shift(journal, 50)
    receipt(journal)


@pytest.mark.regl("14/1-2")
def test_two_hundred_and_fifty_receipts_of_an_open_shift() -> None:
    """Регл. 14: at least 250 payment documents of four lines in 256 KB, and still closable."""
    nor = fresh(64)
    journal = opened(nor)
    for shift in (1, 2):
        open_shift(journal, shift)
        count = 0
        journal.checkpoint(bytes(300))
        while journal.room() >= IMAGE + PAPER:
            receipt(journal, key=b"0123456789ABCDEF")
            count += 1
        with pytest.raises(Full):
            journal.prepare(SALE, journal.next_number, when(1), bytes(IMAGE), bytes(PAPER),
                            b"0123456789ABCDEF")
        assert count >= 300, count
        kept = [entry for entry in journal.entries() if entry.record == PREPARED]
        assert [entry.number for entry in kept] == list(
            range(journal.state.number - count + 1, journal.state.number + 1))
        close_shift(journal, shift)
    assert not nor.counts.violations
    assert max(nor.erase_counts) <= 3


@pytest.mark.regl("26/3")
@pytest.mark.parametrize("sectors", [8, 12])
def test_a_full_shift_can_always_be_closed(sectors: int) -> None:
    """Full, then a power cut in every operation of the Z-report, then the Z-report again."""
    nor = fresh(sectors)
    journal = opened(nor)
    open_shift(journal, 1)
    with pytest.raises(Full):
        while True:
            receipt(journal)
    with pytest.raises(Full):
        journal.cancelled(SALE, when(1), b"", bytes(PAPER + IMAGE))
    before = bytes(nor.cells)
    with pytest.raises(Full):
        receipt(journal)
    assert bytes(nor.cells) == before
    trace = Trace(nor)
    close_shift(opened(trace), 1)
    for _, _, cut in cuts(trace, stride=400):
        journal = opened(cut)
        entry = journal.state.unfinished
        if journal.state.shift_open and not entry:
            close_shift(journal, 1)
        elif entry:
            if entry.stage == PREPARED:
                journal.commit(uid(1))
            journal.printed()
        assert opened(cut).state.z_number == 1
        open_shift(journal, 2)
        receipt(journal)
    cut = Nor(image=before)
    bad = next(at for at in range(sectors) if cut.cells[at * SECTOR : (at + 1) * SECTOR].count(
        0xFF) == SECTOR or at == sectors - 1)
    cut.stuck[bad * SECTOR + 5] = Stuck(zeros=1)
    close_shift(opened(cut), 1)


def go_bad(nor: Nor) -> None:
    """Every sector that holds something takes no program any more."""
    for sector in range(nor.sectors):
        if nor.cells[sector * SECTOR] != 0xFF:
            nor.fail_program.add(sector)


@pytest.mark.parametrize("before", [False, True], ids=["under the УИ", "under the document"])
def test_a_sector_that_goes_bad_costs_no_erase_on_the_way(before: bool) -> None:
    moved = set()
    for size in range(3200, 4060, 20):
        nor = fresh(9)
        journal = opened(nor)
        open_shift(journal, 1)
        number = journal.next_number
        if before:
            go_bad(nor)
        journal.prepare(SALE, number, when(number), payload(number, size), b"")
        erases = nor.counts.erases
        if not before:
            go_bad(nor)
        journal.commit(uid(number))
        journal.printed()
        assert nor.counts.erases == erases
        moved.add(len(journal.damage))
        nor.fail_program.clear()
        state = opened(nor).state
        assert (state.number, state.uid, state.unfinished) == (number, uid(number), None)
    assert moved >= {1}, "no sector went bad"


@pytest.mark.regl("14/5")
def test_only_the_right_order() -> None:
    journal = opened(fresh(12))
    sale: tuple[Any, ...] = (SALE, 1, when(1), b"image", b"paper")
    no_day = (2026, 2, 30, 0, 0, 0)
    wrong = [(journal.prepare, sale), (journal.commit, ()), (journal.printed, ()),
             (journal.withdraw, ()), (journal.opened, ()), (journal.cancelled, (SALE, when(1)))]
    for method, args in wrong:
        with pytest.raises(WrongOrder):
            method(*args)
    open_shift(journal, 1)
    with pytest.raises(WrongOrder):
        journal.opening(2, when(2))
    for number in (0, 2):
        with pytest.raises(WrongOrder):
            journal.prepare(SALE, number, *sale[2:])
    for error, args in (
        (TooLong, (*sale[:3], bytes(20481), b"")), (TooLong, (*sale, bytes(17))),
        (TooLong, (*sale[:4], bytes(8001))), (ValueError, (SALE, 1, no_day, b"", b"")),
    ):
        with pytest.raises(error):
            journal.prepare(*args)
    journal.prepare(*sale)
    for method, args in [(journal.prepare, sale), (journal.printed, ()), (journal.opened, ()),
                         (journal.checkpoint, (b"",)), (journal.cancelled, (SALE, when(1)))]:
        with pytest.raises(WrongOrder):
            method(*args)
    journal.commit(uid(1))
    for method, args in [(journal.commit, ()), (journal.withdraw, ())]:
        with pytest.raises(WrongOrder):
            method(*args)
    journal.printed()
    journal.prepare(Z_REPORT, 1, when(2), b"z", b"")
    journal.commit()
    with pytest.raises(WrongOrder):
        journal.prepare(SALE, 2, *sale[2:])
    journal.printed()
    with pytest.raises(WrongOrder):
        journal.prepare(SALE, 2, *sale[2:])
    open_shift(journal, 2)
    with pytest.raises(WrongOrder):
        journal.prepare(Z_REPORT, 1, when(2), b"z", b"")
    assert [entry.number for entry in journal.entries(0)] == [1, 1, 1, 2]


def test_find_and_entry() -> None:
    nor = fresh(40)
    journal = opened(nor)
    for shift in (1, 2):
        open_shift(journal, shift)
        for number in range(1, 9):
            receipt(journal, DEPOSIT if number == 3 else SALE, b"%d-%d" % (shift, number))
        journal.cancelled(SALE, when(1), key=b"c%d" % shift)
        close_shift(journal, shift)
    for seen in (journal, opened(nor)):
        entry = seen.find(number=2)
        assert entry and (entry.kind, entry.uid, entry.key) == (SALE, uid(2), b"1-2")
        assert seen.image(entry).read() == payload(2, IMAGE)
        assert seen.paper(entry).read() == payload(-2, PAPER)
        assert seen.find(number=2, kind=Z_REPORT).uid == uid(2)
        assert seen.find(kind=Z_REPORT).number == 2
        assert seen.find(kind=DEPOSIT).number == 11
        assert seen.find(key=b"c1").record == CANCELLED
        assert seen.find(number=17) is None and seen.find(key=b"x") is None
        again = seen.entry(entry.position)
        assert facts(again) == facts(entry) and again.stage == COMMITTED
        with pytest.raises(Damaged):
            seen.entry(entry.position + 1)


def test_fold_from_the_last_checkpoint() -> None:
    nor = fresh(20)
    journal = opened(nor)
    assert journal.fold_from()[0] is None
    open_shift(journal, 1)
    for _ in range(30):
        receipt(journal)
    for seen in (journal, opened(nor)):
        blob, entries = seen.fold_from()
        assert blob is not None and blob.startswith(b"counters after ")
        last = int(blob.split()[-1])
        assert [entry.number for entry in entries] == list(range(last + 1, 31))
        assert seen.state.number == 30 and last > 10


def test_start_reads_little() -> None:
    nor = fresh(64)
    journal = opened(nor)
    open_shift(journal, 1)
    while journal.room() > 3000:
        receipt(journal)
    nor.counts.read_bytes = 0
    journal = opened(nor)
    for entry in journal.fold_from()[1]:
        journal.paper(entry).read()
    assert nor.counts.read_bytes < 24 * 1024


@pytest.mark.regl("14/5")
def test_flipped_bits_are_named_and_never_misread() -> None:
    nor = fresh(6)
    journal = opened(nor)
    for step in day(journal, 1):
        assert step is None or step
    open_shift(journal, 2)
    receipt(journal)
    image = bytes(nor.cells)
    right = snapshot(journal)
    everything = {(entry.record, entry.number, entry.kind, journal.image(entry).read(),
                   journal.paper(entry).read()) for entry in journal.entries(0)}
    end = max(at for at, cell in enumerate(image) if cell != 0xFF)
    chance = random.Random(9)
    for bit in sorted({chance.randrange(end * 8) for _ in range(500)} | {
            (end - at) * 8 + 3 for at in range(60)}):
        journal = opened(flipped(image, bit))
        found = list(journal.entries(0))
        for entry in found:
            if not entry.damaged:
                assert (entry.record, entry.number, entry.kind, journal.image(entry).read(),
                        journal.paper(entry).read()) in everything
        if snapshot(journal) != right or len(found) < len(everything) or any(
                entry.damaged for entry in found):
            assert journal.damage or any(entry.damaged for entry in found), bit


actions = st.lists(st.one_of(
    st.sampled_from(["sale", "z", "cancel", "open", "checkpoint", "mount", "withdraw", "note"]),
    st.tuples(st.integers(0, 12), st.integers(0, 256), st.integers(0, 255)),
), max_size=60)


@pytest.mark.regl("22/1")
@settings(max_examples=60)
@given(actions, st.integers(0, 5000))
def test_random_days_lose_no_number(script: list[Any], size: int) -> None:
    """Whatever is cut, numbers of committed documents have no gap, and none comes twice."""
    nor = fresh(9)
    journal = opened(nor)
    shift = 0
    committed: list[int] = []
    for number, action in enumerate(script):
        state = journal.state
        try:
            if isinstance(action, tuple):
                nor.cut(nor.operation + action[0], Tear(*action[1:], seed=number))
            elif action == "mount":
                journal = opened(nor)
            elif state.unfinished and action == "withdraw":
                journal.withdraw()
            elif state.unfinished:
                finish(journal)
            elif action == "open":
                open_shift(journal, max(state.z_number, state.shift_number) + 1)
            elif action == "sale":
                image = payload(number, size)
                journal.prepare(SALE, journal.next_number, when(number), image, b"p")
                journal.commit(uid(number))
                journal.printed()
            elif action == "z":
                close_shift(journal, state.shift_number)
            elif action == "cancel":
                journal.cancelled(SALE, when(number), paper=bytes(100))
            elif action == "checkpoint":
                journal.checkpoint(b"%d" % number)
            else:
                journal.note(b"note")
        except StorageError:
            pass
        except PowerCut:
            nor.power_on()
            journal = opened(nor)
            shift = max(shift, journal.state.shift_number)
        assert not [entry for entry in journal.damage if entry[0] not in ("torn", "erase")]
        committed.append(journal.state.number)
    pairs = zip(committed, committed[1:], strict=False)
    assert all(after - before in (0, 1) for before, after in pairs)
    numbers = [entry.number for entry in journal.entries()
               if entry.record == PREPARED and entry.kind == SALE]
    assert numbers == list(range(journal.state.number - len(numbers) + 1,
                                 journal.state.number + 1))
    assert not nor.counts.violations


def finish(journal: Journal) -> None:
    entry = journal.state.unfinished
    assert entry
    if entry.record == OPENING:
        journal.opened()
        return
    if entry.stage == PREPARED:
        journal.commit(uid(entry.number))
    journal.printed()
