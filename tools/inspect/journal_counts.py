"""Numbers, times, sums and counters of a journal's documents, one after the other; checkpoints.

docs/storage.md
"""

import struct

from . import fold, paper
from .entries import arithmetic, what
from .findings import Notes
from .model import CANCEL, Document, LogRecord, Shift, is_moment, moment_of
from .words import money

REGION = "journal"
_CHECKPOINT_HEAD = 75


class Counts:
    """What the documents so far come to; `known`: they are all there are.

    A shift whose beginning is overwritten starts from the first checkpoint; before that it is not
    `complete`.
    """

    def __init__(self, notes: Notes, known: bool) -> None:
        self._notes = notes
        self.documents: list[Document] = []
        self.folds: list[Shift] = []
        self._shift: Shift | None = None
        self._known = known
        self._last: dict[str, int] | None = {"number": 0, "sale": 0, "z": 0} if known else None
        self._uid: str | None = ""  # None: that of the last document is not known
        self._latest = ""

    def _note(self, address: int | None, code: str, **values: object) -> None:
        self._notes.add(REGION, address, code, **values)

    def _numbers(self, entry: Document) -> None:
        last = self._last
        if last is None:
            self._last = last = {"number": 0, "sale": 0, "z": 0}
            last["z" if entry.kind == "z_report" else "number"] = entry.number - 1
            last["partial"] = 1
        if entry.kind == "z_report":
            if entry.number <= last["z"]:
                self._note(entry.address, "z_order", number=entry.number, last=last["z"])
            last["z"] = entry.number
            return
        known = last["number"] or not last.get("partial")
        if known and entry.number > last["number"] + 1:
            first, end = last["number"] + 1, entry.number - 1
            self._note(entry.address, "number_gap", first=first, last=end)
        elif known and entry.number <= last["number"]:
            self._note(entry.address, "number_twice", what=what(entry), last=last["number"])
        last["number"] = entry.number
        if entry.kind == "sale":
            last["sale"] = entry.number

    def _dates(self, entry: Document) -> None:
        if not entry.time:
            return
        if not is_moment(entry.time):
            self._note(entry.address, "date", what=what(entry), time=entry.time)
        elif entry.time < self._latest:
            self._note(
                entry.address, "time_back", what=what(entry), time=entry.time, last=self._latest
            )
        else:
            self._latest = entry.time

    def _count(self, entry: Document) -> None:
        """Adds a document to its shift's fold; a Z-report ends it."""
        shift = self._shift
        if shift is None:
            return
        entry.shift = shift.number
        if entry.damaged and entry.kind != "z_report":
            shift.complete = False
            if entry.kind != CANCEL:
                shift.documents += 1
            return
        if entry.kind != "z_report":
            fold.add(shift, entry)
            return
        shift.z = entry
        shift.number = shift.number or entry.number
        entry.shift = shift.number
        for document in self.documents:
            if document.shift == 0 and document is not entry:
                document.shift = shift.number if document.registered else 0

    def _check(self, entry: Document) -> None:
        """The document's own sums, and what it says it adds to the counters."""
        if entry.damaged or entry.kind in ("opening", "z_report"):
            return
        wrong = arithmetic(entry)
        if entry.kind == "void":
            sale = self._sale(entry.voided)
            if sale is None:  # overwritten: whether a third party was paid cannot be known
                if self._shift:
                    self._shift.complete = False
                return
            entry.third_party = sale.third_party
            if (sale.currency, sale.total) != (entry.currency, entry.total):
                wrong = f"продажа {money(sale.total)} {sale.currency}"
        if wrong:
            self._note(entry.address, "arithmetic", what=f"{what(entry)}: {wrong}")
        said: fold.Move = {}
        for currency, name, amount in entry.effect:
            said[currency, name] = said.get((currency, name), 0) + amount
        ours = fold.moves(entry)
        if {key: amount for key, amount in said.items() if amount} != ours:
            keys = [key for key in {**ours, **said} if ours.get(key, 0) != said.get(key, 0)]
            words = ", ".join(f"{currency} {name}" for currency, name in keys)
            self._note(entry.address, "effect_differs", what=f"{what(entry)}: {words}")

    def _sale(self, number: int) -> Document | None:
        """The sale with this number, where it can be read."""
        for item in reversed(self.documents):
            if (item.kind, item.number) == ("sale", number) and item.registered:
                return None if item.damaged else item
        return None

    def _compare(self, record: LogRecord) -> None:
        """A checkpoint against what was read so far; or what is known from now on."""
        data = record.payload
        try:
            counters, heads = paper.counters(data[_CHECKPOINT_HEAD + 8 :])
        except paper.PaperError as error:
            self._note(record.address, "layout", what=f"checkpoint: {error}")
            return
        number, sale, z, is_open, shift_number = struct.unpack_from(">IIIBI", data)
        opened = moment_of(data[17:23])
        uid = data[42 : 42 + data[41]].hex().upper()
        shift = self._shift
        begun = shift is not None and shift.z is None and not shift.opened
        if self._last is None or self._last.get("partial") or begun:
            self._adopt(number, sale, z, is_open, shift_number, opened, counters, heads)
            return
        ours_open = shift is not None and shift.z is None
        said = [
            ("последний номер", self._last["number"], number),
            ("последняя продажа", self._last["sale"], sale),
            ("последний Z-отчёт", self._last["z"], z),
            ("смена открыта", ours_open, bool(is_open)),
            ("УИ", uid if self._uid is None else self._uid, uid),
        ]
        if shift:
            said.append(("номер смены", shift.number, shift_number))
            said.append(("открытие смены", shift.opened or opened, opened))
        wrong = [f"{name} {ours} ≠ {theirs}" for name, ours, theirs in said if ours != theirs]
        if shift and ours_open and not shift.complete:
            pass  # a damaged document: its counters are not known
        elif shift and ours_open:
            wrong += fold.differences(shift.currencies, counters)
            if heads != _heads(shift):
                wrong.append(f"документы {_heads(shift)} ≠ {heads}")
        elif fold.differences({}, counters) or any(heads):
            wrong.append("счётчики закрытой смены не ноль")
        if wrong:
            self._note(record.address, "checkpoint_differs", what="; ".join(wrong))

    def _adopt(self, number, sale, z, is_open, shift_number, opened, counters, heads) -> None:
        """Takes over what a checkpoint says, where the records before it are overwritten."""
        self._last = {"number": number, "sale": sale, "z": z}
        self._known = True
        if not is_open or (self._shift and self._shift.complete):
            return
        if self._shift is None or self._shift.z is not None:
            self._shift = Shift(shift_number)
            self.folds.append(self._shift)
        shift = self._shift
        shift.number, shift.opened, shift.complete = shift_number, opened, True
        shift.currencies = counters
        shift.documents, shift.payment_documents = heads[:2]
        shift.first_payment_document, shift.last_payment_document = heads[2:]
        for document in self.documents:
            if not document.shift and document.registered:
                document.shift = shift_number


def _heads(shift: Shift) -> tuple[int, int, int, int]:
    return (
        shift.documents, shift.payment_documents, shift.first_payment_document,
        shift.last_payment_document,
    )  # fmt: skip
