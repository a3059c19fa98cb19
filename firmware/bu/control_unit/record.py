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

from bu.fiscal import counters, cp1251, dates
from bu.fiscal import document as d
from bu.fiscal.report import Report

_VERSION = const(1)
_PIECE = const(48)
_NAME_SIZE = const(50)
_CASHIER_SIZE = const(20)

_CORRECTED = const(1)
_NAME = const(2)
_VAT = const(4)
_DISCOUNT = const(8)
_SURCHARGE = const(16)
_SUMS = const(32)


class Packer:
    """Builds a content of the journal (see `storage.journal`) in pieces of a few dozen bytes."""

    def __init__(self):
        self._out = bytearray()
        self._pieces = [self._out]
        self._size = 0

    def byte(self, value: int) -> None:
        """One byte, 0-255."""
        if len(self._out) >= _PIECE:
            self._size += len(self._out)
            self._out = bytearray()
            self._pieces.append(self._out)
        self._out.append(value)

    def number(self, value: int) -> None:
        """A non-negative integer of any size."""
        while value > 0x7F:
            self.byte(value & 0x7F | 0x80)
            value >>= 7
        self.byte(value)

    def signed(self, value: int) -> None:
        """An integer of either sign."""
        self.number(2 * value if value >= 0 else -2 * value - 1)

    def blob(self, data: bytes) -> None:
        """Raw bytes behind their number."""
        self.number(len(data))
        self.raw(data)

    def string(self, text: str) -> None:
        """A string as UTF-8."""
        self.blob(text.encode())

    def raw(self, data: bytes) -> None:
        """Bytes of a length that the reader knows."""
        at = 0
        while at < len(data):
            if len(self._out) >= _PIECE:
                self._size += len(self._out)
                self._out = bytearray()
                self._pieces.append(self._out)
            piece = data[at : at + _PIECE - len(self._out)]
            self._out.extend(piece)
            at += len(piece)

    def take(self) -> tuple:
        """(size, pieces) of what was built; no function of this module, which may go now."""
        return self._size + len(self._out), self._pieces.copy


def _whole(text: str, size: int) -> bool:
    """True when `size` bytes of cp1251 hold `text` without loss."""
    if len(text) > size or text != text.rstrip():
        return False
    return cp1251.encode(text).count(b"?") == text.count("?")


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


def pack(document: d.Document, effect: list) -> tuple:
    """The paper section of `document`, with what it adds to the counters."""
    out = Packer()
    out.byte(_VERSION)
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


def pack_opening(cashier: str) -> tuple:
    """The paper section of a shift opening: version, cashier."""
    out = Packer()
    out.byte(_VERSION)
    out.string(cashier)
    return out.take()


def pack_report(report: Report) -> tuple:
    """The paper section of a Z-report: what табл. 7 has not.

    version byte, opened (6 bytes), base currency (3 letters), cashier (string), rates (number of
    them; each: 3 letters, rate, units), counters (blob of `Counters.pieces`).
    """
    out = Packer()
    out.byte(_VERSION)
    out.raw(dates.pack(report.opened))
    out.raw(report.base.encode())
    out.string(report.cashier)
    out.number(len(report.rates))
    for currency, rate, units in report.rates:
        out.raw(currency.encode())
        out.number(rate)
        out.number(units)
    out.number(report.counters.size())
    for piece in report.counters.pieces():
        out.raw(piece)
    return out.take()


def pack_cancelled(cashier: str, currency: str, amount: int) -> tuple:
    """The paper section of a cancelled receipt: version, effect, currency, sum, cashier."""
    out = Packer()
    out.byte(_VERSION)
    put_effect(out, counters.cancel_effect(currency, amount))
    out.raw(currency.encode())
    out.number(amount)
    out.string(cashier)
    return out.take()
