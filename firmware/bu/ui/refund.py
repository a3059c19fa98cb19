"""Refund: by the number of the sale, which fills in its lines, or in free entry (регл. 10.13).

The lines are shown as those of a sale and paid back with the same keys; КОРР takes back lines that
are not returned. The payment asks before it is registered.
"""

from bu.fiscal import document as d
from bu.ui import words
from bu.ui import words_rare as rare
from bu.ui.prompts import choose, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.desk import Desk


async def begin(desk: "Desk") -> None:
    """ВОЗВРАТ: with digits the number of the sale; else the way is chosen."""
    ui, unit = desk.ui, desk.unit
    if desk.typed():
        wanted = desk.take(0, "nothing_to_copy")
    elif await choose(ui, words.REFUND, (rare.BY_NUMBER, rare.FREE)):
        desk.kind = d.REFUND
        desk.open()
        return
    else:
        wanted = await number(ui, rare.ASK_NUMBER, "nothing_to_copy", 0)
    desk.take_up(unit.refund_of(wanted))
