"""Journals for the storage tests: a factory-new one, documents and shifts, what it must say."""

from __future__ import annotations

from typing import Any

from bu.storage.journal import Journal
from bu.storage.journal_records import SALE, Z_REPORT, Entry
from host_tests.storage_support import payload
from tools.bench.models.nor import SECTOR, Nor

IMAGE, PAPER = 436, 160  # a four-line receipt
DEPOSIT = 11


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
