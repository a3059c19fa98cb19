"""The paper section of a journal record: what the electronic image does not say.

The journal keeps two sections of a document: the image, byte for byte as the СКНО gets it
(прил. 2), and this one. Together they are enough for a reprint, a copy and a refund by number.
Numbers, strings and signed numbers are packed as `packing` says.

    version      byte, 1
    effect       number of currencies; each: 3 letters, number of entries, each: place in
                 counters.FIELDS (byte), amount (signed): what the fold adds at the commit
    cashier      string, empty where the image has it whole
    whole        discount, its rate, surcharge, its rate: numbers
    tenders      number of them; each: kind (byte), sum, name, currency (empty: the document's);
                 with a currency: amount, rate, units
    change       sum, currency (string); with a currency: amount in it, rate, units
    sale         of a refund: number of the sale that it was filled from, 0: none
    lines        number of them; each: flags (byte), then what the flags say, in this order

    flag 01h corrected   the line is not in the image: name, price, quantity, total, section, GTIN,
                         GTIN kind, discount, surcharge, mark, uks
    flag 02h name        the whole name (the image has 50 characters of cp1251)
    flag 04h VAT         rate
    flag 08h discount    rate
    flag 10h surcharge   rate
    flag 20h sums        total, discount, surcharge (the image of a refund has none)
    always               price (a corrected line has it above)
"""

from micropython import const

from bu.control_unit.packing import Packer, Unpacker
from bu.fiscal import cp1251
from bu.fiscal import document as d

VERSION = const(1)
_NAME_SIZE = const(50)
_CASHIER_SIZE = const(20)

_CORRECTED = const(1)
_NAME = const(2)
_VAT = const(4)
_DISCOUNT = const(8)
_SURCHARGE = const(16)
_SUMS = const(32)


def _whole(text: str, size: int) -> bool:
    """True when `size` bytes of cp1251 hold `text` without loss."""
    if len(text) > size or text != text.rstrip():
        return False
    return cp1251.decode(cp1251.encode(text)) == text


def put_effect(out: Packer, effect: list) -> None:
    """Writes an effect of `counters`, grouped by currency."""
    currencies = []
    for currency, _, _ in effect:
        if currency not in currencies:
            currencies.append(currency)
    out.number(len(currencies))
    for currency in currencies:
        entries = [entry for entry in effect if entry[0] == currency]
        out.raw(currency.encode())
        out.number(len(entries))
        for _, place, amount in entries:
            out.byte(place)
            out.signed(amount)


def get_effect(source: Unpacker) -> list:
    """Reads what `put_effect` wrote."""
    effect = []
    for _ in range(source.number()):
        currency = str(source.raw(3), "ascii")
        for _ in range(source.number()):
            place = source.byte()
            effect.append((currency, place, source.signed()))
    return effect


def pack(document: d.Document, effect: list) -> bytes:
    """The paper section of `document`, with what it adds to the counters."""
    out = Packer()
    out.byte(VERSION)
    put_effect(out, effect)
    out.string("" if _whole(document.cashier, _CASHIER_SIZE) else document.cashier)
    for value in (
        document.discount, document.discount_rate, document.surcharge, document.surcharge_rate,
    ):  # fmt: skip
        out.number(value)
    out.number(len(document.tenders))
    for tender in document.tenders:
        out.byte(tender.kind)
        out.number(tender.sum)
        out.string(tender.name)
        out.string(tender.currency)
        if tender.currency:
            out.number(tender.amount)
            out.number(tender.rate)
            out.number(tender.units)
    out.number(document.change)
    out.string(document.change_currency)
    if document.change_currency:
        for value in (document.change_amount, document.change_rate, document.change_units):
            out.number(value)
    if document.kind == d.REFUND:
        out.number(document.voided)
    out.number(len(document.lines))
    for line in document.lines:
        _put_line(out, line, document.kind)
    return out.take()


def _put_line(out, line, kind):
    flags = _CORRECTED if line.corrected else 0
    if not line.corrected:
        flags |= 0 if _whole(line.name, _NAME_SIZE) else _NAME
        flags |= _SUMS if kind == d.REFUND else 0
    flags |= _VAT if line.vat != d.NO_VAT else 0
    flags |= _DISCOUNT if line.discount_rate else 0
    flags |= _SURCHARGE if line.surcharge_rate else 0
    out.byte(flags)
    if flags & _CORRECTED:
        out.string(line.name)
        for value in (line.price, line.quantity, line.total, line.section):
            out.number(value)
        out.string(line.gtin)
        for value in (line.gtin_kind, line.discount, line.surcharge):
            out.number(value)
        out.blob(line.mark)
        out.blob(line.uks)
    if flags & _NAME:
        out.string(line.name)
    if flags & _VAT:
        out.number(line.vat)
    if flags & _DISCOUNT:
        out.number(line.discount_rate)
    if flags & _SURCHARGE:
        out.number(line.surcharge_rate)
    if flags & _SUMS:
        for value in (line.total, line.discount, line.surcharge):
            out.number(value)
    if not flags & _CORRECTED:
        out.number(line.price)


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


def effect_of(source, size: int) -> list:
    """The effect in a paper section, without reading the rest."""
    paper = Unpacker(source, size)
    check_version(paper)
    return get_effect(paper)


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
    if document.kind in (d.SALE, d.REFUND):
        document.subtotal = sum(line.net() for line in document.sold())
    return document


def _tender(paper):
    kind = paper.byte()
    tender = d.Tender(kind, paper.number(), paper.string())
    tender.currency = paper.string()
    if tender.currency:
        tender.amount, tender.rate, tender.units = [paper.number() for _ in range(3)]
    return tender


def check_version(paper) -> None:
    """ValueError for a paper section that this firmware does not know."""
    version = paper.byte()
    if version != VERSION:
        raise ValueError("paper section of version %d" % version)
