"""Code page 1251: the text of the electronic documents (прил. 2), one byte a character.

It has the Belarusian і and ў. 00h-7Fh are ASCII, C0h-FFh the letters А-я in order; between them
stands the table below. What the page does not have becomes «?», both ways.

Both ways go over UTF-8 bytes, because MicroPython makes a string object of every character that
is looked at.
"""

from micropython import const

_UNKNOWN = const(0x3F)

# 80h-BFh in order; 98h is not assigned.
_MIDDLE = const(
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ"
    "ђ‘’“”•–—\ufffd™љ›њќћџ"
    "\xa0ЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї"
    "°±Ііґµ¶·ё№є»јЅѕї"
)


def encode(text: str) -> bytes:
    """The characters of `text` as bytes; unknown ones as «?»."""
    out = bytearray(len(text))
    put(text, out, 0xC0, 0xF0, _other, _MIDDLE)
    return bytes(out)


def put(text: str, out: bytearray, upper: int, lower: int, other, table: str) -> None:
    """Puts `text` into `out`, a byte for each character, in a page with ASCII and Cyrillic.

    `upper` is the byte of «А», `lower` of «р»; `other(character, table)` gives that of others.
    """
    data = text.encode("utf-8", "replace")
    if len(data) == len(text):
        out[: len(data)] = data
        return
    # Figures and the spaces before them go at once.
    letters = data.rstrip(b" 0123456789.")
    at = len(text) - len(data) + len(letters)
    out[at : len(text)] = data[len(letters) :]
    data = letters.lstrip(b" ")
    at = len(letters) - len(data)
    out[:at] = b" " * at
    upper -= 0x90  # «А» is D0h 90h
    lower -= 0x80  # «р» is D1h 80h
    code = 0
    for byte in data:
        if byte < 0x80:
            out[at] = byte
        elif byte >= 0xC0:
            code = byte
            continue
        elif code == 0xD0 and byte >= 0x90:
            out[at] = upper + byte
        elif code == 0xD1 and byte < 0x90:
            out[at] = lower + byte
        else:
            code = code << 6 | byte & 0x3F
            # The lead is still in front: E0h with one byte behind it, F0h with one or two.
            if 0x3800 <= code < 0x4000 or 0xF0000 <= code < 0x100000:
                continue
            code &= 0x7FF if code < 0x4000 else 0xFFFF if code < 0x100000 else 0x1FFFFF
            out[at] = other(chr(code), table)
        at += 1


def _other(char, table):
    place = table.find(char) if char != "\ufffd" else -1
    return 0x80 + place if place >= 0 else _UNKNOWN


def decode(data: "bytes | bytearray | memoryview") -> str:
    """The text of `data`; the unassigned 98h as «?»."""
    out = bytearray(3 * len(data))
    at = 0
    for byte in data:
        if byte < 0x80:
            out[at] = byte
            at += 1
        elif byte >= 0xF0:
            out[at] = 0xD1
            out[at + 1] = byte - 0x70
            at += 2
        elif byte >= 0xC0:
            out[at] = 0xD0
            out[at + 1] = byte - 0x30
            at += 2
        else:
            char = b"?" if byte == 0x98 else _MIDDLE[byte - 0x80].encode()
            out[at : at + len(char)] = char
            at += len(char)
    return str(memoryview(out)[:at], "utf-8")
