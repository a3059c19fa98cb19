"""Pictures, barcodes and the drawer as ESC/POS: what only hosts ask for. Imported when it comes.

    name     bytes                    purpose
    RASTER   GS v 0 0 xL xH yL yH     picture, x bytes in a row, y rows
    HEIGHT   GS h n                   dots of a barcode's bars
    MODULE   GS w n                   dots of its narrow bar
    DIGITS   GS H 2                   digits below the bars
    BARS     GS k m ... NUL           EAN13 (2), EAN8 (3), CODE39 (4)
    BARS128  GS k 73 n ...            CODE128
    QR_...   GS ( k ...               as in `escpos`, of any bytes
    KICK     ESC p 0 25 250           drawer

A printer acts on 10h 04h, 10h 05h and 10h 14h wherever it sees them: in a picture one more dot is
printed beside the single one that 10h is.
"""

from micropython import const

from bu.printing import escpos, items

_KICK = const(b"\x1bp\x00\x19\xfa")
_BAR_HEIGHT = const(80)
_BAR_MODULE = const(2)
_FORM_A = {items.EAN13: 2, items.EAN8: 3, items.CODE39: 4}
# Bytes that a QR code of level M takes, by its version (ISO/IEC 18004 table 7).
_CAPACITY = const(b"\x0e\x1a\x2a\x3e\x54\x6a\x7a\x98\xb4")
_STRIP = const(248)


def encode(kind, value, profile):
    """(bytes, dots of paper) per chunk, as `escpos.encode`."""
    if kind == items.DRAWER:
        yield _KICK, 0
    elif kind == items.PICTURE:
        yield from _picture(value, profile)
    elif value[0] == items.MATRIX:
        yield from _matrix(value[1], profile)
    else:
        yield b"\n\x1ba\x01", profile.line_dots
        yield _bars(value[0], value[1]), _BAR_HEIGHT + profile.line_dots
        yield b"\x1ba\x00\n", profile.line_dots


def _bars(symbol, data):
    head = b"\x1dh" + bytes((_BAR_HEIGHT,)) + b"\x1dw" + bytes((_BAR_MODULE,)) + b"\x1dH\x02"
    if symbol == items.CODE128:
        data = b"{B" + data.replace(b"{", b"{{")
        return head + b"\x1dk\x49" + bytes((len(data),)) + data
    return head + b"\x1dk" + bytes((_FORM_A[symbol],)) + data + b"\x00"


def _matrix(data, profile):
    """A QR code in the middle; `data` has at most `items.MOST_MATRIX` bytes."""
    version = 0
    while _CAPACITY[version] < len(data):
        version += 1
    yield b"\n\x1ba\x01", profile.line_dots
    if profile.native_qr:
        chunk = escpos.native_qr(data, profile.module)
        yield chunk, (21 + 4 * version) * profile.module
    else:
        yield from escpos.raster_qr(data, profile.module, version + 1)
    yield b"\x1ba\x00\n", profile.line_dots


def kept(info, line):
    """A line of free text that is a picture: line feed, number, place (2 characters, high first:
    dots behind the 16th). `info.pictures`: bytes in a row (1), rows (2), data; one after another.
    """
    blob, place, number = info.pictures, 0, ord(line[1])
    shift = (16 + (ord(line[2]) << 8) + ord(line[3])) // 8
    while place < len(blob):
        width = blob[place]
        end = place + 3 + width * (blob[place + 1] << 8 | blob[place + 2])
        number -= 1
        if not number:
            yield items.TEXT, "#" * info.columns
            yield items.PICTURE, (width, blob[place + 3 : end], shift)
            yield items.TEXT, "#" * info.columns
            return
        place = end


def _picture(value, profile):
    width, data, shift = value
    room = profile.dots // 8 - shift
    if room <= 0:
        return
    shown = min(width, room)
    rows = _STRIP // (shift + shown)
    for start in range(0, len(data), rows * width):
        strip = b"".join(
            bytes(shift) + data[at : at + shown]
            for at in range(start, min(start + rows * width, len(data)), width)
        )
        count = len(strip) // (shift + shown)
        for byte in (b"\x04", b"\x05", b"\x14"):
            strip = strip.replace(b"\x10" + byte, b"\x18" + byte)
        head = b"\x1dv0\x00" + bytes((shift + shown, 0, count, 0))
        yield head + strip, count
