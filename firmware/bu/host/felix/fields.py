"""Requests and answers as bytes: BCD, binary, CP866, by the layouts of `commands`.

A layout is a list of tokens behind commas, one for each field:

    F           flags, one byte: only bit 0 is looked at (check only) and bit 1 (2.36)
    P, Q, M     price, quantity, sum: five bytes of BCD; out of range: 08h, 0Ah, 08h
    Bn, Nn      n bytes of BCD, of binary, high byte first
    Tn, Sn      the rest: up to n characters of CP866, up to n bytes

A range stands behind a colon, with the error code for what lies outside: «B1:0-40:7D». A wrong
length is 14h, a BCD digit that is none and a control character in a text 13h.
"""

from micropython import const

from bu.printing.codepage import CP866, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The most of a price, a quantity and a sum, by dialect.
MOST = (4294967295, 9999999999)
_FIVE = const(5)
_MONEY = {"P": (0, 0x08), "Q": (1, 0x0A), "M": (0, 0x08)}


class Wrong(Exception):
    """The answer is this error `code`, and nothing was changed."""

    def __init__(self, code: int):
        super().__init__(code)
        self.code = code


def parse(layout: str) -> list:
    """[(kind, size, lowest, highest, code)] of a layout; highest 0: any, -1: the dialect's."""
    tokens = []
    for token in layout.split(","):
        kind = token[:1]
        if kind == "F":
            tokens.append(("N", 1, 0, 0, 0))
        elif kind in _MONEY:
            least, wrong = _MONEY[kind]
            tokens.append(("B", _FIVE, max(least, int(token[1:] or 0)), -1, wrong))
        elif kind:
            size, _, rest = token[1:].partition(":")
            span, _, code = rest.partition(":")
            low, _, high = span.partition("-")
            tokens.append((kind, int(size), int(low or 0), int(high or 0), int(code or "13", 16)))
    return tokens


def decode(layout: str, data: bytes, dialect: int) -> list:
    """The fields of a request; Wrong for what does not fit."""
    tokens = parse(layout)
    fixed = sum(token[1] for token in tokens if token[0] in "BN")
    rest = sum(token[1] for token in tokens if token[0] in "TS")
    if not fixed <= len(data) <= fixed + rest:
        raise Wrong(0x14)
    values = []
    place = 0
    value: "Any"
    for kind, size, low, high, code in tokens:
        piece = data[place : place + size]
        place += size
        if kind == "B":
            value = from_bcd(piece)
        elif kind == "N":
            value = int.from_bytes(piece, "big")
        elif kind == "T":
            value = text(piece)
        else:
            value = piece
        if high and not low <= value <= (MOST[dialect] if high < 0 else high):
            raise Wrong(code)
        values.append(value)
    return values


def from_bcd(data: bytes) -> int:
    """The number; Wrong(13h) where a digit is none."""
    value = 0
    for byte in data:
        if byte > 0x99 or byte & 15 > 9:
            raise Wrong(0x13)
        value = value * 100 + (byte >> 4) * 10 + (byte & 15)
    return value


def bcd(value: int, size: int) -> bytes:
    """The last 2 x `size` digits of a number."""
    out = bytearray(size)
    for place in range(size - 1, -1, -1):
        value, pair = divmod(value, 100)
        out[place] = pair // 10 << 4 | pair % 10
    return bytes(out)


def text(data: bytes) -> str:
    """CP866 as text, without the padding at its end; Wrong(13h) for control characters."""
    data = data.rstrip(b"\x00").rstrip(b" ")
    for byte in data:
        if byte < 0x20 or byte == 0x7F:
            raise Wrong(0x13)
    return "".join([chr(byte) if byte < 0x80 else CP866[byte - 0x80] for byte in data])


def chars(value: str, size: int) -> bytes:
    """`size` characters of CP866, cut or padded with spaces."""
    return bytes(encode((value + " " * size)[:size], CP866))


def ok(data: bytes = b"\x00") -> bytes:
    """«U», no error, and what the command's answer holds."""
    return b"U\x00" + data
