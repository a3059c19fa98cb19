"""What takes back: refund by number, отмена, void (регл. 10.9, 10.13, 10.16, 64.1.2). Imported
when asked; functions of the unit.

A refund that was filled from a sale says so in the journal (`record`), so a line is paid back
once: the journal behind the sale is gone through, and what was refunded or voided there is taken
off. A refund in free entry belongs to no sale and is not looked for. The sale must still be in
the journal.
"""

from bu import late
from bu.control_unit import papers
from bu.control_unit.core import JOURNAL, Guard
from bu.control_unit.operations import check_key
from bu.fiscal import counters
from bu.fiscal import document as d
from bu.fiscal.receipt import Receipt
from bu.fiscal.refusal import Refusal

# What a void takes over from the sale that it voids.
_VOIDED = (
    "total", "cash", "cashless", "other", "tenders", "change", "change_currency", "change_amount",
    "change_rate", "change_units", "third_party",
)  # fmt: skip


def refund_of(unit, number: int) -> Receipt:
    """A refund receipt filled from sale `number`: its lines, marks and net sums (регл. 10.13).

    Lines that were paid back already are left out; `correct` takes out those that are not
    returned. Refusal: nothing_to_copy, sale_voided, sale_refunded.
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


async def cancel(unit, receipt: Receipt, key: "bytes | None" = b"") -> None:
    """Отмена: the receipt is journalled and counted, not numbered (регл. 10.9, 20)."""
    core = unit._core
    core.require_shift()
    check_key(key)
    if not receipt.lines:
        raise Refusal("receipt_empty")
    await unit._right_clock()
    unit._blockings.require("cancel")
    await unit._cycle.printer_ready()
    if _prepared(core, receipt, key):
        await unit._cycle.run()


def _prepared(core, receipt, key):
    """Journals a cancelled receipt; False where the key says that it is a trial."""
    now = core.now()
    amount = receipt.cancelled_sum()
    effect = counters.cancel_effect(receipt.currency, amount)
    core.fold.counters.check(effect)
    if key is None:
        return False
    paper = late.fetch(papers.RECORD).pack_cancelled(core.cashier, receipt.currency, amount)
    with Guard(JOURNAL):
        core.journal.cancelled(receipt.kind, now, b"", paper, key)
    core.latest = now
    core.fold.counters.add(effect)
    return True


async def void(unit, key: "bytes | None" = b"") -> int:
    """Аннулирование of the last sale of the shift, once (регл. 10.16); its through number."""
    core = unit._core
    core.require_shift()
    if not core.fold.last_sale:
        raise Refusal("nothing_to_void")
    await unit._right_clock()
    return await unit._register(_voided(core), key)


def _voided(core):
    """The void of the last sale; the sale itself is gone before the void is encoded."""
    sale = papers.load(core, core.journal.entry(core.fold.last_sale))
    if core.fold.counters.get(sale.currency, "refunds_n"):
        check_void(core, sale)
    document = d.Document(d.VOID, sale.currency)
    document.voided = sale.number
    for name in _VOIDED:
        setattr(document, name, getattr(sale, name))
    document.lines = [line for line in sale.sold() if line.marking()]
    return document


def left_of(core, number: int) -> tuple:
    """(currency of a sale, its lines that were not paid back yet).

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
