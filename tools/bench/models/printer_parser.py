"""Bytes of ESC/POS -> tokens: where each command begins, how long it is, what it carries.

Framing only: no printer state, no paper. A token is complete or it is not there yet, so that the
receive buffer of the printer can be counted in bytes. Every byte ends up in exactly one token.

| token | bytes |
| --- | --- |
| text | a run of 20h-FFh |
| lf, cr, nul | 0Ah, 0Dh, a run of 00h |
| a command of `COMMANDS` | prefix and parameters |
| realtime | DLE EOT n, DLE ENQ n: acts as it arrives; `inside`: among another command's bytes |
| bad | anything else, with the reason |
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

DLE = 0x10
EOT, ENQ, DC4 = 0x04, 0x05, 0x14
TEXT = re.compile(rb"[\x20-\xff]+")
ZEROS = re.compile(rb"\x00+")
LONGEST_FORM_A = 255


@dataclass(frozen=True)
class Token:
    """A command or a run of text: `offset` of its first byte, `end` of the byte after it."""

    kind: str
    offset: int
    end: int
    data: bytes = b""
    inside: bool = False


Length = Callable[[bytearray], int]


def _cut(got: bytearray) -> int:
    return 2 if got and got[0] in (65, 66) else 1


def _barcode(got: bytearray) -> int:
    if not got:
        return 1
    if got[0] >= 65:
        return 2 if len(got) < 2 else 2 + got[1]
    if got[0] > 6:
        return 1
    end = got.find(0, 1)
    if end < 0 and len(got) <= LONGEST_FORM_A:
        return len(got) + 1
    return len(got)


def _function(got: bytearray) -> int:
    return 2 if len(got) < 2 else 2 + got[0] + 256 * got[1]


def _raster(got: bytearray) -> int:
    if len(got) < 5:
        return 5
    return 5 + (got[1] + 256 * got[2]) * (got[3] + 256 * got[4])


# prefix -> name, number of parameter bytes (or how to find it from those that are there)
COMMANDS: dict[bytes, tuple[str, int | Length]] = {
    b"\x1b@": ("init", 0),
    b"\x1c.": ("kanji_off", 0),
    b"\x1bt": ("page", 1),
    b"\x1bM": ("font", 1),
    b"\x1b!": ("mode", 1),
    b"\x1bE": ("bold", 1),
    b"\x1b-": ("underline", 1),
    b"\x1ba": ("align", 1),
    b"\x1b2": ("spacing_default", 0),
    b"\x1b3": ("spacing", 1),
    b"\x1bd": ("feed_lines", 1),
    b"\x1bJ": ("feed_dots", 1),
    b"\x1bp": ("drawer", 3),
    b"\x1d!": ("size", 1),
    b"\x1dB": ("reverse", 1),
    b"\x1dL": ("margin", 2),
    b"\x1dW": ("width", 2),
    b"\x1dV": ("cut", _cut),
    b"\x1dh": ("bar_height", 1),
    b"\x1dw": ("bar_module", 1),
    b"\x1dH": ("bar_text", 1),
    b"\x1df": ("bar_font", 1),
    b"\x1dk": ("barcode", _barcode),
    b"\x1d(k": ("qr", _function),
    b"\x1dv0": ("raster", _raster),
    b"\x1dr": ("status", 1),
    b"\x1da": ("auto_status", 1),
}
STARTS = (0x1B, 0x1C, 0x1D)
LONGER = (b"\x1d(", b"\x1dv")
REALTIME_RANGE = {EOT: (1, 2, 3, 4), ENQ: (1, 2)}
SINGLE = {0x0A: "lf", 0x0D: "cr"}


class Parser:
    """Takes bytes in pieces of any size and gives the tokens that are complete."""

    def __init__(self) -> None:
        self.position = 0
        self._tokens: list[Token] = []
        self.reset(0)

    def reset(self, position: int) -> None:
        """Forgets an incomplete command; the next byte has the offset `position`."""
        self.position = position
        self._start = position
        self._prefix = b""
        self._name = ""
        self._length: int | Length = 0
        self._params = bytearray()
        self._tail = b""

    def skip(self, count: int) -> None:
        """Bytes that were lost on the way."""
        self.position += count

    @property
    def held(self) -> int:
        """Bytes of the incomplete command."""
        return len(self._prefix) + len(self._params)

    @property
    def incomplete(self) -> bool:
        """A command has begun and not ended."""
        return bool(self._prefix)

    @property
    def start(self) -> int:
        """Offset of the first byte that no token has yet."""
        return self._start if self._prefix else self.position

    def feed(self, data: bytes) -> list[Token]:
        """Tokens completed by `data`, in the order of their last bytes."""
        place = 0
        while place < len(data):
            if self._name:
                place += self._parameters(data, place)
            elif self._prefix:
                place += self._continue(data[place])
            else:
                place += self._ground(data, place)
        tokens, self._tokens = self._tokens, []
        return tokens

    def _emit(self, kind: str, start: int, data: bytes = b"", inside: bool = False) -> None:
        self._tokens.append(Token(kind, start, self.position, data, inside))

    def _done(self, kind: str, data: bytes = b"") -> None:
        self._emit(kind, self._start, data)
        self._prefix = self._tail = b""
        self._params = bytearray()
        self._name = ""

    def _ground(self, data: bytes, place: int) -> int:
        self._start = self.position
        byte = data[place]
        for kind, pattern in (("text", TEXT), ("nul", ZEROS)):
            run = pattern.match(data, place)
            if run:
                self.position += len(run[0])
                self._emit(kind, self._start, run[0])
                return len(run[0])
        self.position += 1
        if byte in SINGLE:
            self._emit(SINGLE[byte], self._start)
        elif byte == DLE or byte in STARTS:
            self._prefix = bytes([byte])
        else:
            self._emit("bad", self._start, b"unknown byte %02Xh" % byte)
        return 1

    def _continue(self, byte: int) -> int:
        prefix = self._prefix + bytes([byte])
        if prefix[0] == DLE:
            self._realtime(prefix)
            return 1
        self.position += 1
        self._prefix = prefix
        if prefix in LONGER:
            return 1
        if prefix not in COMMANDS:
            self._done("bad", b"unknown command " + prefix.hex(" ").upper().encode())
            return 1
        self._name, self._length = COMMANDS[prefix]
        if self._length == 0:
            self._done(self._name)
        return 1

    def _realtime(self, prefix: bytes) -> None:
        self.position += 1
        allowed = REALTIME_RANGE.get(prefix[1])
        if allowed is None or (len(prefix) == 3 and prefix[2] not in allowed):
            self._done("bad", b"unknown command " + prefix.hex(" ").upper().encode())
        elif len(prefix) == 3:
            self._done("realtime", prefix[1:])
        else:
            self._prefix = prefix

    def _parameters(self, data: bytes, place: int) -> int:
        total = self._length if isinstance(self._length, int) else self._length(self._params)
        piece = data[place : place + total - len(self._params)]
        self._params += piece
        self._watch(piece)
        self.position += len(piece)
        total = self._length if isinstance(self._length, int) else self._length(self._params)
        if len(self._params) >= total:
            self._done(self._name, bytes(self._params))
        return len(piece)

    def _watch(self, piece: bytes) -> None:
        """Finds real-time commands among the parameters of another command."""
        seen = self._tail + piece
        base = self.position - len(self._tail)
        place = seen.find(DLE)
        while 0 <= place < len(seen) - 1:
            second = seen[place + 1]
            third = seen[place + 2 : place + 3]
            if second == DC4 and place + 2 > len(self._tail):
                self._inside(base + place, 2, bytes([second]))
            elif third and third[0] in REALTIME_RANGE.get(second, ()):
                self._inside(base + place, 3, bytes([second]) + third)
            place = seen.find(DLE, place + 1)
        self._tail = seen[-2:]

    def _inside(self, start: int, length: int, data: bytes) -> None:
        self._tokens.append(Token("realtime", start, start + length, data, True))
