"""Refund by the number of the sale (регл. 10.13, 64.1.2). Imported when asked; functions of the
unit.

A refund that was filled from a sale says so in the journal (`record`), so that of each line no
more is paid back than was sold, in however many refunds: the journal behind the sale is gone
through, and what was refunded or voided there is taken off. A refund in free entry belongs to no
sale and is not looked for. The sale must still be in the journal.

What is paid back for a part of a line is its price x the part, half up; where something was taken
off the line or the whole, or put on, its part of what the line cost after that, half up. What is
left of the line costs the rest, so that all parts together come to what was paid.
"""

from bu.control_unit import papers
from bu.control_unit.core import JOURNAL, Guard
from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.receipt import Receipt
from bu.fiscal.refusal import Refusal


def refund_of(unit, number: int) -> Receipt:
    """A refund receipt filled from sale `number`: its lines, marks and net sums (регл. 10.13).

    What was paid back already is left out; `correct` takes out lines that are not returned,
    `refund_part` leaves a part of a line. Refusal: nothing_to_copy, sale_voided, sale_refunded.
    """
    unit._core.require_shift()
    currency, lines = left_of(unit._core, number)
    if not lines:
        raise Refusal("sale_refunded", str(number))
    receipt = unit.receipt(d.REFUND, currency)
    for line in lines:
        unit.add_line(receipt, line)
    receipt.of_sale = number
    return receipt


def refund_part(unit, receipt: Receipt, index: int, quantity: int) -> None:
    """Of line `index` (from 0) of a filled refund only `quantity` thousandths are paid back.

    Refusal: bad_line; bad_quantity; refund_over for more than the line has; mark_quantity for a
    marked unit; goods_pieces for a fraction of what the goods base sells by the piece.
    """
    if not receipt.of_sale or not 0 <= index < len(receipt.lines):
        raise Refusal("bad_line", str(index + 1))
    line = receipt.lines[index]
    if quantity <= 0:
        raise Refusal("bad_quantity", money.short(quantity, money.QUANTITY_DIGITS))
    if quantity > line.quantity:
        raise Refusal("refund_over", money.short(line.quantity, money.QUANTITY_DIGITS))
    if quantity == line.quantity:
        return
    if line.marking():
        raise Refusal("mark_quantity", line.name)
    if quantity % money.ONE and not line.quantity % money.ONE and _by_piece(unit, line.gtin):
        raise Refusal("goods_pieces", line.name)
    _set(line, quantity, _worth(line, quantity))


def left_of(core, number: int) -> tuple:
    """(currency of a sale, its lines with what was not paid back of them yet).

    Each line carries its share of the discount and surcharge on the whole sale as its own, in
    proportion to its net sum, so that the whole comes to what was paid. Refusal: nothing_to_copy,
    sale_voided, journal_faulty.
    """
    with Guard(JOURNAL):
        entry = core.journal.find(number=number) if number else None
        if entry is None or entry.damaged or entry.kind != d.SALE:
            raise Refusal("nothing_to_copy", str(number))
        sale = papers.load(core, entry)
        lines = list(_shared(sale))
        currency = sale.currency
        del sale  # what reads it is not held while it is fetched anew; so below
        for later in core.journal.entries(entry.position):
            if later.kind not in (d.REFUND, d.VOID) or not later.number:
                continue
            if later.damaged:
                raise Refusal("journal_faulty", str(later.number))
            document = papers.load(core, later)
            if document.voided == number:
                if document.kind == d.VOID:
                    raise Refusal("sale_voided", str(number))
                for line in document.sold():
                    _take_off(lines, line)
            del document
    return currency, lines


def check(core, receipt) -> None:
    """Refusal("sale_refunded") for a line of a filled refund that is not left any more."""
    _, lines = left_of(core, receipt.of_sale)
    for line in receipt.lines:
        if not _take_off(lines, line):
            raise Refusal("sale_refunded", line.name)


def check_void(core, sale) -> None:
    """Refusal("sale_refunded") where a part of the sale was paid back: a void takes all of it."""
    _, lines = left_of(core, sale.number)
    if sum(line.quantity for line in lines) < sum(line.quantity for line in sale.sold()):
        raise Refusal("sale_refunded", str(sale.number))


def _shared(sale):
    """The sold lines with their part of what is taken off or put on the whole."""
    rest, weights = sale.total - sale.subtotal, sale.subtotal
    for line in sale.sold():
        share = rest * line.net() // weights if weights else 0
        rest, weights = rest - share, weights - line.net()
        line.discount += max(0, -share)
        line.surcharge += max(0, share)
        if share:
            line.discount_rate = line.surcharge_rate = 0
        yield line


def _take_off(lines, wanted) -> bool:
    """Takes what is paid back off the line of `lines` that it came from; False: it is not there.

    Where several lines have the same goods: the first whose part costs as much, else the first
    whose part costs more. A filled refund keeps the order of the lines, so each finds its own or
    one before it that is worth as much. Less than the part was worth may have been paid back;
    that is not paid later.
    """
    found, worth = None, 0
    for line in lines:
        if _key(line) == _key(wanted) and wanted.quantity <= line.quantity:
            part = _worth(line, wanted.quantity)
            if part == wanted.net() or (part > wanted.net() and found is None):
                found, worth = line, part
                if part == wanted.net():
                    break
    if found is None:
        return False
    if found.quantity == wanted.quantity:
        lines.remove(found)
    else:
        _set(found, found.quantity - wanted.quantity, found.net() - worth)
    return True


def _key(line):
    return line.name, line.price, line.mark, line.uks


def _worth(line, quantity):
    """What `quantity` of a line costs of its net sum, in kopecks; never more than all of it."""
    if quantity == line.quantity or line.net() != line.total:
        return money.half_up(line.net() * quantity, line.quantity)
    return money.line_total(line.price, quantity)


def _set(line, quantity, net):
    """Makes a line `quantity` of the same goods that cost `net`."""
    line.quantity = quantity
    line.total = money.line_total(line.price, quantity)
    line.discount, line.surcharge = max(0, line.total - net), max(0, net - line.total)
    line.discount_rate = line.surcharge_rate = 0


def _by_piece(unit, gtin) -> bool:
    """True where the goods base has an item with this barcode and does not weigh it."""
    if not gtin or not unit.goods_count():
        return False
    try:
        return not unit.goods_item(gtin).weighed
    except Refusal as refusal:
        if refusal.name != "goods_unknown":
            raise
        return False
