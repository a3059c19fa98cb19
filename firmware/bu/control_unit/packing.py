"""Small numbers and strings as bytes, for the paper section of a journal record.

    number   7 bits a byte, low group first, bit 7 set on all but the last byte
    signed   a number: 2n for n >= 0, -2n - 1 below
    blob     number of bytes, raw bytes
    string   a blob of UTF-8
"""


class Packer:
    """Builds a byte string piece by piece."""

    def __init__(self):
        self._out = bytearray()

    def byte(self, value: int) -> None:
        """One byte, 0-255."""
        self._out.append(value)

    def number(self, value: int) -> None:
        """A non-negative integer of any size."""
        while value > 0x7F:
            self._out.append(value & 0x7F | 0x80)
            value >>= 7
        self._out.append(value)

    def signed(self, value: int) -> None:
        """An integer of either sign."""
        self.number(2 * value if value >= 0 else -2 * value - 1)

    def blob(self, data: bytes) -> None:
        """Raw bytes behind their number."""
        self.number(len(data))
        self._out.extend(data)

    def string(self, text: str) -> None:
        """A string as UTF-8."""
        self.blob(text.encode())

    def raw(self, data: bytes) -> None:
        """Bytes of a length that the reader knows."""
        self._out.extend(data)

    def take(self) -> bytes:
        """What was built."""
        return bytes(self._out)


class Unpacker:
    """Reads what `Packer` built from a source with readinto(offset, buffer).

    Reads ahead in one small buffer, so that a source on flash is asked seldom; `size` is the
    number of bytes the source holds. Raises ValueError past the end.
    """

    def __init__(self, source, size: int, window: int = 64):
        self._source = source
        self._size = size
        self._window = bytearray(min(window, size) or 1)
        self._start = 0
        self._held = 0
        self.place = 0

    def byte(self) -> int:
        """The next byte."""
        offset = self.place - self._start
        if not 0 <= offset < self._held:
            self._fill()
            offset = 0
        self.place += 1
        return self._window[offset]

    def _fill(self):
        left = self._size - self.place
        if left <= 0:
            raise ValueError("past the end")
        self._held = min(len(self._window), left)
        self._start = self.place
        self._source.readinto(self.place, memoryview(self._window)[: self._held])

    def number(self) -> int:
        """A non-negative integer."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def signed(self) -> int:
        """An integer of either sign."""
        value = self.number()
        return -(value + 1) // 2 if value & 1 else value // 2

    def raw(self, count: int) -> bytes:
        """`count` raw bytes."""
        return bytes(self.byte() for _ in range(count))

    def blob(self) -> bytes:
        """Raw bytes behind their number."""
        return self.raw(self.number())

    def string(self) -> str:
        """A string."""
        return str(self.blob(), "utf-8")
