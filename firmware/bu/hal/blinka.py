"""The Blinka port: the hardware contract on a PC, CPython only.

I2C comes from a USB bridge (MCP2221, FT232H ...) through Adafruit's Blinka, which is told which
one by the environment (BLINKA_MCP2221=1 and the like); serial lines from pyserial. The memories
are image files.

Everything is imported when it is first used: without a bridge the rest works. A serial device is
opened when it is first written or read, and again after it was unplugged.
"""

import asyncio
import os
import time

from micropython import const

_BITS = const(10)
_POLL_MS = const(2)
_BLOCK = const(4096)
_EIO = const(5)
_ENODEV = const(19)


def _seconds(ms):
    """For those who want floats."""
    from datetime import timedelta

    return timedelta(milliseconds=ms).total_seconds()


class Clock:
    """The PC's monotonic clock."""

    def now_ms(self) -> int:
        """Milliseconds since some moment."""
        return time.monotonic_ns() // 1000000

    async def sleep_ms(self, duration: int) -> None:
        """Lets others run for `duration` milliseconds."""
        await asyncio.sleep(_seconds(duration))

    def block_us(self, duration: int) -> None:
        """Waits without letting anybody run."""
        time.sleep(_seconds((duration + 999) // 1000))


class Rtc:
    """The PC's calendar, local time; what is set is a difference to it until the program ends."""

    def __init__(self):
        self._offset = 0

    def now(self) -> tuple:
        """The 6-tuple."""
        return tuple(time.localtime(time.time_ns() // 1000000000 + self._offset)[:6])

    def set(self, value: tuple) -> None:
        """Sets it for this run."""
        wanted = int(time.mktime(tuple(value) + (0, 0, -1)))
        self._offset = wanted - time.time_ns() // 1000000000


class Serial:
    """A serial device as a stream of the contract; `flow` as in `bu.hal.machine`."""

    def __init__(self, path: str, baudrate: int, flow: str):
        self._path = path
        self._baudrate = baudrate
        self._flow = flow
        self._device = None

    def _open(self):
        import serial

        if self._device is None:
            flow = self._flow
            self._device = serial.Serial(
                self._path, self._baudrate, timeout=0, write_timeout=5,
                xonxoff=flow == "xon", rtscts=flow == "rts", dsrdtr=flow == "dtr",
            )  # fmt: skip
        return self._device

    def _lost(self):
        device, self._device = self._device, None
        if device is not None:
            device.close()

    async def write(self, data) -> None:
        """Back when the last byte has left."""
        until = time.monotonic_ns() + len(data) * _BITS * 1000000000 // self._baudrate
        try:
            self._open().write(bytes(data))
        except OSError:
            self._lost()
            raise
        rest = (until - time.monotonic_ns()) // 1000000 + 1
        if rest > 0:
            await asyncio.sleep(_seconds(rest))

    async def read(self, timeout_ms: int) -> bytes:
        """What has come, waiting up to `timeout_ms` for the first byte."""
        until = time.monotonic_ns() + timeout_ms * 1000000
        while True:
            try:
                device = self._open()
                data = device.read(device.in_waiting)
            except OSError:
                self._lost()
                raise
            if data or time.monotonic_ns() >= until:
                return data
            await asyncio.sleep(_seconds(_POLL_MS))

    def fault(self) -> str:
        """What is wrong with it, "" when it can be opened."""
        try:
            self._open()
        except OSError as error:
            return str(error)
        return ""


class I2c:
    """A bus with the methods of `machine.I2C` that drivers use."""

    def __init__(self, bus):
        self._bus = bus

    def _do(self, call, *arguments):
        while not self._bus.try_lock():
            pass
        try:
            call(*arguments)
        except RuntimeError:  # what some bridges say when nobody acknowledges
            raise OSError(_EIO)
        finally:
            self._bus.unlock()

    def writeto(self, address: int, data) -> None:
        """Writes; OSError when nobody acknowledges, here and below."""
        self._do(self._bus.writeto, address, bytes(data))

    def writevto(self, address: int, vector) -> None:
        """Writes several buffers in one go."""
        self.writeto(address, b"".join(bytes(part) for part in vector))

    def readfrom(self, address: int, count: int) -> bytes:
        """Reads `count` bytes."""
        data = bytearray(count)
        self.readfrom_into(address, data)
        return bytes(data)

    def readfrom_into(self, address: int, data) -> None:
        """Fills `data`."""
        self._do(self._bus.readfrom_into, address, data)

    def readfrom_mem_into(self, address: int, register: int, data) -> None:
        """Fills `data` from a register on."""
        self._do(self._bus.writeto_then_readfrom, address, bytes((register,)), data)

    def writeto_mem(self, address: int, register: int, data) -> None:
        """Writes `data` from a register on."""
        self.writeto(address, bytes((register,)) + bytes(data))


class FileFlash:
    """NOR flash in an image file: the extended block device; what is written is on the disk."""

    def __init__(self, path: str, blocks: int):
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        length = os.fstat(self._file).st_size
        if length < blocks * _BLOCK:
            os.pwrite(self._file, b"\xff" * (blocks * _BLOCK - length), length)
        self._blocks = max(blocks, length // _BLOCK)

    def readblocks(self, block: int, buf, offset: int = 0) -> None:
        """Fills `buf`."""
        buf[:] = os.pread(self._file, len(buf), block * _BLOCK + offset)

    def writeblocks(self, block: int, buf, offset: int = 0) -> None:
        """Clears bits."""
        place = block * _BLOCK + offset
        old = os.pread(self._file, len(buf), place)
        self._put(bytes(a & b for a, b in zip(old, bytes(buf))), place)

    def ioctl(self, operation: int, argument: int):
        """4: block count, 5: block size, 6: erase block `argument`."""
        if operation == 4:
            return self._blocks
        if operation == 5:
            return _BLOCK
        if operation == 6:
            self._put(b"\xff" * _BLOCK, argument * _BLOCK)
        return 0

    def _put(self, data, place):
        os.pwrite(self._file, data, place)
        os.fsync(self._file)


def clock() -> Clock:
    """The clock of this PC."""
    return Clock()


def i2c(freq: int) -> I2c:
    """The bridge's bus; OSError where there is no bridge."""
    try:
        import board
        import busio

        return I2c(busio.I2C(board.SCL, board.SDA, frequency=freq))
    except (ImportError, NotImplementedError, AttributeError, RuntimeError, ValueError) as error:
        raise OSError(_ENODEV, str(error))


def uart(path: str, baudrate: int, flow: str = "") -> Serial:
    """A serial device."""
    return Serial(path, baudrate, flow)


def internal_rtc() -> Rtc:
    """The PC's calendar."""
    return Rtc()


def file_flash(path: str, blocks: int) -> FileFlash:
    """An image file; a new one is blank."""
    return FileFlash(path, blocks)


def quiet() -> None:
    """Nothing stops a PC's serial lines."""


def reset() -> None:
    """Ends the program: whoever started it starts it again."""
    raise SystemExit(1)
