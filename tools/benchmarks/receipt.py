"""Processor work per four-line receipt: instructions of the amd64 MicroPython, by callgrind.

The same day is run with few and with many receipts; the difference, divided, is one receipt, so
start-up, compilation and the shift's opening drop out. The pipe to the bench stands in the figure;
what a bare call through it costs is measured in the same way and taken off.
"""

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from tools.bench.day import Day
from tools.bench.remote import RemoteUnit
from tools.bench.world import World
from tools.setup import runtime

IDENTITY = Path(__file__).parents[1] / "bench" / "identity.json"
FEW, MANY = 2, 12
HEAP = "1m"
# The rate whose wire time is shown; 10 bits a byte.
BAUD = 115_200

LINES: list[dict[str, Any]] = [
    {"name": "Шоколад «Спартак» горький 90 г", "gtin": "4811010642922", "section": 5,
     "price": "4.15", "vat": 20, "qty": "12"},
    {"name": "Молоко «Савушкин» 3,1% 1 л", "gtin": "4816010510172", "section": 2,
     "price": "2.79", "vat": 10, "discount": {"sum": "0.31"}},
    {"name": "Филе цыплёнка-бройлера охлаждённое", "gtin": "4816306996604", "section": 4,
     "price": "12.79", "vat": 10, "qty": "1.889"},
    {"name": "Картофель ранний, мытый", "gtin": "4814999879525", "section": 3,
     "price": "1.69", "vat": 10, "qty": "2.211"},
]  # fmt: skip
SALE = {"do": "sale", "lines": LINES, "pay": [{"by": "card", "sum": "6.82"},
                                              {"by": "cash", "sum": "80.00"}]}  # fmt: skip


class Run:
    """One MicroPython under callgrind: `receipts` sales, `idle` bare calls through the pipe."""

    def __init__(self, receipts: int, idle: int = 0) -> None:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "callgrind.out"
            world = World(Path(folder) / "flash", json.loads(IDENTITY.read_text("utf-8")))
            under = [str(runtime.valgrind()), "--tool=callgrind", "-q",
                     f"--callgrind-out-file={out}"]  # fmt: skip
            unit = RemoteUnit(world, HEAP, "amd64", under)
            self._work(world, unit, receipts, idle)
            unit.close()
            world.close()
            found = re.search(r"^(?:totals|summary): (\d+)", out.read_text(), re.MULTILINE)
            assert found, "callgrind left no total"
            self.instructions = int(found[1])

    def _work(self, world: World, unit: RemoteUnit, receipts: int, idle: int) -> None:
        Day(world, unit, json.loads(IDENTITY.read_text("utf-8")), 0).prepare()
        self._must(unit, {"do": "open_shift", "cashier": "Ковалёва А. П."})
        self._must(unit, {"do": "deposit", "sum": "100.00"})
        calls, wire = unit.calls, world.wire_bytes()
        for _ in range(receipts):
            self._must(unit, SALE)
        self.calls = unit.calls - calls
        self.wire = world.wire_bytes() - wire
        self._must(unit, {"do": "ping", "times": idle})

    def _must(self, unit: RemoteUnit, order: dict[str, Any]) -> None:
        outcome = unit.command(order)
        assert outcome["ok"], outcome


def main() -> None:
    """Prints the table."""
    if runtime.micropython("amd64") is None or runtime.valgrind() is None:
        print("Instructions per receipt: LEFT OUT, no amd64 MicroPython or no valgrind here")
        return
    few, many, pings = Run(FEW), Run(MANY), Run(FEW, 1000)
    each = (many.instructions - few.instructions) // (MANY - FEW)
    calls = (many.calls - few.calls) / (MANY - FEW)
    call = (pings.instructions - few.instructions) / 1000
    wire = (many.wire - few.wire) / (MANY - FEW)
    alone = each - calls * call
    print("Four-line receipt, amd64 MicroPython under callgrind (instructions)")
    for what, value, digits in (
        ("one receipt, first order to last printed byte", each, 0),
        (f"of it the bench's pipe, {calls:.0f} calls at {call:,.0f}", calls * call, 0),
        ("the receipt alone", alone, 0),
        ("bytes on the wires (СКНО and printer)", wire, 0),
        (f"their time at {BAUD} baud, ms", wire * 10_000 / BAUD, 1),
        ("instructions per byte on the wire", alone / wire, 0),
    ):
        print(f"  {what:<48}{value:>14,.{digits}f}")


if __name__ == "__main__":
    main()
