"""Requests and answers as bytes: BCD, binary, CP866, by the layouts of `commands`.

A layout is a list of tokens behind commas, one for each field:

    F           flags, one byte: only bit 0 is looked at (check only) and bit 1 (2.36)
    P, Q, M     price, quantity, sum: five bytes of BCD; out of range: 08h, 0Ah, 08h
    Bn, Nn      n bytes of BCD, of binary, high byte first
    Tn, Sn      the rest: up to n characters of CP866, up to n bytes

A range stands behind a colon, with the error code for what lies outside: «B1:0-40:7D». A wrong
length is 14h, a BCD digit that is none and a control character in a text 13h.
"""

from binascii import hexlify, unhexlify

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


# What the longest layout so far says: the RMF's 48h comes line after line.
_long: "tuple" = ("", 0, 0, [])


def parse(layout: str) -> tuple:
    """(layout, bytes of its fixed fields, most of the rest, fields as (kind, size, lowest,
    highest, code)); highest 0: any, -1: the dialect's."""
    global _long
    if layout == _long[0]:
        return _long
    tokens = []
    fixed = rest = 0
    for token in layout.split(","):
        kind = token[:1]
        if kind == "F":
            tokens.append(("N", 1, 0, 0, 0))
            fixed += 1
        elif kind in _MONEY:
            least, wrong = _MONEY[kind]
            tokens.append(("B", _FIVE, max(least, int(token[1:] or 0)), -1, wrong))
            fixed += _FIVE
        elif kind:
            length, _, span = token[1:].partition(":")
            size = int(length)
            low = high = 0
            code = 0x13
            if span:
                span, _, shown = span.partition(":")
                first, _, last = span.partition("-")
                low, high, code = int(first), int(last), int(shown, 16)
            tokens.append((kind, size, low, high, code))
            if kind in "BN":
                fixed += size
            else:
                rest += size
    found = (layout, fixed, rest, tokens)
    if len(tokens) > len(_long[3]):
        _long = found
    return found


def decode(layout: str, data: bytes, dialect: int) -> list:
    """The fields of a request; Wrong for what does not fit."""
    _, fixed, rest, tokens = parse(layout)
    if not fixed <= len(data) <= fixed + rest:
        raise Wrong(0x14)
    values: "list[Any]" = []
    place = 0
    value: "Any"
    for kind, size, low, high, code in tokens:
        value = data[place : place + size]
        place += size
        if kind == "B":
            value = from_bcd(value)
        elif kind == "N":
            value = int.from_bytes(value, "big")
        elif kind == "T":
            value = text(value)
        if high and not low <= value <= (MOST[dialect] if high < 0 else high):
            raise Wrong(code)
        values.append(value)
    return values


def from_bcd(data: bytes) -> int:
    """The number; Wrong(13h) where a digit is none."""
    try:
        return int(hexlify(data))
    except ValueError:
        raise Wrong(0x13)


def bcd(value: int, size: int) -> bytes:
    """The last 2 x `size` digits of a number."""
    return unhexlify(("%0*d" % (2 * size, value))[-2 * size :])


def text(data: bytes) -> str:
    """CP866 as text, without the padding at its end; Wrong(13h) for control characters."""
    data = data.rstrip(b"\x00").rstrip(b" ")
    if data and (min(data) < 0x20 or 0x7F in data):
        raise Wrong(0x13)
    return "".join([chr(byte) if byte < 0x80 else CP866[byte - 0x80] for byte in data])


def chars(value: str, size: int) -> bytes:
    """`size` characters of CP866, cut or padded with spaces."""
    return bytes(encode((value + " " * size)[:size], CP866))


def ok(data: bytes = b"\x00") -> bytes:
    """«U», no error, and what the command's answer holds."""
    return b"U\x00" + data
