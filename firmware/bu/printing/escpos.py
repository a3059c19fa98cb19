"""Items as ESC/POS: chunks of whole commands, never over 256 bytes.

Only commands that practically every printer has are sent (see `docs/printing.md`):

    name     bytes                    purpose
    INIT     ESC @                    defaults; Chinese models are in kanji mode then
    ASCII    FS .                     leaves kanji mode; always follows INIT
    PAGE     ESC t n                  code page
    FONT_A   ESC M 0                  12 x 24 dots
    BOLD     ESC E n                  emphasis
    ALIGN    ESC a n                  left, middle
    FEED     ESC d n                  n empty lines
    CUT      GS V 66 0                feeds to the blade and cuts
    QR_...   GS ( k ...               QR code: model 2, module, level M, data, print
    RASTER   GS v 0 0 xL xH yL yH     picture, x bytes in a row, y rows

A picture goes out in strips, so that a status request never has to wait for it, and a unit that
was cut off in a strip can fill it up with `FLUSH`. Real-time commands (10h 04h, 10h 05h, 10h
14h) cannot occur in a picture: a module is at least two dots wide, and 10h would be a single dot
between two others.
"""

from micropython import const

from bu.printing import codepage, items

MAX_CHUNK = const(256)
_MAX_RASTER = const(248)
_INIT = const(b"\x1b@")
# Finishes whatever command a unit was cut off in; a printer ignores NULs elsewhere.
FLUSH = bytes(256) + _INIT

_ASCII = const(b"\x1c.")
_PAGE = const(b"\x1bt")
_FONT_A = const(b"\x1bM\x00")
_BOLD_ON = const(b"\x1bE\x01")
_BOLD_OFF = const(b"\x1bE\x00")
_LEFT = const(b"\x1ba\x00")
_MIDDLE = const(b"\x1ba\x01")
_LF = const(b"\n")
_FEED = const(b"\x1bd")
_CUT = const(b"\x1dVB\x00")
_QR_MODEL = const(b"\x1d(k\x04\x001A2\x00")
_QR_MODULE = const(b"\x1d(k\x03\x001C")
_QR_LEVEL_M = const(b"\x1d(k\x03\x001E1")
_QR_STORE = const(b"\x1d(k")
_QR_STORE_TAIL = const(b"1P0")
_QR_PRINT = const(b"\x1d(k\x03\x001Q0")
_RASTER = const(b"\x1dv0\x00")

_QR_MODULES = const(25)


def encode(layout, profile):
    """(bytes, dots of paper) per chunk that prints the items of `layout` on such a printer."""
    table = codepage.TABLES[profile.page]
    yield _INIT + _ASCII + _PAGE + bytes((profile.number,)) + _FONT_A, 0
    for kind, value in layout:
        if kind == items.TEXT:
            yield codepage.encode(value, table, _LF), profile.line_dots
        elif kind == items.BOLD:
            line = codepage.encode(value, table, _LF)
            yield _BOLD_ON + line + _BOLD_OFF, profile.line_dots
        elif kind == items.FEED:
            yield _feed(value, profile)
        elif kind == items.CUT:
            yield (_CUT, 4 * profile.line_dots) if profile.cutter else _feed(profile.tail, profile)
        elif kind == items.QR:
            yield from _qr(value, profile)
        else:
            from bu.printing import graphics  # only what a host sends has such

            yield from graphics.encode(kind, value, profile)


def _feed(lines, profile):
    return _FEED + bytes((lines,)), lines * profile.line_dots


def _qr(payload, profile):
    """A QR code in the middle, an empty line before and after it as its quiet zone."""
    dots = _QR_MODULES * profile.module
    yield _LF + _MIDDLE, profile.line_dots
    if profile.native_qr:
        yield native_qr(payload.encode(), profile.module), dots
    else:
        yield from raster_qr(payload.encode(), profile.module)
    yield _LEFT + _LF, profile.line_dots


def native_qr(data, module):
    """The printer's own QR code of `data` (bytes), `module` dots a module."""
    size = bytes(((len(data) + 3) & 0xFF, (len(data) + 3) >> 8))
    return b"".join(
        (_QR_MODEL, _QR_MODULE, bytes((module,)), _QR_LEVEL_M,
         _QR_STORE, size, _QR_STORE_TAIL, data, _QR_PRINT)
    )  # fmt: skip


def raster_qr(data, module, version=None):
    """(bytes, dots) of the strips of a QR code as a picture; `version` 1-9, by default one that
    holds up to two bytes more than `data` has."""
    from adafruit_miniqr import M, QRCode  # only where a printer needs it

    code = QRCode(qr_type=version, error_correct=M)
    code.add_data(data)
    code.make()
    width = (code.module_count * module + 7) // 8
    strip = b""
    for place in range(code.module_count):
        rows = bytes(_raster_row(code, place, module, width)) * module
        if strip and len(strip) + len(rows) > _MAX_RASTER:
            yield _strip(strip, width)
            strip = b""
        strip += rows
    yield _strip(strip, width)


def _strip(data, width):
    count = len(data) // width
    return _RASTER + bytes((width, 0, count, 0)) + data, count


def _raster_row(code, place, module, width):
    row = bytearray(width)
    for column in range(code.module_count):
        if code.matrix[place, column]:
            for dot in range(column * module, (column + 1) * module):
                row[dot >> 3] |= 0x80 >> (dot & 7)
    return row
