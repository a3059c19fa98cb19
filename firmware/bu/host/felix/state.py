"""How the register stands: 3Fh, 45h, 4Dh (2.11, 2.13, 2.15 of RMF). Stays in memory.

A handler takes the register, the fields of its command and the command before it.
"""

from micropython import const

from bu.fiscal import dates
from bu.host.felix.fields import bcd

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.host.felix.register import Felix

CASH_MODE = const(1)
_SEVEN = 10**7  # Ц7 of table 13


def state(felix: "Felix") -> int:
    """Table 7: the submode in the high digit, the mode in the low one."""
    sub = 2 if felix.printing else 0
    if felix.tenders and felix.mode == CASH_MODE:
        sub = 4
    return sub << 4 | felix.mode


def serial(felix: "Felix") -> int:
    """The last seven digits of the serial number."""
    digits = [sign for sign in felix.unit.serial() if "0" <= sign <= "9"]
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
    """4Dh: what is in the drawer, in the base currency; every shift begins with none."""
    return b"M" + bcd(felix.unit.counter("drawer"), 7)
