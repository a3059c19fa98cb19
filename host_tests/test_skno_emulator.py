"""The СКНО on a second board: the bench's own rules on MicroPython, against the firmware."""

import importlib.util
import os
import subprocess
import sys
import tty
import types
from pathlib import Path

import pytest

from bu.skno.carrier_i2c import I2cCarrier
from host_tests.bench_days import IDENTITY
from host_tests.skno_desk import Clock, Desk
from tools.bench.local import LocalUnit
from tools.bench.models.skno import Skno
from tools.bench.models.skno_commands import TIME
from tools.bench.models.skno_wire import ACK, EOT, Packet, build, crc16
from tools.bench.unix_board import UnixBoard
from tools.bench.world import World
from tools.deploy import __main__ as deploy
from tools.deploy import bundle
from tools.setup import runtime

SALE = {"do": "sale", "lines": [{"name": "Хлеб", "price": "1.50", "qty": "2"}],
        "pay": [{"by": "cash", "sum": "5.00"}]}


class Target:
    """`machine.I2CTarget` as its documentation has it: one byte an interrupt, hard ones only."""

    IRQ_READ_REQ, IRQ_WRITE_REQ = 4, 8

    def __init__(self, address: int) -> None:
        self.address = address
        self._handler = None
        self._flags = 0
        self._byte: int | None = None

    def irq(self, handler=None, trigger=0, hard=False):
        if handler is not None:
            assert hard, "these events come as hard interrupts only"
            self._handler, self._trigger = handler, trigger
        return self

    def flags(self) -> int:
        return self._flags

    def _interrupt(self, flag: int) -> None:
        if self._trigger & flag:
            self._flags = flag
            self._handler(self)

    def readinto(self, buffer: bytearray) -> int:
        """The byte that came; it can be read once."""
        byte, self._byte = self._byte, None
        if byte is None:
            return 0
        buffer[0] = byte
        return 1

    def write(self, buffer: bytes) -> int:
        """The byte that goes out; one, and only when it is asked for."""
        assert self._flags == self.IRQ_READ_REQ and self._byte is None and len(buffer) == 1
        self._byte = buffer[0]
        return 1

    def take(self, byte: int) -> None:
        """The controller writes."""
        self._byte = byte
        self._interrupt(self.IRQ_WRITE_REQ)
        assert self._byte is None, "a byte was left in the register: the bus hangs"

    def give(self) -> int:
        """The controller reads."""
        self._interrupt(self.IRQ_READ_REQ)
        byte, self._byte = self._byte, None
        assert byte is not None, "nothing to send: the bus hangs"
        return byte


def emulator_carriers():
    """boards/skno_emulator/carriers.py, as it lies at a board's root."""
    path = runtime.ROOT / "boards/skno_emulator/carriers.py"
    spec = importlib.util.spec_from_file_location("emulator_carriers", path)
    assert spec and spec.loader
    carriers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(carriers)
    return carriers


class Bus:
    """The register's end of the wires, and the loop of the emulator at the other."""

    def __init__(self, skno: Skno, clock: Clock, targets: list[Target]) -> None:
        carriers = emulator_carriers()

        def make(address: int) -> Target:
            targets.append(Target(address))
            return targets[0]

        self._skno, self._clock, self._targets = skno, clock, targets
        self._line = carriers.I2c(make, Target)

    def _select(self, address: int) -> Target:
        if address != self._targets[0].address:
            raise OSError(5)
        return self._targets[0]

    def writeto(self, address: int, data: bytes) -> int:
        for byte in data:
            self._select(address).take(byte)
        self._skno.feed(self._line.read(), self._clock.now_ms())
        return len(data)

    def readfrom_into(self, address: int, buffer: bytearray) -> None:
        self._line.write(self._skno.output(self._clock.now_ms()))
        for place in range(len(buffer)):
            buffer[place] = self._select(address).give()


@pytest.mark.regl("69/3", "69/12")
def test_i2c_target_at_02() -> None:
    """The emulator's carrier on a model of the chip's I2C target, the firmware's on the bus."""
    targets: list[Target] = []
    Desk(lambda skno, clock: I2cCarrier(Bus(skno, clock, targets), clock)).day()
    assert targets[0].address == 0x02


@pytest.mark.parametrize("chip", ["rp2", "esp32"])
def test_lines_of_the_board(chip: str, monkeypatch) -> None:
    """carrier.txt chooses; the pins go where MicroPython's documentation takes them."""
    made: list[tuple] = []

    class Uart:
        def __init__(self, number, baudrate, *, tx, rx, rxbuf) -> None:
            made.append(("uart", number, baudrate, tx, rx))
            self.came = bytearray(b"\x17\x33")

        def any(self) -> int:
            return len(self.came)

        def read(self, count: int) -> bytes:
            taken, self.came = bytes(self.came[:count]), self.came[count:]
            return taken

        def write(self, data: bytes) -> None:
            made.append(("written", bytes(data)))

    class I2cTarget(Target):
        def __init__(self, number, address, *, scl, sda) -> None:
            super().__init__(address)
            made.append(("i2c", number, address, scl, sda))

    machine = types.SimpleNamespace(Pin=lambda number: f"pin{number}", UART=Uart,
                                    I2CTarget=I2cTarget)
    monkeypatch.setitem(sys.modules, "machine", machine)
    lines = bundle.facts("skno_emulator").LINES[chip]
    carriers = emulator_carriers()
    name, line = carriers.make(lines, "uart")
    line.write(b"\x17\x04")
    assert (name, line.read(), line.read()) == ("uart", b"\x17\x33", b"")
    pins = ("pin4", "pin5") if chip == "rp2" else ("pin17", "pin18")
    assert made == [("uart", 1, 115200, *pins), ("written", b"\x17\x04")]
    # An ESP32 has no I2C for that: its UART is used, whatever was asked for.
    for wanted in ("i2c", ""):
        made.clear()
        name, _ = carriers.make(lines, wanted)
        assert (name, made[0][:3]) == {"rp2": ("i2c", ("i2c", 0, 2)),
                                       "esp32": ("uart", ("uart", 1, 115200))}[chip]


