"""What only the 80K has in a receipt: 41h, 43h, 51h, 78h (2.36, 2.38, 2.39). A late module."""

from bu.fiscal import money
from bu.fiscal.receipt import adjust_line
from bu.host.felix.fields import MOST, Wrong, from_bcd
from bu.host.felix.register import VOID
from bu.host.felix.sale import copied, require_no_whole

_ALLOWED = (1, 2)  # bits of table 4: of the whole receipt, of a line
_OF_EACH_SALE = (b"\x02", b"\x04")  # kinds of tax with which nothing is taken off the whole


async def again(felix, values, last):
    """51h: the last line once more."""
    receipt = felix.receipt
    left = [line for line in receipt.lines if not line.corrected] if receipt else []
    if not left or left[-1].marking():
        raise Wrong(0x0E)
    require_no_whole(receipt)
    felix.unit.add_line(receipt, copied(left[-1], left[-1].quantity))
    if values[0] & 1 or receipt.total() > MOST[felix.dialect]:
        receipt.take_back()
        if not values[0] & 1:
            raise Wrong(0x81)


async def adjust(felix, values, last):
    """43h: a percentage (three bytes) or a sum (five)."""
    flags, area, kind, sign, size = values
    if len(size) != (5 if kind & 1 else 3):
        raise Wrong(0x14)
    amount = from_bcd(size)
    if not amount or (not kind & 1 and amount > money.HUNDRED_PERCENT):
        raise Wrong(0x7B)
    allowed = (felix.stored(4, 1 + (sign & 1), 1) or b"\x03")[0]
    if not allowed & _ALLOWED[area & 1]:
        raise Wrong(0x80)
    if not area & 1 and felix.stored(2, 1, 11) in _OF_EACH_SALE:
        raise Wrong(0x80)
    taken = (amount, 0) if kind & 1 else (0, amount)
    receipt = felix.receipt
    require_no_whole(receipt)
    if area & 1:
        _adjust_last(receipt, taken, sign & 1)
        target, undone = receipt.lines[-1], (0, 0)
        if flags & 1:
            adjust_line(target, undone, undone)
        return
    if not receipt.lines:
        raise Wrong(0x10)
    setter = receipt.set_surcharge if sign & 1 else receipt.set_discount
    setter(*taken)
    if flags & 1 or receipt.total() > MOST[1]:
        setter(0, 0)
        if not flags & 1:
            raise Wrong(0x81)


def _adjust_last(receipt, taken, up):
    if not receipt.lines or receipt.lines[-1].corrected:
        raise Wrong(0x10)
    line = receipt.lines[-1]
    if line.discount or line.surcharge:
        raise Wrong(0x0F)
    adjust_line(line, (0, 0) if up else taken, taken if up else (0, 0))


async def unadjust(felix, values, last):
    """78h: undoes 43h that came just before."""
    if not last or last[0] != 0x43 or last[1][0] & 1:
        raise Wrong(0xB2)
    receipt = felix.receipt
    if last[1][1] & 1:
        adjust_line(receipt.lines[-1], (0, 0), (0, 0))
    else:
        receipt.set_discount(0, 0)
        receipt.set_surcharge(0, 0)


async def void(felix, values, last):
    """41h: of the last sale, whole (регл. 10.16); its lines may come one by one."""
    flags, price, quantity = values
    if flags & 2:
        raise Wrong(0x1B)
    sale = felix.unit.last_sale()
    total = money.line_total(price, quantity)
    if sale is None or sale.currency != felix.unit.base() or felix.voiding + total > sale.total:
        raise Wrong(0x73)
    if felix.kind and felix.held["void"] != sale.number:
        raise Wrong(0x73)  # another one was sold at the keypad since
    await felix.unit.void(None)
    if not flags & 1:
        felix.held["void"] = sale.number
        felix.held["who"] = felix.cashier
        felix.kind = VOID
        felix.voiding += total
