"""Everything outside one control unit, in memory, as a value: it is copied, torn and compared.

A `Scene` is a bench port like `tools.bench.world`, made for states by the thousand: no files, and
printed lines kept as text only. `freeze` gives it as bytes, `thaw` makes a scene of them again.
"""

from __future__ import annotations

import io
import json
import pickle
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from boards.sim.board import REGIONS
from tools.bench.attach import SimChannel
from tools.bench.clock import Calendar, VirtualClock
from tools.bench.models import printer_codes, skno_report
from tools.bench.models.nor import SECTOR, Nor, Tear
from tools.bench.models.nor import PowerCut as PowerCut
from tools.bench.models.printer_paper import Piece, Tape
from tools.bench.models.skno import Skno
from tools.bench.models.skno_wire import crc16
from tools.bench.world import PRINTER_BAUD, SKNO_BAUD, fitting_printer
from tools.torture.careful import CarefulPort

IDENTITY = json.loads(
    (Path(__file__).parents[1] / "bench" / "identity.json").read_text(encoding="utf-8")
)
PROFILE = "generic-80"
# mm of paper a second: what a printer holds when it is switched off is lost.
SPEED = 200
# The smallest journal that holds a long shift wraps in the story; the БЭП is one of few shifts.
SMALL = {**REGIONS, "journal": 9, "memory": 4, "settings": 4, "goods": 6}
CRC_START = 0xFFFF

# The same codes are printed, the same documents read, in thousands of states.
printer_codes.qr = lru_cache(maxsize=4096)(printer_codes.qr)
skno_report.decode = lru_cache(maxsize=4096)(skno_report.decode)


class Paper(Tape):
    """A tape that keeps what can be read on it, and no pictures."""

    def add(self, piece: Piece, at_ms: int) -> None:
        if piece.is_line:
            self.text.append(piece.text)

    def cut(self, blade_dots: int) -> int:
        self.cuts.append(len(self.text))
        return 0


class Tap:
    """Somebody who sees what passes between unit and scene, before (flash) or after (bytes).

    True from one of the first two: it was done already, in the tap's own way.
    """

    def program(self, scene: Scene, name: str, block: int, data: bytes, off: int) -> bool:
        """A program of a region comes next."""
        return False

    def erase(self, scene: Scene, name: str, block: int) -> bool:
        """An erase comes next."""
        return False

    def sent(self, scene: Scene, name: str) -> None:
        """One more byte has reached a device."""

    def read(self, scene: Scene, name: str, data: bytes) -> None:
        """These bytes have left a device; the unit has none of them yet."""


class Scene(CarefulPort):
    """Flash regions of `sizes` sectors each, СКНО, printer, clock and calendar.

    `tap`: who watches; it is not a part of the value. `late`: what the СКНО had sent when the unit
    went off, and the unit gets when it is on again.
    """

    tap: Tap | None = None

    def __init__(self, sizes: dict[str, int] | None = None, identity: dict | None = None) -> None:
        self.sizes = {**REGIONS, **(sizes or {})}
        self.identity = identity or IDENTITY
        self.printer_profile = PROFILE
        self.regions = {
            name: Nor(sectors * SECTOR) for name, sectors in self.sizes.items() if name != "goods"
        }
        self.clock = VirtualClock()
        self.calendar = Calendar(scripted=True)
        self.skno = Skno(
            self.identity["skno_serial"],
            self.identity["skko_number"],
            clock=self.calendar.now,
            dirty_start_ms=3000,
        )
        self.printer = fitting_printer(self.printer_profile, speed=SPEED)
        self.printer.tape = Paper(self.printer.profile.width_dots)
        self.channels = {
            "skno": SimChannel(self.skno, self.clock, SKNO_BAUD),
            "printer": SimChannel(self.printer, self.clock, PRINTER_BAUD),
        }

        self.late = b""

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "tap"}

    def flash_program(self, name: str, address: int, data: bytes | bytearray | memoryview) -> None:
        block, off = address // SECTOR, address % SECTOR
        if not (self.tap and self.tap.program(self, name, block, bytes(data), off)):
            super().flash_program(name, address, data)

    def flash_erase(self, name: str, block: int) -> None:
        if not (self.tap and self.tap.erase(self, name, block)):
            super().flash_erase(name, block)

    def stream_write(self, name: str, data: bytes | bytearray | memoryview) -> None:
        if not self.tap:
            super().stream_write(name, data)
            return
        self.look(name, bytes(data))
        channel = self.channels[name]
        assert isinstance(channel, SimChannel)
        for at in range(len(data)):
            channel.write(bytes(data[at : at + 1]))
            self.tap.sent(self, name)

    def stream_read(self, name: str, timeout_ms: int) -> bytes:
        if name == "skno" and self.late:
            late, self.late = self.late, b""
            return late
        data = super().stream_read(name, timeout_ms)
        if self.tap and data:
            self.tap.read(self, name, data)
        return data

    def pass_time(self, milliseconds: int) -> None:
        """Time passes for the devices while nobody listens: what they say is lost."""
        self.sleep_ms(milliseconds)
        for device in (self.skno, self.printer):
            device.output(self.now_ms())


def torn(nor: Nor, tear: Tear, block: int, data: bytes | None = None, off: int = 0) -> Nor:
    """The chip after this program (an erase without `data`) was cut off, the power back."""
    after = copy_of(nor)
    after.cut(after.operation, tear)
    try:
        if data is None:
            after.ioctl(6, block)
        else:
            after.writeblocks(block, data, off)
    except PowerCut:
        after.power_on()
        return after
    raise AssertionError("the operation was not cut")


def copy_of(nor: Nor) -> Nor:
    """A chip in the same state: contents, and which cells were programmed or are weak."""
    after: Nor = Nor.__new__(Nor)
    after.__dict__.update(nor.__dict__)
    after.cells = bytearray(nor.cells)
    after._state = bytearray(nor._state)
    return after


# --- a scene as bytes


def _crc() -> Any:
    return crc16(CRC_START)


_CRC_TYPE = type(_crc())


class _Pickler(pickle.Pickler):
    """Hands on what pickle cannot: the check sum function of the СКНО's link."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, _CRC_TYPE) and value.__module__.startswith("crcmod"):
            return _crc, ()
        return NotImplemented


def freeze(scene: Scene) -> bytes:
    """The scene as bytes."""
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(scene)
    return zlib.compress(out.getvalue(), 1)


def thaw(frozen: bytes) -> Scene:
    """A scene of its own."""
    return pickle.loads(zlib.decompress(frozen))
