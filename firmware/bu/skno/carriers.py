"""What carries the bytes to the СКНО (регл. 69): RS232 and USB here, I2C in `carrier_i2c`.

    async write(data)               returns when the last byte has left
    async read(timeout_ms) -> bytes at least one byte, or b"" when the time is over
    read_size                       bytes of one read of the bus; a stream has no use for it

A carrier that is gone is a СКНО that is silent: errors of the system become silence.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Start, eight data bits and stop.
_BITS = 10


class StreamCarrier:
    """RS232 (9600 or 115200 baud) or USB over a HAL stream.

    `baud`: the stream takes bytes faster than the line, so `write` waits until they have left; 0
    where the stream's own write does that.
    """

    read_size = 0

    def __init__(self, stream: "Any", clock: "Any", baud: int = 0):
        self._stream = stream
        self._clock = clock
        self._baud = baud

    async def write(self, data: "bytes | memoryview") -> None:
        """Sends `data`."""
        start = self._clock.now_ms()
        try:
            await self._stream.write(data)
        except OSError:
            return
        if self._baud:
            wire = (len(data) * _BITS * 1000 + self._baud - 1) // self._baud
            rest = start + wire - self._clock.now_ms()
            if rest > 0:
                await self._clock.sleep_ms(rest)

    async def read(self, timeout_ms: int) -> bytes:
        """What has come in."""
        try:
            return await self._stream.read(timeout_ms)
        except OSError:
            await self._clock.sleep_ms(timeout_ms)
            return b""
