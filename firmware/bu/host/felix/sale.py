"""Receipts: mode 1 (2.6-2.17 of RMF, 2.29-2.42 of 80K). Stays in memory; see `cash`, `old`.

Sums are kopecks, quantities thousandths. A handler takes the register, the fields of its command
and the command before it; where bit 0 of the flags is set it checks and changes nothing.
"""

from micropython import const

from bu.fiscal import dates, money
from bu.fiscal import document as d
from bu.fiscal.receipt import adjust_line, make_line
from bu.fiscal.refusal import Refusal
from bu.host.felix.fields import MOST, Wrong, bcd, from_bcd, ok
from bu.host.felix.register import REFUND, SALE, VOID
from bu.host.felix.state import CASH_MODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.host.felix.register import Felix

_LONGEST_NAME = const(255)
# Payments by their number, from 1 on: (kind, name), of RMF and of 80K.
TENDERS = (
    ((d.CASH, ""), (d.CARD, ""), (d.OTHER, "Аванс"), (d.OTHER, "Кредит"), (d.OTHER, "")),
    ((d.CASH, ""), (d.OTHER, "Кредит"), (d.OTHER, "Тара"), (d.CARD, "")),
)
DISCOUNT_BIT = {False: 1, True: 2}  # table 4: of the whole receipt, of a line
_REQUISITE_CASHIER = const(25)
_PREPAYMENT = (1, 2, 3)
_FULL = const(4)
_WORKS = (3, 4)


# --- the shift


def cashier(felix: "Felix", check: int = 0) -> str:
    """Who stands on the next document: the requisite 25 of 7Eh, once, else the operator."""
    name = felix.held.get(_REQUISITE_CASHIER, "")
    if not check:
        felix.held.pop(_REQUISITE_CASHIER, "")
    return name or felix.cashier


async def ready(felix, check: int) -> None:
    """The shift is open and young; the 80K opens it with its first operation."""
    unit = felix.unit
    if not unit.shift_open():
        if not felix.dialect:
            raise Refusal("shift_closed")
        await unit.open_shift(cashier(felix, check), None if check else b"")
        return
    if unit.shift_age() >= dates.DAY:
        raise Refusal("shift_over")
    if not check and not felix.kind:
        unit.stand(cashier(felix))


# --- lines


async def open(felix, values, last):
    """92h: 1 a sale, 2 a refund. A register has no purchases."""
    flags, kind = values
    if kind not in (SALE, REFUND):
        raise Wrong(0x13 if felix.dialect else 0x6A)
    await ready(felix, flags & 1)
    if not flags & 1:
        _take(felix, _receipt(felix, kind), kind)


async def name(felix, values, last):
    """4Ch: the name of the next line; outside a receipt's mode a line of text (80K)."""
    if felix.mode != CASH_MODE:
        if felix.stored(2, 1, 51) != b"\x00":
            felix.say(values[0])
    elif last == (0x4C, values):
        return  # said once more by a host that lost the answer
    elif felix.told:
        felix.spill()
        felix.name = [values[0]]
    elif sum(len(word) + 1 for word in felix.name) + len(values[0]) > _LONGEST_NAME:
        raise Wrong(0x84)
    elif values[0]:
        felix.name = felix.name + [values[0]]


async def register(felix, values, last):
    """48h."""
    await _line(felix, values, SALE)
    return _answer(felix)


async def refund(felix, values, last):
    """57h."""
    if not felix.dialect:  # the fields of 48h without discount, tax sum and cost
        flags, price, quantity, _, _, _, tax, _, _, subject, way = values
        values = [flags, price, quantity, 0, 0, 0, 0, tax, 0, 0, subject, way, ""]
    else:
        values = values + [0]
    await _line(felix, values, REFUND)
    return _answer(felix)


def _answer(felix):
    """The RMF says what the receipt comes to."""
    return None if felix.dialect else ok(bcd(felix.total(), 7) + b"\x00")


def _receipt(felix, kind):
    if felix.receipt is not None:
        return felix.receipt
    receipt = felix.unit.receipt(d.SALE if kind == SALE else d.REFUND)
    third = felix.stored(0x7E, 1, 22)
    if third and kind == SALE and (felix.stored(2, 1, 33) or b"\x00") != b"\x00":
        receipt.third_party = int(third)
    return receipt


def _take(felix, receipt, kind):
    felix.receipt, felix.kind = receipt, kind


async def _line(felix, values, kind):
    """Adds a line to the receipt, which it opens where it is closed."""
    check = values[0] & 1
    await ready(felix, check)
    if not felix.unit.shift_open():
        return
    receipt = _receipt(felix, kind)
    require_no_whole(receipt)
    line = _made(felix, values)
    felix.unit.add_line(receipt, line)
    most = MOST[felix.dialect]
    if line.total > most or receipt.total() > most:
        receipt.take_back()
        raise Wrong(0x7F if line.total > most else 0x81)
    if check:
        receipt.take_back()
        return
    _take(felix, receipt, kind)
    felix.name, felix.told = [], False


def require_no_whole(receipt) -> None:
    """Nothing may follow what was taken off the whole receipt or put on it."""
    if receipt.discount or receipt.discount_rate or receipt.surcharge or receipt.surcharge_rate:
        raise Wrong(0x7C)


