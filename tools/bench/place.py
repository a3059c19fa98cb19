"""The operator's place on the bench: a register with its keypad, displays and switches."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from boards.sim.board import Board
from boards.sim.console import ConsoleWorker
from bu import app
from tools import goods
from tools.said import said

from . import intruders
from .attach import SimChannel
from .models.nor import Nor, PowerCut, Tear
from .remote import RemoteUnit
from .world import World

IDENTITY = Path(__file__).parent / "identity.json"


class PlaceError(Exception):
    """A file that the bench was given is of no use: the message is for the person there."""


def read_identity(path: Path) -> dict[str, Any]:
    """What a factory-new unit is registered with. OSError, PlaceError."""
    wanted = json.loads(IDENTITY.read_text(encoding="utf-8"))
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PlaceError(said(error, path)) from error
    missing = [name for name in wanted if not isinstance(found, dict) or name not in found]
    if missing:
        raise PlaceError(f"{path}: {', '.join(missing)} missing; {IDENTITY} has all of them")
    return found


class Unit(Protocol):
    """A control unit with a console, in this process or in another one."""

    def command(self, order: dict[str, Any]) -> dict[str, Any]: ...
    def close(self) -> None: ...


class LocalConsole:
    """A control unit with a console in the bench's own process, on CPython."""

    def __init__(self, world: World) -> None:
        board = Board(world, world.printer_profile)
        self._worker = ConsoleWorker(app.build(board), board)

    def command(self, order: dict[str, Any]) -> dict[str, Any]:
        return self._worker.command(order)

    def close(self) -> None:
        """Nothing to end: the unit is gone with the bench."""


# A Pico's free heap: the unit, its interface, and the orders of the bench as JSON.
HEAP = "224k"
# What makes the unit, by the name of its interpreter.
RUNTIMES: dict[str, Callable[[World], Unit]] = {
    "cpython": LocalConsole,
    "micropython": lambda world: RemoteUnit(world, heap=HEAP, console=True),
}


def load_goods(world: World, path: Path) -> None:
    """Puts the goods base of a CSV file (docs/goods.md) into the register's flash. PlaceError."""
    table = goods.Table()
    try:
        table.read(path.read_bytes())
    except goods.Unusable as error:
        raise PlaceError(said(error, path)) from error
    for bad in table.bad:
        print(f"{path}, line {bad.line}: {bad.column}: {bad.reason}", file=sys.stderr)
    file = goods.image(list(table.items.values()), 1, (2026, 1, 1, 0, 0, 0))
    goods.loaded(world.regions["goods"], file)


class Place:
    """The operator's place: a register on the bench, its keypad, displays and switches.

    `cashier` and `customer` are what the displays show, dark without power; `sounds` what the last
    press sounded; `wrong` holds the events that were not put right yet.
    """

    def __init__(self, world: World, make: Callable[[World], Unit]) -> None:
        self.world = world
        self._make = make
        self._unit: Unit | None = None
        self.wrong: set[str] = set()
        self._taken_off: set[str] = set()
        self._dark()

    def _dark(self) -> None:
        self.cashier = [" " * 20] * 4
        self.customer = [" " * 20] * 2
        self.sounds: list[list[int]] = []

    @property
    def powered(self) -> bool:
        return self._unit is not None

    def power_on(self) -> None:
        """Switches the register on: unit, СКНО and printer have one supply."""
        if self._unit is not None:
            return
        self._supply()
        self._unit = self._make(self.world)
        for part in self._taken_off:
            self.ask({"do": "part", "name": part, "there": False})
        self.order({"do": "console"})

    def _supply(self) -> None:
        now = self.world.now_ms()
        for region in self.world.regions.values():
            region.power_on()
        if self.world.skno and not self.world.skno.powered and "skno off" not in self.wrong:
            self.world.skno.power_on(now)
        if self.world.printer and "printer off" not in self.wrong:
            self.world.printer.power_on(now)

    def power_off(self) -> None:
        """Switches it off, whatever it is doing."""
        unit, self._unit = self._unit, None
        if unit is not None:
            unit.close()
        if self.world.skno:
            self.world.skno.power_off()
        if self.world.printer:
            self.world.printer.power_off(self.world.now_ms())
        self._dark()

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """One order to the unit; a power cut in the middle leaves it off. {} without power."""
        if self._unit is None:
            return {}
        try:
            return self._unit.command(order)
        except PowerCut:
            self.power_off()
            return {}

    def order(self, order: dict[str, Any]) -> None:
        """One order to the console."""
        shown = self.ask(order)
        if not shown:
            return
        self.cashier, self.customer = shown["cashier"], shown["customer"]
        self.sounds = shown["sounds"]

    def press(self, name: str) -> None:
        self.order({"do": "key", "name": name})

    def scan(self, line: str) -> None:
        self.order({"do": "scan", "line": line})

    def wait(self, milliseconds: int) -> None:
        self.world.sleep_ms(milliseconds)
        self.order({"do": "tick"})

    def cut(self, writes: int) -> None:
        """The power goes in the so-many-th write of the journal from now."""
        journal = self.world.regions["journal"]
        journal.cut(journal.operation + writes - 1, Tear(kept=7, bits=0x55))

    def paper_ends(self, lines: int) -> None:
        """The paper ends after so many lines more."""
        if self.world.printer:
            self.world.printer.paper_after_lines(lines, self.world.now_ms())

    def part(self, name: str, there: bool) -> None:
        """A mandatory device is taken off, or put back (the names of a board's `parts`)."""
        (self._taken_off.discard if there else self._taken_off.add)(name)
        self.order({"do": "part", "name": name, "there": there})

    def fill_journal(self, room: int) -> None:
        """Sales by card until no more than `room` bytes of the journal are free; the register is
        switched off for it and on again, a shift must be open."""
        self.power_off()
        self._supply()
        intruders.fill_journal(self.world, room)
        self.power_off()
        self.power_on()

    def event(self, words: str) -> None:
        """Something happens at the bench, one of `EVENTS`."""
        self.sounds = []
        EVENTS[words](self)
        for bad, good in PAIRS:
            if words == bad:
                self.wrong.add(bad)
            elif words == good:
                self.wrong.discard(bad)

    def rows(self) -> list[str]:
        """Both displays side by side."""
        customer = [f"|{row}|" for row in self.customer] + ["", ""]
        both = zip(self.cashier, customer, strict=True)
        return [f"|{row}|  {other}".rstrip() for row, other in both]

    def says(self, text: str) -> bool:
        """True when a row of a display holds `text`, or its rows one behind the other."""
        whole = [" ".join(row.strip() for row in rows) for rows in (self.cashier, self.customer)]
        return any(text in row for row in self.cashier + self.customer + whole)


