"""The manufacturer's step on a factory-new unit: its serial number, once (регл. 35.3)."""

from bu.fiscal.refusal import Refusal
from bu.ui import words_service as words
from bu.ui.entry import NumberEntry
from bu.ui.prompts import ask, confirm

_SERIAL_DIGITS = 13


async def run(ui) -> None:
    """Asks for the serial number and writes it; it cannot be changed afterwards."""
    entry = NumberEntry("", limit=_SERIAL_DIGITS, point=False)
    await ask(ui, words.ASK_SERIAL, entry)
    if not entry.text:
        raise Refusal("bad_registration")
    await confirm(ui, words.SERIAL_FOR_EVER, entry.text)
    ui.wait()
    ui.unit.manufacture(entry.text)
    await ui.message(words.MANUFACTURED)
