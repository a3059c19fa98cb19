"""The journal: records -> documents and their stages, numbers, checkpoints (docs/storage.md).

`Journal` reads in the order of writing and checks what one document or its neighbours can tell;
what needs a whole shift or another region is in `cross`.
"""

import struct

from . import fold, paper
from .entries import (
    CANCELLED,
    CHECKPOINT,
    COMMITTED,
    NAMES,
    NOTE,
    OPENED,
    OPENING,
    PREPARED,
    PRINTED,
    WITHDRAWN,
    arithmetic,
    label,
    parse,
    what,
)
from .findings import Notes
from .log import SECTOR, Log
from .model import CANCEL, KINDS, Document, LogRecord, Shift, is_moment, moment_of
from .words import STAGES, money

REGION = "journal"
LABEL = b"EJ"
_CHECKPOINT_HEAD = 75
_ENTRIES = (OPENING, PREPARED, CANCELLED)
_SETTLINGS = (OPENED, COMMITTED, PRINTED, WITHDRAWN)
# A settling -> the stages it may follow.
_AFTER = {
    OPENED: ("opening",), COMMITTED: ("prepared",), PRINTED: ("committed", "cancelled"),
    WITHDRAWN: ("prepared", "opening"),
}  # fmt: skip


class Journal:
    """The journal in `image`: `log` with its records named, `documents` in order, `folds`.

    What the oldest sector holds while it is being erased comes first, as `old` documents, and is
    left out of every check, unless the open shift begins there.
    """

    def __init__(self, image: bytes, notes: Notes) -> None:
        self.log = log = Log(image, LABEL, REGION, notes)
        for record in log.records:
            record.name = NAMES.get(record.kind, "")
        whole = bool(log.records) and log.records[0].position // SECTOR == 1
        old, rest = [], log.records
        if log.boundary:
            old = [item for item in log.records if _is_old(item, log.boundary)]
            rest = log.records[len(old) :]
        found = Notes()
        reader = Reader(rest, found, whole and not old)
        trusted = bool(old) and reader.begun_before
        if trusted:
            found = Notes()
            reader = Reader(log.records, found, whole)
        log.note_headers(trusted)
        notes.absorb(found)
        self.folds = reader.folds
        self.documents = reader.documents
        if old and not trusted:
            broken = [item for item in old if item.state in ("damaged", "lost")]
            for record in broken:
                notes.add(REGION, record.address, "old", what=record.name or record.length)
            before = Reader(old, Notes(), False).documents
            for document in before:
                document.old = True
            self.documents = before + reader.documents


def _is_old(record: LogRecord, boundary: int) -> bool:
    return record.position < boundary or (record.position == boundary and record.state == "lost")