def test_a_clock_that_is_not_set_gives_no_time(monkeypatch) -> None:
    """A board that was without power: 55h is refused, everything else goes on."""
    monkeypatch.setitem(sys.modules, "carriers", emulator_carriers())
    path = runtime.ROOT / "boards/skno_emulator/emulator.py"
    spec = importlib.util.spec_from_file_location("emulator", path)
    assert spec and spec.loader
    emulator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(emulator)
    device = emulator.Device(310000001, check_timing=False)
    crc = crc16(0xFFFF)

    def answer(at_ms: int) -> bytes:
        device.feed(b"\x17\x33", at_ms)
        device.output(at_ms + 10)
        device.feed(build(Packet(1, 310000001, TIME, 0, 1, 1, b""), crc), at_ms + 20)
        return device.output(at_ms + 30)

    monkeypatch.setattr(emulator.time, "localtime", lambda: (2021, 1, 1, 0, 0, 0, 0, 0))
    assert answer(1000) == EOT
    monkeypatch.setattr(emulator.time, "localtime", lambda: (2026, 12, 1, 0, 0, 0, 0, 0))
    assert answer(2000) == ACK
    assert device.violations == []


def key(number: int) -> str:
    return f"{number:016x}"


def carry_out(unit: LocalUnit, number: int, *orders: dict) -> None:
    for place, order in enumerate(orders, number):
        outcome = unit.command({"key": key(place), **order})
        assert outcome["ok"], (order, outcome)


@pytest.mark.regl("69/9")
def test_two_boards_make_a_bench(micropython: str, tmp_path: Path) -> None:
    """Deployed to a board it takes a shift from a register, remembers it, and knows its rules."""
    with UnixBoard(tmp_path, micropython) as board:
        assert deploy.main([board.port, "--board", "skno_emulator", "--method", "rom"]) == 0
        line = f"serial:{board.port}@115200"
        world = World(tmp_path / "bench", IDENTITY, skno=line, printer=f"file:{tmp_path}/tape")
        unit = LocalUnit(world)
        register, opening = {**IDENTITY, "do": "register"}, {"do": "open_shift", "cashier": "Анна"}
        carry_out(unit, 0, {"do": "start"}, register, opening, SALE, SALE)
        board.power_on()
        carry_out(unit, 9, {"do": "void"}, {"do": "z_report"})
        world.close()
        # The same register with empty memories begins at 1 again: the СКНО has seen number 1.
        world = World(tmp_path / "other", IDENTITY, skno=line, printer=f"file:{tmp_path}/tape")
        unit = LocalUnit(world)
        carry_out(unit, 0, {"do": "start"}, register, opening)
        outcome = unit.command({"key": key(9), **SALE})
        assert (outcome["ok"], outcome["refusal"]) == (False, "skno_rejected"), outcome
        world.close()


SMALL = """
import board
import emulator
board.STATE = {state!r}
board.LINES = {{"linux": {{"usb": {{}}}}}}
emulator.main(board)
"""
# Code from .mpy included; a Pico has about 226 KB. 64-bit objects are twice the size.
HEAP = {"i386": "128k", "amd64": "256k"}


def test_it_fits_a_picos_heap(micropython: str, tmp_path: Path) -> None:
    """A register's first documents, in half of a Pico's heap."""
    bundle.slot_files("skno_emulator", {"i386": "x86", "amd64": "x64"}[micropython])
    script = tmp_path / "go.py"
    script.write_text(SMALL.format(state=str(tmp_path / "skno.json")))
    interpreter = runtime.command(micropython)
    assert interpreter
    master, slave = os.openpty()
    tty.setraw(slave)
    path = f"{bundle.BUILD / 'any' / 'skno_emulator'}:.frozen"
    with subprocess.Popen(
        [*interpreter, "-X", f"heapsize={HEAP[micropython]}", str(script)], stdin=master,
        stdout=master, cwd=tmp_path, env={**os.environ, "MICROPYPATH": path},
    ) as process:
        try:
            line = f"serial:{os.ttyname(slave)}@115200"
            world = World(tmp_path / "b", IDENTITY, skno=line, printer=f"file:{tmp_path}/tape")
            four = {**SALE, "lines": SALE["lines"] * 4, "pay": [{"by": "cash", "sum": "20.00"}]}
            carry_out(LocalUnit(world), 0, {"do": "start"}, {**IDENTITY, "do": "register"},
                      {"do": "open_shift", "cashier": "Анна"}, four, four)
            assert process.poll() is None
            world.close()
        finally:
            process.kill()
    os.close(master)
    os.close(slave)
