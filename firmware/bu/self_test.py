"""The self-test of a board's parts, for the service engineer; fetched when it is asked for.

Every part is asked for itself: chips by their identity or ACK, the calendar whether it runs,
printer and СКНО for their status. A display shows a line, the sounder beeps; nothing is printed,
written or registered. What stands beside a part is "" where it is in order, UNTOLD where it is
there and cannot be asked, else the reason.

`run` needs a unit that does nothing else meanwhile: it is for a board that stands aside (/hold).
`parts` may be asked at any time.
"""

from micropython import const

from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.skno.client import SknoError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SECOND_MS = const(1100)
_BEEP = const((100, 100, 100))
_NOWHERE = const("not in board.py")
UNTOLD = "?"
_SHOWN = const("ABCDEFGH 0123456789 ")


def parts(board: "Any") -> list:
    """[(part, reason)] of the parts that can tell without waiting."""
    wrong = dict(board.faults())
    return [(name, wrong.get(name, "")) for name in sorted(board.asked)]


async def run(unit: "Any", board: "Any") -> list:
    """[(part, reason)] of all parts."""
    found = dict(parts(board))
    for name, test in (("clock", _clock), ("printer", _printer), ("skno", _skno)):
        found[name] = found.get(name) or await test(unit, board)
    for name in ("cashier_display", "customer_display"):
        display = getattr(board, name)
        if display is not None and not found.get(name):
            display.show(0, _SHOWN)
            found[name] = "" if board.present(name) else "gone while it was written to"
    if board.buzzer is not None:
        board.buzzer.sound(_BEEP)
        for _ in range(40):
            board.buzzer.step(board.clock.now_ms())
            await board.clock.sleep_ms(10)
    for name in ("keypad", "scanner", "host", "drawer", "buzzer"):
        if getattr(board, name) is not None and name not in found:
            found[name] = UNTOLD
    return sorted(found.items())


async def _clock(unit, board):
    """A calendar that has its time and goes on."""
    try:
        before = dates.to_seconds(unit.now())
        await board.clock.sleep_ms(_SECOND_MS)
        passed = dates.to_seconds(unit.now()) - before
    except Refusal as refusal:
        return refusal.name
    return "" if 1 <= passed <= 2 else "stands still"


async def _printer(unit, board):
    """Its status; and a line that holds up all but status requests."""
    if board.printer is None:
        return _NOWHERE
    state = await unit.printer_state()
    ready = getattr(board.printer, "_ready", None)
    if state in (None, "printer_silent") and ready is not None and ready():
        return "DTR: not ready"
    return state or ""


async def _skno(unit, board):
    """REQ is answered without addresses; what only a registration brings is no fault."""
    if board.skno is None and board.skno_bus is None:
        return _NOWHERE
    try:
        status = await unit._core.skno.status()
    except SknoError as error:
        return error.name
    return ", ".join(name for name in status.prohibitions() if name != "skno_identification")


def main(table: "Any", port: "Any") -> None:
    """Builds the board that stands aside and prints a line for each part: name, tab, reason."""
    import asyncio

    from bu import app, assembly

    # Once started it cannot be stopped.
    table.DEVICES.pop("watchdog", None)
    board = assembly.make(table, port)
    for name, reason in asyncio.run(run(app.build(board), board)):
        print("%s\t%s" % (name, reason))
