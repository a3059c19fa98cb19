"""Electronic documents (регл. 67, 68, прил. 2 табл. 1-7): domain objects to bytes.

    image = head, a record for each line (a Z-report: for each currency), tail

`encode` streams; `document_reader.decode` reads lines only when they are asked for: neither holds
an image in RAM. Corrected lines are not in the image, nor are unmarked lines of a VOID. The image
cuts names at 50 characters and does not hold prices, VAT, tenders or change; the journal keeps
those beside it.
"""

from micropython import const

from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.skno import fields
from bu.skno.field_writer import Writer
from bu.skno.tables import BIT_ORDERS, BIT_THIRD, ORDERS, identification_table, layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_DOCUMENT = const(20 * 1024)

# What a line table asks for and a Line has under no such name.
_LINE_VALUES = {
    "marking": lambda line: line.marking(),
    "gtin": lambda line: (line.gtin_kind, line.gtin),
    "unit": lambda line: money.unit_price(line.net(), line.quantity),
}


# The kind that was asked for last, and its tables.
_latest: tuple = (0, ())


def _layout(kind):
    """`tables.layout`, which is made of words, once for all that is done with a document."""
    global _latest
    if _latest[0] != kind:
        _latest = kind, layout(kind)
    return _latest[1]


def lines_size(kind: int, lines) -> int:
    """Bytes of a document of `kind` with these lines, whatever they come to.

    Refusal("counter_overflow") where the price of a refunded unit does not fit its field.
    """
    head, table, tail = _layout(kind)
    total = fields.size(head) + fields.size(tail)
    for line in lines:
        if not _in_image(kind, line):
            continue
        if kind == d.REFUND and money.unit_price(line.net(), line.quantity) > money.MAX_SUM:
            raise Refusal("counter_overflow", line.name)
        total += fields.size(table, line.marking())
    return total


def size(document: "Any") -> int:
    """Bytes of the image of a Document or Report (регл. 67).

    Refusal("receipt_large") above MAX_DOCUMENT.
    """
    if document.kind == d.Z_REPORT:
        head, table, _ = _layout(d.Z_REPORT)
        total = fields.size(head)
        for currency in document.currencies():
            total += fields.size(table, _additional(document, currency))
    else:
        total = lines_size(document.kind, document.lines)
    if total > MAX_DOCUMENT:
        raise Refusal("receipt_large", str(total))
    return total


def encode(document: "Any", skko_number: int, unp: int):
    """The image of a Document or Report in pieces, each valid until the next.

    ValueError, with the field's name, for a value that its field cannot hold.
    """
    writer = Writer()
    context = {"skko": skko_number, "unp": unp}
    if document.kind == d.Z_REPORT:
        yield from _put_report(writer, document, context)
    else:
        yield from _put_document(writer, document, context)
    yield writer.rest()


def identification(serial: str, model: str, unp: int) -> bytes:
    """The data of AAh (прил. 2 табл. 13)."""
    writer = Writer()
    values = {"serial": serial, "model": model, "unp": unp}
    for _ in writer.put(identification_table(), values.get):
        pass  # it is one piece
    return bytes(writer.rest())


def _in_image(kind, line):
    return not line.corrected and (kind != d.VOID or line.marking() != 0)


def _put_document(writer, document, context):
    head, table, tail = _layout(document.kind)
    if table[0]:
        context["count"] = sum(1 for line in document.lines if _in_image(document.kind, line))

    def value_of(name):
        return context[name] if name in context else getattr(document, name)

    yield from writer.put(head, value_of)
    if table[0]:
        for line in document.lines:
            if _in_image(document.kind, line):
                yield from writer.put(table, _values_of(line))
    yield from writer.put(tail, value_of)


def _values_of(line):
    def value_of(name):
        made = _LINE_VALUES.get(name)
        return made(line) if made else getattr(line, name)

    return value_of


def _additional(report, currency):
    """Field 38: what the Z-report has besides, in this currency."""
    counters = report.counters
    flags = BIT_ORDERS if currency in getattr(report, "orders", ()) else 0
    if counters.get(currency, "third_n") or counters.get(currency, "third_voided_n"):
        flags |= BIT_THIRD
    return flags


def _put_report(writer, report, context):
    head, table, _ = _layout(d.Z_REPORT)
    currencies = report.currencies()
    counters = report.counters
    context["kind"] = d.Z_REPORT
    context["count"] = len(currencies)
    for name in ("opened", "formed", "number"):
        context[name] = getattr(report, name)
    for name in ("payment_documents", "first_payment", "last_payment"):
        context[name] = getattr(counters, name)
    yield from writer.put(head, lambda name: context[name])
    for currency in currencies:
        yield from writer.put(table, _currency_values(report, currency))


def _currency_values(report, currency):
    values = {"currency": currency, "additional": _additional(report, currency)}
    if values["additional"] & BIT_ORDERS:
        values.update(zip(ORDERS.split(), report.orders[currency]))

    def value_of(name):
        return values[name] if name in values else report.counters.get(currency, name)

    return value_of
