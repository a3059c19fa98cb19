"""What one region says against another: Z-reports, БЭП, registrations, the СКНО."""

from typing import Any

from . import electronic, fold
from .entries import label, what
from .findings import Notes
from .journal import Journal
from .model import KINDS, Document, MemoryRecord, Report, Shift

JOURNAL, MEMORY, SKNO = "journal", "memory", "skno"


def z_reports(journal: Journal, notes: Notes) -> None:
    """Each Z-report's figures against the fold of its shift's documents."""
    for shift in journal.folds:
        report = shift.z
        if report is None or report.damaged or report.z is None or not shift.complete:
            continue
        z = report.z
        wrong = fold.differences(shift.currencies, z.currencies, only_theirs=True)
        wrong += fold.differences(shift.currencies, z.counters)
        for name in (
            "opened", "documents", "payment_documents", "first_payment_document",
            "last_payment_document",
        ):  # fmt: skip
            ours, said = getattr(shift, name), getattr(z, name)
            if ours != said and (ours or name != "opened"):
                wrong.append(f"{name} {ours} ≠ {said}")
        if shift.number != report.number:
            wrong.append(f"смена {shift.number}")
        if wrong:
            words = "; ".join(dict.fromkeys(wrong))
            notes.add(JOURNAL, report.address, "z_differs", number=report.number, what=words)


def memory(report: Report, notes: Notes) -> None:
    """The БЭП's shifts and registrations against the journal's documents."""
    reports = {item.number: item for item in report.documents if _closes(item)}
    shifts = {item.shift: item for item in report.shifts}
    broken = any(item.state == "damaged" for item in report.memory)
    for number, document in reports.items():
        record = shifts.get(number)
        if record:
            _compare(document, record, notes)
        elif document is report.documents[-1] and document.stage == "committed":
            notes.add(MEMORY, None, "memory_pending", number=number)
        elif not broken:
            notes.add(MEMORY, None, "memory_behind", number=number)
    lost = any(item.code in ("lost", "damaged") for item in report.findings)
    first = min((shift.number for shift in report.folds if shift.number), default=None)
    for number, record in shifts.items():
        known = first is not None and number >= first and not lost
        if known and number not in reports:
            notes.add(MEMORY, record.address, "memory_ahead", number=number)
    _registrations(report, notes)


def _closes(document: Document) -> bool:
    return document.kind == "z_report" and document.registered


def _compare(document: Document, record: MemoryRecord, notes: Notes) -> None:
    """A Z-report and its record in the БЭП."""
    z = document.z
    if document.damaged or z is None:
        return
    sales = {code: counters.get("sales_sum", 0) for code, counters in z.currencies.items()}
    checks = (
        ("время", document.time, record.time),
        ("платёжных документов", z.payment_documents, record.documents),
        ("реализация", list(sales.items()), record.totals),
    )
    wrong = [f"{name}: журнал {ours}, БЭП {theirs}" for name, ours, theirs in checks
             if ours != theirs]  # fmt: skip
    if wrong:
        notes.add(
            MEMORY, record.address, "memory_differs", number=document.number, what="; ".join(wrong)
        )


def _registrations(report: Report, notes: Notes) -> None:
    """Number in СККО and УНП of each document: those of a registration before it."""
    known = report.registrations
    if not known:
        return
    for document in report.documents:
        if document.damaged or not document.skko:
            continue
        fitting = [item for item in known if item.time <= document.time]
        if not fitting:
            words = f"{what(document)} раньше первой регистрации"
            notes.add(JOURNAL, document.address, "registration_differs", what=words)
            continue
        there = fitting[-1]
        unp = document.z.unp if document.z else there.unp
        if (document.skko, unp) != (there.skko, there.unp):
            words = f"{what(document)}: номер в СККО {document.skko}, УНП {unp}"
            notes.add(JOURNAL, document.address, "registration_differs", what=words)


def presence(report: Report, blank: dict[str, bool], notes: Notes) -> None:
    """Regions that should hold something and are blank; `blank` by region, of those given."""
    if blank.get("journal") and report.registrations:
        notes.add("journal", None, "journal_missing")
    if blank.get("memory") and report.documents:
        notes.add("memory", None, "memory_missing")
    if blank.get("settings") and (report.registrations or report.documents):
        notes.add("settings", None, "settings_missing")