def _made(felix, values):
    """The line of 48h or 57h."""
    _, price, quantity, section = values[:4]
    unit = felix.unit
    off = on = (0, 0)
    if not felix.dialect:
        price, off, on = _before(felix, values)
    line = unit.hand_line(price, quantity, section)
    if felix.name:
        line.name = make_line(" ".join(felix.name), price, quantity).name
    if not felix.dialect:
        _details(felix, line, values)
    adjust_line(line, off, on)
    return line


def _before(felix, values):
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
    if not allowed & DISCOUNT_BIT[True]:
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


def _details(felix, line, values):
    """VAT and what kind of thing is sold (RMF)."""
    tax, tax_sum, subject, way = values[7], values[8], values[10], values[11]
    if tax_sum > line.total:
        raise Wrong(0xFE)
    if tax:
        # 1, 3: the first rate of table 8; 2, 4: the second; 5: 0 %; 6: none
        row = (0, 1, 2, 1, 2)[tax] if tax < 5 else 0
        line.vat = d.NO_VAT if tax == 6 else 0
        if row:
            line.vat = from_bcd(felix.stored(8, row, 1) or (b"\x18\x00", b"\x10\x00")[row - 1])
    if way > _FULL:
        raise Wrong(0x80)
    if way in _PREPAYMENT:
        line.gtin_kind = d.GTIN_ADVANCE
    elif subject in _WORKS:
        line.gtin_kind = d.GTIN_SERVICE


def copied(line: d.Line, quantity: int) -> d.Line:
    """The same goods once more, in another quantity, without discount and marks."""
    made = make_line(line.name, line.price, quantity, line.section)
    made.gtin, made.gtin_kind, made.vat = line.gtin, line.gtin_kind, line.vat
    return made


async def reverse(felix, values, last):
    """4Eh: the last line of these figures is corrected; less of it is entered anew."""
    flags, price, quantity, section = values[:4]
    receipt = felix.receipt
    require_no_whole(receipt)
    if not felix.dialect:
        price = _before(felix, values)[0]
    left = [n for n, line in enumerate(receipt.lines) if not line.corrected]
    if not left:
        raise Wrong(0x0C)
    if not felix.dialect:
        left = left[-1:]
    fit = [n for n in left if receipt.lines[n].price == price]
    fit = [n for n in fit if receipt.lines[n].section == section]
    if not fit:
        raise Wrong(0x43)
    at = fit[-1]
    line = receipt.lines[at]
    if quantity > line.quantity:
        raise Wrong(0x41)
    rest = line.quantity - quantity
    if rest and (line.discount or line.surcharge):
        raise Wrong(0x0C)
    if not flags & 1:
        if rest:
            felix.unit.add_line(receipt, copied(line, rest))
        receipt.correct(at)
        felix.name, felix.told = [], False
    return _answer(felix)


# --- payment and end


async def subtotal(felix, values, last):
    """53h."""
    return ok(bcd(felix.total(), 5 if felix.dialect else 7))


async def pay(felix, values, last):
    """99h: takes a payment; what is left to pay, and the change."""
    flags, number, amount = values
    tender = _tender(felix, number, amount)
    before = felix.tenders
    given = sum(each.sum for each in before) + amount
    if given > MOST[felix.dialect]:
        raise Wrong(0x75)
    felix.tenders = before + [tender]
    try:
        cashless = sum(each.sum for each in felix.tenders if each.kind != d.CASH)
        if cashless > felix.total():
            raise Refusal("cashless_over")
        rest = felix.rest()
        if rest < 0 and felix.kind == REFUND:
            raise Refusal("refund_mismatch")
    except Refusal:
        felix.tenders = before
        raise
    if flags & 1:
        felix.tenders = before
    return ok(bcd(max(rest, 0), 5) + bcd(max(-rest, 0), 5))


def _tender(felix, number, amount):
    if not amount:
        raise Wrong(0x08)
    if felix.dialect and number > 1 and felix.stored(2, 1, number + 1) == b"\x00":
        raise Wrong(0x80)
    kind, name = TENDERS[felix.dialect][number - 1]
    return d.Tender(kind, amount, name)


async def close(felix, values, last):
    """4Ah: the receipt is registered and printed."""
    flags, number, amount = values
    tenders = _payments_80k(felix, number, amount) if felix.dialect else _payments(felix, amount)
    key = None if flags & 1 else felix.key
    unit = felix.unit
    if felix.kind == VOID:
        if felix.voiding != unit.last_sale().total:
            raise Wrong(0x80)
        await unit.void(key)
    elif felix.kind == SALE:
        await unit.sell(felix.receipt, tenders, key)
    else:
        await unit.refund(felix.receipt, tenders, key)
    if key is not None:
        felix.finish()
        await felix.kick()
        await felix.flush_quietly()


def _payments(felix, amount):
    """What 99h took; `amount` is an agent's fee, which a register here has not."""
    if amount:
        raise Wrong(0xFD if amount > felix.total() else 0xFC)
    if felix.rest() > 0:
        raise Wrong(0x72)
    return felix.tenders


def _payments_80k(felix, number, amount):
    """What 99h took, or what this command says itself (2.42)."""
    total = felix.total()
    if felix.tenders or felix.kind == VOID:
        if amount:
            raise Wrong(0x08)
        if felix.tenders and felix.rest() > 0:
            raise Wrong(0x72)
        return felix.tenders
    if amount and felix.kind == REFUND:
        raise Wrong(0x08)
    if amount and amount < total:
        raise Wrong(0x86)
    if amount > total and number != 1:
        raise Wrong(0x71)
    amount = amount or total
    return [_tender(felix, number, amount)] if amount else []
