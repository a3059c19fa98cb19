"""The decoder of `fields`. Imported when asked (`bu.late`)."""

from micropython import const

from bu.fiscal import cp1251
from bu.skno.fields import FLAGS, TYPE_AT, WIDEST, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SIGN = const(0x80)
_ALL = const(3)
_USUAL = const(64)  # wider is a marking code only


def _get_uint(buf, width):
    return int.from_bytes(buf[:width], "big")


def _get_sum(buf, width):
    kopecks = buf[width - 1]
    if kopecks > 99:
        raise ValueError("kopecks")
    negative = buf[0] & _SIGN
    buf[0] ^= negative
    value = _get_uint(buf, width - 1) * 100 + kopecks
    return -value if negative else value


def _get_negative(buf, width):
    return -_get_sum(buf, width)


def _get_text(buf, width):
    return cp1251.decode(bytes(buf[:width]).rstrip(b" "))


def _get_raw(buf, width):
    while width and not buf[width - 1]:
        width -= 1
    return bytes(buf[:width])


def _get_gtin(buf, width):
    digits = bytearray(2 * width)
    for place in range(width):
        digits[2 * place] = 0x30 + (buf[place] >> 4)
        digits[2 * place + 1] = 0x30 + (buf[place] & 0xF)
    kind = digits[0] - 0x30
    text = str(digits, "ascii")[1:]
    if not text.isdigit():
        raise ValueError("GTIN")
    return kind, text if text != "0" * len(text) else ""


def _get_time(buf, width):
    month, day, year, hour, minute, second = buf[:width]
    return 2000 + year, month, day, hour, minute, second


def _get_nothing(buf, width):
    return None


# By type.
_GET = (
    _get_uint, _get_uint, _get_sum, _get_negative, _get_text, _get_raw, _get_gtin, _get_time,
    _get_nothing,
)  # fmt: skip


class Reader:
    """Decodes records from `source` (`readinto(offset, view)`), a field at a time."""

    def __init__(self, source: "Any"):
        self._source = source
        self._view = memoryview(bytearray(_USUAL))

    def get(self, table: tuple, at: int) -> tuple:
        """({name: value}, place after it) of the record at `at`. ValueError: no such record."""
        flags = used = held = 0
        values = {}
        names, codes = table
        for place in range(len(names)):
            code = codes[place]
            width = width_of(code, flags)
            if not width:
                continue
            if used + width > held:
                held = self._fill(codes, place, flags, at)
                used = 0
            name = names[place]
            kind = code >> TYPE_AT
            if name:
                values[name] = _GET[kind](self._view[used:], width)
            if kind == FLAGS:
                flags = values[name]
            used += width
            at += width
        return values, at

    def _fill(self, codes, place, flags, at):
        """Reads the field `place` and those behind it that fit, up to FLAGS; so many bytes."""
        size = 0
        while place < len(codes):
            width = width_of(codes[place], flags)
            if size and size + width > len(self._view):
                break
            size += width
            if width and codes[place] >> TYPE_AT == FLAGS:
                break
            place += 1
        if size > len(self._view):
            self._view = memoryview(bytearray(WIDEST))
        self._source.readinto(at, self._view[:size])
        return size

    def flags(self, table: tuple, at: int) -> int:
        """The FLAGS value of the record at `at` (its size is known then); 0 without FLAGS."""
        for code in table[1]:
            width = width_of(code, _ALL)
            if code >> TYPE_AT == FLAGS:
                self._source.readinto(at, self._view[:width])
                return _get_uint(self._view, width)
            at += width
        return 0
