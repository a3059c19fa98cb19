"""What the printer model draws: letters, pictures and codes, judged from the picture alone."""

import random

import pytest
from PIL import Image, ImageChops

from host_tests.printer_model_bytes import INIT, UID, cp866, printed, qr
from tools.bench import tape as tapes
from tools.bench.models.printer import Printer
from tools.bench.models.printer_font import face

MODULE = 4


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """Box of the black dots."""
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box
    return box


def letter(data: bytes) -> tuple[int, int]:
    """Width and height in dots of what is drawn for a line."""
    printer = printed(data + b"\n")
    assert printer.errors == []
    left, top, right, bottom = ink(printer.tape.picture())
    return right - left, bottom - top


@pytest.mark.parametrize("char", "АБГЕЖИКЛМНОПРСТУХЧШЬЭЮЯABCDEFGHKLMNOPRSTUVXYZ0123456789")
def test_capitals_of_font_a_are_as_high_as_the_regulation_wants(char):
    width, height = letter(cp866(char))
    assert height / tapes.DOTS_PER_MM >= 1.8
    assert width / tapes.DOTS_PER_MM >= 0.7
    assert height == 17


@pytest.mark.parametrize("char", "АБГЕЖИКЛМНОПРСТУХЧШЬЭЮЯ")
def test_font_b_is_enough_only_for_documents_that_stay(char):
    width, height = letter(b"\x1bM\x01" + cp866(char))
    assert 1.5 <= height / tapes.DOTS_PER_MM < 1.8
    assert width / tapes.DOTS_PER_MM >= 0.7


def test_lines_know_the_size_of_their_capitals():
    data = cp866("Да") + b"\n\x1d!\x11" + b"A\n\x1d!\x00a\x1bM\x01b\n\n"
    sizes = [line.capital_mm for line in printed(data).tape.lines]
    assert sizes == [(2.125, 1.25), (4.25, 2.5), (1.625, 0.875), None]


@pytest.mark.parametrize("name, width, height", [("A", 12, 24), ("B", 9, 17)])
def test_every_character_of_both_pages_has_its_own_glyph(name, width, height):
    shapes = face(name).glyphs
    chars = {
        char
        for page in ("cp866", "cp1251")
        for char in bytes(range(32, 256)).decode(page, "ignore")
        if char != "\x7f"
    }
    assert chars == set(shapes)
    assert all(len(rows) == height and max(rows) < 1 << width for rows in shapes.values())
    assert not any(shapes[" "]) and not any(shapes["\u00a0"])
    cyrillic = [rows for char, rows in shapes.items() if "\u0400" <= char <= "\u04ff"]
    assert len({tuple(rows) for rows in cyrillic}) == len(cyrillic)


def test_bold_is_thicker_wide_is_wider_high_is_higher():
    plain = letter(b"H")
    assert letter(b"\x1bE\x01H") == (plain[0] + 1, plain[1])
    assert letter(b"\x1d!\x10H") == (plain[0] * 2, plain[1])
    assert letter(b"\x1d!\x02H") == (plain[0], plain[1] * 3)
    assert letter(b"\x1b!\x30H") == (plain[0] * 2, plain[1] * 2)


def test_underline_and_reverse_fill_their_cells():
    picture = printed(b"\x1b-\x02   \n").tape.picture()
    assert ink(picture) == (0, 22, 36, 24)
    reverse = printed(b"\x1dB\x01   \n").tape.picture()
    assert ink(reverse) == (0, 0, 36, 24)


def test_letters_of_two_sizes_stand_on_one_line():
    picture = printed(b"\x1d!\x11H\x1d!\x00H\n").tape.picture()
    big = ink(picture.crop((0, 0, 24, 48)))
    small = ink(picture.crop((24, 0, 36, 48)))
    assert abs(big[3] - small[3]) <= 5 and small[1] > big[1]


