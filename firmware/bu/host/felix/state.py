"""Modes and questions: 3Fh, 45h, 47h, 4Dh, 52h, 56h, 58h, 88h, 9Dh, A5h (2.4, 2.5, 2.11-2.15).

A handler takes the register, the fields of its command and the command before it.
"""

from micropython import const

from bu.fiscal import dates
from bu.host.felix.codes import Wrong
from bu.host.felix.fields import bcd, chars, from_bcd, ok, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.host.felix.register import Felix

_CASH_MODE = const(1)
_Z_MODE = const(3)
_INSPECTOR = const(5)
_MEMORY = const(6)
# Rows of table 3 that open a mode: first and last, from mode 1 on.
_ROWS = ((1, 30), (29, 30), (29, 30), (30, 30), (30, 30), (30, 30))
_NAMES = ("Администратор", "Системный администратор")
# Where the inspector's password of the 80K is kept (62h).
INSPECTOR = (0x7D, 1, 1)
# Ц4, Ц7 of table 13.
FOUR = 10**4
_SEVEN = 10**7
_DEVICES = ("ФЕЛИКС РМФ", "ФЕЛИКС РМК")


def state(felix: "Felix") -> int:
    """Table 7: the submode in the high digit, the mode in the low one."""
    sub = 2 if felix.printing else 0
    if felix.tenders and felix.mode == _CASH_MODE:
        sub = 4
    return sub << 4 | felix.mode


def serial(felix: "Felix") -> int:
    """The last seven digits of the serial number."""
    digits = [sign for sign in felix.unit.info().serial if "0" <= sign <= "9"]
    return int("".join(digits) or "0") % _SEVEN


def version(felix: "Felix") -> bytes:
    """The firmware's version as two bytes: 0.1.0 is 00h 01h."""
    return bytes(int(part) & 0xFF for part in felix.unit.version().split(".")[:2])


async def mode(felix, values, last):
    """45h. What an idle printer had is asked anew."""
    unit = felix.unit
    trouble = unit.paper_state()
    if trouble and not felix.printing:
        trouble = await unit.printer_state()
    flags = 0
    if trouble == "printer_paper":
        flags = 0x09 if felix.dialect else 0x01
    elif trouble == "printer_silent":
        flags = 0x02
    elif trouble:
        flags = 0x04
    shown = state(felix)
    if felix.cleared and not felix.printing:
        felix.cleared = False
        shown = 0x17
    return bytes((0x55, shown, flags))


async def whole(felix, values, last):
    """3Fh."""
    unit = felix.unit
    year, month, day, hour, minute, second = unit.now()
    flags = 0x04 | (0x01 if unit.registered() else 0) | (0x02 if unit.shift_open() else 0)
    if felix.dialect:
        flags |= 0x20 if unit.paper_state() == "printer_cover" else 0
    elif (unit.shift_age() or 0) >= dates.DAY:
        flags |= 0x10
    return b"".join((
        b"U" if felix.dialect else b"D",
        bcd(felix.row, 1),
        felix.stored(2, 1, 1) or b"\x01",
        bcd((year % 100 * 100 + month) * 100 + day, 3),
        bcd((hour * 100 + minute) * 100 + second, 3),
        bytes((flags,)),
        bcd(serial(felix), 4),
        b"\x00",
        version(felix),
        bytes((state(felix),)),
        bcd(unit.last_number() + 1, 2),
        bcd(unit.z_number(), 2),
        bytes((felix.kind,)),
        bcd(felix.total(), 5),
        b"\x02\x00",
    ))  # fmt: skip


async def cash(felix, values, last):
    """4Dh: what is in the drawer, in the base currency."""
    return b"M" + bcd(drawer(felix), 7)


def drawer(felix: "Felix") -> int:
    """Kopecks in the drawer; every shift begins with none (docs/design.md, Money)."""
    unit = felix.unit
    return unit.figures().counters.get(unit.base(), "drawer") if unit.shift_open() else 0


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
    """56h: a mode by its password."""
    unit = felix.unit
    wanted, password = values
    if felix.blocked and wanted != _INSPECTOR:
        raise Wrong(0x9D)
    inspector = bool(felix.dialect) and wanted == _INSPECTOR
    row = 0
    if inspector:
        right = from_bcd(felix.stored(*INSPECTOR) or b"\x00") == password
        felix.blocked = not right
    else:
        row = _row(felix, wanted, password)
        right = row > 0
    if not right:
        raise Wrong(0x8C)
    _require_unit(felix, wanted)
    felix.mode, felix.row = wanted, row
    felix.cashier = name_of(felix, row)
    if wanted == _CASH_MODE and unit.shift_open():
        unit.stand(felix.cashier)


def _row(felix, wanted, password):
    """The row of table 3 with this password that opens this mode; 0: there is none."""
    first, final = _ROWS[wanted - 1]
    for row in range(first, final + 1):
        value = felix.stored(3, row, 1)
        if password == (row if value is None else from_bcd(value)):
            return row
    return 0


def name_of(felix: "Felix", row: int) -> str:
    """The name in a row of table 3."""
    value = felix.stored(3, row, 2)
    if value:
        return text(value) or "ОПЕРАТОР %02d" % row
    return _NAMES[row - 29] if row > 28 else "ОПЕРАТОР %02d" % row


def _require_unit(felix, wanted):
    """Wrong where the register as it stands cannot be in a mode."""
    unit = felix.unit
    if wanted in (_CASH_MODE, 2, _Z_MODE, _MEMORY) and not unit.registered():
        if not unit.manufactured():
            raise Wrong(0xA9)
        raise Wrong(0xAB if wanted == _MEMORY else 0xA8)
    if wanted == _CASH_MODE and (unit.shift_age() or 0) >= dates.DAY:
        raise Wrong(0x88)
    there = unit.unfinished()
    if there and there[0] == 15 and wanted in (_CASH_MODE, 2):
        raise Wrong(0x1A)


async def leave(felix, values, last):
    """52h: back to «Выбор»; an open receipt stays open, text that waits is printed."""
    felix.mode = 0
    if felix.text and not felix.unit.unfinished():
        await felix.flush_quietly()

