"""Text as the bytes of a printer's code page, without codecs.

A table holds the characters of bytes 80h-FFh. A character that a page lacks becomes its nearest
neighbour («і» is a Latin i in CP866), else «?»; control characters become «?» too, so a byte below
20h or 7Fh never comes out. One character is always one byte: the layout keeps its width.
"""

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
_LIKE = "\xa0\u2009\u202f\xad«»„“”‘’‚ʼ´‹›–—‑−‒…•×÷€ІіҐґ¹²³µ©®§¬±"
_MEAN = "   -\"\"\"\"\"'',''<>-----.*x:EIiГг123uCRS-+"
_UNKNOWN = ord("?")


def encode(text: str, table: str, end: bytes = b"") -> bytearray:
    """`text` in the code page `table`, a byte for each character, and `end` behind it."""
    out = bytearray(len(text) + len(end))
    out[len(text) :] = end
    place = 0
    for char in text:
        code = ord(char)
        out[place] = code if 0x20 <= code < 0x7F else _byte(char, table)
        place += 1
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
