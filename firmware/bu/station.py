"""The register on a board: makes it from the board's table and keeps its tasks going.

    keypad      every 10 ms: keys, and the sounder's next step
    ticks       every 100 ms: what runs through the displays, idle checks, log-out
    scanner     lines
    host        the line of a FELIX host, where the board has one (`bu.host.shared`)
    watchdog    every second, as long as keypad, scanner and host go on
    service     the service console on the USB line, where there is one and the line is free

A key press is a task of its own, because it may be a sale that waits for the СКНО, and the next
key has to be heard meanwhile. A task that ends by an exception ends the register: it is printed
and kept in `failure.txt`, and the board starts anew, which is as safe as a power cut. Ctrl-C ends
in the REPL.
"""

import asyncio
import gc
import sys

from micropython import const

from bu import late, resident  # noqa: F401 stays, and `bu.app` goes
from bu.ui.displays import SOUND_ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bu.control_unit.facade import ControlUnit

_SCAN_MS = const(10)
_TICK_MS = const(100)
_FEED_MS = const(1000)
_READ_MS = const(1000)
# Longest silence of a loop before the watchdog is left alone.
_BEAT_MS = const(5000)
_REPEATED = const(("up", "down"))
# The last failure, in the folder that the board runs in: no journal is written in a state of which
# nothing is known.
FAILURE = "failure.txt"


class Panel:
    """The cashier's display with the sounder, or either alone."""

    def __init__(self, display, buzzer):
        self._display = display
        self._buzzer = buzzer

    def show(self, row: int, text: str) -> None:
        """One row."""
        if self._display is not None:
            self._display.show(row, text)

    def sound(self, pattern: tuple) -> None:
        """A sound."""
        if self._buzzer is not None:
            self._buzzer.sound(pattern)


class Station:
    """One register: `board` (`bu.board`), `unit` (`bu.app.build`)."""

    def __init__(self, board, unit: "ControlUnit"):
        from bu.ui import modes
        from bu.ui.console import Console

        self.board = board
        self.unit = unit
        cashier = Panel(board.cashier_display, board.buzzer)
        customer = Panel(board.customer_display, None)
        self.console = Console(unit, cashier, customer, board.clock, modes.main)
        self._beats = {}
        self._host: "Any" = None
        self._failed = asyncio.Event()

    async def run(self) -> None:
        """Runs until a task fails; its exception is printed."""
        tasks = [self._task("ticks", self._ticks())]
        if self.board.keypad is not None:
            tasks.append(self._task("keypad", self._keys()))
        if self.board.scanner is not None:
            tasks.append(self._task("scanner", self._scans()))
        if self.board.host is not None:
            tasks.append(self._task("host", self._hosts()))
        if self.board.watchdog is not None:
            tasks.append(self._task("watchdog", self._feeds()))
        if not self.board.usb_taken:
            try:
                service = late.fetch("bu.service_console")
                tasks.append(self._task("service", service.run(self.unit, self.board)))
            except ImportError:  # left out of this board's files
                pass
        tasks.append(self._task("start", self.console.start()))
        await self._failed.wait()
        for task in tasks:
            task.cancel()

    def _task(self, name, coroutine):
        """A task with a name; one that fails ends the register."""
        return asyncio.create_task(self._guarded(name, coroutine))

    async def _guarded(self, name, coroutine):
        try:
            await coroutine
        except Exception as error:
            self._failed.set()
            report(name, error)

    async def _keys(self):
        from bu.drivers.keypad import Keypad

        clock, buzzer = self.board.clock, self.board.buzzer
        names = [[name for name, _ in row] for row in late.fetch("bu.ui.layout").LAYOUT]
        repeat = [
            (row, column)
            for row, keys in enumerate(names)
            for column, name in enumerate(keys)
            if name in _REPEATED
        ]
        keypad = Keypad(self.board.keypad, len(names), repeat)
        while True:
            now = clock.now_ms()
            self._beats["keypad"] = now
            for row, column in keypad.scan(now):
                if column < len(names[row]):
                    self._press(self.console.key, names[row][column])
            if buzzer is not None:
                buzzer.step(now)
            # A matrix behind a slow bus takes some of the time itself.
            await clock.sleep_ms(max(1, now + _SCAN_MS - clock.now_ms()))

    async def _ticks(self):
        clock = self.board.clock
        await clock.sleep_ms(_TICK_MS)
        while True:
            if not self._away():
                await self.console.tick(clock.now_ms())
            await clock.sleep_ms(_TICK_MS)

    async def _scans(self):
        while True:
            self._beats["scanner"] = self.board.clock.now_ms()
            for line in await self.board.scanner.lines(_READ_MS):
                self._press(self.console.scan, line)

    def _away(self):
        """True while the unit is the host's."""
        return self._host is not None and self._host.working()

    def _press(self, call, what):
        """A key or a line: a task of its own, or a sound while the unit is the host's."""
        if self._away():
            self.console.sound(SOUND_ERROR)
        else:
            self._task("key", call(what))

    async def _hosts(self):
        from bu.host import shared

        board = self.board
        protocol, channel = board.protocol
        self._host, pump = getattr(shared, protocol)(
            self.unit, channel, self.console.busy, board.host, board.clock,
            lambda coroutine: self._task("host's command", coroutine),
        )  # fmt: skip
        while True:
            self._beats["host"] = board.clock.now_ms()
            await pump.turn(_READ_MS)

    async def _feeds(self):
        clock, watchdog = self.board.clock, self.board.watchdog
        while True:
            now = clock.now_ms()
            if all(now - beat < _BEAT_MS for beat in self._beats.values()):
                watchdog.feed()
            await clock.sleep_ms(_FEED_MS)


def report(name: str, error) -> None:
    """A task's exception with its place, to the console and into the file of the last failure."""
    _tell(name, error, sys.stdout)
    try:
        with open(FAILURE, "w") as file:
            _tell(name, error, file)
    except OSError:  # no file system, or a full one
        pass


def _tell(name, error, file):
    print("task %s:" % name, file=file)
    if hasattr(sys, "print_exception"):
        sys.print_exception(error, file)
    else:
        __import__("traceback").print_exception(error, file=file)


def make(table, port):
    """The board and its control unit; says on the console what is wrong with which part."""
    board = late.fetch("bu.assembly").make(table, port)
    for name, reason in board.faults():
        print("%s: %s" % (name, reason))
    unit = late.fetch("bu.app").build(board)
    gc.collect()
    return board, unit


def main(table) -> None:
    """Runs the register of a board's table until it fails, then starts the board anew."""
    path = "bu.hal." + table.PORT
    station = Station(*make(table, late.fetch(path)))
    if station.board.keypad is not None and late.forgets:
        late.fetch("bu.ui.names").learn()
    for name in [name for name in sys.modules if name.startswith("board")]:
        del sys.modules[name]  # the tables have done their work
    del table
    gc.collect()
    asyncio.run(station.run())
    late.fetch(path).reset()
