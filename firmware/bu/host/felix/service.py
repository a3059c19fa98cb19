"""Clock, serial number, registration: modes 4 and 5 (2.9, 2.10, 2.20, 2.21 of RMF)."""

from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.host.felix.fields import Wrong, bcd
from bu.host.felix.kept import store
from bu.host.felix.modes import INSPECTOR

_NINE_DIGITS = 999_999_999
# Reasons of a new registration: 1 another ФН, 2 ОФД, 3 data of the owner, 4 settings.
_REASONS = 4


async def date(felix, values, last):
    """64h: asked for twice, and set by the second."""
    unit = felix.unit
    time = (2000 + values[2], values[1], values[0]) + unit.now()[3:]
    if unit.shift_open():
        raise Refusal("shift_open")
    if not dates.valid(time):
        raise Wrong(0x94)
    if unit.latest() is not None and time < unit.latest():
        raise Refusal("clock_behind")
    if last != (0x64, values):
        raise Wrong(0x16)
    felix.last = None
    unit.set_clock(time)


async def time(felix, values, last):
    """4Bh."""
    felix.unit.set_clock(felix.unit.now()[:3] + tuple(values))


async def serial(felix, values, last):
    """61h: the manufacturer's step, once (регл. 35.3)."""
    if felix.unit.manufactured():
        raise Wrong(0x9E)
    felix.unit.manufacture("%07d" % values[0])


async def register(felix, values, last):
    """62h: УНП from the ИНН, number in СККО from the РНМ. The СКНО's number is the RMF's requisite
    5 (7Eh), of the 80K what A6h named; else that of the registration in force."""
    unit = felix.unit
    skko, unp = values[:2]
    if not unit.manufactured():
        raise Wrong(0xA9)
    if not 0 < skko <= _NINE_DIGITS:
        raise Wrong(0xA6)
    if not 0 < unp <= _NINE_DIGITS:
        raise Wrong(0xA7)
    if not felix.dialect:
        reason = values[4] & 0xFF or values[4] >> 8
        if reason > _REASONS or (not reason and unit.registered()):
            raise Wrong(0xF5)
        if reason and not unit.registered():
            raise Wrong(0xA8)
    await unit.register(unp, skko, _skno(felix))
    felix.held.pop("skno", 0)
    if felix.dialect:
        store(felix, *INSPECTOR + (bcd(values[2], 3) if values[2] else b"",))
    else:
        store(felix, 0x7E, 1, 29, bytes((values[3],)) if values[3] else b"")


def _skno(felix):
    number = felix.held.get("skno", 0)
    if not felix.dialect:
        number = int(felix.stored(0x7E, 1, 5) or b"0")
    if number:
        return number
    if felix.unit.registered():
        return felix.unit.registration().skno
    raise Wrong(0xD0 if felix.dialect else 0xE5)
