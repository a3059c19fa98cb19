"""Bytes of a document -> its fields, by the tables of `skno_tables`.

The groups of lines and currencies are walked here: table 1 counts its lines, tables 5 and 6 end
where only their last fields are left, table 7 counts its currencies, and the flags of marking and
of additional information say which parts follow. Whatever does not come out exactly is refused.
"""

from collections.abc import Callable

from tools.bench.models.skno_fields import CODECS, DocumentError
from tools.bench.models.skno_tables import (
    CASH_TAIL,
    HEAD,
    KINDS,
    MARK,
    MAX_CURRENCIES,
    MAX_FLAG,
    PAYOUT_TAIL,
    REFUND_LINE,
    REFUND_TAIL,
    SALE_LINE,
    SALE_TAIL,
    UKS,
    VOID_LINE,
    VOID_TAIL,
    Z_CURRENCY,
    Z_HEAD,
    Z_ORDERS,
    Z_THIRD,
    Document,
    Row,
)

_SECTION: Row = (("section", CODECS["u8"]),)
_COUNT: Row = (("count", CODECS["u16"]),)
_MARKING: Row = (("marking", CODECS["u8"]),)
_VOIDED: Row = (("voided", CODECS["u32"]),)
_CURRENCIES: Row = (("count", CODECS["u8"]),)


def _size(row: Row) -> int:
    return sum(field.size for _, field in row)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    @property
    def left(self) -> int:
        return len(self.data) - self.at

    def row(self, row: Row, where: str = "") -> Document:
        out: Document = {}
        for name, field in row:
            raw = self.data[self.at:self.at + field.size]
            if len(raw) < field.size:
                raise DocumentError(f"{where}{name}: the document ends at byte {len(self.data)}")
            try:
                value = field.read(raw)
            except DocumentError as error:
                raise DocumentError(f"{where}{name}: {error}") from None
            self.at += field.size
            if name == "gtin":
                out["gtin_kind"], out["gtin"] = value
            elif name != "reserve":
                out[name] = value
        return out

    def goods(self, first: Row, last: Row, where: str) -> Document:
        """A line: fields before the flag of marking, the flag, the codes, the rest."""
        line = self.row(first + _MARKING, where)
        if line["marking"] > MAX_FLAG:
            raise DocumentError(f"{where}marking: reserved value {line['marking']}")
        for bit, row in ((1, MARK), (2, UKS)):
            if line["marking"] & bit:
                line.update(self.row(row, where))
        line.update(self.row(last, where))
        return line


def _sale(reader: _Reader) -> Document:
    count = reader.row(_COUNT)["count"]
    lines = [reader.goods(_SECTION, SALE_LINE, f"line {i + 1} ") for i in range(count)]
    return {"lines": lines, **reader.row(SALE_TAIL)}


def _refund(reader: _Reader) -> Document:
    lines: list[Document] = []
    while reader.left > _size(REFUND_TAIL):
        lines.append(reader.goods(_SECTION, REFUND_LINE, f"line {len(lines) + 1} "))
    return {"lines": lines, **reader.row(REFUND_TAIL)}


def _void(reader: _Reader) -> Document:
    out = reader.row(_VOIDED)
    lines: list[Document] = []
    while reader.left > _size(VOID_TAIL):
        lines.append(reader.goods((), VOID_LINE, f"line {len(lines) + 1} "))
    return {**out, "lines": lines, **reader.row(VOID_TAIL)}


def _z_report(reader: _Reader) -> Document:
    count = reader.row(_CURRENCIES)["count"]
    if count > MAX_CURRENCIES:
        raise DocumentError(f"{count} currencies")
    blocks = []
    for index in range(count):
        where = f"currency {index + 1} "
        block = reader.row(Z_CURRENCY, where)
        if block["extra"] > MAX_FLAG:
            raise DocumentError(f"{where}extra: reserved value {block['extra']}")
        for bit, row in ((1, Z_ORDERS), (2, Z_THIRD)):
            if block["extra"] & bit:
                block.update(reader.row(row, where))
        blocks.append(block)
    return {"currencies": blocks}


BODIES: dict[str, tuple[Row, Callable[[_Reader], Document]]] = {
    "sale": (HEAD, _sale), "refund": (HEAD, _refund), "void": (HEAD, _void),
    "deposit": (HEAD, lambda reader: reader.row(CASH_TAIL)),
    "withdrawal": (HEAD, lambda reader: reader.row(CASH_TAIL)),
    "card_payout": (HEAD, lambda reader: reader.row(PAYOUT_TAIL)),
    "z_report": (Z_HEAD, _z_report),
}


def decode(data: bytes) -> Document:
    """A whole document. DocumentError names the field; no byte may be left over."""
    kind = KINDS.get(data[0]) if data else None
    if kind is None:
        raise DocumentError(f"type {data[0] if data else 'missing'}")
    head, body = BODIES[kind]
    reader = _Reader(data)
    out = {"kind": kind, **reader.row(head), **body(reader)}
    if reader.left:
        raise DocumentError(f"{reader.left} bytes behind the document's end")
    return out
