"""Processor work per four-line receipt: instructions of the amd64 MicroPython, by callgrind.

The same day is run with few and with many receipts; the difference, divided, is one receipt, so
start-up, compilation and the shift's opening drop out. The bench's part is measured in the same
way and taken off: a bare call through its pipe, and an order to do nothing.
"""

import functools
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tools.bench import keys
from tools.bench.attach import SimChannel
from tools.bench.day import Day
from tools.bench.place import IDENTITY as KNOWN
from tools.bench.place import Place
from tools.bench.remote import RemoteUnit
from tools.bench.world import World

from .callgrind import profile
from .figures import Figure
from .wire import pico_ms_per_instruction

IDENTITY = json.loads(KNOWN.read_text("utf-8"))
FEW, MANY = 2, 12
PINGS, BARE = 1000, 100
HEAP = "1m"
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
# The same from the keypad: 37 keys, items by section.
KEYS = "12 × 4.15 С1 2.79 С2 3 × 12.79 С4 2 × 1.69 С3 6.82 КАРТА 100 НАЛ"


class Work:
    """What a run did: instructions, orders, calls through the pipe, bytes on each wire."""

    instructions = orders = calls = skno = printer = 0

    def begin(self, world: World, unit: RemoteUnit) -> None:
        """Counts from here on."""
        self.orders, self.calls = -unit.orders, -unit.calls
        self.skno, self.printer = (-each for each in _bytes(world))

    def end(self, world: World, unit: RemoteUnit) -> None:
        """Counts no more."""
        skno, printer = _bytes(world)
        self.orders += unit.orders
        self.calls += unit.calls
        self.skno += skno
        self.printer += printer


def _bytes(world: World) -> tuple[int, int]:
    skno, printer = world.channels["skno"], world.channels["printer"]
    assert isinstance(skno, SimChannel) and isinstance(printer, SimChannel)
    return skno.bytes, printer.bytes


def orders(count: int, keeps: bool = False, idle: int = 0, bare: int = 0) -> Work:
    """A unit that gets so many sales as orders, `idle` bare calls through the pipe in one order
    and `bare` orders for none; `keeps`: late modules stay (`bu.late`)."""
    work = Work()
    with profile() as run, tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), IDENTITY)
        unit = RemoteUnit(world, HEAP, "amd64", run.under, keeps=keeps)
        Day(world, unit, IDENTITY, 0).prepare()
        must(unit, {"do": "open_shift", "cashier": "Ковалёва А. П."})
        must(unit, {"do": "deposit", "sum": "100.00"})
        work.begin(world, unit)
        for _ in range(count):
            must(unit, SALE)
        work.end(world, unit)
        must(unit, {"do": "ping", "times": idle})
        for _ in range(bare):
            must(unit, {"do": "ping", "times": 0})
        unit.close()
        world.close()
        work.instructions = run.instructions
    return work


def pressed(count: int, keeps: bool = False) -> Work:
    """A unit with a keypad on which so many sales are keyed in."""
    work = Work()
    with profile() as run, tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), IDENTITY)
        unit = RemoteUnit(world, HEAP, "amd64", run.under, console=True, keeps=keeps)
        Day(world, unit, IDENTITY, 0).prepare()
        place = Place(world, lambda world: unit)
        place.power_on()
        replay = keys.Replay(place, lambda text: None)
        replay.run(keys.steps("1 1111 ВВОД ВВОД 200 ВНЕС ВВОД"))
        sales, known = keys.steps(KEYS), _documents(world)
        work.begin(world, unit)
        for _ in range(count):
            replay.run(sales)
        work.end(world, unit)
        assert _documents(world) == known + count, place.rows()
        place.power_off()
        world.close()
        work.instructions = run.instructions
    return work


def _documents(world: World) -> int:
    assert world.skno
    return len(world.skno.documents)


def must(unit: RemoteUnit, order: dict[str, Any]) -> None:
    """An order that is carried out."""
    outcome = unit.command(order)
    assert outcome["ok"], outcome


@functools.cache
def call() -> float:
    """Instructions of a bare call through the pipe."""
    return (orders(FEW, idle=PINGS).instructions - orders(FEW).instructions) / PINGS


@functools.cache
def order(keeps: bool) -> float:
    """Instructions of an order to do nothing: JSON, a task, the garbage collected behind it."""
    nothing = orders(FEW, keeps).instructions
    return (orders(FEW, keeps, bare=BARE).instructions - nothing) / BARE


def receipt(do: Callable[..., Work], keeps: bool = False) -> tuple[float, float, float]:
    """(instructions, bytes for the СКНО, bytes for the printer) of one receipt."""
    few, many = do(FEW, keeps), do(MANY, keeps)
    count = MANY - FEW
    bench = (many.calls - few.calls) * call() + (many.orders - few.orders) * order(keeps)
    return ((many.instructions - few.instructions - bench) / count,
            (many.skno - few.skno) / count, (many.printer - few.printer) / count)


def wires(skno: float, printer: float) -> Iterator[tuple[str, float]]:
    """(which wires, ms) of so many bytes: 10 bits each; on I2C 9, and an address every 32."""
    i2c = skno * 9 * 33 / 32 / 100
    yield "СКНО and printer at 115200", (skno + printer) * 10_000 / BAUD
    yield "СКНО at 115200, printer at 19200", skno * 10_000 / BAUD + printer * 10_000 / 19_200
    yield "СКНО I2C 100 kHz, printer at 115200", i2c + printer * 10_000 / BAUD


def figures() -> Iterator[Figure]:
    """A receipt as an order and from the keypad, beside the time of its bytes."""
    pico = pico_ms_per_instruction()
    for name, do in (("an order", orders), ("the keypad", pressed)):
        alone, skno, printer = receipt(do)
        title = f"four-line receipt from {name}"
        yield Figure(title, alone, "instructions", alone / (skno + printer),
                     f"a byte, СКНО {skno:.0f} and printer {printer:.0f}")  # fmt: skip
        for wire, ms in wires(skno, printer):
            yield Figure(f"  {name}, {wire}", alone * pico, "ms, roughly", alone * pico / ms,
                         f"x {ms:.0f} ms on these wires", derived=True)  # fmt: skip
        kept, _, _ = receipt(do, keeps=True)
        yield Figure(f"  {name}, late modules kept", kept, "instructions", kept / alone,
                     "x the same where they are forgotten")  # fmt: skip
