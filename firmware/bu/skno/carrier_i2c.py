"""The СКНО on I2C (регл. 69): the same contract as `carriers`.

A СКНО that is gone is silent: errors of the bus become silence.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

I2C_ADDRESS = 0x02


class I2cCarrier:
    """I2C at 100-200 kHz; the СКНО answers to address 02 when it is read.

    Writes go out in pieces, reads come in blocks of a fixed size; what a block holds besides
    frames is idle bytes (FFh or 00h), which the frame receiver skips, because only it knows what
    is inside a frame. `read_size` (setting skno.read_size) may change between reads. `bus` has
    `writeto(address, buf)` and `readfrom_into(address, buf)`, which raise OSError when nobody
    answers.
    """

    def __init__(
        self, bus: "Any", clock: "Any", address: int = I2C_ADDRESS, block: int = 32,
        piece: int = 32, poll_ms: int = 5,
    ):  # fmt: skip
        self._bus = bus
        self._clock = clock
        self._address = address
        self.read_size = block
        self._block = bytearray(block)
        self._piece = piece
        self._poll_ms = poll_ms
        self._idle = True

    async def write(self, data: "bytes | memoryview") -> None:
        """Sends `data`; the bus is clocked by us, so it has left when this returns."""
        view = memoryview(data)
        try:
            for at in range(0, len(view), self._piece):
                self._bus.writeto(self._address, view[at : at + self._piece])
        except OSError:
            pass  # not there: the silence that follows says so

    async def read(self, timeout_ms: int) -> bytes:
        """The next block, after a pause where the one before was idle."""
        until = self._clock.now_ms() + timeout_ms
        while True:
            if self._idle:
                pause = min(self._poll_ms, until - self._clock.now_ms())
                if pause > 0:
                    await self._clock.sleep_ms(pause)
            if len(self._block) != self.read_size:
                self._block = bytearray(self.read_size)
            try:
                self._bus.readfrom_into(self._address, self._block)
            except OSError:
                self._idle = True
                if self._clock.now_ms() >= until:
                    return b""
                continue
            data = bytes(self._block)
            self._idle = not data.strip(b"\x00\xff")
            return data
