"""Entries of the journal: the payload of a record -> a `Document`, and what it says of itself
(docs/storage.md, The journal)."""

import struct
from collections.abc import Callable
from zlib import crc32

from . import electronic, paper
from .model import CANCEL, KINDS, Document, LogRecord, moment_of

Note = Callable[..., None]  # (address, code of the finding, **what it says)

OPENING, OPENED, PREPARED, COMMITTED, PRINTED = range(1, 6)
WITHDRAWN, CANCELLED, CHECKPOINT, NOTE = range(6, 10)
NAMES = {
    OPENING: "opening", OPENED: "opened", PREPARED: "prepared", COMMITTED: "committed",
    PRINTED: "printed", WITHDRAWN: "withdrawn", CANCELLED: "cancelled", CHECKPOINT: "checkpoint",
    NOTE: "note",
}  # fmt: skip
WORDS = {
    "opening": "открытие смены", "sale": "продажа", "deposit": "внесение", "withdrawal": "изъятие",
    "refund": "возврат", "void": "аннулирование", "z_report": "Z-отчёт",
    "card_payout": "выдача наличных", CANCEL: "отмена", "?": "документ",
}  # fmt: skip
_HEAD = 16


def label(kind: str, number: int) -> str:
    """A document in words: «продажа № 17»."""
    return f"{WORDS.get(kind, kind)} № {number}" if number else WORDS.get(kind, kind)


def what(document: Document) -> str:
    """The same of a document."""
    return label(document.kind, document.number)


def parse(record: LogRecord, note: Note) -> Document:
    """The document of an entry, `damaged` where it cannot be read; what of a whole one is wrong
    goes to `note`."""
    stage = NAMES[record.kind]
    document = Document(0, "?", stage, record.address, record.position, damaged=True)
    data = record.payload
    if record.kind != PREPARED:
        document.kind = CANCEL if record.kind == CANCELLED else "opening"
    if len(data) < _HEAD:
        return document
    number, kind, date, i, p, k = struct.unpack_from(">IB6sHHB", data)
    head = data[: _HEAD + k]
    if crc32(head) != int.from_bytes(data[_HEAD + k : _HEAD + k + 4], "big"):
        return document
    document.number, document.time = number, moment_of(date)
    if record.kind == PREPARED:
        document.kind = KINDS.get(kind, str(kind))
    document.key = head[_HEAD:].hex()
    start = _HEAD + k + 4
    if len(data) != start + i + p or record.state != "good" or document.kind not in WORDS:
        return document
    document.damaged = False
    document.image, document.paper = data[start : start + i], data[start + i :]
    _read(document, kind, note)
    return document


def _read(document: Document, kind: int, note: Note) -> None:
    """Image and paper of a whole entry."""
    try:
        if document.image:
            values = electronic.decode(document.image)
            electronic.fill(document, values)
            said = values["kind"], values["number"], values["time"]
            if said != (kind, document.number, document.time):
                note(document.address, "entry_differs", what=what(document))
        elif document.kind not in ("opening", CANCEL):
            raise electronic.ImageError("пусто")
    except electronic.ImageError as error:
        note(document.address, "image", what=f"{what(document)}: {error}")
        document.damaged = True
        return
    readers = {"opening": paper.opening, CANCEL: paper.cancel, "z_report": paper.z_report}
    try:
        readers.get(document.kind, paper.document)(document, document.paper)
    except paper.PaperError as error:
        note(document.address, "paper", what=f"{what(document)}: {error}")
        document.damaged = True
        return
    _complete(document)


def _complete(document: Document) -> None:
    """Fields that neither section has, because they follow from others."""
    if document.kind in ("deposit", "withdrawal", "card_payout"):
        document.cash = document.total
    elif document.kind == "void":
        document.other = sum(item.sum for item in document.tenders if item.by == "other")
        card = sum(item.sum for item in document.tenders if item.by == "card")
        document.cashless = card + document.other
        document.cash = document.total - document.cashless
    elif document.kind == "refund":
        document.subtotal = sum(line.net for line in document.lines if not line.corrected)


def arithmetic(document: Document) -> str:
    """The first thing that does not add up in a document, "" where all does."""
    if document.kind not in ("sale", "refund"):
        return ""
    sold = [line for line in document.lines if not line.corrected]
    for place, line in enumerate(document.lines, 1):
        if line.total != (2 * line.price * line.quantity + 1000) // 2000:
            return f"строка {place}: цена × количество"
    subtotal = sum(line.net for line in sold)
    given = {by: sum(item.sum for item in document.tenders if item.by == by)
             for by in ("cash", "card", "other")}  # fmt: skip
    checks = (
        ("подытог", subtotal, document.subtotal),
        ("итог", subtotal + document.surcharge - document.discount, document.total),
        ("оплата", document.cash + document.cashless, document.total),
        ("безналичные", given["card"] + given["other"], document.cashless),
        ("иное", given["other"], document.other),
        ("наличные", given["cash"] - document.change, document.cash),
    )
    return "; ".join(f"{name} {ours} ≠ {said}" for name, ours, said in checks if ours != said)
