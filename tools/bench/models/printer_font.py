"""The two faces of the printer model as bitmaps, and their glyphs in every style.

`font/a12x24.hex`, `font/b9x17.hex`: one glyph a line, `CODE:` and three hexadecimal digits a row,
from the top; the left dot is the highest of the cell's 12 or 9 bits. Licence: `font/OFL.txt`.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image

DOTS_PER_MM = 8
FOLDER = Path(__file__).with_name("font")


@dataclass(frozen=True)
class Face:
    """A fixed-width face: cell in dots, glyphs as lists of rows, size of its capitals."""

    name: str
    width: int
    height: int
    glyphs: dict[str, list[int]]
    capital_width: int
    capital_height: int


@dataclass(frozen=True)
class Style:
    """How a character is printed; `wide` and `high` multiply the cell."""

    face: str = "A"
    bold: bool = False
    underline: int = 0
    reverse: bool = False
    wide: int = 1
    high: int = 1

    @property
    def width(self) -> int:
        """Dots a character takes across."""
        return face(self.face).width * self.wide

    @property
    def height(self) -> int:
        """Dots a character takes down."""
        return face(self.face).height * self.high

    @property
    def capital_mm(self) -> tuple[float, float]:
        """Height and width of a capital letter in millimetres, as measured on the glyph of «Н»."""
        shape = face(self.face)
        return (
            shape.capital_height * self.high / DOTS_PER_MM,
            shape.capital_width * self.wide / DOTS_PER_MM,
        )


PLAIN = Style()
CELLS = {"A": ("a12x24.hex", 12, 24), "B": ("b9x17.hex", 9, 17)}


@cache
def face(name: str) -> Face:
    """The face A or B, read from its file the first time."""
    file, width, height = CELLS[name]
    glyphs = {}
    for line in (FOLDER / file).read_text().split():
        code, digits = line.split(":")
        rows = [int(digits[n : n + 3], 16) for n in range(0, len(digits), 3)]
        glyphs[chr(int(code, 16))] = rows
    rows = [row for row in glyphs["Н"] if row]
    ink = 0
    for row in rows:
        ink |= row
    across = ink.bit_length() - ((ink & -ink).bit_length() - 1)
    return Face(name, width, height, glyphs, across, len(rows))


def has_glyph(char: str, name: str) -> bool:
    """Whether the face can print the character."""
    return char in face(name).glyphs


@cache
def glyph(char: str, style: Style) -> Image.Image:
    """The character's cell as a 1-bit picture, black on white."""
    shape = face(style.face)
    rows = list(shape.glyphs[char])
    full = (1 << shape.width) - 1
    if style.bold:
        rows = [(row | row >> 1) & full for row in rows]
    stride = (shape.width + 7) // 8
    pad = stride * 8 - shape.width
    data = b"".join(((row ^ full) << pad).to_bytes(stride, "big") for row in rows)
    picture = Image.frombytes("1", (shape.width, shape.height), data)
    picture = picture.resize((style.width, style.height), Image.Resampling.NEAREST)
    if style.underline:
        picture.paste(0, (0, style.height - style.underline, style.width, style.height))
    if style.reverse:
        picture = picture.point(lambda dot: 255 - dot)
    return picture


def with_mode(style: Style, bits: int) -> Style:
    """`ESC ! n`: face, bold, height, width and underline at once."""
    return replace(
        style,
        face="B" if bits & 1 else "A",
        bold=bool(bits & 8),
        high=2 if bits & 16 else 1,
        wide=2 if bits & 32 else 1,
        underline=1 if bits & 128 else 0,
    )