def test_alignment_moves_the_ink():
    left, right = (ink(printed(b"\x1ba" + n + b"H\n").tape.picture()) for n in (b"\0", b"\2"))
    assert right[0] - left[0] == 384 - 12


def test_raster_is_drawn_dot_by_dot():
    picture = printed(b"\x1dv0\x00\x02\x00\x02\x00\x80\x01\x01\x80").tape.picture().convert("L")
    black = {(x, y) for x in range(384) for y in range(2) if not picture.getpixel((x, y))}
    assert black == {(0, 0), (15, 0), (7, 1), (8, 1)}
    double = printed(b"\x1dv0\x03\x01\x00\x01\x00\x80").tape.picture().convert("L")
    black = {(x, y) for x in range(384) for y in range(2) if not double.getpixel((x, y))}
    assert black == {(0, 0), (1, 0), (0, 1), (1, 1)}


def test_cut_is_drawn_at_the_blade():
    printer = printed(b"a\n\x1dVB\x08")
    assert printer.tape.y == 30 + 96 + 8
    assert printer.tape.cut_marks == [30 + 8]
    row = printer.tape.picture().convert("L").crop((0, 38, 384, 39))
    assert set(row.get_flattened_data()) == {0, 255}


@pytest.mark.parametrize("level, side", [(48, 21), (49, 25), (50, 25), (51, 29)])
@pytest.mark.parametrize("align", [0, 1, 2])
def test_native_qr_decodes_with_place_and_size(level, side, align):
    printer = printed(b"a\n\x1ba" + bytes([align]) + qr(level=level) + UID + b"\n")
    assert printer.errors == []
    (code,) = tapes.codes(printer.tape)
    size = side * MODULE / tapes.DOTS_PER_MM
    assert (code.kind, code.text, code.line) == ("QR", UID.decode(), 1)
    assert (code.width_mm, code.height_mm) == (size, size)
    assert code.x_mm == (384 - side * MODULE) // 2 * align / 8
    assert code.y_mm == 30 / 8
    assert tapes.small_qr(printer.tape) == []


def test_small_qr_is_found():
    printer = printed(qr(module=3, level=49))
    (problem,) = tapes.small_qr(printer.tape)
    assert problem == f"line 0: QR {UID.decode()} is 9.375 x 9.375 mm"


def test_raster_qr_in_strips_is_one_code():
    picture = printed(qr()).tape.picture().crop((0, 0, 104, 100))
    dots = ImageChops.invert(picture.convert("L")).convert("1").tobytes()
    strips = b"".join(
        b"\x1dv0\x00\x0d\x00\x0a\x00" + dots[n * 130 : n * 130 + 130] for n in range(10)
    )
    printer = printed(b"above\n" + strips + b"below\n", native_qr=False)
    assert printer.errors == []
    (code,) = tapes.codes(printer.tape)
    assert (code.text, code.line, code.width_mm, code.height_mm) == (UID.decode(), 1, 12.5, 12.5)
    assert len(printer.tape.text) == 12
    assert tapes.text_of(printer.tape) == "above\n[image 104x100]\nbelow\n"


def test_two_documents_have_two_codes_in_their_order():
    other = UID[::-1]
    printer = printed(qr() + b"\n" + b"\x1dVB\x00" + qr(other) + b"\n\x1dVB\x00")
    assert [code.text for code in tapes.codes(printer.tape)] == [UID.decode(), other.decode()]
    first, second = printer.tape.documents()
    assert [code.text for code in tapes.codes(printer.tape, *second)] == [other.decode()]


def test_qr_modes():
    for data, side in ((b"0" * 41, 21), (b"A" * 25, 21), (b"a" * 17, 21), (b"a" * 18, 25)):
        printer = printed(qr(data, level=48))
        assert printer.tape.lines[0].width == side * MODULE
        assert [code.text for code in tapes.codes(printer.tape)] == [data.decode()]


