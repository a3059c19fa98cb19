"""The machine port: the hardware contract on MicroPython's own `machine` (rp2, esp32).

    clock i2c spi uart usb pin_out pin_in pin_open tone internal_rtc watchdog rp2_flash
    esp32_partition quiet reset

Each takes the values of a board's table (`boards/NAME/board.py`) and gives an object that drivers
are handed. A pin or bus that the chip does not have is a ValueError, a partition that is not there
an OSError. `machine` is imported when the first object is made: this module can be read anywhere.
"""

import asyncio
import time

from micropython import const

# Bytes handed to a UART at once: they fit its buffer, so that `write` never blocks the loop.
_PIECE = const(32)
# Bits of a byte on the wire: start, eight data bits, stop.
_BITS = const(10)
_POLL_MS = const(1)
# No flow control holds up a request of this size: a printer answers DLE EOT n while it is busy.
_URGENT = const(4)
_HELD_MS = const(5000)
_XON = const(0x11)
_XOFF = const(0x13)
_ETIMEDOUT = const(110)
_ENODEV = const(19)
_MOST = const(256)
# A clock without a battery begins years ago; nothing of this register is that old.
_EARLIEST = const(2024)
LOST = (2000, 1, 0, 0, 0, 0)
# An erase of internal flash stops all interrupts; begun in a pause of the lines it costs least.
_QUIET_MS = const(3)
_PATIENCE_MS = const(25)

_lines = []


class Clock:
    """Milliseconds since the start, never wrapping; to be asked once in six days at least."""

    def __init__(self):
        self._last = time.ticks_ms()
        self._passed = 0

    def now_ms(self) -> int:
        """Milliseconds since this clock was made."""
        now = time.ticks_ms()
        self._passed += time.ticks_diff(now, self._last)
        self._last = now
        return self._passed

    async def sleep_ms(self, duration: int) -> None:
        """Lets others run for `duration` milliseconds."""
        await asyncio.sleep_ms(duration)

    def block_us(self, duration: int) -> None:
        """Waits without letting anybody run: what a chip needs inside a command."""
        time.sleep_us(duration)


