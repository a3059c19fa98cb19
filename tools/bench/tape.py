"""The tape of the printer model for people and witnesses: PNG, text, and its codes decoded.

Codes are read by zxing-cpp from the picture of the paper, whether the printer drew them itself or
got them as raster pictures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops

from tools.bench.models.printer_font import DOTS_PER_MM
from tools.bench.models.printer_paper import Piece, Tape

MARGIN = {384: 38, 512: 64, 576: 32}
NEAR = 16
AROUND = 40
SLACK = 2
QR_LEAST_MM = 10.0
CUT = "- - - 8< - - -"

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Code:
    """A code as a scanner sees it; millimetres, `x_mm` from the left end of the printed width.

    `kind` is `QR`, `EAN13`, `EAN8`, `CODE39` or `CODE128`; `line`: its line in `tape.text`.
    """

    kind: str
    text: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    line: int


def save_png(
    tape: Tape, path: str | Path, first: int = 0, last: int | None = None, strips: int = 1
) -> None:
    """Writes lines first ... last - 1 as a PNG; in several strips side by side when asked."""
    picture = picture_of(tape, first, last)
    if strips > 1:
        picture = _side_by_side(picture, strips)
    picture.save(path, dpi=(DOTS_PER_MM * 25.4, DOTS_PER_MM * 25.4))


def picture_of(tape: Tape, first: int = 0, last: int | None = None) -> Image.Image:
    """Lines first ... last - 1 as they lie on the paper, with its white margins."""
    top, bottom = tape.span(first, len(tape.lines) if last is None else last)
    return tape.picture(top, bottom, MARGIN.get(tape.width_dots, AROUND))


def _side_by_side(picture: Image.Image, strips: int) -> Image.Image:
    height = -(-picture.height // strips)
    sheet = Image.new("1", (strips * (picture.width + MARGIN[384]), height), 1)
    for number in range(strips):
        bottom = min((number + 1) * height, picture.height)
        part = picture.crop((0, number * height, picture.width, bottom))
        sheet.paste(part, (number * (picture.width + MARGIN[384]), 0))
    return sheet


def text_of(tape: Tape, first: int = 0, last: int | None = None) -> str:
    """Lines first ... last - 1 as plain text, with a mark where the paper was cut.

    Strips of one raster picture are shown as one line.
    """
    last = len(tape.text) if last is None else last
    out: list[str] = []
    rows = 0
    for number in range(first, last):
        piece = tape.lines[number]
        cuts = tape.cuts.count(number) if number > first else 0
        strip = rows > 0 and piece.kind == "image" and not cuts
        rows = (rows if strip else 0) + piece.height if piece.kind == "image" else 0
        out += [CUT] * cuts
        if strip:
            out.pop()
        out.append(f"[image {piece.width}x{rows}]" if rows else piece.text)
    out += [CUT] * tape.cuts.count(last)
    return "\n".join(out) + "\n"


def codes(tape: Tape, first: int = 0, last: int | None = None) -> list[Code]:
    """All QR codes and barcodes in lines first ... last - 1, from the top."""
    last = len(tape.lines) if last is None else last
    found = []
    for top, bottom, start, end in _groups(tape, first, last):
        offset = top - AROUND
        picture = tape.picture(offset, bottom + AROUND, AROUND).convert("L")
        for read in zxingcpp.read_barcodes(picture, text_mode=zxingcpp.TextMode.Plain):
            box = _box(picture, read)
            inside = top - SLACK <= box[1] + offset and box[3] + offset <= bottom + SLACK
            if read.valid and inside:
                found.append(_code(tape, read, box, offset, range(start, end)))
    return sorted(found, key=lambda code: (code.y_mm, code.x_mm))


def _groups(tape: Tape, first: int, last: int) -> Iterator[tuple[int, int, int, int]]:
    """(top, bottom, first line, last line + 1) of each code, and of raster strips that touch."""
    current: tuple[int, int, int, int] | None = None
    for number in range(first, last):
        piece: Piece = tape.lines[number]
        if not piece.is_graphic:
            continue
        bottom = piece.y + piece.height
        strip = piece.kind == "image" and number and tape.lines[number - 1].kind == "image"
        if current and strip and piece.y - current[1] <= NEAR:
            current = (current[0], bottom, current[2], number + 1)
            continue
        if current:
            yield current
        current = (piece.y, bottom, number, number + 1)
    if current:
        yield current


def _box(picture: Image.Image, read: zxingcpp.Barcode) -> Box:
    """Left, top, right, bottom in dots; for a QR code to the dot, from its ink."""
    place = read.position
    points = [place.top_left, place.top_right, place.bottom_left, place.bottom_right]
    box = (
        min(point.x for point in points),
        min(point.y for point in points),
        max(point.x for point in points),
        max(point.y for point in points),
    )
    if not _is_qr(read):
        return box
    left, top = box[0] - SLACK, box[1] - SLACK
    around = picture.crop((left, top, box[2] + SLACK, box[3] + SLACK))
    ink = ImageChops.invert(around).getbbox() or (0, 0, 0, 0)
    return ink[0] + left, ink[1] + top, ink[2] + left, ink[3] + top


def _is_qr(read: zxingcpp.Barcode) -> bool:
    return read.format.name.startswith("QR")


def _code(tape: Tape, read: zxingcpp.Barcode, box: Box, offset: int, lines: range) -> Code:
    above = [number for number in lines if tape.lines[number].y <= box[1] + offset + SLACK]
    return Code(
        "QR" if _is_qr(read) else read.format.name.upper(),
        read.text,
        (box[0] - AROUND) / DOTS_PER_MM,
        (box[1] + offset) / DOTS_PER_MM,
        (box[2] - box[0]) / DOTS_PER_MM,
        (box[3] - box[1]) / DOTS_PER_MM,
        max(above, default=lines.start),
    )


def small_qr(tape: Tape, least_mm: float = QR_LEAST_MM) -> list[str]:
    """QR codes narrower or lower than `least_mm` (регл. 19), each as a line of text."""
    return [
        f"line {code.line}: QR {code.text} is {code.width_mm} x {code.height_mm} mm"
        for code in codes(tape)
        if code.kind == "QR" and min(code.width_mm, code.height_mm) < least_mm
    ]
