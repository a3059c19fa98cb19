"""Text, header, cutter, drawer, demonstration (2.7, 2.8, 2.25, 2.44-2.48 of RMF).

Text that a host sends waits for a command that prints, a cut, or the end of the mode, and comes
out as one slip, marked as not the firmware's own (регл. 32).
"""

from bu.printing import items

_DEMO = (
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789 !\"#$%&'()*+,-./:;<=>?@",
)


async def line(felix, values, last):
    """5Eh, 5Fh."""
    felix.say(values[0])


def _programmed(felix, wanted):
    for name, value, _, _ in felix.unit.settings():
        if name == wanted:
            return value
    return ()


async def head(felix, values, last):
    """6Ch: the lines in front of a receipt (table 6, 1-10)."""
    await felix.flush(*_programmed(felix, "top"))


async def tail(felix, values, last):
    """73h: the lines behind it (table 6, 11-20)."""
    await felix.flush(*_programmed(felix, "bottom"))


async def cut(felix, values, last):
    """75h."""
    if felix.text:
        await felix.flush()
    else:
        await felix.unit.printer_act(items.CUT)


async def drawer(felix, values, last):
    """80h."""
    await felix.unit.printer_act(items.DRAWER)


async def demo(felix, values, last):
    """82h."""
    await felix.flush(*_DEMO)
