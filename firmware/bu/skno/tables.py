"""Tables 1-7 and 13 of прил. 2 as data: `LAYOUTS[type byte]` = (head, line, tail).

A document is its head, one record of the line table for each line, and its tail; the Z-report's
lines are the currencies of the shift. Numbers behind the fields are those of the regulation. Where
its print leaves a choice, docs/skno.md says what was chosen and why.
"""

from bu.fiscal import document as d
from bu.skno.fields import FLAGS, GTIN, NEGATIVE, RAW, RESERVED, SUM, TEXT, TIME, UINT

_BIT_MARK = 1
_BIT_UKS = 2
BIT_ORDERS = 1
BIT_THIRD = 2

ORDERS = (
    "orders_n", "orders_sum", "orders_cancelled_n", "orders_cancelled_sum", "orders_closed_n",
    "orders_closed_sum", "orders_corrected_n", "orders_corrected_sum", "orders_moved_n",
    "orders_moved_sum",
)  # fmt: skip


def _field(name, kind, width, mask=0):
    return name, kind, width, mask


def _sum(name, mask=0):
    return name, SUM, 6, mask


_COMMON = (
    _field("kind", UINT, 1),  # 1
    _field("skko", UINT, 4),  # 2
    _field("cashier", TEXT, 20),  # 3
    _field("number", UINT, 4),  # 4
    _field("time", TIME, 6),  # 5
    _field("currency", TEXT, 3),  # 6
)
_MARKING = (
    _field("marking", FLAGS, 1),
    _field("mark", RAW, 256, _BIT_MARK),
    _field("uks", RAW, 64, _BIT_UKS),
)
_GOODS = (
    (_field("section", UINT, 1),)
    + _MARKING
    + (_field("gtin", GTIN, 7), _field("name", TEXT, 50), _field("quantity", UINT, 3))
)
_CASH = (_COMMON, (), (_sum("total"), _field("", RESERVED, 12)))

_SALE = (
    _COMMON + (_field("count", UINT, 2),),  # 7
    _GOODS  # 8-14
    + (_sum("total"), _field("discount", NEGATIVE, 6), _sum("surcharge")),  # 15-17
    (
        _field("third_party", UINT, 4),  # 19
        _sum("subtotal"),  # 20
        _field("discount", NEGATIVE, 6),  # 21
        _sum("surcharge"),  # 22
        _sum("total"),  # 23
        _sum("cashless"),  # 24
        _sum("cash"),  # 25
        _sum("other"),  # 26
        _field("", RESERVED, 30),  # 27-31
    ),
)
_REFUND = (
    _COMMON,
    _GOODS + (_sum("unit"),),  # 7-14
    (_sum("total"), _sum("cash"), _sum("cashless"), _sum("other")),  # 16-19
)
_VOID = (
    _COMMON + (_field("voided", UINT, 4),),  # 7
    _MARKING + (_field("name", TEXT, 50),),  # 8-11
    (_sum("total"), _field("", RESERVED, 12)),  # 13-15
)
_CARD_PAYOUT = (_COMMON, (), (_field("total", NEGATIVE, 6), _field("", RESERVED, 12)))

_Z_CURRENCY = (
    _field("currency", TEXT, 3),  # 11
    _field("sales_n", UINT, 2),  # 12
    _sum("sales_sum"),
    _sum("cashless"),
    _sum("cash"),
    _field("refunds_n", UINT, 2),  # 16
    _sum("refunds_sum"),
    _field("deposits_n", UINT, 2),  # 18
    _sum("deposits_sum"),
    _field("withdrawals_n", UINT, 2),  # 20
    _sum("withdrawals_sum"),
    _field("payouts_n", UINT, 2),  # 22
    _sum("payouts_sum"),
    _field("cancels_n", UINT, 2),  # 24
    _sum("cancels_sum"),
    _field("voids_n", UINT, 2),  # 26
    _sum("voids_sum"),
    _field("corrections_n", UINT, 2),  # 28
    _sum("corrections_sum"),
    _field("mark_sold_n", UINT, 3),  # 30
    _sum("mark_sold_sum"),
    _field("uks_sold_n", UINT, 3),  # 32
    _sum("uks_sold_sum"),
    _field("mark_refunded_n", UINT, 3),  # 34
    _field("uks_refunded_n", UINT, 3),  # 35
    _field("mark_voided_n", UINT, 2),  # 36
    _field("uks_voided_n", UINT, 2),  # 37
    _field("additional", FLAGS, 1),  # 38
) + tuple(
    _field(name, UINT, 3, BIT_ORDERS) if name.endswith("_n") else _sum(name, BIT_ORDERS)
    for name in ORDERS  # 39-48
) + (
    _field("third_n", UINT, 2, BIT_THIRD),  # 49
    _sum("third_sum", BIT_THIRD),
    _field("third_voided_n", UINT, 2, BIT_THIRD),  # 51
    _sum("third_voided_sum", BIT_THIRD),
)  # fmt: skip
_Z_REPORT = (
    (
        _field("kind", UINT, 1),  # 1
        _field("unp", UINT, 4),
        _field("skko", UINT, 4),
        _field("opened", TIME, 6),  # 4
        _field("formed", TIME, 6),
        _field("number", UINT, 2),
        _field("payment_documents", UINT, 2),  # 7
        _field("first_payment", UINT, 4),
        _field("last_payment", UINT, 4),
        _field("count", UINT, 1),  # 10
    ),
    _Z_CURRENCY,
    (),
)

LAYOUTS = {
    d.SALE: _SALE,  # table 1
    d.DEPOSIT: _CASH,  # 2
    d.WITHDRAWAL: _CASH,  # 3
    d.CARD_PAYOUT: _CARD_PAYOUT,  # 4
    d.REFUND: _REFUND,  # 5
    d.VOID: _VOID,  # 6
    d.Z_REPORT: _Z_REPORT,  # 7
}

# Table 13, the data of AAh: serial number and model of the unit, УНП.
IDENTIFICATION = (
    _field("serial", TEXT, 13),
    _field("model", TEXT, 20),
    _field("unp", UINT, 4),
)
