"""Small numbers and strings as bytes, in the paper section of a journal record (see `record`).

    number   7 bits a byte, low group first, bit 7 set on all but the last byte
    signed   a number: 2n for n >= 0, -2n - 1 below
    blob     number of bytes, raw bytes
    string   a blob of UTF-8
"""

from micropython import const

_VERSION = const(1)  # of a paper section, as in `record`


class Unpacker:
    """Reads what `record.Packer` built from a source with readinto(offset, buffer).

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
        data = bytearray(count)
        at = 0
        while at < count:
            data[at] = self.byte()  # fills the window
            at += 1
            offset = self.place - self._start
            held = self._window[offset : min(self._held, offset + count - at)]
            data[at : at + len(held)] = held
            self.place += len(held)
            at += len(held)
        return bytes(data)

    def blob(self) -> bytes:
        """Raw bytes behind their number."""
        return self.raw(self.number())

    def string(self) -> str:
        """A string."""
        return str(self.blob(), "utf-8")


class Section:
    """A section of a journal entry by offset: what decoders and the СКНО client read from."""

    def __init__(self, reader):
        self._reader = reader

    def readinto(self, offset: int, buffer) -> None:
        """Fills `buffer` from `offset` of the section."""
        self._reader.seek(offset)
        self._reader.readinto(buffer)


def effect_of(source, size: int) -> list:
    """The effect in a paper section, without reading the rest."""
    paper = Unpacker(source, size)
    check_version(paper)
    return get_effect(paper)


def get_effect(source: Unpacker) -> list:
    """Reads what `put_effect` wrote."""
    effect = []
    for _ in range(source.number()):
        currency = str(source.raw(3), "ascii")
        for _ in range(source.number()):
            place = source.byte()
            effect.append((currency, place, source.signed()))
    return effect


def check_version(paper) -> None:
    """ValueError for a paper section that this firmware does not know."""
    version = paper.byte()
    if version != _VERSION:
        raise ValueError("paper section of version %d" % version)
