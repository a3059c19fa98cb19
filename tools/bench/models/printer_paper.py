"""The tape of the printer model: what lies on it, line by line, and its picture.

A picture is composed only when it is asked for, from the pieces that lie in it: 8 dots a
millimetre, 1 bit a dot. Vertical positions are dots from the beginning of the tape.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from .printer_font import Style, glyph

CUT_DASH = 8


@dataclass
class Piece:
    """One thing the mechanism does in one go.

    `kind`: text, blank (an empty line), qr, barcode, image: these are lines of the tape;
    feed, cut: these only move or cut the paper. `text` is what a person reads. `feed` is how far
    the paper moves, `height` and `width` what is inked, from `x`. `offset` and `end`: the first
    byte, and how many bytes the printer had taken when this was printed. `y`, `at_ms`: where and
    when.
    """

    kind: str
    offset: int
    end: int
    feed: int
    text: str = ""
    x: int = 0
    width: int = 0
    height: int = 0
    runs: list[tuple[int, str, Style]] = field(default_factory=list)
    art: Image.Image | None = None
    y: int = 0
    at_ms: int = 0

    @property
    def is_line(self) -> bool:
        """It is counted and shown as a line of the tape."""
        return self.kind not in ("feed", "cut")

    @property
    def is_graphic(self) -> bool:
        """A QR code, a barcode or a raster picture."""
        return self.art is not None

    @property
    def capital_mm(self) -> tuple[float, float] | None:
        """Height and width (mm) of capitals in the smallest style of the line; None: no text."""
        sizes = [style.capital_mm for _, chars, style in self.runs if chars.strip()]
        return (min(h for h, _ in sizes), min(w for _, w in sizes)) if sizes else None

    def draw(self, picture: Image.Image, left: int, top: int) -> None:
        """Puts the piece on a picture whose upper left dot is (-left, top) of the tape."""
        y = self.y - top
        for x, chars, style in self.runs:
            x += left
            base = y + self.height - style.height
            for char in chars:
                picture.paste(glyph(char, style), (x, base))
                x += style.width
        if self.art is not None:
            picture.paste(self.art, (left + self.x, y))


class Tape:
    """The paper that has come out, since the printer was made.

    `text`: lines as a person reads them. `lines`: the piece behind each of them. `cuts`: how many
    lines lay on the tape at each cut. `cut_marks`: where the blade fell, in dots.
    """

    def __init__(self, width_dots: int) -> None:
        self.width_dots = width_dots
        self.y = 0
        self.text: list[str] = []
        self.lines: list[Piece] = []
        self.cuts: list[int] = []
        self.cut_marks: list[int] = []
        self._ink: int | None = None

    def add(self, piece: Piece, at_ms: int) -> None:
        """Prints a piece and moves the paper on."""
        piece.y, piece.at_ms = self.y, at_ms
        self.y += piece.feed
        if piece.is_line:
            self.text.append(piece.text)
            self.lines.append(piece)
        if piece.text.strip() or piece.is_graphic:
            self._ink = max(self._ink or 0, piece.y + piece.height)

    def cut(self, blade_dots: int) -> int:
        """Cuts `blade_dots` above the print head; how many dots too early (0: all is well)."""
        place = self.y - blade_dots
        self.cuts.append(len(self.text))
        self.cut_marks.append(max(place, 0))
        return 0 if self._ink is None else max(self._ink - place, 0)

    def documents(self) -> Iterator[tuple[int, int]]:
        """(first, last + 1) line of each piece of paper between cuts."""
        first = 0
        for end in [*self.cuts, len(self.text)]:
            if end > first:
                yield first, end
            first = end

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Dots (top, bottom) that the lines first ... last - 1 take."""
        if first >= len(self.lines):
            return self.y, self.y
        bottom = self.lines[last].y if last < len(self.lines) else self.y
        return self.lines[first].y, bottom

    def picture(self, top: int = 0, bottom: int | None = None, margin: int = 0) -> Image.Image:
        """The tape from `top` to `bottom` (dots), with white paper on both sides."""
        bottom = self.y if bottom is None else bottom
        size = (self.width_dots + 2 * margin, max(bottom - top, 1))
        picture = Image.new("1", size, 1)
        first = bisect_left(self.lines, top, key=lambda piece: piece.y)
        while first and self.lines[first - 1].y + self.lines[first - 1].height > top:
            first -= 1
        for piece in self.lines[first:]:
            if piece.y >= bottom:
                break
            piece.draw(picture, margin, top)
        pen = ImageDraw.Draw(picture)
        for mark in self.cut_marks:
            if top <= mark < bottom:
                for x in range(0, size[0], 2 * CUT_DASH):
                    pen.line((x, mark - top, x + CUT_DASH - 1, mark - top), fill=0)
        return picture
