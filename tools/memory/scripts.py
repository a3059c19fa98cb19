"""What is done while the heap is watched: days, a long life, a goods base, keypad, FELIX."""

import datetime
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools import goods
from tools.bench import dayfile, keys
from tools.bench.day import Day
from tools.bench.host import serve
from tools.bench.place import IDENTITY, Place, load_goods
from tools.bench.world import World
from tools.benchmarks.goods import TIME, gtin, make
from tools.benchmarks.memories import SHIFTS, grown_old
from tools.felix_host.__main__ import read
from tools.felix_host.device import Host
from tools.felix_host.dialects import DIALECTS
from tools.felix_host.line import Line
from tools.felix_host.reduce import Reducer
from tools.felix_host.till import Till
from tools.torture.campaigns.long import START, Life

from .watch import Watch

BENCH = Path(__file__).parents[1] / "bench"
DAYS = ("grocery", "marked", "currencies")
KNOWN = json.loads(IDENTITY.read_text("utf-8"))
ITEMS = 10_000
DIALECT = "felix-rmf"
FELIX_LONGEST = 6
SLICE_MS = 5000


class Wrong(AssertionError):
    """A script did not come to what it must: its figures mean nothing."""


@contextmanager
def bench(host: Host | None = None) -> Iterator[World]:
    """A bench that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "flash", KNOWN, host=host)
        try:
            yield world
        finally:
            world.close()


def run_day(world: World, unit: Any, name: str) -> None:
    """A scripted day to the kopeck."""
    file = BENCH / "days" / f"{name}.day.jsonl"
    day = Day(world, unit, KNOWN, 0)
    day.prepare()
    with tempfile.TemporaryDirectory() as folder:
        place = dayfile.Place(Path(folder), file)
        place.begin()
        day.run(dayfile.read(file), place, 0, lambda *_: None)
    wanted = json.loads(file.with_name(f"{name}.expect.json").read_text("utf-8"))
    if day.refused or day.report() != wanted:
        raise Wrong(f"{name}: {day.refused or 'another report'}")


def day(watch: Watch, name: str = DAYS[0]) -> None:
    """A day on a new register."""
    with bench() as world:
        unit = watch.make(world)
        try:
            run_day(world, unit, name)
        finally:
            unit.close()


def long_life(watch: Watch) -> None:
    """A restart and reports with 3000 records in the БЭП and an open shift of 100 receipts."""
    life = grown_old()
    life.unit.close()
    life.make = watch.make
    watch.stage = "start, all memories full"
    life.restart()
    watch.stage = "Z-report then"
    life.do("z_report")
    watch.stage = f"БЭП report of {SHIFTS}"
    life.call("memory_report", 1, SHIFTS)
    watch.stage = ""
    life.close()


def currencies(watch: Watch, shifts: int = 14) -> None:
    """Shifts of which every tenth has five currencies, the first one too."""
    life = Life(watch.make)
    for number in range(shifts):
        life.shift(number, 4 + number % 3)
    life.close()


def ageing(watch: Watch, shifts: int) -> list[tuple[int, int]]:
    """(bytes in use, largest free block) at the start and after each Z-report."""
    life = Life(watch.make)
    found = [(life.insist({"do": "heap"})["heap"], life.unit.largest())]
    for number in range(shifts):
        life.shift(number, 4 + number % 3)
        found.append((life.heap, life.unit.largest()))
    life.close()
    return found


def keypad(watch: Watch) -> None:
    """A shift worked from the keypad (tools/bench/keys/shift.keys)."""
    _replay(watch, "keypad: a shift", keys.read(BENCH / "keys" / "shift.keys"))


def looked_up(watch: Watch) -> None:
    """A receipt by codes and barcodes out of 10 000 items."""

    def load(world: World) -> None:
        goods.loaded(world.regions["goods"], goods.image(make(ITEMS), 1, TIME))

    script = (f"at: 2026-12-01T08:00:00\n1 1111 ВВОД ВВОД\nscan: {gtin(ITEMS // 2)}\n"
              f"{ITEMS * 3 - 2} КОД\n1 КОД\nexpect: 150.02\nИТОГ\n")
    _replay(watch, f"keypad: {ITEMS} items", keys.steps(script), load)


def _replay(watch: Watch, stage: str, steps: list[keys.Step], load: Any = None) -> None:
    said: list[str] = []
    with bench() as world:
        def make_unit(world: World) -> Any:
            return watch.make(world, console=True)

        first = next(step.value for step in steps if step.kind == "at")
        world.calendar.script(datetime.datetime.fromisoformat(first))
        watch.stage = "registration"
        keys.prepare(world, make_unit, KNOWN)
        load(world) if load else load_goods(world, BENCH / "keys" / "goods.csv")
        place = Place(world, make_unit)
        watch.stage = "keypad: start"
        place.power_on()
        watch.stage = stage
        replay = keys.Replay(place, said.append)
        replay.run(steps)
        watch.stage = ""
        place.power_off()
    if replay.failed:
        raise Wrong(f"{stage}: {replay.failed}")


def _felix_orders(till: Till) -> Iterator[dict[str, Any]]:
    """The grocery day over FELIX, of its receipts the first and the longest ones alone."""
    sold = False
    orders = list(Reducer(till.dialect).day(read(BENCH / "days" / "grocery.day.jsonl")))
    for order in orders:
        alike = [len(each.get("lines", ())) for each in orders if each["do"] == order["do"]]
        first = order["do"] == "sale" and not sold
        if first or len(order.get("lines", ())) >= sorted(alike)[-FELIX_LONGEST:][0]:
            sold = sold or first
            yield order


def felix(watch: Watch) -> None:
    """A shift over FELIX."""
    till = Till(Line(), DIALECTS[DIALECT])
    host = Host(till.line)
    with bench(host) as world:
        unit = watch.make(world, felix="rmf")
        try:
            watch.stage = "registration"
            world.calendar.script(START.replace(year=2026, month=12))
            Day(world, unit, KNOWN, 0).prepare()
            for order in _felix_orders(till):
                world.calendar.script(datetime.datetime.fromisoformat(order["at"]))
                watch.stage = f"FELIX: {order['do']}"
                host.begin(till.day(order))
                serve(unit, lambda: host.ended, SLICE_MS)
                if host.failure:
                    raise host.failure
        finally:
            unit.close()
