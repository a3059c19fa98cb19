"""The electronic journal, the same on CPython and MicroPython."""

from bu.storage.errors import Full, NotFormatted, TooLong, WrongOrder
from bu.storage.journal import Journal
from bu.storage.journal_records import (
    CANCELLED,
    COMMITTED,
    NOTE,
    OPENING,
    PREPARED,
    SALE,
    Z_REPORT,
)
from host_tests.portable.ramflash import Off, RamFlash
from host_tests.portable.support import raises

REGL = {
    "test_a_document_goes_its_way": ("5.1/3", "67/3"),
    "test_a_shift_in_the_order_of_writing": ("14/4",),
    "test_full_and_still_closable": ("26/3",),
    "test_power_cuts": ("28/1",),
}  # fmt: skip

NOW = (2026, 12, 1, 8, 2, 53)


def opened(flash):
    journal = Journal(flash)
    journal.open()
    return journal


def fresh(sectors):
    flash = RamFlash(sectors)
    Journal.format(flash)
    return flash


def receipt(journal, size=600):
    number = journal.next_number
    image = (size, lambda: (bytes([number & 0xFF]) * 100 for _ in range(size // 100)))
    journal.prepare(SALE, number, NOW, image, b"paper", b"key%d" % number)
    journal.commit(b"uid of %05d" % number)
    journal.printed()


def finish(journal):
    """Settles what is unfinished, if anything."""
    entry = journal.state.unfinished
    if entry and entry.record == OPENING:
        journal.opened()
    elif entry:
        if entry.stage == PREPARED:
            journal.commit(b"after the cut")
        journal.printed()


def day(journal):
    """One shift of two receipts; goes on from wherever the journal stands."""
    finish(journal)
    state = journal.state
    if not state.shift_open:
        journal.opening(state.z_number + 1, NOW, b"", b"cashier")
        journal.opened()
    receipt(journal)
    journal.cancelled(SALE, NOW, b"", b"cancelled")
    receipt(journal, 300)
    journal.prepare(Z_REPORT, state.z_number + 1, NOW, b"image of Z", b"paper of Z")
    journal.commit(b"Z")
    journal.printed()
    journal.checkpoint(b"zero")


def test_a_document_goes_its_way():
    flash = fresh(8)
    journal = opened(flash)
    journal.opening(1, NOW, b"image", b"cashier", b"key")
    assert opened(flash).state.unfinished.record == OPENING
    journal.opened()
    journal.prepare(SALE, 1, NOW, b"image of 1", b"paper of 1", b"host key")
    for seen in (journal, opened(flash)):
        entry = seen.state.unfinished
        assert (entry.stage, entry.number, entry.date_time) == (PREPARED, 1, NOW)
        assert seen.image(entry).read() == b"image of 1"
        assert seen.paper(entry).read() == b"paper of 1"
        assert seen.next_number == 1
    before = flash.crc()
    raises(TooLong, journal.commit, b"seventeen bytes..")
    assert flash.crc() == before and journal.state.unfinished.stage == PREPARED
    journal.commit(b"twelve bytes")
    for seen in (journal, opened(flash)):
        assert seen.state.unfinished.stage == COMMITTED
        assert (seen.state.uid, seen.state.key) == (b"twelve bytes", b"host key")
        assert seen.next_number == 2
    journal.printed()
    assert opened(flash).state.unfinished is None
    raises(WrongOrder, journal.printed)
    raises(NotFormatted, Journal(RamFlash(4)).open)


def test_a_shift_in_the_order_of_writing():
    flash = fresh(10)
    journal = opened(flash)
    for _ in range(3):
        day(journal)
    found = [(entry.record, entry.number) for entry in opened(flash).entries()]
    assert found == [
        (OPENING, 3), (PREPARED, 5), (CANCELLED, 0), (PREPARED, 6), (PREPARED, 3)
    ]
    blob, entries = opened(flash).fold_from()
    assert blob == b"zero" and not list(entries)
    assert journal.find(number=5).key == b"key5"
    assert not journal.damage


def damage(flash, what):
    """Two bits of the only place where these bytes stand."""
    for cells in flash.cells:
        at = bytes(cells).find(what)
        if at >= 0:
            cells[at] ^= 0x21


def test_the_last_payment_document_is_a_sale():
    flash = fresh(8)
    journal = opened(flash)
    journal.opening(1, NOW)
    journal.opened()
    receipt(journal)
    position = journal.state.last
    journal.prepare(11, 2, NOW, b"deposit", b"")
    journal.commit(b"uid")
    journal.printed()
    for checkpoint in (False, True):
        if checkpoint:
            journal.checkpoint(b"figures")
        for seen in (journal, opened(flash)):
            state = seen.state
            assert (state.number, state.payment_number, state.payment_position) == (2, 1, position)


def test_notes_stand_among_the_records():
    flash = fresh(8)
    journal = opened(flash)
    journal.note(b"n" * 200)
    raises(TooLong, journal.note, b"n" * 201)
    log = opened(flash)._log
    found = [(kind, log.payload(at, size).read()) for at, kind, size in log.records()]
    assert found == [(NOTE, b"n" * 200)]


def test_a_broken_checkpoint_is_named_and_the_one_before_it_taken():
    flash = fresh(8)
    journal = opened(flash)
    day(journal)
    journal.checkpoint(b"the one that breaks")
    journal.note(b"behind it")
    damage(flash, b"the one that")
    journal = opened(flash)
    assert journal.fold_from()[0] == b"zero" and journal.state.z_number == 1
    assert [what for what, _ in journal.damage] == ["lost"]


def test_a_broken_head_is_named():
    flash = fresh(8)
    journal = opened(flash)
    day(journal)
    damage(flash, b"key1")
    journal = opened(flash)
    entries = list(journal.entries(0))
    assert [entry.damaged for entry in entries] == [False, True, False, False, False]
    assert [what for what, _ in journal.damage] == ["old"]


def test_what_settles_an_entry_that_is_gone_settles_no_other_one():
    flash = fresh(8)
    journal = opened(flash)
    day(journal)
    gone = journal.find(number=2).position
    for at in range(gone, gone + 9):
        flash.cells[0][at % 4096] ^= 0x5A
    journal = opened(flash)
    found = [(entry.number, entry.uid, entry.damaged) for entry in journal.entries(0)]
    assert found == [
        (1, b"", False), (1, b"uid of 00001", False), (0, b"", False), (2, b"uid of 00002", True),
        (1, b"Z", False),
    ]  # fmt: skip
    assert journal.damage and journal.state.number == 2


def test_a_broken_unfinished_document_is_known_at_once():
    flash = fresh(8)
    journal = opened(flash)
    journal.opening(1, NOW)
    journal.opened()
    journal.prepare(SALE, 1, NOW, b"image " * 50, b"a paper of its own")
    assert not opened(flash).state.unfinished.damaged
    damage(flash, b"a paper of its own")
    entry = opened(flash).state.unfinished
    assert entry.damaged and entry.number == 1


def test_a_checkpoint_is_due_until_a_closed_shift_has_one():
    flash = fresh(8)
    journal = opened(flash)
    journal.opening(1, NOW)
    journal.opened()
    receipt(journal)
    assert not journal.checkpoint_due
    journal.prepare(Z_REPORT, 1, NOW, b"image of Z", b"paper of Z")
    journal.commit(b"Z")
    journal.printed()
    assert journal.checkpoint_due
    journal.opening(2, NOW)
    assert not journal.checkpoint_due, "not while something is unfinished"
    journal.opened()
    receipt(journal)
    for seen in (journal, opened(flash)):
        assert seen.checkpoint_due
    journal.checkpoint(b"zero")
    for seen in (journal, opened(flash)):
        assert not seen.checkpoint_due


def test_full_and_still_closable():
    flash = fresh(8)
    journal = opened(flash)
    journal.opening(1, NOW)
    journal.opened()
    before = 0
    try:
        while True:
            before = journal.next_number
            receipt(journal, 2000)
    except Full:
        pass
    assert journal.next_number == before > 3
    journal.prepare(Z_REPORT, 1, NOW, bytes(2048), bytes(2048))
    journal.commit(b"Z")
    assert opened(flash).state.z_number == 1


def test_power_cuts():
    for left in range(0, 60, 7):
        flash = fresh(6)
        journal = opened(flash)
        for _ in range(3):
            day(journal)
        flash.left = left
        flash.kept = (left * 37) % 256
        number = journal.state.number
        try:
            while True:
                number = journal.state.number
                day(journal)
        except Off:
            pass
        flash.left = -1
        journal = opened(flash)
        assert number <= journal.state.number <= number + 2
        number = journal.state.number
        if journal.state.unfinished and journal.state.unfinished.stage == PREPARED:
            number += journal.state.unfinished.kind == SALE
        day(journal)
        assert journal.state.number == number + 2
        assert opened(flash).state.number == number + 2
        assert not [what for what, _ in journal.damage if what not in ("torn", "erase")]
