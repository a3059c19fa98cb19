"""What of a sale may still be paid back by its number (регл. 10.13, 64.1.2). Imported when asked.

A refund that was filled from a sale says so in the journal (`record`), so a line is paid back
once: the journal behind the sale is gone through, and what was refunded or voided there is taken
off. A refund in free entry belongs to no sale and is not looked for. The sale must still be in
the journal.
"""

from bu.control_unit import papers
from bu.control_unit.core import JOURNAL, Guard
from bu.fiscal import document as d
from bu.fiscal.refusal import Refusal


def left_of(core, number: int) -> tuple:
    """(sale, its lines that were not paid back yet).

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
        for later in core.journal.entries(entry.position):
            if later.kind not in (d.REFUND, d.VOID) or not later.number:
                continue
            if later.damaged:
                raise Refusal("journal_faulty", str(later.number))
            document = papers.load(core, later)
            if document.voided != number:
                continue
            if document.kind == d.VOID:
                raise Refusal("sale_voided", str(number))
            for line in document.sold():
                _take_off(lines, line)
    return sale, lines


def check(core, receipt) -> None:
    """Refusal("sale_refunded") for a line of a filled refund that is not left any more."""
    _, lines = left_of(core, receipt.of_sale)
    for line in receipt.lines:
        if not _take_off(lines, line):
            raise Refusal("sale_refunded", line.name)


def check_void(core, sale) -> None:
    """Refusal("sale_refunded") where a part of the sale was paid back: a void takes all of it."""
    _, lines = left_of(core, sale.number)
    if len(lines) < sum(1 for _ in sale.sold()):
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
    """Takes the line that is paid back out of `lines`; False where it is not there."""
    for place, line in enumerate(lines):
        if _key(line) == _key(wanted) and wanted.net() <= line.net():
            lines.pop(place)
            return True
    return False


def _key(line):
    return line.name, line.price, line.quantity, line.mark, line.uks
