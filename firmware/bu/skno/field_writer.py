"""The encoder of `fields`. Imported when asked (`bu.late`)."""

from micropython import const

from bu.fiscal import cp1251
from bu.skno.fields import FLAGS, TYPE_AT, WIDEST, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SIGN = const(0x80)


def _put_uint(buf, at, width, value):
    if value < 0:
        raise ValueError("negative")
    if value >> 8 * width:
        raise ValueError("too large")
    buf[at : at + width] = value.to_bytes(width, "big")


def _put_sum(buf, at, width, value):
    magnitude = -value if value < 0 else value
    roubles = magnitude // 100
    _put_uint(buf, at, width - 1, roubles)
    if buf[at] & _SIGN:
        raise ValueError("too large")
    if value < 0:
        buf[at] |= _SIGN
    buf[at + width - 1] = magnitude - 100 * roubles


def _put_negative(buf, at, width, value):
    _put_sum(buf, at, width, -value)


def _put_padded(buf, at, width, data, filler):
    """Data of at most `width` bytes, filled up with bytes of one kind."""
    size = len(data)
    buf[at : at + size] = data
    buf[at + size : at + width] = filler * (width - size)


def _put_text(buf, at, width, value):
    _put_padded(buf, at, width, cp1251.encode(value[:width]), b" ")


def _put_raw(buf, at, width, value):
    if len(value) > width:
        raise ValueError("too long")
    _put_padded(buf, at, width, value, b"\0")


def _put_gtin(buf, at, width, value):
    kind, digits = value
    place = 2 * width - len(digits)
    if place < 1 or not 0 <= kind <= 0xF:
        raise ValueError("too long")
    _put_zero(buf, at, width, None)
    buf[at] = kind << 4
    for digit in digits.encode():
        if not 0x30 <= digit <= 0x39:
            raise ValueError("GTIN")
        buf[at + place // 2] |= digit - 0x30 if place & 1 else digit - 0x30 << 4
        place += 1


def _put_time(buf, at, width, value):
    year, month, day, hour, minute, second = value
    buf[at : at + width] = bytes((month, day, year - 2000, hour, minute, second))


def _put_zero(buf, at, width, value):
    buf[at : at + width] = bytes(width)


# By type.
_PUT = (
    _put_uint, _put_uint, _put_sum, _put_negative, _put_text, _put_raw, _put_gtin, _put_time,
    _put_zero,
)  # fmt: skip


class Writer:
    """Encodes records in pieces: memoryviews of at most 256 bytes, each valid until the next."""

    def __init__(self) -> None:
        self._view = memoryview(bytearray(WIDEST))
        self._used = 0

    def put(self, table: tuple, value_of: "Any"):
        """One record: the pieces that it fills; `value_of(name)` gives each field's value.

        ValueError, with the field's name: it does not fit.
        """
        flags = 0
        names, codes = table
        for place in range(len(names)):
            code = codes[place]
            width = width_of(code, flags)
            if not width:
                continue
            kind = code >> TYPE_AT
            name = names[place]
            value = value_of(name) if name else 0
            if kind == FLAGS:
                flags = value
            if self._used + width > WIDEST:
                yield self._view[: self._used]
                self._used = 0
            try:
                _PUT[kind](self._view, self._used, width, value)
            except ValueError as error:
                raise ValueError("%s: %s" % (name, error))
            self._used += width

    def rest(self) -> memoryview:
        """What is left behind the last piece."""
        return self._view[: self._used]
