"""Processor work per FELIX command: instructions of the amd64 MicroPython, by callgrind.

Each case is run FEW and MANY times behind the same beginning; the difference, divided, is one. The
pipe to the bench is measured by bare calls and taken off, as for the receipt (receipt.py).
"""

import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from tools.bench.day import Day
from tools.bench.host import serve
from tools.bench.remote import RemoteUnit
from tools.bench.world import World
from tools.felix_host.device import Host
from tools.felix_host.dialects import DIALECTS
from tools.felix_host.line import Line
from tools.felix_host.reduce import Reducer
from tools.felix_host.till import ACCESS, Till

from .callgrind import profile
from .figures import Figure
from .receipt import BAUD, HEAP, IDENTITY, PINGS, SALE
from .wire import pico_ms_per_instruction

FEW = 2
DIALECT = "felix-rmf"
SLICE_MS = 5000
Work = Generator[int, None, Any]


def ask(code: int, data: bytes = b"") -> Callable[[Till], Work]:
    """One command as it stands."""

    def work(till: Till) -> Work:
        answer = yield from till.line.command(ACCESS + bytes((code,)) + data)
        assert answer[1] == 0 or code == ord("E"), answer

    return work


def line(till: Till) -> Work:
    """4Ch and 48h: a name and its line, all in one receipt."""
    yield from ask(0x4C, "Шоколад горький 90 г".encode("cp866"))(till)
    [(code, data)] = till.dialect.line(0x48, {"price": "4.15", "qty": "12", "section": 5})
    yield from ask(code, data)(till)


def sale(till: Till) -> Work:
    """The four-line receipt of receipt.py, reduced to the dialect."""
    [order] = Reducer(till.dialect).day([SALE])
    yield from till.day(order)


# What it is called, one of it, and how many of them the longer run has.
CASES: tuple[tuple[str, Callable[[Till], Work], int], ...] = (
    ("45h, state", ask(0x45), 22),
    ("91h 13h, numbers", ask(0x91, b"\x13\0\0"), 22),
    ("4Ch and 48h, a line of 22", line, 22),
    ("a four-line receipt, 11 commands", sale, 7),
)


class Run:
    """One MicroPython under callgrind: `work` so many `times`, `idle` bare calls of the pipe."""

    def __init__(self, work: Callable[[Till], Work], times: int, idle: int = 0) -> None:
        with profile() as run, tempfile.TemporaryDirectory() as folder:
            self.till = Till(Line(), DIALECTS[DIALECT])
            self._host = Host(self.till.line)
            world = World(Path(folder) / "flash", IDENTITY, host=self._host)
            self._unit = RemoteUnit(world, HEAP, "amd64", run.under, felix="rmf")
            Day(world, self._unit, IDENTITY, 0).prepare()
            self._do(self.till.day({"do": "open_shift", "cashier": "Ковалёва А. П."}))
            self._do(self.till.day({"do": "deposit", "sum": "100.00"}))
            wire, calls = world.wire_bytes(), self._unit.calls
            self._do(self._repeated(work, times))
            self.wire = world.wire_bytes() - wire
            self.calls = self._unit.calls - calls
            self._unit.command({"do": "ping", "times": idle})
            self._unit.close()
            world.close()
            self.instructions = run.instructions

    def _repeated(self, work: Callable[[Till], Work], times: int) -> Work:
        for _ in range(times):
            yield from work(self.till)

    def _do(self, work: Work) -> None:
        self._host.begin(work)
        serve(self._unit, lambda: self._host.ended, SLICE_MS)
        assert self._host.failure is None, self._host.failure


def figures() -> Iterator[Figure]:
    """Commands beside the time of their bytes, both ways."""
    pico = pico_ms_per_instruction()
    still = CASES[0][1]
    call = (Run(still, FEW, PINGS).instructions - Run(still, FEW).instructions) / PINGS
    for name, work, many in CASES:
        least, most = Run(work, FEW), Run(work, many)
        count = many - FEW
        wire = (most.wire - least.wire) / count
        calls = most.calls - least.calls
        alone = (most.instructions - least.instructions - calls * call) / count
        ms = wire * 10_000 / BAUD
        yield Figure(f"FELIX: {name}", alone, "instructions", alone * pico / ms,
                     f"x {ms:.1f} ms of {wire:.0f} bytes, on a Pico, roughly")  # fmt: skip
