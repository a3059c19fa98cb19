"""A register on a board of chips: made, registered, opened, worked from its keypad."""

import sys

from host_tests.chips.board import Bench
from host_tests.chips.lcd import alike

DAY = (2026, 12, 1, 8, 0, 0)
DRAWN = "×ЎўІ↑↓№~"
SECRET = b"0123456789abcdef"


def table(name):
    """The board's table."""
    path = "boards.%s.board" % name
    __import__(path)
    return sys.modules[path]


class Changed:
    """A copy of a table, to be changed."""

    def __init__(self, module):
        for name in dir(module):
            if name.isupper():
                setattr(self, name, getattr(module, name))


def made(changed):
    place = Bench(changed)
    place.make()
    place.board.rtc.set(DAY)
    return place


def bench(name="pico", storage=""):
    """A board with everything in place, its clock set."""
    place = Bench(table(name), storage)
    place.make()
    place.board.rtc.set(DAY)
    return place


def registered(place):
    """The unit is made, registered and ready."""
    unit, run = place.unit, place.loop.run
    run(unit.start())
    unit.manufacture("1000000000001", SECRET)
    for name in ("name", "outlet", "address"):
        unit.configure(name, "ООО «Ромашка»")
    run(unit.register(190000001, 110000001, 310000001))
    return place


def keys(place, text):
    """Presses keys by name."""
    for name in text.split():
        place.key(name)


def row(place, text, limit_ms=60000):
    """Waits until the cashier's display shows a row with this text."""
    chip = place.parts["cashier_display"]
    if hasattr(chip, "shown"):
        place.wait(lambda: any(alike(text) in line for line in chip.shown(DRAWN)), limit_ms)
    else:  # dots: test_displays reads them
        rows = place.board.cashier_display._rows
        place.wait(lambda: any(text in line for line in rows), limit_ms)


def opened(place):
    """The cashier has logged in and opened the shift."""
    place.start()
    row(place, "Касса")
    keys(place, "1 1 1 1 1 enter")
    row(place, "ВВОД - открыть смену")
    keys(place, "enter")
    row(place, "Смена открыта")
    return place
