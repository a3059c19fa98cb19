"""Text as the bytes of a printer's code page, without codecs.

A table holds the characters of bytes 80h-FFh. A character that a page lacks becomes its nearest
neighbour («і» is a Latin i in CP866), else «?»; control characters become «?» too, so a byte below
20h or 7Fh never comes out. One character is always one byte: the layout keeps its width.
"""

from micropython import const

from bu.fiscal import cp1251

CP866 = (
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп"
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    "рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\xa0"
)
# 98h is not assigned: «?», which is ASCII and never looked up here.
CP1251 = (
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—?™љ›њќћџ\xa0ЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї°±Ііґµ¶·ё№є»јЅѕї"
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"
)
TABLES = {"cp866": CP866, "cp1251": CP1251}

# The first string's characters look like the second's, which are in every table.
_LIKE = const("\xa0\u2009\u202f\xad«»„“”‘’‚ʼ´‹›–—‑−‒…•×÷€ІіҐґ¹²³µ©®§¬±")
_MEAN = const("   -\"\"\"\"\"'',''<>-----.*x:EIiГг123uCRS-+")
_UNKNOWN = ord("?")


def encode(text: str, table: str, end: bytes = b"") -> bytearray:
    """`text` in the code page `table`, a byte for each character, and `end` behind it."""
    size = len(text)
    out = bytearray(size + len(end))
    # CP866 begins with the letters, and has «р» behind a gap; CP1251 ends with them.
    first = table.startswith("А")
    cp1251.put(text, out, 0x80 if first else 0xC0, 0xE0 if first else 0xF0, _byte, table)
    if size and (min(memoryview(out)[:size]) < 0x20 or b"\x7f" in out):
        for place in range(size):
            if not 0x20 <= out[place] != 0x7F:
                out[place] = _UNKNOWN
    out[size:] = end
    return out


def _byte(char, table):
    if char not in "\xa0\xad":
        place = table.find(char)
        if place >= 0:
            return 0x80 + place
    place = _LIKE.find(char)
    if place < 0:
        return _UNKNOWN
    code = ord(_MEAN[place])
    return code if code < 0x80 else 0x80 + table.find(_MEAN[place])
