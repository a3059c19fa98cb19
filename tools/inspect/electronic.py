"""Electronic documents (прил. 2 табл. 1-7): bytes -> fields of a `Document`.

A table is text: name, type and width of each field; `?` and a mask behind the name where the
field stands only with such a bit in the `flags` field before it.

    u unsigned   s kopecks   n kopecks, sent negative   t cp1251
    r raw        g GTIN      d date                     z zeros
"""

from typing import Any

from .model import Document, Line, ZReport, moment

Values = dict[str, Any]


class ImageError(Exception):
    """Bytes that are no document; the text says what."""


def _table(text: str) -> list[tuple[str, str, int, int]]:
    """(name, type, width, mask)."""
    out = []
    for word in text.split():
        name, code = word.split(":")
        name, _, mask = name.partition("?")
        out.append((name, code[0], int(code[1:]), int(mask or 0)))
    return out


_HEAD = _table("kind:u1 skko:u4 cashier:t20 number:u4 time:d6 currency:t3")
_CODES = "flags:u1 mark?1:r256 uks?2:r64 "
_GOODS = f"section:u1 {_CODES} gtin:g7 name:t50 quantity:u3 "
_SALE_LINE = _table(_GOODS + "total:s6 discount:n6 surcharge:s6")
_REFUND_LINE = _table(_GOODS + "unit:s6")
_VOID_LINE = _table(_CODES + "name:t50")
_SALE_TAIL = _table(
    "third_party:u4 subtotal:s6 discount:n6 surcharge:s6 total:s6 cashless:s6 cash:s6 other:s6 "
    "reserve:z30"
)
_CASH_TAIL = _table("total:s6 reserve:z12")
_PAYOUT_TAIL = _table("total:n6 reserve:z12")
_REFUND_TAIL = _table("total:s6 cash:s6 cashless:s6 other:s6")
_Z_HEAD = _table(
    "kind:u1 unp:u4 skko:u4 opened:d6 time:d6 number:u2 payment_documents:u2 "
    "first_payment_document:u4 last_payment_document:u4 count:u1"
)
_Z_CURRENCY = _table(
    "currency:t3 sales_n:u2 sales_sum:s6 cashless:s6 cash:s6 refunds_n:u2 refunds_sum:s6 "
    "deposits_n:u2 deposits_sum:s6 withdrawals_n:u2 withdrawals_sum:s6 payouts_n:u2 "
    "payouts_sum:s6 cancels_n:u2 cancels_sum:s6 voids_n:u2 voids_sum:s6 corrections_n:u2 "
    "corrections_sum:s6 mark_sold_n:u3 mark_sold_sum:s6 uks_sold_n:u3 uks_sold_sum:s6 "
    "mark_refunded_n:u3 uks_refunded_n:u3 mark_voided_n:u2 uks_voided_n:u2 flags:u1 "
    "orders_n?1:u3 orders_sum?1:s6 orders_cancelled_n?1:u3 orders_cancelled_sum?1:s6 "
    "orders_closed_n?1:u3 orders_closed_sum?1:s6 orders_corrected_n?1:u3 "
    "orders_corrected_sum?1:s6 orders_moved_n?1:u3 orders_moved_sum?1:s6 "
    "third_n?2:u2 third_sum?2:s6 third_voided_n?2:u2 third_voided_sum?2:s6"
)
_COUNT = _table("count:u2")
_VOIDED = _table("voided:u4")


def _sum(raw: bytes) -> int:
    if raw[5] > 99:
        raise ImageError(f"{raw[5]} копеек")
    value = (int.from_bytes(raw[:5], "big") & 0x7FFFFFFFFF) * 100 + raw[5]
    return -value if raw[0] & 0x80 else value


def _text(raw: bytes) -> str:
    return raw.decode("cp1251", "replace").rstrip(" ")


def _gtin(raw: bytes) -> str:
    digits = raw.hex()[1:]
    if not digits.isdecimal():
        raise ImageError(f"GTIN {digits}")
    return digits if digits.strip("0") else ""


