"""The paper section of a journal entry, and the counters of a checkpoint (docs/storage.md).

What the electronic document does not say: whole names, prices, VAT, payments, change, corrected
lines, and what the register added to its counters.
"""

import struct

from .model import Document, Line, Tender, ZReport, moment_of

VERSION = 1
# Order of the counters in an effect and in a checkpoint.
COUNTERS = (
    "sales_n", "sales_sum", "cashless", "cash", "other", "refunds_n", "refunds_sum", "deposits_n",
    "deposits_sum", "withdrawals_n", "withdrawals_sum", "payouts_n", "payouts_sum", "cancels_n",
    "cancels_sum", "voids_n", "voids_sum", "corrections_n", "corrections_sum", "mark_sold_n",
    "mark_sold_sum", "uks_sold_n", "uks_sold_sum", "mark_refunded_n", "uks_refunded_n",
    "mark_voided_n", "uks_voided_n", "third_n", "third_sum", "third_voided_n", "third_voided_sum",
    "drawer", "turnover", "exchange_n",
)  # fmt: skip
_TENDERS = ("cash", "card", "other")
_CORRECTED, _NAME, _VAT, _DISCOUNT, _SURCHARGE, _SUMS = 1, 2, 4, 8, 16, 32
_NUMBER_BYTES = 10


class PaperError(Exception):
    """A section that is none; the text says what."""


class _Packed:
    """Numbers of 7 bits a byte, strings behind their length."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def raw(self, count: int) -> bytes:
        piece = self._data[self._at : self._at + count]
        if len(piece) < count:
            raise PaperError("обрывается")
        self._at += count
        return piece

    def byte(self) -> int:
        return self.raw(1)[0]

    def number(self) -> int:
        value = 0
        for shift in range(0, 7 * _NUMBER_BYTES, 7):
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise PaperError("слишком длинное число")

    def signed(self) -> int:
        value = self.number()
        return -(value + 1) // 2 if value & 1 else value // 2

    def blob(self) -> bytes:
        return self.raw(self.number())

    def text(self) -> str:
        return self.blob().decode("utf-8", "replace")

    def code(self) -> str:
        return self.raw(3).decode("ascii", "replace")

    def version(self) -> None:
        found = self.byte()
        if found != VERSION:
            raise PaperError(f"версия {found}, инспектор знает {VERSION}")

    def end(self) -> None:
        left = len(self._data) - self._at
        if left:
            raise PaperError(f"лишних байт: {left}")


def _effect(packed: _Packed) -> list[tuple[str, str, int]]:
    out = []
    for _ in range(packed.number()):
        currency = packed.code()
        for _ in range(packed.number()):
            place = packed.byte()
            if place >= len(COUNTERS):
                raise PaperError(f"счётчик {place}")
            out.append((currency, COUNTERS[place], packed.signed()))
    return out


def opening(document: Document, data: bytes) -> None:
    """Of a shift opening: who opened it."""
    packed = _Packed(data)
    packed.version()
    document.cashier = packed.text()
    packed.end()


def cancel(document: Document, data: bytes) -> None:
    """Of a cancelled receipt."""
    packed = _Packed(data)
    packed.version()
    document.effect = _effect(packed)
    document.currency = packed.code()
    document.total = packed.number()
    document.cashier = packed.text()
    packed.end()


def z_report(document: Document, data: bytes) -> None:
    """Of a Z-report: cashier, base currency, all counters."""
    packed = _Packed(data)
    packed.version()
    z = document.z = document.z or ZReport()
    opened = moment_of(packed.raw(6))
    base = packed.code()
    if z.opened and (opened, base) != (z.opened, z.base):
        raise PaperError("открытие смены или базовая валюта не те, что в электронном документе")
    z.opened, z.base = opened, base
    document.cashier = packed.text()
    for _ in range(packed.number()):
        packed.code()
        packed.number()
        packed.number()
    blob = packed.blob()
    packed.end()
    z.counters, heads = counters(blob)
    z.documents = heads[0]


def counters(data: bytes) -> tuple[dict[str, dict[str, int]], tuple[int, int, int, int]]:
    """Counters by currency, and documents, payment documents, first and last of these."""
    if len(data) < 18:
        raise PaperError("счётчики обрываются")
    fields, currencies, *heads = struct.unpack_from(">BBIIII", data)
    if fields > len(COUNTERS) or len(data) != 18 + currencies * (3 + 7 * fields):
        raise PaperError(f"счётчики: {fields} полей, {currencies} валют, {len(data)} байт")
    out: dict[str, dict[str, int]] = {}
    at = 18
    for _ in range(currencies):
        currency = data[at : at + 3].decode("ascii", "replace")
        at += 3
        out[currency] = {}
        for name in COUNTERS[:fields]:
            out[currency][name] = int.from_bytes(data[at : at + 7], "big", signed=True)
            at += 7
    return out, (heads[0], heads[1], heads[2], heads[3])


def document(entry: Document, data: bytes) -> None:
    """Of all other documents; `entry` holds what the image says."""
    packed = _Packed(data)
    packed.version()
    entry.effect = _effect(packed)
    entry.cashier = packed.text() or entry.cashier
    entry.discount, entry.discount_rate, entry.surcharge, entry.surcharge_rate = (
        packed.number() for _ in range(4)
    )
    entry.tenders = [_tender(packed) for _ in range(packed.number())]
    entry.change = packed.number()
    entry.change_currency = packed.text()
    if entry.change_currency:
        entry.change_amount, _, _ = (packed.number() for _ in range(3))
    if entry.kind == "refund":
        entry.voided = packed.number()
    images = iter(entry.lines)
    entry.lines = [_line(packed, images) for _ in range(packed.number())]
    packed.end()
    if next(images, None) is not None:
        raise PaperError("строк меньше, чем в электронном документе")


def _tender(packed: _Packed) -> Tender:
    kind = packed.byte()
    if kind >= len(_TENDERS):
        raise PaperError(f"вид оплаты {kind}")
    tender = Tender(_TENDERS[kind], packed.number(), packed.text(), packed.text())
    if tender.currency:
        tender.amount, tender.rate, tender.units = (packed.number() for _ in range(3))
    return tender


def _line(packed: _Packed, images) -> Line:
    flags = packed.byte()
    if flags >= 2 * _SUMS:
        raise PaperError(f"признаки строки {flags:#x}")
    line = _corrected(packed) if flags & _CORRECTED else next(images, None)
    if line is None:
        raise PaperError("строк больше, чем в электронном документе")
    if flags & _NAME:
        line.name = packed.text()
    if flags & _VAT:
        line.vat = packed.number()
    if flags & _DISCOUNT:
        line.discount_rate = packed.number()
    if flags & _SURCHARGE:
        line.surcharge_rate = packed.number()
    if flags & _SUMS:
        line.total, line.discount, line.surcharge = (packed.number() for _ in range(3))
    if not flags & _CORRECTED:
        line.price = packed.number()
    return line


def _corrected(packed: _Packed) -> Line:
    name = packed.text()
    price, quantity, total, section = (packed.number() for _ in range(4))
    line = Line(name, price, quantity, total, section, gtin=packed.text(), corrected=True)
    _, line.discount, line.surcharge = (packed.number() for _ in range(3))
    line.mark = packed.blob().decode("latin-1")
    line.uks = packed.blob().decode("latin-1")
    return line
