"""A register on a bench in RAM, forked as often as wanted from one state.

    base = Register.new(); base.order("open_shift", cashier="Иванова")
    one = base.fork()           the same flash, СКНО and paper, the unit started anew
    one.order("sale", ...)      an order of `boards.sim.worker`, and its outcome

Nothing here touches the disk; all time is virtual.
"""

from __future__ import annotations

import asyncio
import copy
import datetime
import json
from typing import Any

from boards.sim.board import REGIONS, Board
from boards.sim.worker import Worker
from bu import app
from bu.hal import sim
from tools.bench.attach import SimChannel
from tools.bench.clock import Calendar, VirtualClock
from tools.bench.models.nor import SECTOR, Nor
from tools.bench.models.printer import Printer
from tools.bench.models.skno import Skno
from tools.bench.place import IDENTITY as IDENTITY_FILE
from tools.bench.world import PRINTER_BAUD, SKNO_BAUD, fitting_printer
from tools.torture.careful import CarefulPort
from tools.torture.scene import Paper

IDENTITY = json.loads(IDENTITY_FILE.read_text("utf-8"))
BASE_REGIONS = ("journal", "memory", "settings")
BREAD = {"name": "Хлеб", "price": "2.98"}


class RamWorld(CarefulPort):
    """The bench's port without files: flash, wires, clock and calendar in RAM."""

    printer: Printer

    def __init__(self, regions: dict[str, Nor], calendar: Calendar, clock: VirtualClock,
                 skno: Skno) -> None:  # fmt: skip
        self.regions, self.calendar, self.clock = regions, calendar, clock
        self.printer_profile = "generic-80"
        self.skno, self.printer = skno, new_printer()
        self.channels = {
            "skno": SimChannel(skno, clock, SKNO_BAUD),
            "printer": SimChannel(self.printer, clock, PRINTER_BAUD),
        }


def new_printer() -> Printer:
    """A printer that fits the profile of `RamWorld`; its paper keeps the text alone."""
    printer = fitting_printer("generic-80")
    printer.tape = Paper(printer.profile.width_dots)
    return printer


class Register:
    """One unit and its bench."""

    def __init__(self, world: RamWorld) -> None:
        self.world = world
        self.first_line = 0

    @classmethod
    def new(cls, sectors: dict[str, int] | None = None, **options: Any) -> Register:
        """A registered unit; `sectors` of its regions by name, `options` of its СКНО."""
        sizes = {name: REGIONS[name] for name in BASE_REGIONS} | (sectors or {})
        calendar, clock = Calendar(scripted=True), VirtualClock()
        skno = Skno(IDENTITY["skno_serial"], IDENTITY["skko_number"], clock=calendar.now,
                    **options)  # fmt: skip
        regions = {name: Nor(size * SECTOR) for name, size in sizes.items()}
        register = cls(RamWorld(regions, calendar, clock, skno))
        register.at(8, 0)
        register.start()
        register.must("register", **IDENTITY)
        return register

    def at(self, hour: int, minute: int, day: int = 1) -> None:
        """Sets the calendar: a time of December 2026."""
        self.world.calendar.script(datetime.datetime(2026, 12, day, hour, minute))

    def fork(self, start: bool = True) -> Register:
        """Another register in the same state, on its own bench."""
        old = self.world
        regions = {}
        for name, chip in old.regions.items():
            regions[name] = Nor(image=bytes(chip.cells))
            regions[name].erase_counts = list(chip.erase_counts)
        clock = VirtualClock()
        clock.wait_until(old.clock.now_ms())
        calendar = copy.copy(old.calendar)
        skno = copy.deepcopy(old.skno, {id(old.calendar): calendar})
        register = Register(RamWorld(regions, calendar, clock, skno))
        tape = register.world.printer.tape
        tape.text, tape.cuts = list(old.printer.tape.text), list(old.printer.tape.cuts)
        register.first_line = len(tape.text)
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
        self.world.printer.unit_restarted()
        self.world.restarted()

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
        """What came on paper since the fork."""
        return self.world.printer.tape.text[self.first_line :]


