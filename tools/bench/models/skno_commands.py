"""The commands of прил. 2 табл. 10: how long they are, and when the СКНО carries them out.

    code  data                answer   only if
    AAh   37: табл. 13        0        -
    55h   0                   6        -
    40h   0                   0        identified, in order, no prohibition, idle, shift closed
    10h   document, табл. 15  12       identified, in order, no prohibition, idle, shift open
    41h   Z-report, табл. 16  12       identified, in order, idle, shift open
    11h   0                   12       identified, a procedure is not finished

«Idle»: no procedure is unfinished (bit 0 of byte 1). A prohibition (bits 3-5 of byte 0) does not
stop 41h; «blocked» (bit 4 of byte 1) stops all but AAh and 55h. A condition gives the refusal's
text; one that only the status could have told the register comes with its status bits: a register
that was not told them yet is not to blame.
"""

from collections.abc import Callable
from typing import NamedTuple

IDENTIFY, TIME, OPEN, DOCUMENT, CLOSE, REPEAT_UID = 0xAA, 0x55, 0x40, 0x10, 0x41, 0x11
DOCUMENTS = (DOCUMENT, CLOSE)
UID_ANSWERS = (DOCUMENT, CLOSE, REPEAT_UID)

# the status as one number: byte 1 in the high byte, byte 0 in the low one
BUSY_BIT, SKZI_BIT, ONLINE_BIT, CERTIFICATE_BIT, Z_BIT, MEMORY_BIT, IDENTIFIED_BIT, SHIFT_BIT = (
    1 << place for place in range(8))
UNFINISHED_BIT, STORED_BIT, OVERSIZE_BIT, IN_ORDER_BIT, BLOCKED_BIT = (
    1 << place for place in range(8, 13))
BANS = CERTIFICATE_BIT | Z_BIT | MEMORY_BIT


class Condition(NamedTuple):
    """Refuses with `text` unless `holds(status)`; `told`: bits that excuse until sent."""

    text: str
    holds: Callable[[int], bool]
    told: int = 0


IDENTIFIED = Condition("not identified", lambda s: bool(s & IDENTIFIED_BIT), IDENTIFIED_BIT)
SKZI = Condition("no СКЗИ", lambda s: bool(s & SKZI_BIT), SKZI_BIT)
IN_ORDER = Condition("not in order", lambda s: bool(s & IN_ORDER_BIT), IN_ORDER_BIT)
NOT_BLOCKED = Condition("blocked", lambda s: not s & BLOCKED_BIT, BLOCKED_BIT)
NO_BAN = Condition("service is prohibited", lambda s: not s & BANS, BANS)
IDLE = Condition("a procedure is not finished", lambda s: not s & UNFINISHED_BIT)
UNFINISHED = Condition("no unfinished procedure", lambda s: bool(s & UNFINISHED_BIT))
SHIFT_CLOSED = Condition("the shift is open", lambda s: not s & SHIFT_BIT)
SHIFT_OPEN = Condition("the shift is closed", lambda s: bool(s & SHIFT_BIT))
HEALTHY = (IDENTIFIED, SKZI, IN_ORDER, NOT_BLOCKED)


class Command(NamedTuple):
    """`length` of the data in bytes (None: a document), and the conditions in order."""

    length: int | None
    conditions: tuple[Condition, ...] = ()


COMMANDS = {
    IDENTIFY: Command(37),
    TIME: Command(0),
    OPEN: Command(0, (*HEALTHY, NO_BAN, IDLE, SHIFT_CLOSED)),
    DOCUMENT: Command(None, (*HEALTHY, NO_BAN, IDLE, SHIFT_OPEN)),
    CLOSE: Command(None, (*HEALTHY, IDLE, SHIFT_OPEN)),
    REPEAT_UID: Command(0, (*HEALTHY, UNFINISHED)),
}


def refusal(code: int, length: int, total: int, status: int, told: int) -> str | None:
    """Why a command is refused: None if it is not, "" if nobody told the register before.

    `status` is what the status would be now, `told` what it was when it was last sent.
    """
    command = COMMANDS.get(code)
    if command is None:
        return f"unknown command {code:02X}h"
    right = length > 0 if command.length is None else (length, total) == (command.length, 1)
    if not right:
        return f"command {code:02X}h with {length} data bytes in {total} packets"
    for condition in command.conditions:
        if not condition.holds(status):
            news = condition.told and (status ^ told) & condition.told
            return "" if news else f"command {code:02X}h: {condition.text}"
    return None