class Uart:
    """A UART as a stream of the contract, with the flow control of its other end.

    `flow`: "" none, "rts" by the UART's own lines, "xon" by XON and XOFF bytes, which are taken
    out of what is read, "dtr" by the level of `ready` (low: ready). An end that holds us up for
    5 s is an OSError.
    """

    def __init__(self, uart, baudrate: int, flow: str = "", ready=None):
        self._uart = uart
        self._char_us = _BITS * 1000000 // baudrate
        self._xon = flow == "xon"
        self._ready = ready
        self._held = False
        self._taken = b""

    async def write(self, data) -> None:
        """Back when the last byte has left."""
        view = memoryview(data)
        place = 0
        while place < len(view):
            if len(view) > _URGENT and (self._xon or self._ready is not None):
                await self._clear()
            count = self._uart.write(view[place : place + _PIECE]) or 0
            place += count
            await asyncio.sleep_ms(count * self._char_us // 1000 + 1)
        while not self._uart.txdone():
            await asyncio.sleep_ms(_POLL_MS)
        # Done is said while the last byte is still on the wire.
        await asyncio.sleep_ms(self._char_us // 1000 + 1)

    async def read(self, timeout_ms: int) -> bytes:
        """What has come, waiting up to `timeout_ms` for the first byte."""
        begun = time.ticks_ms()
        while True:
            data = self._take()
            if data or time.ticks_diff(time.ticks_ms(), begun) >= timeout_ms:
                return data
            await asyncio.sleep_ms(_POLL_MS)

    def _take(self):
        data, self._taken = self._taken, b""
        count = self._uart.any()
        if not count:
            return data
        # No more than there is: a read that wants more waits for it.
        fresh = self._uart.read(min(count, _MOST)) or b""
        if self._xon:
            for byte in fresh:
                if byte == _XON or byte == _XOFF:
                    self._held = byte == _XOFF
            fresh = fresh.replace(b"\x11", b"").replace(b"\x13", b"")
        return data + fresh

    async def _clear(self):
        """Waits while the other end wants nothing."""
        begun = time.ticks_ms()
        while True:
            if self._xon:
                self._taken = self._take()
            if not self._held and (self._ready is None or not self._ready()):
                return
            if time.ticks_diff(time.ticks_ms(), begun) >= _HELD_MS:
                raise OSError(_ETIMEDOUT)
            await asyncio.sleep_ms(_POLL_MS)


class Usb:
    """The USB serial line, which is the REPL's otherwise; Ctrl-C becomes a byte like any other."""

    def __init__(self):
        import select
        import sys

        import micropython

        micropython.kbd_intr(-1)
        self._input = sys.stdin.buffer
        self._output = sys.stdout.buffer
        self._poll = select.poll()
        self._poll.register(sys.stdin, select.POLLIN)

    async def write(self, data) -> None:
        """Hands `data` to the host."""
        self._output.write(data)

    async def read(self, timeout_ms: int) -> bytes:
        """What has come, waiting up to `timeout_ms` for the first byte."""
        begun = time.ticks_ms()
        data = bytearray()
        while True:
            while len(data) < _MOST and self._poll.poll(0):
                byte = self._input.read(1)
                if not byte:
                    break
                data.extend(byte)
            if data or time.ticks_diff(time.ticks_ms(), begun) >= timeout_ms:
                return bytes(data)
            await asyncio.sleep_ms(_POLL_MS)


class Rtc:
    """The chip's own calendar: lost with the power, so it needs the СКНО's time (регл. 8)."""

    def __init__(self, rtc):
        self._rtc = rtc

    def now(self) -> tuple:
        """The 6-tuple; LOST, which is no date, until it is set."""
        year, month, day, _, hour, minute, second, _ = self._rtc.datetime()
        if year < _EARLIEST:
            return LOST
        return year, month, day, hour, minute, second

    def set(self, time: tuple) -> None:
        """Sets it."""
        year, month, day, hour, minute, second = time
        self._rtc.datetime((year, month, day, 0, hour, minute, second, 0))


def clock() -> Clock:
    """The clock of this board."""
    return Clock()


def i2c(id: int, scl: int, sda: int, freq: int, soft: bool = False):
    """A bus; by software where the chip has no hardware on these pins, or the board wants it."""
    import machine

    pins = machine.Pin(scl), machine.Pin(sda)
    if not soft:
        try:
            return machine.I2C(id, scl=pins[0], sda=pins[1], freq=freq)
        except ValueError:
            pass
    return machine.SoftI2C(scl=pins[0], sda=pins[1], freq=freq)


def spi(id: int, sck: int, mosi: int, miso: int, baudrate: int):
    """A bus in mode 0."""
    import machine

    return machine.SPI(
        id, baudrate=baudrate, polarity=0, phase=0,
        sck=machine.Pin(sck), mosi=machine.Pin(mosi), miso=machine.Pin(miso),
    )  # fmt: skip


def uart(
    id: int, tx: int, rx: int, baudrate: int, rxbuf: int = 256, flow: str = "",
    rts: "int | None" = None, cts: "int | None" = None, dtr: "int | None" = None,
) -> Uart:  # fmt: skip
    """A stream, 8N1."""
    import machine

    pins: "dict" = {"tx": machine.Pin(tx), "rx": machine.Pin(rx)}
    lines = 0
    if rts is not None:
        pins["rts"] = machine.Pin(rts)
        lines |= machine.UART.RTS
    if cts is not None:
        pins["cts"] = machine.Pin(cts)
        lines |= machine.UART.CTS
    if lines:
        pins["flow"] = lines
    line = machine.UART(id, baudrate=baudrate, rxbuf=rxbuf, timeout=0, **pins)
    _lines.append(line)
    return Uart(line, baudrate, flow, pin_in(dtr) if dtr is not None else None)


def usb() -> Usb:
    """The USB serial line."""
    return Usb()


def pin_out(number: int, value: int = 0):
    """An output."""
    import machine

    return machine.Pin(number, machine.Pin.OUT, value=value)


def pin_in(number: int):
    """An input with a pull-up."""
    import machine

    return machine.Pin(number, machine.Pin.IN, machine.Pin.PULL_UP)


def pin_open(number: int):
    """An open-drain output, released."""
    import machine

    return machine.Pin(number, machine.Pin.OPEN_DRAIN, value=1)


def tone(number: int, frequency: int):
    """A function of 0 or 1: the sounder off or on; `frequency` 0 for one that sounds by itself."""
    import machine

    if not frequency:
        return pin_out(number)
    pwm = machine.PWM(machine.Pin(number), freq=frequency, duty_u16=0)
    return lambda on: pwm.duty_u16(32768 if on else 0)


def internal_rtc() -> Rtc:
    """The chip's own calendar."""
    import machine

    return Rtc(machine.RTC())


def watchdog(timeout_ms: int):
    """Started at once; `feed()` it. It cannot be stopped."""
    import machine

    return machine.WDT(timeout=timeout_ms)


def rp2_flash(start: int, size: int):
    """A part of the storage area of the internal flash, `start` bytes from its beginning."""
    import rp2

    return rp2.Flash(start=start, len=size)  # type: ignore[call-arg]  # the stubs lack both


def esp32_partition(label: str):
    """A data partition by its label."""
    import esp32

    found = esp32.Partition.find(esp32.Partition.TYPE_DATA, label=label)
    if not found:
        raise OSError(_ENODEV)
    return found[0]


def quiet() -> None:
    """Waits for a pause on the serial lines, but not for long: before interrupts are stopped."""
    begun = since = time.ticks_ms()
    counts = [line.any() for line in _lines]
    while True:
        now = time.ticks_ms()
        fresh = [line.any() for line in _lines]
        if fresh != counts:
            counts, since = fresh, now
        if (
            not _lines or time.ticks_diff(now, since) >= _QUIET_MS
            or time.ticks_diff(now, begun) >= _PATIENCE_MS
        ):
            return
        time.sleep_us(200)


def reset() -> None:
    """Starts the board anew."""
    import machine

    machine.reset()
