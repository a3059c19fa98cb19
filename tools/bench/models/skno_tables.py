"""Tables 1-7 of прил. 2 as the СКНО knows them: which fields, in which order.

A table is a row of (name, codec); a codec is (bytes, reader), and a reader refuses by
`DocumentError`. Sums come out as int kopecks, quantities as int thousandths, dates as 6-tuples;
`plain()` turns a document into what JSON can hold (decimal strings, ISO dates).

    codec    bytes  meaning
    u8-u32   1-4    integer, high byte first
    text n   n      cp1251, space-padded, not empty, no control characters
    dt       6      month, day, year − 2000, hour, minute, second
    cur      3      three capital Latin letters
    sum      6      sign bit, 39 bits of roubles, kopecks 0-99; never negative
    minus    6      the same; negative or zero, and zero without the sign bit
    qty      3      thousandths, 1 and more
    gtin     7      nibble of kind (0, 1, 3, 4), 13 decimal digits with a good check digit
    code n   n      raw bytes, zero-padded, not empty
    zero n   n      reserved: zeros
"""

import datetime
from typing import Any

from tools.bench.models.skno_fields import (
    CODECS,
    Field,
    code,
    money_text,
    qty_text,
    text,
    zero,
)

Document = dict[str, Any]
Row = tuple[tuple[str, Field], ...]

_U8, _U16, _U24, _U32 = (CODECS[name] for name in ("u8", "u16", "u24", "u32"))
_SUM, _MINUS, _DT, _CUR, _QTY, _GTIN = (
    CODECS[name] for name in ("sum", "minus", "dt", "cur", "qty", "gtin"))

HEAD: Row = (("type", _U8), ("skko", _U32), ("cashier", text(20)), ("number", _U32),
             ("at", _DT), ("currency", _CUR))
MARK: Row = (("mark", code(256)),)
UKS: Row = (("uks", code(64, ascii_only=True)),)
GOODS: Row = (("gtin", _GTIN), ("name", text(50)), ("qty", _QTY))
SALE_LINE: Row = (*GOODS, ("sum", _SUM), ("discount", _MINUS), ("surcharge", _SUM))
SALE_TAIL: Row = (("third_party_unp", _U32), ("subtotal", _SUM), ("discount", _MINUS),
                  ("surcharge", _SUM), ("to_pay", _SUM), ("cashless", _SUM), ("cash", _SUM),
                  ("other", _SUM), ("reserve", zero(30)))
CASH_TAIL: Row = (("sum", _SUM), ("reserve", zero(12)))
PAYOUT_TAIL: Row = (("sum", _MINUS), ("reserve", zero(12)))
REFUND_LINE: Row = (*GOODS, ("price", _SUM))
REFUND_TAIL: Row = (("sum", _SUM), ("cash", _SUM), ("cashless", _SUM), ("other", _SUM))
VOID_LINE: Row = (("name", text(50)),)
VOID_TAIL: Row = CASH_TAIL
Z_HEAD: Row = (("type", _U8), ("unp", _U32), ("skko", _U32), ("opened", _DT), ("at", _DT),
               ("z_number", _U16), ("payment_documents", _U16),
               ("first_payment_document", _U32), ("last_payment_document", _U32))
Z_CURRENCY: Row = (
    ("currency", _CUR), ("sales_n", _U16), ("sales_sum", _SUM), ("cashless", _SUM),
    ("cash", _SUM), ("refunds_n", _U16), ("refunds_sum", _SUM), ("deposits_n", _U16),
    ("deposits_sum", _SUM), ("withdrawals_n", _U16), ("withdrawals_sum", _SUM),
    ("payouts_n", _U16), ("payouts_sum", _SUM), ("cancels_n", _U16), ("cancels_sum", _SUM),
    ("voids_n", _U16), ("voids_sum", _SUM), ("corrections_n", _U16), ("corrections_sum", _SUM),
    ("mark_sold_n", _U24), ("mark_sold_sum", _SUM), ("uks_sold_n", _U24),
    ("uks_sold_sum", _SUM), ("mark_refunded_n", _U24), ("uks_refunded_n", _U24),
    ("mark_voided_n", _U16), ("uks_voided_n", _U16), ("extra", _U8))
Z_ORDERS: Row = tuple(
    (name + end, field)
    for name in ("orders", "orders_cancelled", "orders_closed", "orders_corrected",
                 "orders_moved")
    for end, field in (("_n", _U24), ("_sum", _SUM)))
Z_THIRD: Row = (("third_n", _U16), ("third_sum", _SUM), ("third_voids_n", _U16),
                ("third_voids_sum", _SUM))

KINDS = {10: "sale", 11: "deposit", 12: "withdrawal", 13: "refund", 14: "void", 15: "z_report",
         16: "card_payout"}
MAX_FLAG = 3
MAX_CURRENCIES = 10

_MONEY = frozenset(
    name for row in (SALE_LINE, SALE_TAIL, CASH_TAIL, REFUND_LINE, REFUND_TAIL, Z_CURRENCY,
                     Z_ORDERS, Z_THIRD)
    for name, field in row if field in (_SUM, _MINUS))


def plain(value: Any, name: str = "") -> Any:
    """A decoded document (or a part of it) as JSON can hold it."""
    if isinstance(value, dict):
        return {key: plain(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if name in _MONEY:
        return money_text(value)
    if name == "qty":
        return qty_text(value)
    if name in ("at", "opened"):
        return datetime.datetime(*value).isoformat()
    return value
