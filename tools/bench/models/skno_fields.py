"""The single fields of прил. 2 tables 1-7: how many bytes, and what may stand in them.

The table in `skno_tables` lists the codecs. A reader gets exactly its bytes and gives a value, or
raises `DocumentError` with what is wrong (without the field's name: the table knows that).
"""

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple


class DocumentError(Exception):
    """A document that breaks tables 1-7; the text names the field."""


class Field(NamedTuple):
    """`size` bytes, read by `read`."""

    size: int
    read: Callable[[bytes], Any]


SIGN = 0x80
GTIN_KINDS = (0b0000, 0b0001, 0b0011, 0b0100)
NO_GTIN, EAN = GTIN_KINDS[:2]
GS = 0x1D


def _integer(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def _moment(raw: bytes) -> tuple[int, ...]:
    month, day, year, hour, minute, second = raw
    moment = (2000 + year, month, day, hour, minute, second)
    if year > 99:
        raise DocumentError(f"year byte {year}")
    try:
        datetime.datetime(*moment)
    except ValueError:
        raise DocumentError(f"no such date and time: {moment}") from None
    return moment


def _currency(raw: bytes) -> str:
    if not all(0x41 <= byte <= 0x5A for byte in raw):
        raise DocumentError(f"currency code {raw.hex()}")
    return raw.decode("ascii")


def _signed(raw: bytes) -> int:
    if raw[5] > 99:
        raise DocumentError(f"{raw[5]} kopecks")
    value = int.from_bytes(bytes([raw[0] & ~SIGN & 0xFF]) + raw[1:5], "big") * 100 + raw[5]
    if not raw[0] & SIGN:
        return value
    if not value:
        raise DocumentError("negative zero")
    return -value


def _sum(raw: bytes) -> int:
    value = _signed(raw)
    if value < 0:
        raise DocumentError(f"negative: {money_text(value)}")
    return value


def _minus(raw: bytes) -> int:
    value = _signed(raw)
    if value > 0:
        raise DocumentError(f"positive: {money_text(value)}")
    return value


def _quantity(raw: bytes) -> int:
    value = _integer(raw)
    if not value:
        raise DocumentError("quantity 0")
    return value


def check_digit_ok(digits: str) -> bool:
    """The last digit of a GTIN against the others (GS1: weights 3, 1 from the right)."""
    weighted = sum(int(digit) * (3 if place % 2 else 1)
                   for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def _gtin(raw: bytes) -> tuple[int, str]:
    """-> (kind, digits, "" when there are none)."""
    text_ = raw.hex()
    kind, digits = int(text_[0], 16), text_[1:]
    if kind not in GTIN_KINDS:
        raise DocumentError(f"reserved kind {kind}")
    if not digits.isdecimal():
        raise DocumentError(f"not decimal: {digits}")
    empty = not int(digits)
    if kind == NO_GTIN and not empty:
        raise DocumentError(f"kind 0 with digits {digits}")
    if kind == EAN and empty:
        raise DocumentError("kind 1 without digits")
    if not check_digit_ok(digits):
        raise DocumentError(f"check digit of {digits}")
    return kind, "" if empty else digits


def text(size: int) -> Field:
    """cp1251, space-padded; empty, control and undefined characters are refused."""
    def read(raw: bytes) -> str:
        try:
            value = raw.decode("cp1251")
        except UnicodeDecodeError as error:
            raise DocumentError(f"not cp1251: {error}") from None
        if any(byte < 0x20 or byte == 0x7F for byte in raw):
            raise DocumentError(f"control character in {value!r}")
        value = value.rstrip(" ")
        if not value:
            raise DocumentError("empty")
        return value
    return Field(size, read)


def code(size: int, ascii_only: bool = False) -> Field:
    """Raw bytes, zero-padded, read as Latin-1; `ascii_only` allows 20h-7Eh and GS."""
    def read(raw: bytes) -> str:
        value = raw.rstrip(b"\x00")
        if not value:
            raise DocumentError("empty")
        if 0 in value:
            raise DocumentError("a zero inside the code")
        if ascii_only and not all(0x20 <= byte < 0x7F or byte == GS for byte in value):
            raise DocumentError(f"not ASCII: {value.hex()}")
        return value.decode("latin-1")
    return Field(size, read)


def zero(size: int) -> Field:
    """A reserved field."""
    def read(raw: bytes) -> None:
        if any(raw):
            raise DocumentError(f"reserved field is {raw.hex()}")
    return Field(size, read)


CODECS = {
    "u8": Field(1, _integer), "u16": Field(2, _integer), "u24": Field(3, _integer),
    "u32": Field(4, _integer), "dt": Field(6, _moment), "cur": Field(3, _currency),
    "sum": Field(6, _sum), "minus": Field(6, _minus), "qty": Field(3, _quantity),
    "gtin": Field(7, _gtin),
}


def money_text(kopecks: int) -> str:
    """123456 -> "1234.56"."""
    sign = "-" if kopecks < 0 else ""
    return f"{sign}{abs(kopecks) // 100}.{abs(kopecks) % 100:02d}"


def qty_text(thousandths: int) -> str:
    """229 -> "0.229"."""
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"
