"""The СКНО on I2C: writes take bytes in, reads of a fixed size give bytes out.

    регл. 69: the СКНО is the slave, address 02

An I2C read always gives as many bytes as it asks for, so where the СКНО has nothing (more) to say
it gives idle bytes, FFh. They stand between replies, never inside one; a reply longer than a read
goes on in the next. `writeto` and `readfrom_into` are the calls of a MicroPython I2C bus.
"""

from collections.abc import Callable

from tools.bench.models.skno import Skno

ADDRESS = 0x02
IDLE = 0xFF
NO_DEVICE = 5


class SknoI2c:
    """`now_ms` is the bench's virtual time."""

    def __init__(self, skno: Skno, now_ms: Callable[[], int], idle: int = IDLE) -> None:
        self.skno = skno
        self.now_ms = now_ms
        self.idle = idle
        self._pending = b""

    def write(self, data: bytes) -> None:
        """A write transfer: a frame or a piece of one. OSError(5): nobody answers there."""
        if not self.skno.powered:
            raise OSError(NO_DEVICE)
        self.skno.feed(bytes(data), self.now_ms())

    def read(self, size: int) -> bytes:
        """A read transfer of `size` bytes: what is there, then idle bytes."""
        self._pending += self.skno.output(self.now_ms())
        if not self.skno.powered:
            self._pending = b""
            raise OSError(NO_DEVICE)
        data, self._pending = self._pending[:size], self._pending[size:]
        return data + bytes([self.idle]) * (size - len(data))

    def writeto(self, address: int, data: bytes) -> int:
        """`machine.I2C.writeto`: -> bytes acknowledged."""
        self._select(address)
        self.write(data)
        return len(data)

    def readfrom_into(self, address: int, buffer: bytearray) -> None:
        """`machine.I2C.readfrom_into`."""
        self._select(address)
        buffer[:] = self.read(len(buffer))

    def _select(self, address: int) -> None:
        if address != ADDRESS:
            raise OSError(NO_DEVICE)
