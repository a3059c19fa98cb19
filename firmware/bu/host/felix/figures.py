"""Registers that are seldom read: sources named in `registers`, imported when one is wanted.

A source takes the register, the place of its type of receipt or total, and the second parameter.
"""

from bu.fiscal import dates
from bu.fiscal import document as d
from bu.host.felix import payment, state


def one(felix, place, second):
    """What is always on: the QR code of a document (прил. 1 6.3)."""
    return 1


def payments(felix, place, second):
    """By type of receipt and of payment: gone through the documents of the shift."""
    unit = felix.unit
    kinds = (d.SALE, d.REFUND, d.VOID)
    if place >= len(kinds) or not unit.shift_open():
        return 0
    kind, name = payment.TENDERS[felix.dialect][second - 1]
    named = [way[1] for way in payment.TENDERS[felix.dialect] if way[1]]
    total = 0
    for document in unit.tape_records():
        if getattr(document, "kind", 0) != kinds[place] or document.currency != unit.base():
            continue
        if kind == d.CASH:
            total += document.cash
            continue
        for tender in document.tenders:
            # What the keypad took otherwise is of the type without a name.
            own = tender.name if tender.name in named else ""
            if tender.kind == kind and (kind == d.CARD or own == name):
                total += tender.sum
    return total


def _net(felix):
    taken = felix.unit.counter("refunds_sum") + felix.unit.counter("voids_sum")
    return felix.unit.counter("sales_sum") - taken


def sign(felix, place, second):
    """1 where more was paid back than sold, else 0."""
    return 1 if _net(felix) < 0 else 0


def revenue(felix, place, second):
    """Kopecks sold in the shift less those paid back, without their sign."""
    return abs(_net(felix))


def ever(felix, place, second):
    """Kopecks sold since the first shift in the БЭП."""
    return _closed(felix, place, (2000, 1, 1, 0, 0, 0))


def since(felix, place, second):
    """Kopecks sold since the registration in force."""
    return _closed(felix, place, felix.unit.registration().date_time)


def _closed(felix, place, since):
    """Sales of the БЭП's shifts from `since` on, and of the open one; there are no purchases."""
    if place:
        return 0
    unit = felix.unit
    total = felix.unit.counter("sales_sum")
    for _, formed, _, totals in unit.shifts(1, unit.z_number()):
        if totals and formed >= since:
            total += totals[0][1]
    return total


def ordinal(felix, place, second):
    """The ordinal of the registration in force."""
    return felix.unit.registration().ordinal


def left(felix, place, second):
    """Registrations that are still owed (регл. 35.2); more may have room."""
    return felix.unit.registrations_owed()


def room(felix, place, second):
    """Shifts that the БЭП still takes, 9999 at most."""
    return min(9999, felix.unit.free_records())


def day(felix, place, second):
    """The date as digits DDMMYY."""
    year, month, day = felix.unit.now()[:3]
    return (day * 100 + month) * 100 + year % 100


def time(felix, place, second):
    """The time as digits HHMMSS."""
    hour, minute, clock = felix.unit.now()[3:]
    return (hour * 100 + minute) * 100 + clock


def serial(felix, place, second):
    """The register's serial number."""
    return state.serial(felix)


def columns(felix, place, second):
    """Characters of a line on paper."""
    return felix.unit.columns()


def dots(felix, place, second):
    """Dots of a line on paper."""
    return felix.unit.dots()


def capacity(felix, place, second):
    """Bytes of the longest request."""
    from bu.host.felix.link import CAPACITY

    return CAPACITY


def unp(felix, place, second):
    """УНП, nine digits."""
    return "%09d" % felix.unit.registration().unp


def skko(felix, place, second):
    """Number in СККО, nine digits."""
    return "%09d" % felix.unit.registration().skko


def skno(felix, place, second):
    """Serial number of the СКНО, sixteen digits."""
    return "%016d" % felix.unit.registration().skno


def taxes(felix, place, second):
    """The tax systems that the host programmed; kept, without effect."""
    return (felix.stored(0x7E, 1, 29) or b"\x00")[0]


def agent(felix, place, second):
    """The sign of an agent that the host programmed; kept, without effect."""
    return (felix.stored(2, 1, 33) or b"\x00")[0]


def registered(felix, place, second):
    """Day, month, year, hour, minute of the registration in force."""
    year, month, day, hour, minute, _ = felix.unit.registration().date_time
    return bytes((day, month, year % 100, hour, minute))


def zero(felix, place, second):
    """A register that is reserved, or has no counterpart in this unit (docs/felix.md)."""
    return 0


def open(felix, place, second):
    """1 while the shift is open, else 0."""
    return 1 if felix.unit.shift_open() else 0


def until(felix, place, second):
    """24 hours after the opening; zero while the shift is closed."""
    opened = felix.unit.opened_at()
    if opened is None:
        return 0
    until = dates.from_seconds(dates.to_seconds(opened) + dates.DAY)
    figures = (until[2] * 100 + until[1]) * 100 + until[0] % 100
    return ((figures * 100 + until[3]) * 100 + until[4]) * 100 + until[5]


def shift(felix, place, second):
    """The number of the last closed shift."""
    return felix.unit.z_number()
