"""What few boards of the machine port use: the USB serial line, the chip's own calendar."""

import asyncio
import time

from micropython import const

_POLL_MS = const(1)
_MOST = const(256)
# A clock without a battery begins years ago; nothing of this register is that old.
_EARLIEST = const(2024)
LOST = (2000, 1, 0, 0, 0, 0)


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
