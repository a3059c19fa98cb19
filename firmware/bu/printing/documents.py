"""The six numbered cash documents on paper (регл. 15.1-15.6, прил. 1 раздел I), and their copies.

`_PARTS` is the order in which the regulation gives the information of each; a copy is the same
document with «Копия документа» before its operations (регл. 21). Free text stands before the
seller's data and after the УИ of a payment document, nowhere else (регл. 16, 24).
"""

from bu.fiscal import document as d
from bu.printing import items, parts, unit, words  # noqa: F401

_PARTS = {
    d.SALE: (
        parts.title, parts.number, parts.copy, parts.rule,
        parts.operations, parts.rule,
        parts.subtotal, parts.vat_totals, parts.total, parts.adjusted,
        parts.tenders, parts.change, parts.exchange, parts.rule,
        parts.cashier, parts.time, parts.uid,
    ),
    d.REFUND: (
        parts.not_payment, parts.title, parts.number, parts.copy, parts.rule,
        parts.operations, parts.rule,
        parts.subtotal, parts.total, parts.currency, parts.exchange, parts.tenders, parts.rule,
        parts.time, parts.cashier, parts.uid,
    ),
    d.VOID: (
        parts.not_payment, parts.title, parts.number, parts.copy, parts.rule,
        parts.voided, parts.total, parts.ways, parts.currency, parts.exchange, parts.rule,
        parts.cashier, parts.time, parts.uid,
    ),
    d.DEPOSIT: (
        parts.not_payment, parts.title, parts.number, parts.copy, parts.rule,
        parts.total, parts.currency, parts.rule,
        parts.cashier, parts.time, parts.uid,
    ),
}  # fmt: skip
_PARTS[d.WITHDRAWAL] = _PARTS[d.CARD_PAYOUT] = _PARTS[d.DEPOSIT]


def lay_out(info: unit.UnitInfo, document: d.Document, copy: bool = False):
    """Items of a registered document of any kind; `copy` makes it a copy with the same УИ."""
    if info.feed:
        yield items.FEED, info.feed
    if document.kind == d.SALE:
        yield from unit.free_text(info, info.top)
    yield from unit.head(info)
    sheet = parts.Sheet(info, document, copy)
    for part in _PARTS[document.kind]:
        yield from part(sheet)
    if document.kind == d.SALE:
        yield from unit.free_text(info, info.bottom)
    yield items.CUT, None
