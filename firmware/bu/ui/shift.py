"""Opening the shift: the register's date and time are confirmed first (регл. 8)."""

from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.ui import words
from bu.ui.displays import SOUND_ERROR
from bu.ui.prompts import confirm


async def open_shift(desk) -> None:
    """ВВОД while the shift is closed; nothing while it is open."""
    ui, unit = desk.ui, desk.unit
    if unit.shift_open():
        ui.sound(SOUND_ERROR)
        return
    name = unit.user.name
    try:
        await ui.do(unit.open_shift, name, b"", False)
    except Refusal as refusal:
        if refusal.name != "clock_unconfirmed":
            raise
        await confirm(ui, words.CLOCK_RIGHT, dates.text(unit.now()))
        await ui.do(unit.open_shift, name, b"", True)
    desk.draw()
