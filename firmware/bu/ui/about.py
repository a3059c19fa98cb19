"""What the register says of itself, without a password (регл. 3, 29, 30, 35.3).

Version identifier and SHA-256 of the firmware, serial number, registration, date and time, free
records of the БЭП, and what the СКНО's status says.
"""

from bu.fiscal import dates
from bu.printing.items import wrap
from bu.ui import words_service as words
from bu.ui.displays import COLUMNS, pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console
    from bu.ui.desk import Desk


async def show(desk: "Desk") -> None:
    """ИНФО at the desk."""
    await run(desk.ui)


async def run(ui: "Console") -> None:
    """Turns over with ↑ ↓; any other key leaves."""
    unit = ui.unit
    lines = [words.VERSION, unit.version(), words.DIGEST]
    digest = unit.digest()
    for start in range(0, len(digest), 16):
        lines.append(digest[start : start + 16])
    lines.append(dates.text(unit.now()))
    if unit.manufactured():
        lines += _identity(unit)
    state = unit.skno_state()
    if state is not None:
        for text in state.texts():
            lines += wrap(text, COLUMNS)
    for found in unit.blockings():
        lines += wrap("! " + found.text(), COLUMNS)
    ui.show(*lines)
    await ui.event()


def _identity(unit):
    info = unit.info(COLUMNS)
    lines = [info.model, pair(words.SERIAL, info.serial)]
    if unit.registered():
        lines.append(pair(words.UNP, "%09d" % info.unp))
        lines.append(pair(words.SKKO, "%09d" % info.skko_number))
        lines.append(pair(words.FREE_RECORDS, str(unit.free_records())))
    return lines