Act = Callable[[Place], None]


def _flag(name: str, value: bool) -> Act:
    def act(place: Place) -> None:
        if place.world.skno:
            setattr(place.world.skno.flags, name, value)

    return act


def _printer(method: str, *arguments: Any) -> Act:
    def act(place: Place) -> None:
        if place.world.printer:
            getattr(place.world.printer, method)(*arguments)

    return act


def _skno_off(place: Place) -> None:
    if place.world.skno:
        place.world.skno.power_off()


def _skno_on(place: Place) -> None:
    if place.world.skno:
        place.world.skno.power_on(place.world.now_ms())


def _foreign_skno(place: Place) -> None:
    """Another СКНО in the place of the register's own, which is switched off and put aside."""
    channel = place.world.channels["skno"]
    if place.world.skno and isinstance(channel, SimChannel):
        place.world.skno.power_off()
        channel.device = intruders.skno(place.world)


def _own_skno(place: Place) -> None:
    channel = place.world.channels["skno"]
    if place.world.skno and isinstance(channel, SimChannel):
        channel.device = place.world.skno
        if not place.world.skno.powered:
            _skno_on(place)


def _memory(chip: Callable[[], Nor]) -> Act:
    """The БЭП is taken out and put aside, `chip` comes in its place."""

    def act(place: Place) -> None:
        place.world.aside.setdefault("memory", place.world.regions["memory"])
        place.world.regions["memory"] = chip()

    return act


def _own_memory(place: Place) -> None:
    own = place.world.aside.pop("memory", None)
    if own is not None:
        place.world.regions["memory"] = own


def _printer_off(place: Place) -> None:
    if place.world.printer:
        place.world.printer.power_off(place.world.now_ms())


def _printer_on(place: Place) -> None:
    if place.world.printer:
        place.world.printer.power_on(place.world.now_ms())


# What may happen at the bench, by the words of a script: each trouble, and what ends it.
_TROUBLES: list[tuple[str, Act, str, Act]] = [
    ("paper out", _printer("paper_out"), "paper in", _printer("load_paper")),
    ("cover open", _printer("open_cover"), "cover close", _printer("close_cover")),
    ("printer fail", _printer("fail", "cutter"), "printer repair", _printer("repair")),
    ("skno off", _skno_off, "skno on", _skno_on),
    ("skno faulty", _flag("in_order", False), "skno in order", _flag("in_order", True)),
    ("skno blocked", _flag("blocked", True), "skno released", _flag("blocked", False)),
    ("skno offline", _flag("online", False), "skno online", _flag("online", True)),
    ("skno full", _flag("memory_ban", True), "skno empty", _flag("memory_ban", False)),
    ("skno certificate over", _flag("certificate_ban", True),
     "skno certificate new", _flag("certificate_ban", False)),
    ("skno reports unsent", _flag("z_ban", True), "skno reports sent", _flag("z_ban", False)),
    ("skno without crypto", _flag("skzi", False), "skno with crypto", _flag("skzi", True)),
    ("printer off", _printer_off, "printer on", _printer_on),
]  # fmt: skip
# What only happens where there is an operator's place, too.
_AT_PLACE: list[tuple[str, Act, str, Act]] = [
    ("power off", Place.power_off, "power on", Place.power_on),
    ("display off", lambda place: place.part("customer_display", False),
     "display on", lambda place: place.part("customer_display", True)),
    ("skno foreign", _foreign_skno, "skno own", _own_skno),
    ("memory out", _memory(intruders.blank_memory), "memory in", _own_memory),
    ("memory foreign", _memory(intruders.memory), "memory own", _own_memory),
]  # fmt: skip
_ALL = _AT_PLACE + _TROUBLES
PAIRS = [(bad, good) for bad, _, good, _ in _ALL]
EVENTS = {word: act for entry in _ALL for word, act in (entry[:2], entry[2:])}
# Those that need no operator's place.
DEVICES = {word: EVENTS[word] for entry in _TROUBLES for word in (entry[0], entry[2])}
