"""A register behind a FELIX host, both in the bench's own time."""

import datetime
import json
from pathlib import Path

from host_tests.bench_days import IDENTITY
from tools.bench.day import Day, complaints
from tools.bench.host import RUNTIMES, serve
from tools.bench.models.nor import PowerCut
from tools.bench.world import World
from tools.felix_host.__main__ import read
from tools.felix_host.device import Host
from tools.felix_host.dialects import DIALECTS
from tools.felix_host.line import Line
from tools.felix_host.reduce import Reducer, section_rates
from tools.felix_host.till import Till

# Virtual time that one order to the unit lasts.
SLICE_MS = 5000
NAMES = {"felix-rmf": "rmf", "felix-80k": "80k"}


def reduced(day: Path, dialect: str) -> list[dict]:
    """The orders of a day file that the dialect can express."""
    return list(Reducer(DIALECTS[dialect]).day(read(day)))


class FelixBench:
    """A factory-new register that is registered, and a till that works it; virtual time.

    `wire(byte, outward)` is what becomes of a byte on the way between them.
    """

    def __init__(self, folder: Path, dialect: str, runtime: str = "cpython", wire=None) -> None:
        self.folder = folder
        self.line = Line()
        self.till = Till(self.line, DIALECTS[dialect])
        self._host = Host(self.line, wire)
        self.world = World(folder / "flash", IDENTITY, host=self._host)
        self.world.calendar.script(datetime.datetime(2026, 12, 1, 7, 0))
        self._make = lambda: RUNTIMES[runtime](self.world, NAMES[dialect])
        self.restarts = 0
        self.unit = self._make()
        self.day = Day(self.world, self.unit, IDENTITY, 0)
        self.day.prepare()

    def work(self, work):
        """Runs a generator of the till to its end; its result, or what it raised."""
        result = []

        def whole():
            result.append((yield from work))

        self._host.begin(whole())
        while True:
            try:
                serve(self.unit, lambda: self._host.ended, SLICE_MS)
                break
            except PowerCut:
                self.restart()
        if self._host.failure:
            raise self._host.failure
        return result[0]

    def restart(self) -> None:
        """The power comes back: register, СКНО and printer have one supply."""
        world = self.world
        now = world.now_ms()
        for region in world.regions.values():
            region.power_on()
        assert world.skno and world.printer
        world.skno.power_off()
        world.skno.power_on(now)
        world.printer.power_off(now)
        world.printer.power_on(now)
        self.unit.close()
        self.unit = self._make()
        self.day = Day(world, self.unit, IDENTITY, 0)
        self.day.prepare()
        self.restarts += 1

    def sell(self, orders: list[dict]) -> None:
        """The orders of a reduced day, each at its time."""
        self.till.rates = section_rates(orders) if self.till.dialect.whole else {}
        for order in orders:
            self.world.calendar.script(datetime.datetime.fromisoformat(order["at"]))
            self.work(self.till.day(order))

    def report(self) -> dict:
        return self.day.report()

    def complaints(self) -> list[str]:
        return complaints(self.world)

    def close(self) -> None:
        self.unit.close()
        self.world.close()


def sent_documents(world: World, folder: Path) -> list:
    """What the СКНО holds, times aside."""
    path = folder / "documents.json"
    assert world.skno
    world.skno.dump(path)
    return without_times(json.loads(path.read_text("utf-8"))["documents"])


def without_times(value):
    """Documents without the moments, and without УИ, which hold one."""
    if isinstance(value, list):
        return [without_times(entry) for entry in value]
    if isinstance(value, dict):
        return {name: without_times(entry) for name, entry in value.items()
                if name not in ("at", "opened", "uid")}  # fmt: skip
    return value
