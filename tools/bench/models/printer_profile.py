"""What a printer model can do and what it lacks.

Code page numbers are the printer's own: CP866 is 17 on Epson and most Chinese ones, 7 on Rongta,
10 on Star, 11 on OCD; CP1251 is 46, 73 or 6.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Profile:
    """A kind of printer.

    `width_dots`: what it can print across, 8 dots a millimetre; `columns`: characters of font A
    in a line; `code_pages`: number -> codec of Python, page 0 is ASCII; `native_qr`: GS ( k;
    `raster`: GS v 0; `gs_r`: GS r; `kanji`: starts in kanji mode; `blade_dots`: from the print
    head to the blade; `buffer_size`: receive buffer in bytes; `speed`: mm of paper a second, 0 is
    at once; `answer_ms`: until a status byte is out; `init_drops_buffer`: an ESC @ empties the
    receive buffer as soon as it arrives.
    """

    width_dots: int = 384
    columns: int = 32
    code_pages: dict[int, str] = field(
        default_factory=lambda: {17: "cp866", 46: "cp1251", 73: "cp1251"}
    )
    native_qr: bool = True
    raster: bool = True
    gs_r: bool = True
    cutter: bool = True
    kanji: bool = True
    blade_dots: int = 96
    buffer_size: int = 4096
    speed: int = 0
    answer_ms: int = 1
    init_drops_buffer: bool = False


COLUMNS = {384: 32, 512: 42, 576: 48}
PROFILES = {
    "default": Profile(),
    "epson-80": Profile(512, 42, {17: "cp866", 46: "cp1251"}, kanji=False),
    "chinese-58": Profile(384, 32, {17: "cp866", 73: "cp1251"}, native_qr=False, cutter=False),
    "chinese-80": Profile(576, 48, {17: "cp866", 73: "cp1251"}),
    "rongta-80": Profile(576, 48, {7: "cp866", 6: "cp1251"}),
    "star-80": Profile(576, 48, {10: "cp866"}, kanji=False),
    "ocd-80": Profile(576, 48, {11: "cp866"}, kanji=False),
}
