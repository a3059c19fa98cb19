"""Tables 1-7 and 13 of прил. 2 as data: `layout(kind)` = (head, line, tail).

A document is its head, one record of the line table for each line, and its tail; the Z-report's
lines are the currencies of the shift. Where the print of the regulation leaves a choice,
docs/skno.md says what was chosen and why.

A table is written as words, name, type and width of each field, «-» for the reserved ones, and
behind «/» the mask; it stays in flash, and only the tables of one document are built at a time:

    U UINT, F FLAGS, S SUM, N NEGATIVE, T TEXT, R RAW, G GTIN, D TIME, 0 RESERVED
"""

from array import array

from micropython import const

from bu.fiscal import document as d
from bu.skno.fields import MASK_AT, TYPE_AT

BIT_ORDERS = 1
BIT_THIRD = 2

# Fields 39-48 of table 7.
ORDERS = (
    "orders_n orders_sum orders_cancelled_n orders_cancelled_sum orders_closed_n "
    "orders_closed_sum orders_corrected_n orders_corrected_sum orders_moved_n orders_moved_sum"
)

_DOLLAR = const(0x24)
_TYPES = const(b"UFSNTRGD0")  # in the order of `fields`

# What several tables have: fields 1-6 of tables 1-6; a marked unit; goods.
_SHARED = const((
    b"kind U1 skko U4 cashier T20 number U4 time D6 currency T3 ",
    b"marking F1 mark R256/1 uks R64/2 ",
    b"gtin G7 name T50 quantity U3 ",
))

# Kind: head | line | tail; `$` and a number: one of `_SHARED`.
_DOCUMENTS = const(
    # table 1: 7, 8-17, 19-31
    b"\n10:$0 count U2 |section U1 $1 $2 total S6 discount N6 surcharge S6 |"
    b"third_party U4 subtotal S6 discount N6 surcharge S6 total S6 cashless S6 cash S6 "
    b"other S6 - 030 "
    b"\n11:$0 ||total S6 - 012 "  # table 2
    b"\n12:$0 ||total S6 - 012 "  # table 3
    b"\n16:$0 ||total N6 - 012 "  # table 4
    # table 5: 7-14, 16-19
    b"\n13:$0 |section U1 $1 $2 unit S6 |total S6 cash S6 cashless S6 other S6 "
    # table 6: 7, 8-11, 13-15
    b"\n14:$0 voided U4 |$1 name T50 |total S6 - 012 "
    # table 7: 1-10
    b"\n15:kind U1 unp U4 skko U4 opened D6 formed D6 number U2 payment_documents U2 "
    b"first_payment U4 last_payment U4 count U1 |"
    # 11-33
    b"currency T3 sales_n U2 sales_sum S6 cashless S6 cash S6 refunds_n U2 refunds_sum S6 "
    b"deposits_n U2 deposits_sum S6 withdrawals_n U2 withdrawals_sum S6 payouts_n U2 "
    b"payouts_sum S6 cancels_n U2 cancels_sum S6 voids_n U2 voids_sum S6 corrections_n U2 "
    b"corrections_sum S6 mark_sold_n U3 mark_sold_sum S6 uks_sold_n U3 uks_sold_sum S6 "
    # 34-38
    b"mark_refunded_n U3 uks_refunded_n U3 mark_voided_n U2 uks_voided_n U2 additional F1 "
    # 39-48; the names of 45 and 46 are swapped in the print
    b"orders_n U3/1 orders_sum S6/1 orders_cancelled_n U3/1 orders_cancelled_sum S6/1 "
    b"orders_closed_n U3/1 orders_closed_sum S6/1 orders_corrected_n U3/1 "
    b"orders_corrected_sum S6/1 orders_moved_n U3/1 orders_moved_sum S6/1 "
    # 49-52
    b"third_n U2/2 third_sum S6/2 third_voided_n U2/2 third_voided_sum S6/2 |\n"
)
KINDS = bytes(range(d.SALE, d.CARD_PAYOUT + 1))

# The data of AAh (table 13): serial number and model of the unit, УНП.
_IDENTIFICATION = const(b"serial T13 model T20 unp U4 ")


def table(words: bytes, at: int = 0, end: int = 0) -> tuple:
    """The table of `fields` that these words tell of: names, and a packed integer for each."""
    made: tuple = [], array("H")
    _add(made, words, at, end or len(words))
    return made


def _add(made, words, at, end):
    """Nothing here copies more than a word: a heap in use has no room for a whole table."""
    names, codes = made
    while at < end:
        behind = words.find(b" ", at)
        if words[at] == _DOLLAR:
            shared = _SHARED[words[at + 1] - 0x30]
            _add(made, shared, 0, len(shared))
            at = behind + 1
            continue
        name = str(words[at:behind], "ascii")
        at = words.find(b" ", behind + 1) + 1
        width, _, mask = words[behind + 2 : at - 1].partition(b"/")
        kind = _TYPES.find(words[behind + 1 : behind + 2])
        names.append("" if name == "-" else name)
        codes.append(kind << TYPE_AT | int(mask or b"0") << MASK_AT | int(width))


def layout(kind: int) -> tuple:
    """(head, line, tail) of a document; KeyError for another kind."""
    start = _DOCUMENTS.find(b"\n%d:" % kind)
    if start < 0:
        raise KeyError(kind)
    lines = _DOCUMENTS.find(b"|", start)
    tail = _DOCUMENTS.find(b"|", lines + 1)
    end = _DOCUMENTS.find(b"\n", tail)
    return (
        table(_DOCUMENTS, start + 4, lines),
        table(_DOCUMENTS, lines + 1, tail),
        table(_DOCUMENTS, tail + 1, end),
    )


def identification_table() -> tuple:
    """The table of the identification's data."""
    return table(_IDENTIFICATION)
