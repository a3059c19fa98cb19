"""Opening the shift: the register's date and time are confirmed first (регл. 8)."""

from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.ui import words
from bu.ui.displays import SOUND_ERROR
from bu.ui.prompts import confirm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console
    from bu.ui.desk import Desk


async def open_shift(desk: "Desk") -> None:
    """ВВОД while the shift is closed; nothing while it is open."""
    if desk.unit.shift_open():
        desk.ui.sound(SOUND_ERROR)
        return
    await begin(desk.ui)
    if desk.receipt is None:
        desk.draw()


async def begin(ui: "Console") -> None:
    """Opens the shift in the name of whoever is logged in."""
    unit = ui.unit
    name = unit.user.name
    try:
        await ui.do(unit.open_shift, name, b"", False)
    except Refusal as refusal:
        if refusal.name != "clock_unconfirmed":
            raise
        await confirm(ui, words.CLOCK_RIGHT, dates.text(unit.now()))
        await ui.do(unit.open_shift, name, b"", True)
