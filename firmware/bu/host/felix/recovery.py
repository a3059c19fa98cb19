"""What was interrupted: it stands, or may stand, and its end is missing. A late module.

The next command that registers or prints finishes it first; where that is the same command again,
its repetition is the answer to the first. 59h gives up what the СКНО certainly has not got.
"""

from micropython import const

from bu.host.felix.fields import Wrong
from bu.host.felix.register import VOID

_CANCEL = const(0x59)
_Z = const(0x5A)
# The kind of a Z-report (прил. 2 табл. 7).
_Z_KIND = const(15)


def hangs(felix, refusal) -> None:
    """Notes which command was interrupted, and what it waits for."""
    there = felix.unit.unfinished()
    felix.hung = (felix.key, there)
    if refusal.stage != "sending":
        felix.finish()
    elif felix.receipt is not None or felix.kind == VOID:
        felix.awaited = there[1] if there else 0


async def settled(felix, code) -> bool:
    """Finishes what is unfinished; True where this command asked for just that."""
    unit = felix.unit
    there = unit.unfinished()
    again = _stands(felix) if there is None else felix.key == unit.last_key()
    if there and there[2] != "sending" and there[0] != _Z_KIND and 0 < there[1] <= felix.seen:
        again = False  # the host knows that it stands: this is another one
    if code == _CANCEL and there and there[2] == "sending":
        if await unit.abandon():
            felix.awaited, felix.hung = 0, (b"", None)
            return not felix.kind
        felix.finish()
        raise Wrong(0x9A if felix.dialect else 0x66)
    await unit.resume()
    felix.hung = (b"", None)
    felix.notice()
    if again and code == _Z:
        felix.cleared = True
    return again


def _stands(felix):
    """True where this command comes again, and what it began stands by now; the host has not
    seen its number."""
    key, there = felix.hung
    if felix.key != key:
        return False
    if not there or not there[1]:
        return True  # without a number: only its paper was missing
    kind, number, _ = there
    unit = felix.unit
    if not kind:
        return unit.shift_open()
    if kind == _Z_KIND:
        return number <= unit.z_number()
    return felix.seen < number <= unit.last_number()
