"""Clock and serial lines of the machine port; made by `machine`, which is gone when they work."""

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
_MOST = const(256)
# An erase of internal flash stops all interrupts; begun in a pause of the lines it costs least.
_QUIET_MS = const(3)
_PATIENCE_MS = const(25)

# Every UART of the board.
uarts = []


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
            begun = time.ticks_ms()
            count = self._uart.write(view[place : place + _PIECE]) or 0
            while not count:
                await self._stand(begun)
                count = self._uart.write(view[place : place + _PIECE]) or 0
            place += count
            await asyncio.sleep_ms(count * self._char_us // 1000 + 1)
        begun = time.ticks_ms()
        while not self._uart.txdone():
            await self._stand(begun)
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
            await self._stand(begun)

    async def _stand(self, begun):
        """Lets others run; OSError where the other end has held us up since `begun` for long."""
        if time.ticks_diff(time.ticks_ms(), begun) >= _HELD_MS:
            raise OSError(_ETIMEDOUT)
        await asyncio.sleep_ms(_POLL_MS)


class Tone:
    """A sounder on a PWM: called with 1 it sounds, with 0 it does not."""

    def __init__(self, pwm):
        self._pwm = pwm

    def __call__(self, on: int) -> None:
        self._pwm.duty_u16(32768 if on else 0)


def quiet() -> None:
    """Waits for a pause on the serial lines, but not for long: before interrupts are stopped."""
    begun = since = time.ticks_ms()
    counts = [line.any() for line in uarts]
    while True:
        now = time.ticks_ms()
        fresh = [line.any() for line in uarts]
        if fresh != counts:
            counts, since = fresh, now
        if (
            not uarts or time.ticks_diff(now, since) >= _QUIET_MS
            or time.ticks_diff(now, begun) >= _PATIENCE_MS
        ):
            return
        time.sleep_us(200)
