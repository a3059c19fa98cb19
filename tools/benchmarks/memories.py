"""Start-up with full memories and the БЭП report, in instructions of the amd64 MicroPython."""

from collections.abc import Iterator
from typing import Any

from tools.bench.remote import RemoteUnit
from tools.torture.campaigns.long import Life

from .callgrind import profile
from .figures import Figure
from .receipt import BAUD, HEAP, call
from .wire import pico_ms_per_instruction

SHIFTS, RECEIPTS = 3000, 100
# Records of a report. What one costs rises from one garbage collection to the next: all are taken.
FEW, MANY = 20, SHIFTS


class Run:
    """One start of a register with full memories, and what is done behind it."""

    def __init__(self, life: Life, start: bool = True, records: int = 0) -> None:
        with profile() as run:
            unit = RemoteUnit(life.scene, HEAP, "amd64", run.under)  # type: ignore[arg-type]
            printer: Any = life.scene.channels["printer"]
            calls, printed = unit.calls, printer.bytes
            if start:
                assert unit.command({"do": "start"})["ok"]
            if records:
                order = {"do": "call", "name": "memory_report", "with": [1, records],
                         "how": "await"}  # fmt: skip
                assert unit.command(order)["ok"]
            self.calls, self.printed = unit.calls - calls, printer.bytes - printed
            unit.close()
            self.instructions = run.instructions


def grown_old() -> Life:
    """A register with SHIFTS records in the БЭП and an open shift of RECEIPTS receipts."""
    life = Life()
    life.age(lambda memory: memory.z_number >= SHIFTS)
    life.do("open_shift", cashier="Иванова")
    life.do("deposit", sum="100.00")
    for number in range(RECEIPTS):
        life.receipt(number)
    return life


def figures() -> Iterator[Figure]:
    """A start with an open shift of 100 receipts; a report of all 3000 records."""
    life = grown_old()
    pico = pico_ms_per_instruction()
    built, started = Run(life, start=False), Run(life)
    few, many = Run(life, records=FEW), Run(life, records=MANY)

    def less(more: Run, fewer: Run) -> float:
        return more.instructions - fewer.instructions - (more.calls - fewer.calls) * call()

    start = less(started, built)
    yield Figure(f"start, {SHIFTS} records, {RECEIPTS} receipts", start, "instructions",
                 start * pico / 1000, "s on a Pico, roughly")  # fmt: skip
    record = less(many, few) / (MANY - FEW)
    size = (many.printed - few.printed) / (MANY - FEW)
    yield Figure(f"БЭП report, each of {SHIFTS} records", record, "instructions", record / size,
                 f"a byte of {size:.0f} for the printer")  # fmt: skip
    for baud in (BAUD, 19_200):
        ms = size * 10_000 / baud
        yield Figure(f"  all of them, printer at {baud}", record * pico * SHIFTS / 1000,
                     "s, roughly", record * pico / ms,
                     f"x {ms * SHIFTS / 1000:.0f} s on the wire", derived=True)  # fmt: skip
