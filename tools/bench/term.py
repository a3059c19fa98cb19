"""The register in a terminal: `python -m tools.bench term` (80 x 24 or larger).

Keypad, both displays and the tape; F-keys are the bench's switches (see `term_screen`). Time runs
as the wall clock does; what the register waits for inside an operation costs none.
"""

import argparse
import curses
import locale
import os
import sys
import time
from pathlib import Path

from . import tape
from .keys import prepare
from .place import IDENTITY, RUNTIMES, Place, load_goods, read_identity
from .term_screen import SWITCHES, compose, host_key, toggle
from .world import World

TURN_MS = 100
# A sale of one line: two writes before it is sent, the third makes its УИ durable.
CUT_WRITES = 3
_ESCAPE_MS = "25"
_SEPARATOR = "<GS>"
_SCAN = "Сканер: "


class Session:
    """One sitting at the terminal."""

    def __init__(self, window: "curses.window", place: Place) -> None:
        self._window = window
        self._place = place
        self._scanned: str | None = None
        self._note = ""
        self._tape: list[str] = []
        self._lines = -1

    def run(self) -> None:
        """Until F10."""
        self._window.timeout(TURN_MS)
        self._window.keypad(True)
        curses.curs_set(0)
        last = time.monotonic()
        while True:
            self._draw()
            pressed = self._read()
            now = time.monotonic()
            self._place.wait(int((now - last) * 1000))
            last = now
            if pressed == "KEY_F(10)":
                return
            if pressed:
                self._press(pressed)

    def _read(self) -> str:
        """The next key, by curses' name where it has one; "" when none came."""
        try:
            key = self._window.get_wch()
        except curses.error:
            return ""
        if isinstance(key, int):
            return curses.keyname(key).decode("ascii")
        return "\n" if key == "\r" else key

    def _press(self, pressed: str) -> None:
        self._note = ""
        if self._scanned is not None:
            self._type(pressed)
        elif pressed == "KEY_F(9)":
            self._scanned = ""
        elif pressed == "KEY_F(8)":
            self._place.cut(CUT_WRITES)
            self._note = f"Питание пропадёт на записи в журнал № {CUT_WRITES} отсюда"
        elif pressed in SWITCHES:
            toggle(self._place, pressed)
        else:
            name = host_key(pressed)
            if name:
                self._place.press(name)

    def _type(self, pressed: str) -> None:
        """The line of the scanner while it is typed: Enter sends it, Esc drops it."""
        assert self._scanned is not None
        if pressed == "\n":
            self._place.scan(self._scanned.replace(_SEPARATOR, "\x1d"))
            self._scanned = None
        elif pressed == "\x1b":
            self._scanned = None
        elif pressed in ("KEY_BACKSPACE", "\x7f", "\b"):
            self._scanned = self._scanned[:-1]
        elif len(pressed) == 1 and pressed.isprintable():
            self._scanned += pressed

    def _draw(self) -> None:
        """All of it; curses sends only what changed."""
        height, width = self._window.getmaxyx()
        note = self._note if self._scanned is None else f"{_SCAN}{self._scanned}_"
        self._window.erase()
        for number, line in enumerate(compose(self._place, self._paper(), note, width, height)):
            if number < height:
                self._window.addnstr(number, 0, line, max(0, width - 1))
        self._window.refresh()

    def _paper(self) -> list[str]:
        """The tape as text, laid out again only when there is more of it."""
        printer = self._place.world.printer
        assert printer
        if len(printer.tape.lines) != self._lines:
            self._lines = len(printer.tape.lines)
            self._tape = tape.text_of(printer.tape).splitlines()
        return self._tape


def run(options: argparse.Namespace) -> int:
    """`tools.bench term`: exit status 0, or 2 without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("term: a terminal is needed", file=sys.stderr)
        return 2
    _speak_utf8()
    os.environ.setdefault("ESCDELAY", _ESCAPE_MS)
    identity = read_identity(options.identity)
    world = World(options.flash, identity, scripted=False, resume=True)
    make = RUNTIMES[options.runtime]
    try:
        if not options.factory:
            prepare(world, make, identity)
        if options.goods:
            load_goods(world, options.goods)
        place = Place(world, make)
        place.power_on()
        curses.wrapper(lambda window: Session(window, place).run())
        place.power_off()
    finally:
        world.close()
    return 0


def _speak_utf8() -> None:
    """Cyrillic on the screen, also where the environment names no UTF-8 locale."""
    locale.setlocale(locale.LC_ALL, "")
    if locale.nl_langinfo(locale.CODESET) != "UTF-8":
        locale.setlocale(locale.LC_ALL, "C.UTF-8")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--runtime", choices=RUNTIMES, default="cpython",
                        help="what the unit runs on (cpython)")
    parser.add_argument("--flash", type=Path, default=Path("build/term"), metavar="DIR",
                        help="where the register's flash is kept (build/term)")
    parser.add_argument("--factory", action="store_true",
                        help="leave a factory-new unit as it is: registration from the keypad")
    parser.add_argument("--goods", type=Path, metavar="FILE.csv", help="load this goods base")
    parser.add_argument("--identity", type=Path, default=IDENTITY, metavar="FILE.json",
                        help="what the factory-new unit is registered with")
