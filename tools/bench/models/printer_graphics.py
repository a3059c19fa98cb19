"""Barcodes, QR codes and raster pictures of the printer model, as 1-bit pictures.

`CodeError` tells why a command would not print; the caller adds the byte offset.
"""

from PIL import Image, ImageDraw

from . import printer_codes as codes
from .printer_codes import CodeError
from .printer_font import Style, glyph, has_glyph
from .printer_profile import Profile

RASTER_ROWS = 2303
RASTER_SCALE = {0: (1, 1), 1: (2, 1), 2: (1, 2), 3: (2, 2)}
BAR_DEFAULTS = {"bar_height": 162, "bar_module": 3, "bar_text": 0, "bar_font": 0}
EANS = {2: 13, 3: 8}
CODE39, CODE128 = 4, 73
QR_FUNCTIONS = {65: "model", 67: "module", 69: "level", 80: "store", 81: "print"}
QR_LENGTH = {"model": 4, "module": 3, "level": 3, "print": 3}
QR_ALLOWED = {
    "model": (50,),
    "module": range(1, 17),
    "level": range(48, 52),
    "store": (48,),
    "print": (48,),
}
QR_LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}

Art = tuple[str, str, Image.Image]


class Graphics:
    """What `GS h/w/H/f` and the settings of `GS ( k` say, and the pictures made with them."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._bar = dict(BAR_DEFAULTS)
        self._module = 3
        self._level = 48
        self._stored = b""

    def set_bar(self, name: str, value: int) -> None:
        """A setting of barcodes, its range already looked at."""
        self._bar[name] = value % 48 if name in ("bar_text", "bar_font") else value

    def make(self, kind: str, data: bytes) -> Art:
        """Kind of piece, its name for people, its picture; `data` are the parameters."""
        return {"barcode": self._barcode, "raster": self._raster, "qr": self._qr}[kind](data)

    def _raster(self, data: bytes) -> Art:
        if not self._profile.raster:
            raise CodeError("this printer has no GS v 0")
        mode = data[0] - 48 if data[0] >= 48 else data[0]
        stride = data[1] + 256 * data[2]
        rows = data[3] + 256 * data[4]
        if mode not in RASTER_SCALE or not stride or not 0 < rows <= RASTER_ROWS:
            raise CodeError(f"mode {data[0]}, {stride} bytes x {rows} rows")
        art = Image.frombytes("1", (stride * 8, rows), bytes(byte ^ 0xFF for byte in data[5:]))
        wide, high = RASTER_SCALE[mode]
        art = _enlarged(art, wide, high)
        return "image", f"image {art.width}x{art.height}", art

    def _barcode(self, data: bytes) -> Art:
        kind, body, module = data[0], data[1:], self._bar["bar_module"]
        if kind in EANS:
            name = f"EAN{EANS[kind]}"
            text, bars = codes.ean(_form_a(body), EANS[kind], module)
        elif kind == CODE39:
            name = "CODE39"
            text, bars = codes.code39(_form_a(body), module)
        elif kind == CODE128:
            name = "CODE128"
            text, bars = codes.code128(body[1:], module)
        else:
            raise CodeError(f"type {kind} is not there")
        return "barcode", f"{name} {text}", self._bars(bars, text)

    def _bars(self, bars: list[int], text: str) -> Image.Image:
        style = Style("AB"[self._bar["bar_font"]])
        height, place = self._bar["bar_height"], self._bar["bar_text"]
        above = style.height if place & 1 else 0
        below = style.height if place & 2 else 0
        art = Image.new("1", (sum(bars), above + height + below), 1)
        pen = ImageDraw.Draw(art)
        x = 0
        for number, width in enumerate(bars):
            if number % 2 == 0:
                pen.rectangle((x, above, x + width - 1, above + height - 1), fill=0)
            x += width
        left = (x - len(text) * style.width) // 2
        for top in [0] * bool(above) + [above + height] * bool(below):
            for number, char in enumerate(text):
                if has_glyph(char, style.face):
                    art.paste(glyph(char, style), (left + number * style.width, top))
        return art

    def qr_setting(self, body: bytes) -> bool:
        """Takes a function of `GS ( k` (from `cn` on); False: it is the one that prints."""
        if not self._profile.native_qr:
            raise CodeError("this printer has no GS ( k")
        if len(body) < 3 or body[0] != 49 or body[1] not in QR_FUNCTIONS:
            raise CodeError(f"unknown function {body[:2].hex(' ').upper()}")
        name = QR_FUNCTIONS[body[1]]
        if len(body) != QR_LENGTH.get(name, len(body)):
            raise CodeError(f"{name} with {len(body)} bytes")
        if body[2] not in QR_ALLOWED[name] or (name == "model" and body[3]):
            raise CodeError(f"{name} {body[2]} is out of range")
        if name == "module":
            self._module = body[2]
        elif name == "level":
            self._level = body[2]
        elif name == "store":
            self._stored = body[3:]
        return name != "print"

    def _qr(self, data: bytes) -> Art:
        rows = codes.qr(self._stored, QR_LEVELS[self._level])
        art = Image.new("1", (len(rows), len(rows)), 1)
        art.putdata([255 * (1 - dot) for row in rows for dot in row])
        art = _enlarged(art, self._module, self._module)
        return "qr", "QR " + self._stored.decode("cp1251", "replace"), art


def _form_a(body: bytes) -> bytes:
    if body[-1:] != b"\0":
        raise CodeError("no NUL at the end of form A")
    return body[:-1]


def _enlarged(art: Image.Image, wide: int, high: int) -> Image.Image:
    return art.resize((art.width * wide, art.height * high), Image.Resampling.NEAREST)
