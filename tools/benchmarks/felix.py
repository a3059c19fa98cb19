"""Processor work per FELIX command: instructions of the amd64 MicroPython, by callgrind.

Each case is run FEW and MANY times behind the same beginning; the difference, divided, is one. The
pipe to the bench is measured by bare calls and taken off, as for the receipt (receipt.py).
"""

import json
import re
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from tools.bench.day import Day
from tools.bench.host import serve
from tools.bench.remote import RemoteUnit
from tools.bench.world import World
from tools.benchmarks.receipt import BAUD, HEAP, IDENTITY, SALE
from tools.felix_host.device import Host
from tools.felix_host.dialects import DIALECTS
from tools.felix_host.line import Line
from tools.felix_host.reduce import Reducer
from tools.felix_host.till import ACCESS, Till
from tools.setup import runtime

FEW, MANY = 2, 22
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


CASES: tuple[tuple[str, Callable[[Till], Work]], ...] = (
    ("45h, state", ask(0x45)),
    ("91h 13h, numbers", ask(0x91, b"\x13\0\0")),
    ("4Ch and 48h, a line", line),
    ("a four-line receipt, 11 commands", sale),
)


class Run:
    """One MicroPython under callgrind: `work` so many `times`, `idle` bare calls of the pipe."""

    def __init__(self, work: Callable[[Till], Work] | None, times: int, idle: int = 0) -> None:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "callgrind.out"
            self.till = Till(Line(), DIALECTS[DIALECT])
            self._host = Host(self.till.line)
            identity = json.loads(IDENTITY.read_text("utf-8"))
            world = World(Path(folder) / "flash", identity, host=self._host)
            under = [str(runtime.valgrind()), "--tool=callgrind", "-q",
                     f"--callgrind-out-file={out}"]  # fmt: skip
            self._unit = RemoteUnit(world, HEAP, "amd64", under, felix="rmf")
            Day(world, self._unit, identity, 0).prepare()
            self._do(self.till.day({"do": "open_shift", "cashier": "Ковалёва А. П."}))
            self._do(self.till.day({"do": "deposit", "sum": "100.00"}))
            wire, calls = world.wire_bytes(), self._unit.calls
            if work:
                self._do(self._repeated(work, times))
            self.wire = world.wire_bytes() - wire
            self.calls = self._unit.calls - calls
            self._unit.command({"do": "ping", "times": idle})
            self._unit.close()
            world.close()
            found = re.search(r"^(?:totals|summary): (\d+)", out.read_text(), re.MULTILINE)
            assert found, "callgrind left no total"
            self.instructions = int(found[1])

    def _repeated(self, work: Callable[[Till], Work], times: int) -> Work:
        for _ in range(times):
            yield from work(self.till)

    def _do(self, work: Work) -> None:
        self._host.begin(work)
        serve(self._unit, lambda: self._host.ended, SLICE_MS)
        assert self._host.failure is None, self._host.failure


def main() -> None:
    """Prints the table."""
    if runtime.micropython("amd64") is None or runtime.valgrind() is None:
        print("Instructions per FELIX command: LEFT OUT, no amd64 MicroPython or no valgrind here")
        return
    call = (Run(None, 0, 1000).instructions - Run(None, 0).instructions) / 1000
    print(f"{DIALECT} on amd64 MicroPython under callgrind, the bench's pipe taken off")
    print(f"  {'':<34}{'instructions':>14}{'bytes':>8}{f'ms at {BAUD}':>14}{'per byte':>10}")
    for name, work in CASES:
        few, many = Run(work, FEW), Run(work, MANY)
        count = MANY - FEW
        wire = (many.wire - few.wire) / count
        alone = (many.instructions - few.instructions - (many.calls - few.calls) * call) / count
        print(f"  {name:<34}{alone:>14,.0f}{wire:>8,.0f}{wire * 10_000 / BAUD:>14,.1f}"
              f"{alone / wire:>10,.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
