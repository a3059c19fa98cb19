"""The electronic journal on the strict NOR model: its order, capacity, look-ups, flipped bits."""

from __future__ import annotations

import random
from typing import Any

import pytest

from bu.storage.errors import Damaged, Full, TooLong, WrongOrder
from bu.storage.journal import Journal
from bu.storage.journal_records import CANCELLED, COMMITTED, PREPARED, SALE, Z_REPORT
from host_tests.storage_journals import (
    DEPOSIT,
    IMAGE,
    PAPER,
    close_shift,
    day,
    facts,
    fresh,
    open_shift,
    opened,
    receipt,
    snapshot,
    uid,
    when,
)
from host_tests.storage_support import flipped, payload
from tools.bench.models.nor import SECTOR, Nor


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


class Worn(Nor):
    """Counts the rounds of the ring: erases but for those of what was blank since another one."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.rounds = [0] * self.sectors

    def ioctl(self, op: int, arg: int = 0) -> int | None:
        if op == 6:
            blank = self.cells.count(0xFF, arg * SECTOR, (arg + 1) * SECTOR) == SECTOR
            self.rounds[arg] += not (blank and self.erase_counts[arg])
        return super().ioctl(op, arg)


@pytest.mark.parametrize("every", [1, 2, 3, 5, 8, 13, 100])
def test_headers_count_the_rounds_of_the_ring(every: int) -> None:
    """Whenever the unit is switched off: what was erased ahead then is erased again."""
    nor = Worn(9 * SECTOR)
    Journal.format(nor)
    journal = opened(nor)
    for number in range(1, 40):
        open_shift(journal, number)
        for at in range(8):
            receipt(journal)
            if (8 * number + at) % every == 0:
                journal = opened(nor)
            for sector, rounds in enumerate(nor.rounds):
                head = nor.cells[sector * SECTOR : sector * SECTOR + 16]
                if head[:2] == b"BU":
                    assert int.from_bytes(head[12:], "big") == rounds, (number, at, sector)
        close_shift(journal, number)
    assert max(nor.rounds) > 5 and max(nor.rounds) - min(nor.rounds) <= 1


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
