"""Lines of the RMF: its price has the line's discount in it, and a line has a tax (2.11, 2.12).

Stays in memory with that dialect.
"""

from micropython import const

from bu.fiscal import document as d
from bu.fiscal import money
from bu.host.felix.fields import Wrong, from_bcd

_OF_LINE = const(2)  # bit of table 4
NO_TAX = const(6)
_ZERO_TAX = const(5)
_PREPAYMENT = (1, 2, 3)
_FULL = const(4)
_WORKS = (3, 4)


def row(tax: int) -> int:
    """The row of table 8 by which a tax of 48h goes: 18 %, 10 %, and those taken out of the sum.

    The column «Назначение» numbers them otherwise; names and defaults of the rows decide.
    """
    return tax if tax < 3 else tax + 2


def rate(felix, tax: int) -> int:
    """The rate of a tax of 48h in hundredths of a percent."""
    if tax >= _ZERO_TAX:
        return d.NO_VAT if tax == NO_TAX else 0
    stored = felix.stored(8, row(tax), 1)
    if stored:
        return from_bcd(stored)
    return 1800 if tax & 1 else 1000


def before(felix, values) -> tuple:
    """(price, discount, surcharge) of the RMF's line, whose price has both in it already.

    The line's total is its cost, discount put back on, surcharge taken off; it must be price x
    quantity again, for that is how the register counts. 08h where it is not.
    """
    _, price, quantity, _, kind, rate, amount, _, _, cost = values[:10]
    net = money.line_total(price, quantity)
    if cost and abs(cost - net) > 1:
        raise Wrong(0x08)
    net = cost or net
    if not kind:
        if money.line_total(price, quantity) != net:
            raise Wrong(0x08)
        return price, (0, 0), (0, 0)
    allowed = (felix.stored(4, kind, 1) or b"\x03")[0]
    if not allowed & _OF_LINE:
        raise Wrong(0x80)
    sign = 1 if kind == 1 else -1
    if not amount:
        if not rate or sign * rate >= money.HUNDRED_PERCENT:
            raise Wrong(0x7B)
        amount = money.half_up(net * rate, money.HUNDRED_PERCENT - sign * rate)
    total = net + sign * amount
    if total <= 0:
        raise Wrong(0x7B)
    price = money.half_up(total * money.ONE, quantity)
    if money.line_total(price, quantity) != total:
        raise Wrong(0x08)
    if money.percent(total, rate) == amount:
        amount = 0
    else:
        rate = 0
    taken = (amount, rate) if rate == 0 else (0, rate)
    return (price, taken, (0, 0)) if kind == 1 else (price, (0, 0), taken)


def describe(felix, line: d.Line, values) -> None:
    """VAT and what kind of thing is sold. The line has its discount and surcharge already."""
    tax, tax_sum, subject, way = values[7], values[8], values[10], values[11]
    if tax:
        line.vat = rate(felix, tax)
    net = line.net()
    if tax_sum > net:
        raise Wrong(0xFE)
    if tax_sum and (felix.stored(2, 1, 39) or b"\x00")[0]:
        own = 0
        if line.vat != d.NO_VAT:
            own = money.half_up(net * line.vat, money.HUNDRED_PERCENT + line.vat)
        if abs(tax_sum - own) > 1:
            raise Wrong(0xF5)
    if way > _FULL:
        raise Wrong(0x80)
    if way in _PREPAYMENT:
        line.gtin_kind = d.GTIN_ADVANCE
    elif subject in _WORKS:
        line.gtin_kind = d.GTIN_SERVICE
