"""Tables 1-7 and 13 of прил. 2 as data: `LAYOUTS[type byte]` = (head, line, tail).

A document is its head, one record of the line table for each line, and its tail; the Z-report's
lines are the currencies of the shift. Numbers behind the fields are those of the regulation. Where
its print leaves a choice, docs/skno.md says what was chosen and why.
"""

from bu.fiscal import document as d
from bu.skno.fields import FLAGS, GTIN, NEGATIVE, RAW, RESERVED, SUM, TEXT, TIME, UINT, field, join

_BIT_MARK = 1
_BIT_UKS = 2
BIT_ORDERS = 1
BIT_THIRD = 2

ORDERS = (
    "orders_n", "orders_sum", "orders_cancelled_n", "orders_cancelled_sum", "orders_closed_n",
    "orders_closed_sum", "orders_corrected_n", "orders_corrected_sum", "orders_moved_n",
    "orders_moved_sum",
)  # fmt: skip


def _sum(name, mask=0):
    return field(name, SUM, 6, mask)


_COMMON = join(
    field("kind", UINT, 1),  # 1
    field("skko", UINT, 4),  # 2
    field("cashier", TEXT, 20),  # 3
    field("number", UINT, 4),  # 4
    field("time", TIME, 6),  # 5
    field("currency", TEXT, 3),  # 6
)
_MARKING = join(
    field("marking", FLAGS, 1),
    field("mark", RAW, 256, _BIT_MARK),
    field("uks", RAW, 64, _BIT_UKS),
)
_GOODS = join(
    field("section", UINT, 1),
    _MARKING,
    field("gtin", GTIN, 7),
    field("name", TEXT, 50),
    field("quantity", UINT, 3),
)
_CASH = (_COMMON, (), join(_sum("total"), field("", RESERVED, 12)))

_SALE = (
    join(_COMMON, field("count", UINT, 2)),  # 7
    join(_GOODS, _sum("total"), field("discount", NEGATIVE, 6), _sum("surcharge")),  # 8-17
    join(
        field("third_party", UINT, 4),  # 19
        _sum("subtotal"),  # 20
        field("discount", NEGATIVE, 6),  # 21
        _sum("surcharge"),  # 22
        _sum("total"),  # 23
        _sum("cashless"),  # 24
        _sum("cash"),  # 25
        _sum("other"),  # 26
        field("", RESERVED, 30),  # 27-31
    ),
)
_REFUND = (
    _COMMON,
    join(_GOODS, _sum("unit")),  # 7-14
    join(_sum("total"), _sum("cash"), _sum("cashless"), _sum("other")),  # 16-19
)
_VOID = (
    join(_COMMON, field("voided", UINT, 4)),  # 7
    join(_MARKING, field("name", TEXT, 50)),  # 8-11
    join(_sum("total"), field("", RESERVED, 12)),  # 13-15
)
_CARD_PAYOUT = (_COMMON, (), join(field("total", NEGATIVE, 6), field("", RESERVED, 12)))


def _counted(count, total, width=2, mask=0):
    """A count and the sum that goes with it."""
    return join(field(count, UINT, width, mask), _sum(total, mask))


_Z_CURRENCY = join(
    field("currency", TEXT, 3),  # 11
    _counted("sales_n", "sales_sum"),  # 12, 13
    _sum("cashless"),  # 14
    _sum("cash"),  # 15
    _counted("refunds_n", "refunds_sum"),  # 16, 17
    _counted("deposits_n", "deposits_sum"),  # 18, 19
    _counted("withdrawals_n", "withdrawals_sum"),  # 20, 21
    _counted("payouts_n", "payouts_sum"),  # 22, 23
    _counted("cancels_n", "cancels_sum"),  # 24, 25
    _counted("voids_n", "voids_sum"),  # 26, 27
    _counted("corrections_n", "corrections_sum"),  # 28, 29
    _counted("mark_sold_n", "mark_sold_sum", 3),  # 30, 31
    _counted("uks_sold_n", "uks_sold_sum", 3),  # 32, 33
    field("mark_refunded_n", UINT, 3),  # 34
    field("uks_refunded_n", UINT, 3),  # 35
    field("mark_voided_n", UINT, 2),  # 36
    field("uks_voided_n", UINT, 2),  # 37
    field("additional", FLAGS, 1),  # 38
    _counted("orders_n", "orders_sum", 3, BIT_ORDERS),  # 39, 40
    _counted("orders_cancelled_n", "orders_cancelled_sum", 3, BIT_ORDERS),  # 41, 42
    _counted("orders_closed_n", "orders_closed_sum", 3, BIT_ORDERS),  # 43, 44
    # The names of 45 and 46 are swapped in the print.
    _counted("orders_corrected_n", "orders_corrected_sum", 3, BIT_ORDERS),  # 45, 46
    _counted("orders_moved_n", "orders_moved_sum", 3, BIT_ORDERS),  # 47, 48
    _counted("third_n", "third_sum", 2, BIT_THIRD),  # 49, 50
    _counted("third_voided_n", "third_voided_sum", 2, BIT_THIRD),  # 51, 52
)
_Z_REPORT = (
    join(
        field("kind", UINT, 1),  # 1
        field("unp", UINT, 4),  # 2
        field("skko", UINT, 4),  # 3
        field("opened", TIME, 6),  # 4
        field("formed", TIME, 6),  # 5
        field("number", UINT, 2),  # 6
        field("payment_documents", UINT, 2),  # 7
        field("first_payment", UINT, 4),  # 8
        field("last_payment", UINT, 4),  # 9
        field("count", UINT, 1),  # 10
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
IDENTIFICATION = join(
    field("serial", TEXT, 13),
    field("model", TEXT, 20),
    field("unp", UINT, 4),
)
