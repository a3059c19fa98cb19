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
    """`text` in the code page `table`, a byte for each character, and `end` behind it.

    It goes over UTF-8 bytes, because every character that is looked at is a string to make.
    """
    out = bytearray(len(text) + len(end))
    out[len(text) :] = end
    # What the second byte of «А» (D0h 90h) and of «р» (D1h 80h) lacks in the page.
    upper, lower = (-0x10, 0x60) if table.startswith("А") else (0x30, 0x70)
    place = code = 0
    for byte in text.encode("utf-8", "replace"):
        if 0x20 <= byte < 0x7F:
            out[place] = byte
        elif byte >= 0xC0:
            code = byte
            continue
        elif code == 0xD0 and byte >= 0x90:
            out[place] = upper + byte
        elif code == 0xD1 and byte < 0x90:
            out[place] = lower + byte
        elif byte < 0x80:
            out[place] = _UNKNOWN
        else:
            # Complete with the lead's bits still in front: C0h-DFh and one byte, E0h-EFh and two.
            code = code << 6 | byte & 0x3F
            if code < 0x3800:
                out[place] = _byte(chr(code & 0x7FF), table)
            elif 0xE0000 <= code < 0xF0000:
                out[place] = _byte(chr(code & 0xFFFF), table)
            elif code >= 0x3C00000:
                out[place] = _UNKNOWN
            else:
                continue
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
