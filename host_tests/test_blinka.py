"""The desktop port: a bridge's bus, serial devices over ptys, image files; a board of them."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
import time
import tty
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from boards.desktop import board as table
from bu import app, assembly
from bu.board import Board
from bu.hal import blinka as port
from host_tests.chips.i2c import Wires
from host_tests.chips.keys import Matrix, Mcp23017
from host_tests.chips.lcd import Lcd, alike
from host_tests.chips.world import World
from host_tests.modules import ROOT


class Busio:
    """Blinka's `busio.I2C` with its lock, over wires; `complaint`: what it raises for a NACK."""

    def __init__(self, wires: Wires) -> None:
        self.wires = wires
        self.locked = False
        self.complaint: type[Exception] = OSError

    def try_lock(self) -> bool:
        free, self.locked = not self.locked, True
        return free

    def unlock(self) -> None:
        assert self.locked
        self.locked = False

    def _do(self, call: Any, *arguments: Any) -> None:
        assert self.locked, "the bus is used without its lock"
        try:
            call(100000, *arguments)
        except OSError as error:
            raise self.complaint("I2C") from error

    def writeto(self, address: int, buffer: bytes) -> None:
        self._do(self.wires.write, address, buffer)

    def readfrom_into(self, address: int, buffer: bytearray) -> None:
        self._do(self.wires.read, address, buffer)

    def writeto_then_readfrom(self, address: int, out: bytes, buffer: bytearray) -> None:
        self._do(self.wires.write, address, out, False)
        self._do(self.wires.read, address, buffer)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Waiting passes on the world's time, not on ours."""
    made = World(10**9)

    def pass_us(us: int) -> None:
        made.us += us

    async def sleep(seconds: float) -> None:
        pass_us(round(seconds * 10**6))

    clock = SimpleNamespace(
        monotonic_ns=lambda: made.us * 1000, sleep=lambda seconds: pass_us(round(seconds * 10**6)),
        time_ns=lambda: made.us * 1000 + 1_796_000_000 * 10**9, localtime=time.localtime,
        mktime=time.mktime,
    )
    monkeypatch.setattr(port, "time", clock)
    monkeypatch.setattr(port, "asyncio", SimpleNamespace(sleep=sleep))
    return made


@pytest.fixture
def bridge(world: World, monkeypatch: pytest.MonkeyPatch) -> Busio:
    """A bridge with two displays and a keypad on it."""
    wires = Wires(world)
    wires.chips = {0x27: Lcd(world, 4), 0x26: Lcd(world, 2),
                   0x20: Mcp23017(world, Matrix(world, 6, 8))}
    made = Busio(wires)
    modules = {"board": {"SCL": 1, "SDA": 2}, "busio": {"I2C": lambda *a, **k: made}}
    for name, entries in modules.items():
        module = ModuleType(name)
        module.__dict__.update(entries)
        monkeypatch.setitem(sys.modules, name, module)
    return made


