"""What codes a character display's ROM has for Cyrillic letters, as data.

    name       А-Я, а-я, Ё, ё
    cyrillic   the ROM of modules sold as «Russian», «Cyrillic», CT: letters that look Latin have
               Latin codes, the others lie at A0h-C7h and E0h-E6h
    cp1251     modules whose ROM page is cp1251

ASCII is itself. What no ROM is sure to have are eight glyphs that the driver draws (`GLYPHS`): the
place of a character in `DRAWN` is its code.
"""

DRAWN = "×ЎўІ↑↓№~"
# Eight rows of five dots each, from the top, for every character of DRAWN.
GLYPHS = (
    b"\x00\x11\x0a\x04\x0a\x11\x00\x00"
    b"\x0a\x04\x11\x11\x0f\x01\x0e\x00"
    b"\x0a\x04\x00\x11\x0f\x01\x0e\x00"
    b"\x0e\x04\x04\x04\x04\x04\x0e\x00"
    b"\x04\x0e\x15\x04\x04\x04\x04\x00"
    b"\x04\x04\x04\x04\x15\x0e\x04\x00"
    b"\x12\x1a\x1a\x17\x15\x17\x10\x00"
    b"\x00\x00\x08\x15\x02\x00\x00\x00"
)
_ALIKE = {"«": '"', "»": '"', "і": "i", "–": "-", "—": "-", "…": "."}

_CYRILLIC = (
    b"A\xa0B\xa1\xe0E\xa3\xa4\xa5\xa6K\xa7MHO\xa8PCT\xa9\xaaX\xe1\xab\xac\xe2\xad\xaeb\xaf\xb0\xb1"
    b"a\xb2\xb3\xb4\xe3e\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbdo\xbepc\xbfy\xe4x\xe5\xc0\xc1\xe6\xc2\xc3"
    b"\xc4\xc5\xc6\xc7\xa2\xb5"
)


def table(name: str) -> bytes:
    """66 codes: А-Я, а-я, Ё, ё. KeyError for a name that stands nowhere here."""
    if name == "cyrillic":
        return _CYRILLIC
    if name == "cp1251":
        return bytes(range(0xC0, 0x100)) + b"\xa8\xb8"
    raise KeyError(name)


def encode(text: str, codes: bytes, out, start: int) -> None:
    """Puts the codes of `text` into `out` from `start` on, one byte a character."""
    for place, letter in enumerate(text, start):
        letter = _ALIKE.get(letter, letter)
        number = ord(letter)
        drawn = DRAWN.find(letter)
        if drawn >= 0:
            code = drawn
        elif 0x410 <= number <= 0x44F:
            code = codes[number - 0x410]
        elif letter == "Ё":
            code = codes[64]
        elif letter == "ё":
            code = codes[65]
        else:
            code = number if 0x20 <= number < 0x7F else 0x3F
        out[place] = code
