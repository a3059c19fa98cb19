"""Receipts: mode 1 (2.7-2.15 of RMF, 2.30-2.37 of 80K). Stays in memory, as `payment` does; see
`prices`, `cash`, `old`.

Sums are kopecks, quantities thousandths. A handler takes the register, the fields of its command
and the command before it; where bit 0 of the flags is set it checks and changes nothing.
"""

from micropython import const

from bu.fiscal import dates
from bu.fiscal import document as d
from bu.fiscal.receipt import adjust_line, make_line
from bu.fiscal.refusal import Refusal
from bu.host.felix.fields import MOST, Wrong, bcd, ok
from bu.host.felix.register import REFUND, SALE
from bu.host.felix.state import CASH_MODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.host.felix.register import Felix

_LONGEST_NAME = const(255)
_REQUISITE_CASHIER = const(25)
_REQUISITE_NUMBER = const(28)


# --- the shift


def cashier(felix: "Felix", check: int = 0) -> str:
    """Who stands on the next document: the requisite 25 of 7Eh, once, else the operator."""
    name = felix.held.get(_REQUISITE_CASHIER, "")
    if not check:
        felix.held.pop(_REQUISITE_CASHIER, "")
        felix.held.pop(_REQUISITE_NUMBER, "")
    return name or felix.cashier


async def ready(felix, check: int) -> None:
    """The shift is open and young; the 80K opens it with its first operation."""
    unit = felix.unit
    if not unit.shift_open():
        if not felix.dialect:
            raise Refusal("shift_closed")
        who = cashier(felix, check)
        await unit.open_shift(who, None if check else b"")
        if not check:
            felix.held["who"] = who
        return
    if unit.shift_age() >= dates.DAY:
        raise Refusal("shift_over")
    if not check and not felix.kind:
        felix.held["who"] = cashier(felix)
        unit.stand(felix.held["who"])


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
        price, off, on = felix.handler("prices.before")(felix, values)
    line = unit.hand_line(price, quantity, section)
    if felix.name:
        line.name = make_line(" ".join(felix.name), price, quantity).name
    adjust_line(line, off, on)
    if not felix.dialect:
        felix.handler("prices.describe")(felix, line, values)
    return line


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
        price = felix.handler("prices.before")(felix, values)[0]
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