@pytest.mark.parametrize(
    "data, kind, text",
    [
        (b"\x1dk\x02481000000001\0", "EAN13", "4810000000018"),
        (b"\x1dk\x025901234123457\0", "EAN13", "5901234123457"),
        (b"\x1dk\x02012345678901\0", "EAN13", "0123456789012"),
        (b"\x1dk\x031234567\0", "EAN8", "12345670"),
        (b"\x1dk\x0396385074\0", "EAN8", "96385074"),
        (b"\x1dw\x02\x1dk\x04A-9 $.\0", "CODE39", "A-9 $."),
        (b"\x1dw\x02\x1dk\x04/+%0Z\0", "CODE39", "/+%0Z"),
        (b"\x1dw\x02\x1dk\x49\x0d{BCode{{128~x", "CODE128", "Code{128~x"),
        (b"\x1dw\x02\x1dk\x49\x09{AAB\x01\x02{BC", "CODE128", "AB\x01\x02C"),
        (b"\x1dw\x02\x1dk\x49\x08{C\x0c\x22\x63{Bx", "CODE128", "123499x"),
        (b"\x1dw\x02\x1dk\x49\x08{Ba{S\x01bc", "CODE128", "a\x01bc"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_barcodes_decode(data, kind, text, place):
    printer = printed(b"\x1ba\x01\x1dh\x50\x1dH" + bytes([place]) + data + b"\n")
    assert printer.errors == []
    (code,) = tapes.codes(printer.tape)
    assert (code.kind, code.text) == (kind, text)
    assert printer.tape.text[0] == f"[{kind} {text}]"
    assert printer.tape.lines[0].height == 80 + 24 * (0, 1, 1, 2)[place]


def test_every_symbol_of_code128():
    for start in range(0, 100, 10):
        pairs = bytes(range(start, start + 10))
        printer = printed(b"\x1dw\x02\x1dk\x49\x0c{C" + pairs, width_dots=576)
        assert [code.text for code in tapes.codes(printer.tape)] == [
            "".join(f"{n:02d}" for n in pairs)
        ]


@pytest.mark.parametrize("width", [384, 512, 576])
def test_whole_tape_as_png_and_text(width, tmp_path):
    printer = Printer(width)
    printer.feed(INIT + cp866("Первый\n") + b"\x1dVB\x00" + cp866("Второй\n") + b"\x1dVB\x00", 0)
    assert tapes.text_of(printer.tape) == f"Первый\n{tapes.CUT}\nВторой\n{tapes.CUT}\n"
    assert tapes.text_of(printer.tape, 1, 2) == f"Второй\n{tapes.CUT}\n"
    tapes.save_png(printer.tape, tmp_path / "tape.png")
    with Image.open(tmp_path / "tape.png") as picture:
        assert picture.size == (width + 2 * tapes.MARGIN[width], 2 * (30 + 96))
    tapes.save_png(printer.tape, tmp_path / "two.png", strips=2)
    with Image.open(tmp_path / "two.png") as picture:
        assert picture.size[1] == 30 + 96
    assert tapes.picture_of(printer.tape, 1, 2).height == 30 + 96


def test_an_empty_tape():
    printer = Printer()
    assert printer.tape.picture().size == (384, 1)
    assert tapes.codes(printer.tape) == []
    assert list(printer.tape.documents()) == []


def test_uids_of_a_day_all_decode():
    chance = random.Random(29)
    uids = [f"{chance.getrandbits(96):024X}" for _ in range(40)]
    day = b"".join(
        INIT
        + cp866("Хлеб Нарочанский\n") * 40
        + b"\x1ba\x01"
        + qr(u.encode())
        + u.encode()
        + b"\n\x1dVB\x00"
        for u in uids
    )
    printer = Printer()
    printer.feed(day, 0)
    assert printer.errors == []
    assert [code.text for code in tapes.codes(printer.tape)] == uids
