"""A register on a bench in RAM, forked as often as wanted from one state.

    base = Register.new(); base.order("open_shift", cashier="Иванова")
    one = base.fork()            the same flash and СКНО, a new roll of paper, the unit started anew
    one.order("sale", ...)       an order of `boards.sim.worker`, and its outcome

Nothing here touches the disk; all time is virtual.
"""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any

from boards.sim.board import REGIONS, Board
from boards.sim.worker import Worker
from bu import app
from bu.hal import sim
from bu.printing import profiles
from tools.bench.attach import SimChannel
from tools.bench.clock import Calendar, VirtualClock
from tools.bench.models.nor import SECTOR, Nor
from tools.bench.models.printer import Printer
from tools.bench.models.skno import Skno
from tools.bench.place import IDENTITY as IDENTITY_FILE
from tools.bench.world import PRINTER_BAUD, SKNO_BAUD, World

IDENTITY = json.loads(IDENTITY_FILE.read_text("utf-8"))
BASE_REGIONS = ("journal", "memory", "settings")
BREAD = {"name": "Хлеб", "price": "2.98"}


class RamWorld(World):
    """The bench's world without files: what a port of `bu.hal.sim` has to be."""

    def __init__(self, regions: dict[str, Nor], calendar: Calendar, clock: VirtualClock) -> None:
        self.regions = regions  # type: ignore[assignment]
        self.calendar, self.clock = calendar, clock
        self.printer_profile = "generic-80"

    def plug(self, skno: Skno, printer: Printer) -> None:
        """Puts the counterparts on their wires."""
        self.skno, self.printer = skno, printer
        self._channels = {
            "skno": SimChannel(skno, self.clock, SKNO_BAUD),
            "printer": SimChannel(printer, self.clock, PRINTER_BAUD),
        }

    @property
    def wires(self) -> dict[str, Any]:
        """The channels by name; a test may put its own in between."""
        return self._channels

    def close(self) -> None:
        """Nothing is open."""


def new_printer() -> Printer:
    """A printer that fits the profile of `RamWorld`, with new paper."""
    fitting = profiles.get("generic-80")
    return Printer(width_dots=fitting.dots, code_pages={fitting.number: fitting.page},
                   native_qr=fitting.native_qr, cutter=fitting.cutter)  # fmt: skip


class Register:
    """One unit and its bench; `sectors` says how many of them each region has."""

    def __init__(self, world: RamWorld) -> None:
        self.world = world

    @classmethod
    def new(cls, sectors: dict[str, int] | None = None, **options: Any) -> Register:
        """A factory-new unit, started, manufactured and registered; `options` are the СКНО's."""
        sizes = {name: REGIONS[name] for name in BASE_REGIONS} | (sectors or {})
        calendar, clock = Calendar(scripted=True), VirtualClock()
        world = RamWorld({name: Nor(size * SECTOR) for name, size in sizes.items()},
                         calendar, clock)  # fmt: skip
        skno = Skno(IDENTITY["skno_serial"], IDENTITY["skko_number"], clock=calendar.now,
                    **options)  # fmt: skip
        world.plug(skno, new_printer())
        register = cls(world)
        register.at(8, 0)
        register.start()
        register.must("register", **IDENTITY)
        return register

    def at(self, hour: int, minute: int, day: int = 1) -> None:
        """Sets the calendar: a time of December 2026."""
        import datetime

        self.world.calendar.script(datetime.datetime(2026, 12, day, hour, minute))

    def fork(self, start: bool = True) -> Register:
        """Another register in the same state, on its own bench with new paper."""
        old = self.world
        regions = {}
        for name, chip in old.regions.items():
            regions[name] = Nor(image=chip.cells)
            regions[name].erase_counts = list(chip.erase_counts)
        clock = VirtualClock()
        clock.wait_until(old.clock.now_ms())
        calendar = copy.copy(old.calendar)
        world = RamWorld(regions, calendar, clock)
        skno = copy.deepcopy(old.skno, {id(old.calendar): calendar})
        assert skno
        world.plug(skno, new_printer())
        register = Register(world)
        if start:
            register.must("start")
        return register

    def build(self) -> None:
        """The unit is switched on; nothing is read or written yet."""
        self.board = Board(self.world, self.world.printer_profile)
        for name in self.world.regions:
            flash = sim.SimFlash(self.world, name, self.world.regions[name].sectors)
            setattr(self.board, name + "_flash", flash)
        self.unit = app.build(self.board)
        self.worker = Worker(self.unit)
        self.world.printer.unit_restarted()  # type: ignore[union-attr]

    def start(self) -> dict[str, Any]:
        """Switched on and started; how that ended."""
        self.build()
        return self.worker.command({"do": "start"})

    def order(self, do: str, **order: Any) -> dict[str, Any]:
        """One order and its outcome (see `boards.sim.worker`)."""
        if do == "start":
            return self.start()
        return self.worker.command({"do": do, **order})

    def must(self, do: str, **order: Any) -> dict[str, Any]:
        """An order that has to be carried out."""
        outcome = self.order(do, **order)
        if not outcome["ok"]:
            raise AssertionError(f"{do}: {outcome}")
        return outcome

    def do(self, call: Any) -> Any:
        """A coroutine of the facade, to its end."""
        return asyncio.run(call)

    def wait(self, milliseconds: int) -> None:
        """Time passes."""
        self.world.sleep_ms(milliseconds)

    def image(self, name: str) -> bytes:
        """The cells of a region."""
        return bytes(self.world.regions[name].cells)

    def text(self) -> list[str]:
        """What is on paper."""
        return list(self.world.printer.tape.text)  # type: ignore[union-attr]


