"""Code page 1251: the text of the electronic documents (прил. 2), one byte a character.

It has the Belarusian і and ў. 00h-7Fh are ASCII, C0h-FFh the letters А-я in order; between them
stands the table below. What the page does not have becomes «?», both ways.
"""

from micropython import const

_UPPER_A = const(0x410)
_LETTERS = const(0xC0)
_UNKNOWN = const(0x3F)

# 80h-BFh in order; 98h is not assigned.
_MIDDLE = (
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ"
    "ђ‘’“”•–—\ufffd™љ›њќћџ"
    "\xa0ЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї"
    "°±Ііґµ¶·ё№є»јЅѕї"
)


def _byte(code: int) -> int:
    if code < 0x80:
        return code
    if _UPPER_A <= code < _UPPER_A + 64:
        return code - _UPPER_A + _LETTERS
    place = _MIDDLE.find(chr(code))
    return 0x80 + place if place >= 0 and code != 0xFFFD else _UNKNOWN


def encode(text: str) -> bytes:
    """The characters of `text` as bytes; unknown ones as «?»."""
    return bytes(_byte(ord(character)) for character in text)


def _character(byte: int) -> str:
    if byte < 0x80:
        return chr(byte)
    if byte >= _LETTERS:
        return chr(byte - _LETTERS + _UPPER_A)
    character = _MIDDLE[byte - 0x80]
    return character if character != "\ufffd" else "?"


def decode(data: "bytes | bytearray | memoryview") -> str:
    """The text of `data` (any bytes-like); the unassigned 98h as «?»."""
    return "".join(_character(byte) for byte in data)
