"""The shift as the journal tells it: counters, and the sale that may be voided (регл. 14, 22).

State is a fold over finished journal entries and nothing else. Start-up begins at the last
checkpoint; before each X- and Z-report the fold is repeated from the shift's opening and compared.

Checkpoint blob:  0  position of the last sale that may be voided (u64)
                  8  counters as `Counters.pieces` gives them
"""

import io
import struct

from bu.control_unit.packing import Section, effect_of
from bu.fiscal import counters as c
from bu.fiscal import document as d
from bu.fiscal.refusal import Refusal
from bu.storage import journal as j


class Fold:
    """What the finished documents of a shift add up to."""

    def __init__(self):
        self.counters = c.Counters()
        self.last_sale = 0

    def reset(self) -> None:
        """A new shift: every counter at zero (регл. 10.11)."""
        self.counters = c.Counters()
        self.last_sale = 0

    def apply(self, journal, entry) -> None:
        """Adds one finished entry; Refusal("journal_faulty") where it cannot be read."""
        if entry.record == j.OPENING or entry.kind == d.Z_REPORT:
            self.reset()
            return
        if entry.damaged:
            raise Refusal("journal_faulty", str(entry.number))
        effect = effect_of(Section(journal.paper(entry)), entry.paper_size)
        self.counters.add(effect)
        if entry.record == j.CANCELLED:
            return
        self.counters.count(entry.kind, entry.number)
        if entry.kind == d.SALE:
            self.last_sale = entry.position
        elif entry.kind == d.VOID:
            self.last_sale = 0

    def content(self) -> tuple:
        """The checkpoint blob as a content of the journal."""

        def pieces():
            yield struct.pack(">Q", self.last_sale)
            yield from self.counters.pieces()

        return 8 + self.counters.size(), pieces

    def same(self, other) -> bool:
        """True when two folds came to the same."""
        return self.last_sale == other.last_sale and c.same(self.counters, other.counters)


def at_start(journal) -> Fold:
    """The fold at start-up: the last checkpoint and what came after it."""
    fold = Fold()
    blob, entries = journal.fold_from()
    if blob is not None:
        checkpoint = io.BytesIO(blob)
        fold.last_sale = struct.unpack(">Q", checkpoint.read(8))[0]
        fold.counters = c.unpack(checkpoint.read)
    for entry in entries:
        fold.apply(journal, entry)
    _require_all(journal)
    return fold


def in_full(journal) -> Fold:
    """The fold repeated from the shift's opening."""
    fold = Fold()
    for entry in journal.entries():
        fold.apply(journal, entry)
    _require_all(journal)
    return fold


def _require_all(journal):
    """Refusal where a record that counts cannot be read at all: a cancelled receipt, say."""
    for what, where in journal.damage:
        if what == "lost":
            raise Refusal("journal_faulty", "%x" % where)
