"""A barcode scanner on a serial line: what a keyboard would type, ended by CR or LF.

The separator 1Dh of a marking code is kept; other control characters are not. What is no ASCII
becomes «?», and a line that is too long for any code is dropped with what follows up to its end.
So is a line that stops in its middle: a code comes in one go, and two halves are no code.
"""

from micropython import const

_MOST = const(300)
_GS = const(0x1D)


class Scanner:
    """Lines of a stream of the contract."""

    def __init__(self, stream, clock):
        self._stream = stream
        self._clock = clock
        self._line = bytearray()
        self._spoiled = False

    async def lines(self, timeout_ms: int) -> list:
        """The lines that were completed within the time, without their ends; [] when none was.

        A scanner that is away takes the time as well: others are to run meanwhile.
        """
        found = []
        try:
            data = await self._stream.read(timeout_ms)
        except OSError:
            await self._clock.sleep_ms(timeout_ms)
            data = b""
        if not data:
            self._line = bytearray()
            self._spoiled = False
        for byte in data:
            if byte in (13, 10):
                if self._line and not self._spoiled:
                    found.append(str(self._line, "ascii"))
                self._line = bytearray()
                self._spoiled = False
            elif len(self._line) >= _MOST:
                self._spoiled = True
            elif byte >= 0x20 or byte == _GS:
                self._line.append(byte if byte < 0x7F else 0x3F)
        return found
