"""Refund: by the number of the sale, which fills in its lines, or in free entry (регл. 10.13).

The lines are shown as those of a sale and paid back with the same keys; КОРР takes out lines that
are not returned, ВОЗВРАТ leaves a part of a line. The payment asks before it is registered.
"""

from bu import late
from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.ui import lines, words
from bu.ui import words_rare as rare
from bu.ui.prompts import choose, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.desk import Desk


async def begin(desk: "Desk") -> None:
    """ВОЗВРАТ: with digits the number of the sale; else the way is chosen."""
    ui, unit = desk.ui, desk.unit
    if desk.receipt is not None:
        await _part(desk)
        return
    if desk.typed():
        wanted = desk.take(0, "nothing_to_copy")
    elif await choose(ui, words.REFUND, (rare.BY_NUMBER, rare.FREE)):
        desk.kind = d.REFUND
        desk.open()
        return
    else:
        wanted = await number(ui, rare.ASK_NUMBER, "nothing_to_copy", 0)
    desk.take_up(unit.refund_of(wanted))


async def _part(desk: "Desk"):
    """Of a line of a filled refund only so much is paid back: what stands before ×, else asked."""
    receipt, quantity = desk.receipt, desk.quantity
    if not receipt.of_sale or desk.typed() or desk.tenders:
        raise Refusal("receipt_open")
    at = await late.fetch("bu.ui.adjust").pick(desk, words.REFUND, "refund")
    if quantity is None:
        quantity = await number(
            desk.ui, rare.ASK_PART, "bad_quantity", money.QUANTITY_DIGITS,
            hint=receipt.lines[at].name,
        )  # fmt: skip
    desk.unit.refund_part(receipt, at, quantity)
    line = receipt.lines[at]
    name, row = lines.rows_of(line)
    desk.say(name, row, lines.total_row(desk))
    lines.tell(desk, line.name, line.net())