def _time(raw: bytes) -> str:
    month, day, year, *clock = raw
    return moment(2000 + year, month, day, *clock)


def _zeros(raw: bytes) -> None:
    if any(raw):
        raise ImageError("резерв не ноль")


_READERS = {
    "u": lambda raw: int.from_bytes(raw, "big"),
    "s": _sum,
    "n": lambda raw: -_sum(raw),
    "t": _text,
    "r": lambda raw: raw.rstrip(b"\0").decode("latin-1"),
    "g": _gtin,
    "d": _time,
    "z": _zeros,
}


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def row(self, table: list[tuple[str, str, int, int]]) -> Values:
        """The next record of a table; ImageError where it does not fit."""
        out: Values = {}
        for name, code, width, mask in table:
            if mask and not mask & out["flags"]:
                continue
            raw = self._data[self._at : self._at + width]
            if len(raw) < width:
                raise ImageError(f"обрывается на поле {name}")
            self._at += width
            try:
                out[name] = _READERS[code](raw)
            except ImageError as error:
                raise ImageError(f"{name}: {error}") from None
            if name == "flags" and out[name] > 3:
                raise ImageError(f"{name}: {out[name]}")
        return out


def _size(table: list[tuple[str, str, int, int]]) -> int:
    return sum(width for _, _, width, _ in table)


def _line(values: Values) -> Line:
    unit = values.pop("unit", 0)
    known = {name: value for name, value in values.items() if name != "flags"}
    return Line(price=unit, **known)


def _sale(reader: _Reader) -> Values:
    count = reader.row(_COUNT)["count"]
    lines = [_line(reader.row(_SALE_LINE)) for _ in range(count)]
    return {"lines": lines, **reader.row(_SALE_TAIL)}


def _lines_before(
    reader: _Reader, table: list[tuple[str, str, int, int]], tail: list[tuple[str, str, int, int]]
) -> Values:
    lines = []
    while reader.left > _size(tail):
        lines.append(_line(reader.row(table)))
    return {"lines": lines, **reader.row(tail)}


def _void(reader: _Reader) -> Values:
    return {**reader.row(_VOIDED), **_lines_before(reader, _VOID_LINE, _CASH_TAIL)}


_BODIES = {
    10: _sale,
    11: lambda reader: reader.row(_CASH_TAIL),
    12: lambda reader: reader.row(_CASH_TAIL),
    13: lambda reader: _lines_before(reader, _REFUND_LINE, _REFUND_TAIL),
    14: _void,
    16: lambda reader: reader.row(_PAYOUT_TAIL),
}


def decode(data: bytes) -> Values:
    """Fields of a document under the names of `model.Document`, `kind` as the type byte.

    A Z-report has `z`. ImageError for anything else, and for bytes left over.
    """
    kind = data[0] if data else None
    reader = _Reader(data)
    if kind == 15:
        values = _report(reader)
    elif kind in _BODIES:
        values = {**reader.row(_HEAD), **_BODIES[kind](reader)}
    else:
        raise ImageError("нет вида документа" if kind is None else f"вид документа {kind}")
    if reader.left:
        raise ImageError(f"лишних байт: {reader.left}")
    values.pop("reserve", None)
    values.pop("count", None)
    return values


def _report(reader: _Reader) -> Values:
    values = reader.row(_Z_HEAD)
    z = ZReport()
    for name in (
        "opened", "unp", "payment_documents", "first_payment_document", "last_payment_document",
    ):  # fmt: skip
        setattr(z, name, values.pop(name))
    for _ in range(values["count"]):
        block = reader.row(_Z_CURRENCY)
        del block["flags"]
        currency = block.pop("currency")
        z.base = z.base or currency
        if currency in z.currencies:
            raise ImageError(f"валюта {currency} дважды")
        z.currencies[currency] = block
    return {**values, "z": z}


def fill(document: Document, values: Values) -> None:
    """Puts what an image says into a document; number, kind and time stay the entry's."""
    for name, value in values.items():
        if name not in ("kind", "number", "time"):
            setattr(document, name, value)
