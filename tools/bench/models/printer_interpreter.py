"""What each ESC/POS command means: tokens in, pieces of paper out.

Strict: whatever a real printer would ignore, clip, guess or print as rubbish is reported to
`fault(offset, message)`. `ALLOWED` has the values a one-byte parameter may take, `LINE_START` the
commands that work only while the line is empty.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from .printer_codes import CodeError
from .printer_font import PLAIN, Style, face, has_glyph, with_mode
from .printer_graphics import Graphics
from .printer_paper import Piece
from .printer_parser import Token
from .printer_profile import Profile

DEFAULT_SPACING = 30
ASCII_DIGITS = (0, 1, 48, 49)
FULL_CUTS = (0, 1, 48, 49)
FEED_CUTS = (65, 66)
ALLOWED: dict[str, tuple[int, ...] | range] = {
    "font": ASCII_DIGITS,
    "mode": tuple(n for n in range(256) if not n & 0x46),
    "bold": (0, 1),
    "underline": (0, 1, 2, 48, 49, 50),
    "align": (0, 1, 2, 48, 49, 50),
    "feed_lines": range(1, 256),
    "size": tuple(n for n in range(256) if not n & 0x88),
    "reverse": (0, 1),
    "bar_height": range(1, 256),
    "bar_module": range(2, 7),
    "bar_text": (0, 1, 2, 3, 48, 49, 50, 51),
    "bar_font": ASCII_DIGITS,
    "status": (1, 2, 49, 50),
    "auto_status": (0,),
}
LINE_START = ("align", "margin", "width", "cut", "barcode", "raster")


@dataclass(frozen=True)
class Effect:
    """Something other than print: `status` (an answer is asked for) or `kick` (the drawer)."""

    kind: str
    value: int


Result = list[Piece | Effect]


class Interpreter:
    """The settings and the line buffer of the printer.

    `dropped`: unfinished lines that an `ESC @` threw away.
    """

    def __init__(self, profile: Profile, fault: Callable[[int, str], None]) -> None:
        self._profile = profile
        self._fault = fault
        self._tables = {
            number: _table(codec) for number, codec in {0: "ascii", **profile.code_pages}.items()
        }
        self.dropped: list[str] = []
        self.reset()

    def reset(self) -> None:
        """The state after power-on and after `ESC @`."""
        self._kanji = self._profile.kanji
        self._page = 0
        self._style = PLAIN
        self._align = 0
        self._spacing = DEFAULT_SPACING
        self._margin = 0
        self._width: int | None = None
        self._area = self._profile.width_dots
        self._graphics = Graphics(self._profile)
        self._line: list[tuple[str, Style]] = []
        self._used = 0
        self._line_offset = 0
        self._pair = False
        self._zeros: int | None = None

    @property
    def unprinted(self) -> str:
        """Characters in the line buffer."""
        return "".join(char for char, _ in self._line)

    def zeros_from(self, place: int) -> int:
        """Offset of the run of 00h that has come and is not ended yet; else `place`."""
        return place if self._zeros is None else self._zeros

    def finish(self) -> None:
        """The end of the run: reports what was begun and not ended."""
        self._check_zeros()
        if self._line:
            self._fault(self._line_offset, f"text left in the line buffer: {self.unprinted!r}")

    def execute(self, token: Token) -> Result:
        """Carries out one token."""
        if token.kind not in ("nul", "lf", "cr", "init"):
            self._check_zeros()
        if token.kind != "text":
            self._pair = False
        if token.kind in ALLOWED and token.data[0] not in ALLOWED[token.kind]:
            self._fault(token.offset, f"{token.kind}: {token.data[0]} is out of range")
            return []
        if token.kind in LINE_START and not self._at_line_start(token):
            return []
        return HANDLERS[token.kind](self, token) or []

    def _at_line_start(self, token: Token) -> bool:
        if self._line:
            self._fault(token.offset, f"{token.kind}: only at the start of a line")
        return not self._line

    def _check_zeros(self) -> None:
        if self._zeros is not None:
            self._fault(self._zeros, "unknown byte 00h")
            self._zeros = None

    # text

    def _text(self, token: Token) -> Result:
        done: Result = []
        table = self._tables[self._page]
        limit = min(self._area, self._profile.columns * face("A").width)
        width = self._style.width
        reported = False
        for place, byte in enumerate(token.data, token.offset):
            if self._pair:
                self._pair = False
                if byte >= 0x40:
                    continue
            char = table[byte]
            reason = ""
            if byte >= 0x80 and self._kanji:
                self._pair = True
                reason = f"byte {byte:02X}h in kanji mode"
            elif char is None:
                reason = f"byte {byte:02X}h is not in code page {self._page}"
            elif not has_glyph(char, self._style.face):
                reason = f"no glyph for U+{ord(char):04X}"
            if reason or char is None:
                if not reported:
                    self._fault(place, reason)
                reported = True
                continue
            if self._used + width > limit:
                self._fault(place, f"line wider than the paper: {self.unprinted!r} and {char!r}")
                done.append(self._flush(place))
                if width > limit:
                    continue
            if not self._line:
                self._line_offset = place
            self._line.append((char, self._style))
            self._used += width
        return done

    def _place(self, width: int) -> int:
        return self._margin + (self._area - width) * self._align // 2

    def _flush(self, end: int, feed: int | None = None) -> Piece:
        """Prints the line buffer; without `feed` the paper moves by the line spacing."""
        if not self._line:
            return Piece("blank", end, end, self._spacing if feed is None else feed)
        x = start = self._place(self._used)
        runs: list[tuple[int, str, Style]] = []
        for style, group in groupby(self._line, itemgetter(1)):
            chars = "".join(char for char, _ in group)
            runs.append((x, chars, style))
            x += style.width * len(chars)
        height = max(style.height for _, _, style in runs)
        indent = " " * round(start / face("A").width)
        piece = Piece(
            "text",
            self._line_offset,
            end,
            max(height, self._spacing if feed is None else feed),
            text=(indent + self.unprinted).rstrip(),
            x=start,
            width=self._used,
            height=height,
            runs=runs,
        )
        self._line, self._used = [], 0
        return piece

    def _lf(self, token: Token) -> Result:
        return [self._flush(token.end)]

    def _nul(self, token: Token) -> None:
        if self._zeros is None:
            self._zeros = token.offset

    def _feed_lines(self, token: Token) -> Result:
        return [self._flush(token.end) for _ in range(token.data[0])]

    def _feed_dots(self, token: Token) -> Result:
        dots = token.data[0]
        if not self._line:
            return [Piece("feed", token.offset, token.end, dots)]
        piece = self._flush(token.end, dots)
        if dots < piece.height:
            self._fault(token.offset, f"feed of {dots} dots overprints a line of {piece.height}")
        return [piece]

    # settings

    def _init(self, token: Token) -> None:
        if self._line:
            self.dropped.append(self.unprinted)
        self.reset()

    def _set_page(self, token: Token) -> None:
        if token.data[0] in self._tables:
            self._page = token.data[0]
        else:
            self._fault(token.offset, f"no code page {token.data[0]}")

    def _set_style(self, **changes) -> None:
        self._style = replace(self._style, **changes)

    def _set_mode(self, token: Token) -> None:
        self._style = with_mode(self._style, token.data[0])

    def _set_size(self, token: Token) -> None:
        self._set_style(wide=(token.data[0] >> 4) + 1, high=(token.data[0] & 7) + 1)

    def _set_margin(self, token: Token) -> None:
        dots = token.data[0] + 256 * token.data[1]
        margin, width = self._margin, self._width
        if token.kind == "margin":
            margin = dots
        else:
            width = dots
        area = self._profile.width_dots - margin if width is None else width
        if area < face("A").width or margin + area > self._profile.width_dots:
            self._fault(token.offset, f"{token.kind}: {dots} dots do not fit the paper")
            return
        self._margin, self._width, self._area = margin, width, area

    def _set_spacing(self, token: Token) -> None:
        self._spacing = token.data[0] if token.data else DEFAULT_SPACING

    # drawer, cutter, status

    def _kick(self, token: Token) -> Result:
        if token.data[0] not in ASCII_DIGITS:
            self._fault(token.offset, f"drawer: no connector {token.data[0]}")
            return []
        return [Effect("kick", token.data[0] % 48)]

    def _cut(self, token: Token) -> Result:
        if not self._profile.cutter:
            self._fault(token.offset, "cut: there is no cutter")
        elif token.data[0] in FULL_CUTS:
            return [Piece("cut", token.offset, token.end, 0)]
        elif token.data[0] in FEED_CUTS:
            feed = self._profile.blade_dots + token.data[1]
            return [Piece("cut", token.offset, token.end, feed)]
        else:
            self._fault(token.offset, f"cut: {token.data[0]} is out of range")
        return []

    def _status(self, token: Token) -> Result:
        if not self._profile.gs_r:
            self._fault(token.offset, "status: this printer does not know GS r")
            return []
        return [Effect("status", token.data[0] % 48)]

    # pictures

    def _graphic(self, token: Token) -> Result:
        try:
            kind, name, art = self._graphics.make(token.kind, token.data)
        except CodeError as error:
            self._fault(token.offset, f"{token.kind}: {error}")
            return []
        if art.width > self._area:
            self._fault(
                token.offset, f"{kind}: {art.width} dots are wider than the paper ({self._area})"
            )
            return []
        piece = Piece(kind, token.offset, token.end, art.height, text=f"[{name}]", art=art)
        piece.x, piece.width, piece.height = self._place(art.width), art.width, art.height
        return [piece]

    def _set_bar(self, token: Token) -> None:
        self._graphics.set_bar(token.kind, token.data[0])

    def _qr(self, token: Token) -> Result:
        try:
            if not self._graphics.qr_setting(token.data[2:]) and self._at_line_start(token):
                return self._graphic(token)
        except CodeError as error:
            self._fault(token.offset, f"qr: {error}")
        return []


def _table(codec: str) -> list[str | None]:
    """Character of each byte in a code page of Python."""
    chars = (bytes([byte]).decode(codec, "ignore") for byte in range(256))
    return [char or None for char in chars]


def _ignore(printer: Interpreter, token: Token) -> None:
    """Accepted, and nothing happens."""


def _bad(printer: Interpreter, token: Token) -> None:
    printer._fault(token.offset, token.data.decode())


def _leave_kanji(printer: Interpreter, token: Token) -> None:
    printer._kanji = False


def _style(name: str, values: Callable[[int], object]):
    return lambda printer, token: printer._set_style(**{name: values(token.data[0] % 48)})


def _set_align(printer: Interpreter, token: Token) -> None:
    printer._align = token.data[0] % 48


HANDLERS = {
    "text": Interpreter._text,
    "lf": Interpreter._lf,
    "cr": _ignore,
    "nul": Interpreter._nul,
    "bad": _bad,
    "init": Interpreter._init,
    "kanji_off": _leave_kanji,
    "page": Interpreter._set_page,
    "font": _style("face", lambda n: "AB"[n]),
    "mode": Interpreter._set_mode,
    "bold": _style("bold", bool),
    "underline": _style("underline", int),
    "align": _set_align,
    "spacing_default": Interpreter._set_spacing,
    "spacing": Interpreter._set_spacing,
    "feed_lines": Interpreter._feed_lines,
    "feed_dots": Interpreter._feed_dots,
    "drawer": Interpreter._kick,
    "size": Interpreter._set_size,
    "reverse": _style("reverse", bool),
    "margin": Interpreter._set_margin,
    "width": Interpreter._set_margin,
    "cut": Interpreter._cut,
    "bar_height": Interpreter._set_bar,
    "bar_module": Interpreter._set_bar,
    "bar_text": Interpreter._set_bar,
    "bar_font": Interpreter._set_bar,
    "barcode": Interpreter._graphic,
    "qr": Interpreter._qr,
    "raster": Interpreter._graphic,
    "status": Interpreter._status,
    "auto_status": _ignore,
}
