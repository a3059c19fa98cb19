"""The electronic journal on the strict NOR model: cuts, bad sectors, full shifts, random days."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bu.storage.errors import Full, StorageError
from bu.storage.journal import Journal
from bu.storage.journal_records import OPENING, PREPARED, SALE
from host_tests.storage_journals import (
    IMAGE,
    PAPER,
    close_shift,
    day,
    fresh,
    open_shift,
    opened,
    receipt,
    snapshot,
    uid,
    when,
)
from host_tests.storage_support import Trace, cuts, payload
from tools.bench.models.nor import SECTOR, Nor, PowerCut, Stuck, Tear


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
