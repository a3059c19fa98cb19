"""Tables of fields, with one encoder and one decoder (прил. 2 п. 1).

A table is made of fields: name, type, width in bytes, mask. A field with a mask stands there only
when the table's FLAGS field before it has one of the mask's bits set. All numbers are high byte
first. In RAM a table is flat, a name and one packed integer for each field.

    type      value                          bytes
    UINT      int                            unsigned
    FLAGS     int                            unsigned; decides about the masked fields behind it
    SUM       kopecks                        sign bit, 39-bit roubles, a byte of kopecks 0-99
    NEGATIVE  kopecks, not below zero        the same, sent negative; zero stays positive zero
    TEXT      str                            cp1251, cut to the width, padded with spaces
    RAW       bytes                          padded with 00h
    GTIN      (kind, 13 digits or "")        4 bits of kind, 13 decimal digits of 4 bits
    TIME      (year, ..., second)            month, day, year - 2000, hour, minute, second
    RESERVED  -                              00h
"""

from micropython import const

from bu.fiscal import cp1251

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SUM_SIZE = const(6)
GTIN_SIZE = const(7)
TIME_SIZE = const(6)
# The widest field of all tables, the marking code.
WIDEST = const(256)

_SIGN = const(0x80)
_ZEROS = memoryview(bytes(WIDEST))
_SPACES = memoryview(b" " * 50)


def _put_uint(buf, at, width, value):
    if value < 0:
        raise ValueError("negative")
    place = at + width
    while place > at:
        place -= 1
        buf[place] = value & 0xFF
        value >>= 8
    if value:
        raise ValueError("too large")


def _get_uint(buf, width):
    value = 0
    at = 0
    while at < width:
        value = value << 8 | buf[at]
        at += 1
    return value


def _put_sum(buf, at, width, value):
    magnitude = -value if value < 0 else value
    roubles = magnitude // 100
    _put_uint(buf, at, width - 1, roubles)
    if buf[at] & _SIGN:
        raise ValueError("too large")
    if value < 0:
        buf[at] |= _SIGN
    buf[at + width - 1] = magnitude - 100 * roubles


def _get_sum(buf, width):
    kopecks = buf[width - 1]
    if kopecks > 99:
        raise ValueError("kopecks")
    negative = buf[0] & _SIGN
    buf[0] ^= negative
    value = _get_uint(buf, width - 1) * 100 + kopecks
    return -value if negative else value


def _put_negative(buf, at, width, value):
    _put_sum(buf, at, width, -value)


def _get_negative(buf, width):
    return -_get_sum(buf, width)


def _put_padded(buf, at, data, filler):
    """Data of at most the filler's length, filled up with it."""
    size = len(data)
    buf[at : at + size] = data
    buf[at + size : at + len(filler)] = filler[size:]


def _put_text(buf, at, width, value):
    _put_padded(buf, at, cp1251.encode(value[:width]), _SPACES[:width])


def _get_text(buf, width):
    return cp1251.decode(bytes(buf[:width]).rstrip(b" "))


def _put_raw(buf, at, width, value):
    if len(value) > width:
        raise ValueError("too long")
    _put_padded(buf, at, value, _ZEROS[:width])


def _get_raw(buf, width):
    return bytes(buf[:width]).rstrip(b"\x00")


def _put_gtin(buf, at, width, value):
    kind, digits = value
    place = 2 * width - len(digits)
    if place < 1 or not 0 <= kind <= 0xF:
        raise ValueError("too long")
    buf[at : at + width] = _ZEROS[:width]
    buf[at] = kind << 4
    for digit in digits.encode():
        if not 0x30 <= digit <= 0x39:
            raise ValueError("GTIN")
        buf[at + place // 2] |= digit - 0x30 if place & 1 else digit - 0x30 << 4
        place += 1


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


def _put_time(buf, at, width, value):
    year, month, day, hour, minute, second = value
    buf[at : at + width] = bytes((month, day, year - 2000, hour, minute, second))


def _get_time(buf, width):
    month, day, year, hour, minute, second = buf[:width]
    return 2000 + year, month, day, hour, minute, second


def _put_zero(buf, at, width, value):
    buf[at : at + width] = _ZEROS[:width]


def _get_nothing(buf, width):
    return None


UINT = const(0)
FLAGS = const(1)
SUM = const(2)
NEGATIVE = const(3)
TEXT = const(4)
RAW = const(5)
GTIN = const(6)
TIME = const(7)
RESERVED = const(8)

# By type.
_PUT = (
    _put_uint, _put_uint, _put_sum, _put_negative, _put_text, _put_raw, _put_gtin, _put_time,
    _put_zero,
)  # fmt: skip
_GET = (
    _get_uint, _get_uint, _get_sum, _get_negative, _get_text, _get_raw, _get_gtin, _get_time,
    _get_nothing,
)  # fmt: skip
TYPE_AT = const(11)
MASK_AT = const(9)
_MASK = const(3)
_WIDTH = const(0x1FF)


def size(table: tuple, flags: int = 0) -> int:
    """Bytes of one record of `table` with that FLAGS value."""
    total = 0
    for place in range(1, len(table), 2):
        mask = table[place] >> MASK_AT & _MASK
        if not mask or mask & flags:
            total += table[place] & _WIDTH
    return total


class Writer:
    """Encodes records into `sink` (a callable, or an object with `write`) in pieces.

    A piece is a memoryview of at most 256 bytes, valid during the call.
    """

    def __init__(self, sink: "Any"):
        self._write = sink.write if hasattr(sink, "write") else sink
        self._view = memoryview(bytearray(WIDEST))
        self._used = 0
        self.total = 0

    def put(self, table: tuple, value_of: "Any") -> None:
        """One record; `value_of(name)` gives each field's value. ValueError: it does not fit."""
        flags = 0
        for place in range(0, len(table), 2):
            name, code = table[place], table[place + 1]
            mask = code >> MASK_AT & _MASK
            if mask and not mask & flags:
                continue
            width, kind = code & _WIDTH, code >> TYPE_AT
            value = value_of(name) if name else 0
            if kind == FLAGS:
                flags = value
            if self._used + width > WIDEST:
                self.flush()
            try:
                _PUT[kind](self._view, self._used, width, value)
            except ValueError as error:
                raise ValueError("%s: %s" % (name, error))
            self._used += width

    def flush(self) -> None:
        """Hands over what is left."""
        if self._used:
            self._write(self._view[: self._used])
            self.total += self._used
            self._used = 0


class Reader:
    """Decodes records from `source` (`readinto(offset, view)`), a field at a time."""

    def __init__(self, source: "Any"):
        self._source = source
        self._view = memoryview(bytearray(WIDEST))

    def get(self, table: tuple, at: int) -> tuple:
        """({name: value}, place after it) of the record at `at`. ValueError: no such record."""
        flags = 0
        values = {}
        for place in range(0, len(table), 2):
            name, code = table[place], table[place + 1]
            mask = code >> MASK_AT & _MASK
            if mask and not mask & flags:
                continue
            width, kind = code & _WIDTH, code >> TYPE_AT
            if name:
                self._source.readinto(at, self._view[:width])
                values[name] = _GET[kind](self._view, width)
            if kind == FLAGS:
                flags = values[name]
            at += width
        return values, at

    def flags(self, table: tuple, at: int) -> int:
        """The FLAGS value of the record at `at` (its size is known then); 0 without FLAGS."""
        for place in range(1, len(table), 2):
            width = table[place] & _WIDTH
            if table[place] >> TYPE_AT == FLAGS:
                self._source.readinto(at, self._view[:width])
                return _get_uint(self._view, width)
            at += width
        return 0
