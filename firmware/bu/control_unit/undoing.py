"""What takes back: отмена and void (регл. 10.9, 10.16, 64.1.3). Imported when asked; functions of
the unit.
"""

from micropython import const

from bu import late
from bu.control_unit import papers
from bu.control_unit.core import JOURNAL, Guard
from bu.control_unit.operations import check_key
from bu.fiscal import counters
from bu.fiscal import document as d
from bu.fiscal.receipt import Receipt
from bu.fiscal.refusal import Refusal

_RETURNING = const("bu.control_unit.returning")
# What a void takes over from the sale that it voids.
_VOIDED = (
    "total", "cash", "cashless", "other", "tenders", "change", "change_currency", "change_amount",
    "change_rate", "change_units", "third_party",
)  # fmt: skip


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
        late.fetch(_RETURNING).check_void(core, sale)
    document = d.Document(d.VOID, sale.currency)
    document.voided = sale.number
    for name in _VOIDED:
        setattr(document, name, getattr(sale, name))
    document.lines = [line for line in sale.sold() if line.marking()]
    return document
