"""Code page 1251: the text of the electronic documents (прил. 2), one byte a character.

It has the Belarusian і and ў. 00h-7Fh are ASCII, C0h-FFh the letters А-я in order; between them
stands the table below. What the page does not have becomes «?», both ways.

Both ways go over UTF-8 bytes, because MicroPython makes a string object of every character that
is looked at.
"""

from micropython import const

_FIRST = const(0x410)
_AFTER = const(0x450)
# From a letter's code to its byte.
_SHIFT = const(0x350)
_UNKNOWN = const(0x3F)

# 80h-BFh in order; 98h is not assigned.
_MIDDLE = (
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ"
    "ђ‘’“”•–—\ufffd™љ›њќћџ"
    "\xa0ЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї"
    "°±Ііґµ¶·ё№є»јЅѕї"
)


def encode(text: str) -> bytes:
    """The characters of `text` as bytes; unknown ones as «?»."""
    out = bytearray(len(text))
    at = code = more = 0
    for byte in text.encode("utf-8", "replace"):
        if byte < 0x80:
            out[at] = byte
            at += 1
        elif byte >= 0xC0:
            more = 1 if byte < 0xE0 else 2 if byte < 0xF0 else 3
            code = byte & 0x3F >> more
        else:
            code = code << 6 | byte & 0x3F
            more -= 1
            if not more:
                out[at] = code - _SHIFT if _FIRST <= code < _AFTER else _other(code)
                at += 1
    return bytes(out)


def _other(code):
    place = _MIDDLE.find(chr(code)) if code != 0xFFFD else -1
    return 0x80 + place if place >= 0 else _UNKNOWN


def decode(data: "bytes | bytearray | memoryview") -> str:
    """The text of `data`; the unassigned 98h as «?»."""
    out = bytearray(3 * len(data))
    at = 0
    for byte in data:
        if byte < 0x80:
            out[at] = byte
            at += 1
            continue
        if byte >= _FIRST - _SHIFT:
            code = byte + _SHIFT
        elif byte == 0x98:
            code = _UNKNOWN
        else:
            code = ord(_MIDDLE[byte - 0x80])
        at = _utf8(out, at, code)
    return str(memoryview(out)[:at], "utf-8")


def _utf8(out, at, code):
    """Writes a code below 10000h; the place after it."""
    if code < 0x80:
        out[at] = code
        return at + 1
    if code < 0x800:
        out[at] = 0xC0 | code >> 6
    else:
        out[at] = 0xE0 | code >> 12
        at += 1
        out[at] = 0x80 | code >> 6 & 0x3F
    out[at + 1] = 0x80 | code & 0x3F
    return at + 2
