"""Whole boards on the bench's strict СКНО and printer: over I2C, at 115200 and at 9600 baud."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from bu.fiscal import document as d
from bu.fiscal.receipt import make_line
from host_tests.chips.board import Bench
from host_tests.chips.i2c import Chip
from host_tests.chips.world import World
from tools.bench.models.printer import Printer
from tools.bench.models.skno import Skno
from tools.bench.models.skno_i2c import SknoI2c
from tools.felix_host.device import Host
from tools.felix_host.dialects import DIALECTS
from tools.felix_host.line import Line
from tools.felix_host.till import Till

SKKO, SERIAL, UNP = 110000001, 310000001, 190000001
DAY = (2026, 12, 1, 8, 0, 0)


class Model:
    """A bench model at the end of a UART."""

    def __init__(self, model: Any, world: World) -> None:
        self.model, self.world = model, world
        self.line: Any = None

    def take(self, data: bytes) -> None:
        self.model.feed(data, self.world.us // 1000)

    def due(self) -> None:
        out = self.model.output(self.world.us // 1000)
        if out:
            self.line.send(out)


class OnI2c(Chip):
    """The bench's СКНО as a chip on the wires: a write is a transfer, a read is piece by piece."""

    max_hz = 200000

    def __init__(self, world: World, skno: Skno) -> None:
        super().__init__(world)
        self.bus = SknoI2c(skno, lambda: world.us // 1000)
        self.written = bytearray()

    def take(self, byte: int) -> bool:
        self.written.append(byte)
        return True

    def give(self) -> int:
        return self.bus.read(1)[0]

    def stop(self) -> None:
        data, self.written = bytes(self.written), bytearray()
        if data:
            self.bus.write(data)


def bench(
    name: str, baudrate: int = 0, storage: str = "", **printer: Any
) -> tuple[Bench, Skno, Printer]:
    """A registered board with the models in place of the small peers; `baudrate` of the СКНО's
    line and `storage` where they are not the table's."""
    path = f"boards.{name}.board"
    __import__(path)
    module = sys.modules[path]
    table = SimpleNamespace(**{key: getattr(module, key) for key in dir(module) if key.isupper()})
    if baudrate:
        kind, line = table.BUSES["skno"]
        table.BUSES = {**table.BUSES, "skno": (kind, {**line, "baudrate": baudrate})}
    place = Bench(table, storage)
    skno = Skno(SERIAL, SKKO, clock=lambda: (2026, 12, 1, 8, 0, 0))
    paper = Printer(width_dots=576, **printer)
    lines = [(place.printer, Model(paper, place.world))]
    kind, values = place.table.DEVICES["skno"]
    wires = place._on(values["bus"])
    if kind == "i2c":
        wires.chips[2] = OnI2c(place.world, skno)
    else:
        lines.append((wires.peer, Model(skno, place.world)))
    for old, new in lines:
        new.line, old.line.peer = old.line, new
    place.make()
    place.board.rtc.set(DAY)
    run, unit = place.loop.run, place.unit
    run(unit.start())
    unit.manufacture("1000000000001", b"0123456789abcdef")
    for setting in ("name", "outlet", "address"):
        unit.configure(setting, "ООО «Ромашка»")
    run(unit.register(UNP, SKKO, SERIAL))
    return place, skno, paper


def sell(place: Bench, lines: int) -> None:
    """A sale of so many lines, paid in cash."""
    receipt = place.unit.receipt(d.SALE)
    for number in range(lines):
        place.unit.add_line(receipt, make_line(f"Товар {number + 1}", 250, 2000, 1))
    tender = d.Tender(d.CASH, 500 * lines, "")
    place.loop.run(place.unit.sell(receipt, [tender]))


@pytest.mark.regl("69/1", "69/3", "69/6", "69/12")
@pytest.mark.parametrize(("name", "baudrate", "storage"), [
    ("pico", 0, "nor"), ("pico_w", 0, "nor"), ("esp32s3", 9600, "nor"),
    # No interrupt while the own flash is erased or programmed: no byte of the СКНО is lost.
    ("pico_w", 0, "partitions"), ("esp32", 0, "partitions"),
])
def test_a_day_on_the_strict_bench(name: str, baudrate: int, storage: str) -> None:
    place, skno, paper = bench(name, baudrate, storage, speed=150, buffer_size=2048)
    run, unit = place.loop.run, place.unit
    journal = place.internal.get("bu_journal") or place.parts.get("own_flash")
    for block in range(1, 64) if journal else ():
        journal.cells.program(block * 4096, b"\x55")  # used before: erased ahead
    run(unit.open_shift("Иванова", confirmed=True))
    run(unit.deposit(10000))
    sell(place, 4)
    sell(place, 60)  # several packets
    run(unit.void())
    run(unit.z_report())
    assert skno.violations == [] and paper.errors == [] and paper.lost == 0
    kinds = [document["kind"] for document in skno.documents]
    assert kinds == ["deposit", "sale", "sale", "void", "z_report"], kinds
    totals = skno.totals()
    assert (totals["documents"], totals["payment_documents"]) == (4, 2)
    assert all(uart.lost == 0 for uart in place.uarts.values())
    assert journal is None or journal.cells.erases > 0


@pytest.mark.parametrize("name", ["pico", "pico_w"])
def test_a_receipt_takes_about_its_wire_time(name: str) -> None:
    """No waiting is added by the port: СКНО and printer at their own speeds, and the pauses of
    регл. 70 and 71."""
    place, _, _ = bench(name)
    run, unit = place.loop.run, place.unit
    run(unit.open_shift("Иванова", confirmed=True))
    begun = place.world.us
    sell(place, 4)
    assert (place.world.us - begun) // 1000 < 3000


def till(place: Bench) -> tuple[Till, Host]:
    """A FELIX till on the board's host line."""
    line = Line()
    host = Host(line)
    wire = place._on("host")
    wire.peer = model = Model(host, place.world)
    model.line = wire
    return Till(line, DIALECTS["felix-rmf"]), host


def test_a_host_and_the_keypad_take_turns() -> None:
    place, skno, paper = bench("pico2_w", speed=150)
    work, host = till(place)
    place.start()
    order = {"at": "2026-12-01T08:00:00", "cashier": "Иванова", "do": "open_shift"}

    def serve(order: dict[str, Any]) -> None:
        host.begin(work.day(order))
        place.wait(lambda: host.ended)

    serve(order)
    assert place.unit.shift_open()
    sale = {"do": "sale", "at": order["at"], "lines": [{"name": "Чай", "price": "2.50"}],
            "pay": [{"by": "cash", "sum": "2.50"}]}
    host.begin(work.day(sale))
    place.wait(place.station._away)
    shown = place.parts["cashier_display"].shown("........")
    place.tones[21] = 0
    place.key("1")  # the unit is the host's: a sound, and nothing else
    assert place.parts["cashier_display"].shown("........")[:3] == shown[:3]
    place.wait(lambda: host.ended)
    # The other way round: a command that comes while the keypad sells waits its turn.
    for name in "1 1 1 1 1 enter".split():
        place.key(name)
    place.loop.pass_ms(3000)
    for name in "2 point 5 0 s1 total".split():
        place.key(name)
    assert place.station.console.busy()
    serve(sale)
    serve({"do": "z_report", "at": order["at"]})
    kinds = [document["kind"] for document in skno.documents]
    assert kinds == ["sale", "sale", "sale", "z_report"]
    assert skno.violations == [] and paper.errors == []
    place.dog.check()


def test_a_host_that_takes_nothing_any_more() -> None:
    """Its CTS goes away in the middle of a sale: the keypad goes on, nothing starts anew."""
    place, skno, paper = bench("pico2_w", speed=150)
    work, host = till(place)
    place.start()
    host.begin(work.day({"at": "2026-12-01T08:00:00", "cashier": "Иванова", "do": "open_shift"}))
    place.wait(lambda: host.ended)
    host.begin(work.day({"do": "sale", "at": "2026-12-01T08:00:00",
                         "lines": [{"name": "Чай", "price": "2.50"}],
                         "pay": [{"by": "cash", "sum": "2.50"}]}))
    place.wait(place.station._away)
    place._on("host").held = True
    until = place.world.us + 90_000_000
    place.wait(lambda: place.world.us > until, 100_000)  # looks at the dog every 20 ms
    assert not place.main.done and len(skno.documents) <= 1
    assert skno.violations == [] and paper.errors == []


@pytest.mark.regl("71")
@pytest.mark.parametrize("name", ["pico", "esp32"])
def test_a_skno_that_is_busy_for_two_minutes(name: str) -> None:
    """The sale waits, the keypad's loop goes on, the watchdog is fed all the while."""
    place, skno, paper = bench(name)
    place.start()
    console = place.station.console
    for key in "1 1 1 1 1 enter enter".split():
        place.key(key)
        place.wait(lambda: not console.busy())
    for key in "2 point 5 0 s1".split():
        place.key(key)
    skno.faults.add("busy", ms=119_000)
    begun = place.world.us
    place.key("cash")
    place.wait(lambda: skno.documents and not console.busy(), 200_000)  # and looks at the dog
    assert place.world.us - begun > 119_000_000
    assert [document["kind"] for document in skno.documents] == ["sale"]
    assert skno.violations == [] and paper.errors == []


@pytest.mark.regl("26")
@pytest.mark.parametrize("name", ["pico", "esp32"])
def test_a_skno_that_is_switched_off_blocks(name: str) -> None:
    place, skno, _ = bench(name)
    run, unit = place.loop.run, place.unit
    run(unit.open_shift("Иванова", confirmed=True))
    skno.power_off()
    assert [held.name for held in run(unit.check())] == ["skno_silent"]
    skno.power_on(place.world.us // 1000)
    place.loop.pass_ms(130000)
    assert run(unit.check()) == []