class Device:
    """A USB serial device: a pty behind a link that may be unplugged."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self.plug()

    def plug(self) -> None:
        self.near, far = os.openpty()
        tty.setraw(far)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(far))
        self.far = far

    def unplug(self) -> None:
        os.close(self.near)
        os.close(self.far)
        self.link.unlink(missing_ok=True)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    made = Device(tmp_path / "ttyACM0")
    yield made
    if made.link.exists():
        made.unplug()


def test_serial_device(world: World, device: Device) -> None:
    stream = port.uart(str(device.link), 115200)
    start = world.us
    asyncio.run(stream.write(b"\x17\x33" * 500))
    assert os.read(device.near, 2000) == b"\x17\x33" * 500
    assert 86000 < world.us - start < 90000  # the wire's time
    os.write(device.near, b"\x17\xaa")
    assert select.select([device.far], [], [], 10)[0]
    assert asyncio.run(stream.read(100)) == b"\x17\xaa"
    start = world.us
    assert asyncio.run(stream.read(100)) == b"" and 100000 <= world.us - start < 110000


def test_serial_device_that_is_unplugged_and_comes_back(world: World, device: Device) -> None:
    stream = port.uart(str(device.link), 9600)
    assert stream.fault() == ""
    device.unplug()
    with pytest.raises(OSError):
        asyncio.run(stream.read(10))
    assert stream.fault() != ""
    device.plug()
    asyncio.run(stream.write(b"again"))
    assert os.read(device.near, 10) == b"again" and stream.fault() == ""


def test_bus(bridge: Busio) -> None:
    bus = port.i2c(100000)
    bus.writeto_mem(0x20, 0x03, b"\xff")
    one = bytearray(1)
    bus.readfrom_mem_into(0x20, 0x03, one)
    assert one == b"\xff" and len(bus.readfrom(0x27, 2)) == 2
    for complaint in (OSError, RuntimeError):
        bridge.complaint = complaint
        with pytest.raises(OSError):
            bus.writeto(0x50, b"a")
        assert not bridge.locked


def test_no_bridge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "board", None)
    with pytest.raises(OSError, match="19"):
        port.i2c(100000)


def test_file_flash(tmp_path: Path) -> None:
    path = str(tmp_path / "image.bin")
    flash = port.file_flash(path, 4)
    flash.writeblocks(1, b"\x0f\xf0", 10)
    flash.writeblocks(1, memoryview(b"\xf3\xff"), 10)
    buffer = bytearray(4)
    port.file_flash(path, 4).readblocks(1, buffer, 9)
    assert buffer == b"\xff\x03\xf0\xff"
    flash.ioctl(6, 1)
    flash.readblocks(1, buffer, 9)
    assert buffer == b"\xff" * 4
    assert (flash.ioctl(4, 0), flash.ioctl(5, 0)) == (4, 4096)
    assert Path(path).stat().st_size == 16384


def test_calendar(world: World) -> None:
    rtc = port.internal_rtc()
    assert rtc.now()[0] == 2026
    rtc.set((2027, 1, 2, 3, 4, 5))
    assert rtc.now() == (2027, 1, 2, 3, 4, 5)
    world.us += 60 * 10**6
    assert rtc.now() == (2027, 1, 2, 3, 5, 5)


def desktop(tmp_path: Path) -> Board:
    """The desktop board with its files and devices in a folder."""
    values = {name: getattr(table, name) for name in dir(table) if name.isupper()}
    values["BUSES"] = {
        name: (kind, {**data, **({"path": str(tmp_path / name)} if kind == "uart" else {})})
        for name, (kind, data) in table.BUSES.items()
    }
    chips, regions = table.STORAGES["files"]
    moved = {}
    for name, (driver, data) in chips.items():
        make, _, blocks = data["device"]
        moved[name] = (driver, {**data, "device": (make, str(tmp_path / name), blocks)})
    values["STORAGES"] = {"files": (moved, regions)}
    return assembly.make(SimpleNamespace(**values), port)


def test_board(tmp_path: Path, world: World, bridge: Busio) -> None:
    devices = [Device(tmp_path / name) for name in ("skno", "printer", "scanner")]
    board = desktop(tmp_path)
    unit = app.build(board)
    assert board.faults() == []
    board.cashier_display.show(0, "Режим               ")
    assert bridge.wires.chips[0x27].shown()[0] == alike("Режим               ")
    asyncio.run(unit.start())
    unit.manufacture("1000000000001", b"0123456789abcdef")
    assert unit.manufactured()
    again = app.build(desktop(tmp_path))
    asyncio.run(again.start())
    assert again.manufactured()
    for device in devices:
        device.unplug()


def test_board_with_nothing_plugged_in(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "board", None)
    board = desktop(tmp_path)
    named = dict(board.faults())
    assert set(named) == {"skno", "printer", "keypad", "cashier_display", "customer_display"}
    assert "No such file" in named["printer"] and "19" in named["keypad"]
    unit = app.build(board)
    asyncio.run(unit.start())
    held = asyncio.run(unit.check())
    assert [blocking.detail for blocking in held if blocking.name == "device_missing"] == [
        "СКНО", "принтер", "клавиатура", "индикатор кассира", "индикатор потребителя",
    ]


TABLE = """
from boards.desktop.board import *
BUSES = {name: (kind, dict(data, path="nowhere-" + name) if "path" in data else data)
         for name, (kind, data) in BUSES.items()}
"""


def test_program_starts_says_what_is_missing_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    """`python -m boards.desktop TABLE`, a real process with a real event loop."""
    (tmp_path / "table.py").write_text(TABLE)
    path = f"{ROOT / 'firmware'}:{ROOT}:{ROOT / 'tools' / 'host_shims'}"
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "boards.desktop", "table.py"], cwd=tmp_path, text=True,
        env={**os.environ, "PYTHONPATH": path}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # A shell that runs the tests in the background has Ctrl-C ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        said = [process.stdout.readline() for _ in range(5)]
        memory = tmp_path / "bu-memory.bin"
        process.send_signal(signal.SIGINT)
        try:
            error = process.communicate(timeout=60)[1]
        finally:
            process.kill()
    assert [line.split(":")[0] for line in said] == [
        "cashier_display", "customer_display", "keypad", "printer", "skno",
    ]  # fmt: skip
    assert "nowhere-skno" in said[4]
    assert error == "ended by Ctrl-C\n" and process.returncode == 0
    assert memory.read_bytes() == b"\xff" * (128 * 4096)