# --- the СКНО


class _Taken:
    """A document that the СКНО has."""

    def __init__(self, entry: dict[str, Any]) -> None:
        self.uid = str(entry["uid"]).upper()
        self.image = bytes.fromhex(entry["hex"]) if "hex" in entry else b""
        if self.image:
            values = electronic.decode(self.image)
            self.kind = KINDS[values["kind"]]
            self.number, self.total = values["number"], values.get("total", 0)
        else:
            self.kind = str(entry["kind"])
            self.number = int(entry.get("z_number", entry.get("number", 0)))
            money = str(entry.get("to_pay", entry.get("sum", "0.00")))
            self.total = abs(int(money.replace(".", "")))

    @property
    def name(self) -> tuple[bool, int]:
        """What there is once: Z-reports have numbers of their own."""
        return self.kind == "z_report", self.number


def skno(report: Report, state: dict[str, Any], notes: Notes) -> None:
    """The СКНО's documents against the journal's.

    `state["documents"]`: dictionaries with `uid` and `hex` (its own file), or decoded as in
    documents.json of the bench's demonstration.
    """
    try:
        taken = [_Taken(entry) for entry in state["documents"]]
    except (KeyError, ValueError, TypeError, electronic.ImageError) as error:
        notes.add(SKNO, None, "skno_unreadable", what=f"{type(error).__name__}: {error}")
        return
    report.skno_documents = len(taken)
    theirs: dict[tuple[bool, int], _Taken] = {}
    for item in taken:
        if item.name in theirs:
            notes.add(SKNO, None, "skno_twice", what=label(item.kind, item.number))
        theirs[item.name] = item
    ours = {_name(item): item for item in report.documents if item.registered}
    since = _since(report, state)
    before = 0
    for name, document in ours.items():
        other = theirs.get(name)
        if other:
            _same(document, other, notes)
        elif document.time and document.time < since:
            before += 1
        else:
            notes.add(JOURNAL, document.address, "skno_missing", what=what(document))
    if before:
        notes.add(SKNO, None, "skno_before", count=before)
    _unknown(report, ours, theirs, notes)


def _name(document: Document) -> tuple[bool, int]:
    return document.kind == "z_report", document.number


def _since(report: Report, state: dict[str, Any]) -> str:
    """Since when the register works with this СКНО: its first registration in a row."""
    since = ""
    for item in reversed(report.registrations):
        if state.get("serial") not in (None, item.skno):
            break
        since = item.time
    first = report.registrations[0].time if report.registrations else ""
    return "" if since == first else since


def _same(document: Document, other: _Taken, notes: Notes) -> None:
    if document.uid and document.uid != other.uid:
        words = f"{what(document)}: {document.uid} и {other.uid}"
        notes.add(JOURNAL, document.address, "skno_uid", what=words)
    if document.damaged:
        return
    if other.image:
        differs = document.image != other.image
    else:
        differs = (document.kind, document.total) != (other.kind, other.total)
    if differs:
        notes.add(JOURNAL, document.address, "skno_differs", what=what(document))


def _unknown(
    report: Report, ours: dict[tuple[bool, int], Document],
    theirs: dict[tuple[bool, int], _Taken], notes: Notes,
) -> None:  # fmt: skip
    """What only the СКНО has: older than the journal, waiting for its answer, or wrong."""
    lowest = {
        closes: min((number for kind, number in ours if kind == closes), default=None)
        for closes in (True, False)
    }
    last = report.documents[-1] if report.documents else None
    waiting = _name(last) if last and last.stage == "prepared" else None
    for name, item in theirs.items():
        first = lowest[name[0]]
        if name in ours or (first is not None and name[1] < first):
            continue
        words = label(item.kind, item.number)
        if name == waiting and last and (not item.image or item.image == last.image):
            notes.add(SKNO, None, "skno_pending", what=words)
        else:
            notes.add(SKNO, None, "skno_only", what=f"{words}, УИ {item.uid}")


def find_shift(report: Report, number: int) -> Shift:
    """A shift's figures: by its number, or the last one for -1. IndexError."""
    if number < 0:
        return report.folds[number]
    for shift in report.folds:
        if shift.number == number:
            return shift
    raise IndexError(f"shift {number}")