class Reader:
    """Records in the order of writing -> documents and shifts; `known`: they are all there are.

    A shift whose beginning is overwritten starts from the first checkpoint; before that it is not
    `complete`.
    """

    def __init__(self, records: list[LogRecord], notes: Notes, known: bool) -> None:
        self._notes = notes
        self.documents: list[Document] = []
        self.folds: list[Shift] = []
        self._entry: Document | None = None
        self._shift: Shift | None = None
        self._gap = False
        self._known = known
        self._last: dict[str, int] | None = {"number": 0, "sale": 0, "z": 0} if known else None
        self._uid: str | None = ""  # None: that of the last document is not known
        self._latest = ""
        self._uids: dict[str, Document] = {}
        for record in records:
            self._take(record)
        self._end()

    @property
    def begun_before(self) -> bool:
        """True where a shift is open whose opening is not among the records."""
        shift = self._shift
        if shift is None:
            return not self._known and any(item.numbered for item in self.documents)
        return shift.z is None and not any(
            item.kind == "opening" and item.shift == shift.number for item in self.documents
        )

    # --- record by record

    def _note(self, address: int | None, code: str, **values: object) -> None:
        self._notes.add(REGION, address, code, **values)

    def _take(self, record: LogRecord) -> None:
        if record.state == "lost":
            self._gap = True
            if self._shift:
                self._shift.complete = False
            self._note(record.address, "lost", count=record.length)
        elif record.state in ("torn", "replaced"):
            return
        elif record.kind in _ENTRIES:
            self._begin(record)
        elif record.kind in _SETTLINGS:
            self._settle(record)
        elif record.state == "damaged":
            self._note(record.address, "damaged", what=record.name or f"вид {record.kind}")
        elif record.kind == CHECKPOINT:
            self._compare(record)
        elif record.kind == NOTE:
            words = record.payload.decode("ascii", "backslashreplace")
            prefix = b"uid of nobody: "
            if record.payload.startswith(prefix):
                words = "УИ без документа " + record.payload[len(prefix) :].hex().upper()
            self._note(record.address, "note", what=words)
        else:
            self._note(record.address, "kind", kind=record.kind, length=record.length)

    def _begin(self, record: LogRecord) -> None:
        """A new entry."""
        if self._entry and self._entry.stage in ("prepared", "opening", "committed"):
            if not self._gap:
                words = f"{what(self._entry)} не завершён, а началась новая запись"
                self._note(record.address, "stages", what=words)
            elif self._entry.stage == "committed":
                self._entry.stage = "printed"  # its end is among the lost records
            elif self._entry.stage == "opening":
                self._entry.stage = "opened"
                self._open(self._entry)
        document = parse(record, self._note)
        self.documents.append(document)
        self._gap = False
        if record.state == "damaged":
            self._note(record.address, "damaged", what=what(document))
        elif document.damaged and not document.paper:
            self._note(record.address, "layout", what=NAMES[record.kind])
        self._entry = document
        document.shift = self._shift.number if self._shift else 0
        if record.kind == CANCELLED:
            self._check(document)
            self._count(document)

    def _settle(self, record: LogRecord) -> None:
        """What ends an entry, or takes it a stage on."""
        data = record.payload if record.state == "good" else b""
        if record.state == "damaged":
            self._note(record.address, "damaged", what=record.name)
        elif len(data) < 5 or len(data) > 21:
            self._note(record.address, "layout", what=NAMES[record.kind])
            data = b""
        entry = self._entry
        if data:
            number, kind = struct.unpack_from(">IB", data)
            named = KINDS.get(kind, str(kind))
            if entry and entry.kind == CANCEL and not number:
                named = CANCEL  # its type byte is that of the receipt
            elif entry and entry.damaged and not entry.number:
                entry.number, entry.kind = number, named
            if entry is None or (entry.number, entry.kind) != (number, named):
                entry = self._orphan(record, number, named)
        elif entry is None:
            return
        if entry is None:
            return
        if record.kind == PRINTED and entry.stage == "prepared" and (self._gap or not data):
            self._register(entry)  # its commit is among the lost records
        elif entry.stage not in _AFTER[record.kind]:
            words = f"{what(entry)}: «{NAMES[record.kind]}» после «{entry.stage}»"
            self._note(record.address, "stages", what=words)
        if record.kind in (OPENED, COMMITTED):
            entry.uid = data[5:].hex().upper()
        entry.stage = NAMES[record.kind]
        if record.kind == COMMITTED:
            self._register(entry, bool(data))
        elif record.kind == OPENED:
            self._open(entry)
        if record.kind != COMMITTED:
            self._entry = None
        self._gap = False

    def _orphan(self, record: LogRecord, number: int, kind: str) -> Document | None:
        """The entry of a settling that does not fit the last one: overwritten, or lost."""
        document = Document(number, kind, "prepared", -1, 0, damaged=True)
        if record.kind == OPENED:
            document.stage = "opening"
        elif record.kind == PRINTED:
            document.stage = "committed"
        if not self.documents and not self._known:
            return None  # the log begins in the middle of this document
        if not self._gap:
            words = f"{NAMES[record.kind]}, {label(kind, number)}"
            self._note(record.address, "stray", what=words)
            return None
        document.shift = self._shift.number if self._shift else 0
        self.documents.append(document)
        self._entry = document
        if record.kind == PRINTED:
            self._register(document)
        return document

    # --- documents in order

    def _open(self, entry: Document) -> None:
        if self._shift and self._shift.z is None and not self._gap:
            self._note(entry.address, "stages", what=f"{what(entry)} при открытой смене")
        self._shift = Shift(entry.number, entry.time)
        self.folds.append(self._shift)
        entry.shift = entry.number
        self._dates(entry)

    def _register(self, entry: Document, answered: bool = False) -> None:
        """A document counts from its commit on; `answered`: the commit itself can be read."""
        if entry.stage == "prepared":
            entry.stage = "committed"
        if self._shift is None and not self._known:
            # The shift's opening is overwritten.
            self._shift = Shift(0, complete=False)
            self.folds.append(self._shift)
        elif self._shift is None or self._shift.z is not None:
            self._note(entry.address, "stages", what=f"{what(entry)} при закрытой смене")
        self._numbers(entry)
        self._dates(entry)
        self._check(entry)
        if entry.uid:
            if entry.uid in self._uids:
                pair = f"{what(self._uids[entry.uid])} и {what(entry)}"
                self._note(entry.address, "uid_twice", what=pair)
            self._uids[entry.uid] = entry
        elif entry.kind != "z_report" and not entry.damaged:
            self._note(entry.address, "uid_missing", what=what(entry))
        self._uid = entry.uid or (self._uid if answered else None)
        self._count(entry)

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

    # --- one document

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

    # --- checkpoints and the end

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

    def _end(self) -> None:
        """What is not finished."""
        entry = self._entry
        if entry and entry.stage in ("opening", "prepared", "committed"):
            self._note(entry.address, "unfinished", what=what(entry), stage=STAGES[entry.stage])


def _heads(shift: Shift) -> tuple[int, int, int, int]:
    return (
        shift.documents, shift.payment_documents, shift.first_payment_document,
        shift.last_payment_document,
    )  # fmt: skip
