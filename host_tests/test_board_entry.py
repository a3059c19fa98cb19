"""The board's entry, the files that its digest covers, the USB line; what the manual says."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from host_tests.modules import FIRMWARE, ROOT

# A process that has the board's files first on its path, with chips for its hardware.
MAKE = """
import os, sys
sys.path[:0] = sys.argv[2:]
from host_tests.chips.board import Bench
path = "boards.%s.board" % sys.argv[1]
__import__(path)
bench = Bench(sys.modules[path])
board, unit = bench.make()
"""
DRIVERS = """
print(*sorted(name[11:] for name in sys.modules if name.startswith("bu.drivers.")))
"""
FILES = """
for name, path in board.firmware_files():
    assert os.path.isfile(path), path
    print(name)
"""


def run(script: str, *arguments: str) -> str:
    """What the process says; its errors fail the test."""
    path = ":".join(str(part) for part in (FIRMWARE, ROOT, ROOT / "tools" / "host_shims"))
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env={**os.environ, "PYTHONPATH": path},
        capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("name", "more"), [
    ("pico", "charsets hd44780 keypad_mcp23017 scanner"),
    ("esp32s3", "font5x7 keypad_gpio oled"),
])
def test_only_the_drivers_of_the_table_are_imported(name: str, more: str) -> None:
    common = "buzzer drawer ds3231 printer_escpos region w25q watchdog"
    assert run(MAKE + DRIVERS, name).split() == sorted(f"{common} {more}".split())


@pytest.mark.regl("30")
def test_the_digest_covers_what_lies_on_the_board(tmp_path: Path) -> None:
    """Root modules, boards/, bu/, in this order, by name."""
    for part in ("bu", "boards"):
        (tmp_path / part).symlink_to((FIRMWARE if part == "bu" else ROOT) / part)
    (tmp_path / "main.py").write_text("")
    (tmp_path / "board.py").write_text("")
    names = run(MAKE + FILES, "pico", str(tmp_path)).split()
    assert names[:2] == ["board.py", "main.py"]
    assert "boards/rp2_pins.py" in names and "bu/station.py" in names
    rest = [name for name in names if name.endswith(".py")][2:]
    assert [name.split("/")[0] for name in rest] == sorted(name.split("/")[0] for name in rest)


ENTRY = """
import os, runpy, sys
from types import ModuleType, SimpleNamespace
held, started = sys.argv[1] == "held", []
gone = []
def remove(path):
    assert path == "/hold", path
    if not held:
        raise OSError(2)
    gone.append(path)
os.remove = remove
sys.modules["board"] = ModuleType("board")
station = ModuleType("bu.station")
station.main = started.append
import bu
bu.station = sys.modules["bu.station"] = station
runpy.run_path(sys.argv[2])
print(len(started), len(gone))
"""


@pytest.mark.parametrize(("state", "said"), [("held", "0 1"), ("free", "1 0")])
def test_the_entry_stands_aside_once(state: str, said: str) -> None:
    """A `/hold` is taken away and nothing is started; without one the board's table is run."""
    assert run(ENTRY, state, str(FIRMWARE / "main.py")).strip() == said


FAILURE = """
from bu import station
station.FAILURE = "failure.txt"
bench.start()
async def fails(timeout_ms):
    return {}["on purpose"]
board.scanner.lines = fails
bench.loop.run_until(lambda: bench.main.done, 5000)
"""


def test_the_last_failure_is_kept(tmp_path: Path) -> None:
    out = run(f"import os; os.chdir({str(tmp_path)!r})\n" + MAKE + FAILURE, "pico")
    kept = (tmp_path / "failure.txt").read_text()
    assert kept.startswith("task scanner:") and kept.rstrip().endswith("KeyError: 'on purpose'")
    assert out == kept


USB = """
import sys
from types import ModuleType
from host_tests.chips.loop import Loop
from host_tests.chips.world import Time, World
from bu.hal import machine_more as more
world = World()
loop = Loop(world)
more.time, more.asyncio = Time(world), loop
waiting, sent, interrupts = bytearray(), bytearray(), []
class Input:
    def read(self, count):
        data = bytes(waiting[:count])
        del waiting[:count]
        return data
class Poll:
    def register(self, stream, events):
        assert stream is sys.stdin
    def poll(self, timeout):
        assert timeout == 0
        return [1] if waiting else []
micropython = sys.modules["micropython"]
micropython.kbd_intr = interrupts.append
select = ModuleType("select")
select.poll, select.POLLIN = Poll, 1
sys.modules["select"] = select
class Stream:
    buffer = None
sys.stdin, real = Stream(), sys.stdout
sys.stdin.buffer = Input()
sys.stdout = Stream()
sys.stdout.buffer = type("Output", (), {"write": lambda self, data: sent.extend(data)})()
usb = more.Usb()
sys.stdout = real
assert interrupts == [-1]  # Ctrl-C is a byte of the СКНО's like any other
assert loop.run(usb.read(50)) == b"" and world.us >= 50000
waiting.extend(b"\\x17\\x03" * 200)
assert loop.run(usb.read(50)) == b"\\x17\\x03" * 128
assert loop.run(usb.read(50)) == b"\\x17\\x03" * 72
loop.run(usb.write(memoryview(b"\\x17\\x33")))
assert sent == b"\\x17\\x33"
"""


@pytest.mark.regl("69/2")
def test_the_usb_line_is_a_stream() -> None:
    run("import micropython\n" + USB)


def words(kind: str, values: dict) -> tuple[str, str]:
    """Interface and speed as the manual names them."""
    if kind == "i2c":
        return "I2C, адрес 02", f"{values['freq'] // 1000} кГц"
    name = "USB (виртуальный COM-порт)" if "path" in values else "RS232"
    return name, f"{values['baudrate']} бит/с"


@pytest.mark.regl("69/6", "69/9", "69/13")
def test_the_manual_names_the_lines_of_every_board() -> None:
    """Interface and speed of the СКНО (регл. 69), speed of the printer, by board."""
    manual = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    boards = sorted(path.parent.name for path in (ROOT / "boards").glob("*/board.py"))
    for name in boards:
        module = importlib.import_module(f"boards.{name}.board")
        if name in ("sim", "unix", "skno_emulator"):
            continue  # the bench's own
        kind, values = module.BUSES["skno"]
        assert kind != "i2c" or 100000 <= values["freq"] <= 200000
        assert kind != "uart" or values["baudrate"] in (9600, 115200)
        row = next(line for line in manual.splitlines() if line.startswith(f"| {name} |"))
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert (cells[1], cells[2]) == words(kind, values)
        printer = module.BUSES["printer"][1]
        assert f"{printer['baudrate']} бит/с" in cells[3]
        assert ("сканер" in cells[4]) == ("scanner" in module.DEVICES)
        assert ("хост" in cells[4]) == ("host" in module.DEVICES)
        assert cells[3].endswith({"dtr": "DTR", "xon": "XON/XOFF"}[printer["flow"]])
