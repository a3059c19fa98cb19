"""Modes and seldom asked questions: 47h, 52h, 56h, 58h, 88h, 9Dh, A5h. A late module."""

from micropython import const

from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.host.felix.fields import Wrong, bcd, chars, from_bcd, ok, text
from bu.host.felix.names import operator
from bu.host.felix.state import CASH_MODE, version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.host.felix.register import Felix

_INSPECTOR = const(5)
_MEMORY = const(6)
# Who has passwords, each with wrong tries of its own (`access_tries.attempt`): the system
# administrator (row 30 of table 3), the administrator (29), operators (1-28); how many of them
# may open a mode, from mode 1 on. The inspector of the 80K comes behind them.
_ROWS = ((30, 31), (29, 30), (1, 29))
_OPEN = (3, 2, 2, 1, 1, 1)
# Where the inspector's password of the 80K is kept (62h); what it opens, beside rows.
INSPECTOR = (0x7D, 1, 1)
_INSPECTED = const(31)
_DEVICES = ("ФЕЛИКС РМФ", "ФЕЛИКС РМК")
_Z_REPORT = const(15)


async def last_total(felix, values, last):
    """58h: sales of the last closed shift, from the БЭП."""
    number = felix.unit.z_number()
    total = 0
    for _, _, _, totals in felix.unit.shifts(number, number) if number else ():
        total = totals[0][1] if totals else 0
    return ok(bcd(total, 7))


async def version_of(felix, values, last):
    """9Dh."""
    return ok(bytes(5) + version(felix) + b"\x00\x00")


async def device(felix, values, last):
    """A5h: no «U» in front."""
    name = _DEVICES[felix.dialect]
    return bytes(6) + version(felix) + bytes(3) + chars(name, len(name))


async def beep(felix, values, last):
    """47h has no answer."""
    felix.unit.beep((150,))
    return b""


async def tone(felix, values, last):
    """88h: hertz (the sounder has one tone), hundredths of a second."""
    felix.unit.beep((10 * values[1],))


async def enter(felix, values, last):
    """56h: a mode by its password. 1Eh while wrong ones are waited out (docs/access.md)."""
    unit = felix.unit
    wanted, password = values
    if felix.blocked and wanted != _INSPECTOR:
        raise Wrong(0x9D)
    inspector = bool(felix.dialect) and wanted == _INSPECTOR
    groups = (len(_ROWS),) if inspector else range(_OPEN[wanted - 1])

    def find(group):
        if inspector:
            kept = felix.stored(*INSPECTOR) or b"\x00"
            return _INSPECTED if from_bcd(kept) == password else 0
        for row in range(*_ROWS[group]):
            value = felix.stored(3, row, 1)
            if password == (row if value is None else from_bcd(value)):
                return row
        return 0

    known = felix.held.get("known", b"")
    try:
        row = unit.attempt(groups, find, known)
    except Refusal as refusal:
        if inspector and refusal.name == "bad_password":
            felix.blocked = True
        raise
    if row not in known:
        felix.held["known"] = known + bytes((row,))
    if inspector:
        felix.blocked, row = False, 0
    _require_unit(felix, wanted)
    felix.mode, felix.row = wanted, row
    felix.cashier = name_of(felix, row)
    if wanted == CASH_MODE and unit.shift_open():
        unit.stand(felix.cashier)


def name_of(felix: "Felix", row: int) -> str:
    """The name in a row of table 3."""
    value = felix.stored(3, row, 2)
    return value and text(value) or operator(row)


def _require_unit(felix, wanted):
    """Wrong where the register as it stands cannot be in a mode."""
    unit = felix.unit
    if wanted in (CASH_MODE, 2, 3, _MEMORY) and not unit.registered():
        if not unit.manufactured():
            raise Wrong(0xA9)
        raise Wrong(0xAB if wanted == _MEMORY else 0xA8)
    if wanted == CASH_MODE and not felix.kind and (unit.shift_age() or 0) >= dates.DAY:
        raise Wrong(0x88)  # an open receipt can still be annulled there
    there = unit.unfinished()
    if there and there[0] == _Z_REPORT and wanted in (CASH_MODE, 2):
        raise Wrong(0x1A)


async def leave(felix, values, last):
    """52h: back to «Выбор»; an open receipt stays open, text that waits is printed."""
    felix.mode = 0
    if not felix.kind:
        felix.spill()
    if felix.text and not felix.unit.unfinished():
        await felix.flush_quietly()
