"""The bench around one control unit: flash images, СКНО, printer, clock and calendar.

A `Port` is what `bu.hal.sim` asks, directly on CPython, through a pipe on MicroPython.
Time is virtual while every attachment is `sim:`, else it is the machine's.
"""

import dataclasses
import fcntl
from pathlib import Path
from typing import IO, Any

from boards.sim.board import REGIONS
from bu.printing import profiles

from .attach import AttachError, Channel, DescriptorChannel, Device, SimChannel, attach
from .clock import Calendar, RealClock, VirtualClock
from .models.nor import Nor
from .models.printer import Printer
from .models.skno import Skno
from .models.skno_state import StateError

BLOCK = 4096
SKNO_BAUD = 115_200
PRINTER_BAUD = 115_200
HOST_BAUD = 115_200
SIM = "sim:"


def fitting_printer(profile: str, **options: Any) -> Printer:
    """A printer as a profile of the firmware takes it to be; `options` as the model has them."""
    fitting = profiles.get(profile)
    return Printer(
        width_dots=fitting.dots, code_pages={fitting.number: fitting.page},
        native_qr=fitting.native_qr, cutter=fitting.cutter, **options,
    )  # fmt: skip


class Regions(dict[str, Nor]):
    """The flash images by name; that of the goods base is made when it is first written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in REGIONS:
            if name != "goods" or self._image(name).exists():
                self.__missing__(name)

    def _image(self, name: str) -> Path:
        return self._folder / f"{name}.nor"

    def __missing__(self, name: str) -> Nor:
        self[name] = Nor(REGIONS[name] * BLOCK, self._image(name))
        return self[name]


class FlashError(Exception):
    """The folder of images cannot be used: the message is for the person at the bench."""


def _lock(flash: Path) -> IO[str]:
    """Keeps a second bench off the same images until it is closed."""
    lock = open(flash / "lock", "w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise FlashError(f"{flash}: another bench is at work here") from error
    return lock


class Port:
    """What a unit on the bench asks for: flash, streams, clock and calendar, all synchronous.

    `regions` are the flash chips by name, `channels` what stands behind the streams.
    """

    regions: dict[str, Nor]
    channels: dict[str, Channel]
    clock: VirtualClock | RealClock
    calendar: Calendar

    def flash_read(self, name: str, address: int, buffer: bytearray | memoryview) -> None:
        if name not in self.regions:
            buffer[:] = b"\xff" * len(buffer)
            return
        self.regions[name].readblocks(address // BLOCK, buffer, address % BLOCK)

    def flash_program(self, name: str, address: int, data: bytes | bytearray | memoryview) -> None:
        self.regions[name].writeblocks(address // BLOCK, data, address % BLOCK)

    def flash_erase(self, name: str, block: int) -> None:
        self.regions[name].ioctl(6, block)

    def stream_write(self, name: str, data: bytes | bytearray | memoryview) -> None:
        self.channels[name].write(bytes(data))

    def stream_read(self, name: str, timeout_ms: int) -> bytes:
        return self.channels[name].read(timeout_ms)

    def now_ms(self) -> int:
        return self.clock.now_ms()

    def sleep_ms(self, duration: int) -> None:
        self.clock.wait_until(self.clock.now_ms() + duration)

    def rtc_now(self) -> tuple[int, int, int, int, int, int]:
        return self.calendar.now()

    def rtc_set(self, moment: tuple[int, int, int, int, int, int]) -> None:
        self.calendar.set(moment)


class World(Port):
    """Everything outside the control unit; `flash` is the folder that keeps it.

    `resume`: the tape goes on where it was cut, too. `profile` names one of the firmware's printer
    profiles; by default one of 48 columns, without status where the printer is a file. `host` is
    what works the unit: an attachment, or a program that lives in the bench's own time.
    """

    def __init__(
        self,
        flash: Path,
        identity: dict,
        skno: str = SIM,
        printer: str = SIM,
        scripted: bool = True,
        resume: bool = False,
        profile: str = "",
        host: str | Device | None = None,
    ) -> None:
        flash.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(flash)
        self.calendar = Calendar(scripted)
        outside = not skno == printer == SIM or isinstance(host, str)
        self.clock = RealClock() if outside else VirtualClock()
        name = "file-80" if printer.startswith("file:") else "generic-80"
        self.printer_profile = profile or name
        if skno.startswith("file:"):
            raise AttachError(f"{skno}: a file does not answer, a СКНО must")
        self.skno: Skno | None = None
        self.printer: Printer | None = None
        # Chips that are taken out for a while, by the region that they belong to.
        self.aside: dict[str, Nor] = {}
        try:
            self.regions = Regions(flash)
            if skno == SIM:
                self.skno = self._make_skno(flash, identity)
        except (ValueError, StateError) as error:
            raise FlashError(f"{flash}: {error}") from error
        self._tape = open(flash / "tape.bin", "ab" if resume else "wb", buffering=0)
        if printer == SIM:
            self.printer = fitting_printer(self.printer_profile)
            self._replay(flash / "tape.bin")
        self.channels = {
            "skno": SimChannel(self.skno, self.clock, SKNO_BAUD) if self.skno else attach(skno),
            "printer": SimChannel(self.printer, self.clock, PRINTER_BAUD, self._tape.write)
            if self.printer
            else attach(printer),
        }
        if host:
            self.channels["host"] = (
                attach(host) if isinstance(host, str) else SimChannel(host, self.clock, HOST_BAUD)
            )

    def _make_skno(self, flash: Path, identity: dict) -> Skno:
        return Skno(
            identity["skno_serial"],
            identity["skko_number"],
            state_path=flash / "skno.json",
            clock=self.calendar.now,
        )

    def _replay(self, tape: Path) -> None:
        """The paper of a day that was cut is still there; the unit that printed it is not."""
        assert self.printer
        self.printer.feed(tape.read_bytes(), 0)
        self.printer.output(0)
        self.printer.unit_restarted()

    def close(self) -> None:
        """Lets go of the images."""
        for region in [*self.regions.values(), *self.aside.values()]:
            region.close()
        for channel in self.channels.values():
            if isinstance(channel, DescriptorChannel):
                channel.close()
        self._tape.close()
        self._lock.close()

    def exchange(self) -> None:
        """Notes of another currency come or go: no table tells the СКНО of them, so from here on
        it cannot know what is in which drawer (docs/bench-skno.md)."""
        if self.skno:
            books = self.skno.books
            books.options = dataclasses.replace(books.options, strict_cash=False)

    def wire_bytes(self) -> int:
        """Bytes that have passed between the unit and the bench's own models, both ways."""
        channels = self.channels.values()
        return sum(channel.bytes for channel in channels if isinstance(channel, SimChannel))
