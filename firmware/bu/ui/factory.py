"""The manufacturer's step on a factory-new unit: its serial number, once (регл. 35.3).

A clock that was never set is set first: no СКНО gives its time to a unit that is not registered.
"""

from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.ui import words_service as words
from bu.ui.entry import NumberEntry
from bu.ui.prompts import ask, confirm
from bu.ui.prompts_rare import clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console

_SERIAL_DIGITS = 13


async def run(ui: "Console") -> None:
    """Asks for the serial number and writes it; it cannot be changed afterwards."""
    if not dates.valid(ui.unit.now()):
        await clock(ui)
    entry = NumberEntry("", limit=_SERIAL_DIGITS, point=False)
    await ask(ui, words.ASK_SERIAL, entry)
    if not entry.text:
        raise Refusal("bad_registration")
    await confirm(ui, words.SERIAL_FOR_EVER, entry.text)
    ui.wait()
    ui.unit.manufacture(entry.text)
    await ui.message(words.MANUFACTURED)
