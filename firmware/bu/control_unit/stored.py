"""Journal entries as documents: the reading half of `record`. Imported when asked (`bu.late`).

Every print, the first one too, is made from what the journal holds: a reprint or a copy needs
nothing else (design, invariant 2).
"""

from micropython import const

from bu.control_unit.core import JOURNAL, Guard
from bu.control_unit.packing import Section, Unpacker, check_version, get_effect
from bu.fiscal import document as d
from bu.skno import document_reader as images

# Flags of a line, as in `record`.
_CORRECTED = const(1)
_NAME = const(2)
_VAT = const(4)
_DISCOUNT = const(8)
_SURCHARGE = const(16)
_SUMS = const(32)


def load(core, entry) -> d.Document:
    """The document of a journal entry; its lines are read from flash as they are asked for."""
    journal = core.journal
    with Guard(JOURNAL):
        document = images.decode(Section(journal.image(entry)), entry.image_size)
        if not isinstance(document, d.Document):
            raise ValueError("no cash document: %d" % entry.kind)
        merge(document, Section(journal.paper(entry)), entry.paper_size)
    document.number, document.time = entry.number, entry.date_time
    document.uid, document.key = entry.uid, entry.key
    return document


class StoredLines:
    """The lines of a document in the journal: read anew from flash at every iteration.

    `image_lines` gives the lines that the image has, in its order.
    """

    def __init__(self, image_lines, source, size: int, place: int, count: int):
        self._image_lines = image_lines
        self._source = source
        self._size = size
        self._place = place
        self._count = count

    def __len__(self):
        return self._count

    def __iter__(self):
        paper = Unpacker(self._source, self._size)
        paper.place = self._place
        images = iter(self._image_lines)
        for _ in range(self._count):
            flags = paper.byte()
            line = _corrected_line(paper) if flags & _CORRECTED else next(images)
            if flags & _NAME:
                line.name = paper.string()
            if flags & _VAT:
                line.vat = paper.number()
            if flags & _DISCOUNT:
                line.discount_rate = paper.number()
            if flags & _SURCHARGE:
                line.surcharge_rate = paper.number()
            if flags & _SUMS:
                line.total, line.discount, line.surcharge = [paper.number() for _ in range(3)]
            if not flags & _CORRECTED:
                line.price = paper.number()
            yield line


def _corrected_line(paper):
    name = paper.string()
    price, quantity, total, section = [paper.number() for _ in range(4)]
    line = d.Line(name, price, quantity, total)
    line.section = section
    line.gtin = paper.string()
    line.gtin_kind, line.discount, line.surcharge = [paper.number() for _ in range(3)]
    line.mark = paper.blob()
    line.uks = paper.blob()
    line.corrected = True
    return line


def merge(document: d.Document, source, size: int) -> d.Document:
    """Completes a document decoded from its image with its paper section."""
    paper = Unpacker(source, size)
    check_version(paper)
    get_effect(paper)
    document.cashier = paper.string() or document.cashier
    document.discount, document.discount_rate, document.surcharge, document.surcharge_rate = [
        paper.number() for _ in range(4)
    ]
    document.tenders = [_tender(paper) for _ in range(paper.number())]
    document.change = paper.number()
    document.change_currency = paper.string()
    if document.change_currency:
        document.change_amount, document.change_rate, document.change_units = [
            paper.number() for _ in range(3)
        ]
    if document.kind == d.REFUND:
        document.voided = paper.number()
    count = paper.number()
    document.lines = StoredLines(document.lines, source, size, paper.place, count)
    if document.kind == d.VOID:  # its image has the sum alone
        paid = [0, 0, 0]
        for tender in document.tenders:
            paid[tender.kind] += tender.sum
        document.cashless, document.other = paid[d.CARD] + paid[d.OTHER], paid[d.OTHER]
        document.cash = document.total - document.cashless
    if document.kind == d.REFUND:  # a sale's image has it
        document.subtotal = sum(line.net() for line in document.sold())
    return document


def _tender(paper):
    kind = paper.byte()
    tender = d.Tender(kind, paper.number(), paper.string())
    tender.currency = paper.string()
    if tender.currency:
        tender.amount, tender.rate, tender.units = [paper.number() for _ in range(3)]
    return tender
