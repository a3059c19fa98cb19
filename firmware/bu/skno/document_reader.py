"""Electronic documents read back: the decoding half of `documents`. Imported when asked."""

from bu.fiscal import document as d
from bu.fiscal import money
from bu.skno import fields
from bu.skno.field_reader import Reader
from bu.skno.tables import BIT_ORDERS, KINDS, ORDERS, layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bu.fiscal.report import Report


class ImageLines:
    """The lines of an image: a length, and lines that are decoded while one iterates."""

    def __init__(self, source: "Any", table: tuple, start: int, end: int):
        self._source = source
        self._start = start
        self._table = table
        self._count = 0
        reader = Reader(source)
        at = start
        while at < end:
            at += fields.size(self._table, reader.flags(self._table, at))
            self._count += 1
        if at != end:
            raise ValueError("lines")

    def __len__(self) -> int:
        return self._count

    def __iter__(self):
        reader = Reader(self._source)
        at = self._start
        for _ in range(self._count):
            values, at = reader.get(self._table, at)
            yield _line(values)


def _line(values):
    quantity = values.get("quantity", money.ONE)
    price = values.get("unit", 0)
    line = d.Line(values["name"], price, quantity, values.get("total", 0))
    if "unit" in values:
        line.total = money.line_total(price, quantity)
    line.gtin_kind, line.gtin = values.get("gtin", (d.GTIN_NONE, ""))
    for name in ("section", "mark", "uks", "discount", "surcharge"):
        if name in values:
            setattr(line, name, values[name])
    return line


def decode(source: "Any", size: int) -> "d.Document | Report":
    """The Document or Report of an image of `size` bytes at `source` (`readinto(offset, view)`).

    A sale's lines have no price, a refund's have the price paid for one unit and a total computed
    from it, a VOID's have name, mark and uks. ValueError for bytes that are no image.
    """
    reader = Reader(source)
    first = bytearray(1)
    if size:
        source.readinto(0, memoryview(first))
    kind = first[0]
    if kind not in KINDS:
        raise ValueError("kind")
    head, table, tail = layout(kind)
    if size < fields.size(head) + fields.size(tail):
        raise ValueError("size")
    values, start = reader.get(head, 0)
    if kind == d.Z_REPORT:
        return _report(reader, table, values, start, size)
    end = size - fields.size(tail)
    values.update(reader.get(tail, end)[0])
    document = d.Document(kind, values["currency"], values["cashier"])
    for name in values:
        if hasattr(document, name):
            setattr(document, name, values[name])
    if table[0]:
        document.lines = ImageLines(source, table, start, end)  # type: ignore[assignment]
    elif start != end:
        raise ValueError("size")
    if "count" in values and values["count"] != len(document.lines):
        raise ValueError("lines")
    return document


def _report(reader, table, values, at, size):
    from bu.fiscal.counters import FIELDS, Counters
    from bu.fiscal.report import Report

    counters = Counters()
    for name in ("payment_documents", "first_payment", "last_payment"):
        setattr(counters, name, values[name])
    orders = {}
    base = ""
    for _ in range(values["count"]):
        record, at = reader.get(table, at)
        currency = record["currency"]
        base = base or currency
        counters.currencies[currency] = [record.get(name, 0) for name in FIELDS]
        if record["additional"] & BIT_ORDERS:
            orders[currency] = [record[name] for name in ORDERS.split()]
    if at != size:
        raise ValueError("currencies")
    report = Report(values["number"], values["opened"], values["formed"], counters, base)
    if orders:
        report.orders = orders  # type: ignore[attr-defined]
    return report
