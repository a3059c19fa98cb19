"""The printer model: each command it takes, and each thing it finds wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.printer_model_bytes import INIT, UID, cp866, printed, qr, qr_function
from tools.bench.models.printer import MOST_ERRORS, Printer
from tools.bench.models.printer_profile import PROFILES


def text(data: bytes, **options) -> list[str]:
    printer = printed(data, **options)
    assert printer.errors == []
    return printer.tape.text


def error(data: bytes, **options) -> str:
    printer = printed(data, **options)
    assert len(printer.errors) == 1, printer.errors
    return printer.errors[0]


def test_lines_are_text():
    assert text(cp866("Хлеб №1\r\n\nЎў") + b"\n") == ["Хлеб №1", "", "Ўў"]


@pytest.mark.parametrize("page", [46, 73])
def test_cp1251_has_belarusian(page):
    data = bytes([0x1B, ord("t"), page]) + "Ў ў І і «№» –\n".encode("cp1251")
    assert text(data) == ["Ў ў І і «№» –"]


def test_page_may_change_inside_a_line():
    assert text(cp866("Да") + b"\x1bt\x49" + "і\n".encode("cp1251")) == ["Даі"]


@pytest.mark.parametrize(
    "width, columns, face, fits",
    [(384, 32, 0, 32), (512, 42, 0, 42), (576, 48, 0, 48), (384, 32, 1, 42), (576, 48, 1, 64)],
)
def test_a_line_holds_exactly_its_columns(width, columns, face, fits):
    select = bytes([0x1B, ord("M"), face])
    assert text(select + b"x" * fits + b"\n", width_dots=width) == ["x" * fits]
    wide = printed(select + b"x" * (fits + 1) + b"\n", width_dots=width)
    assert wide.profile.columns == columns
    assert wide.tape.text == ["x" * fits, "x"]
    assert [message.split(": ")[1] for message in wide.errors] == ["line wider than the paper"]
    assert wide.errors[0].startswith(f"byte {len(INIT) + 3 + fits}:")


def test_wide_characters_take_their_room():
    assert text(b"\x1d!\x10" + b"x" * 16 + b"\n") == ["x" * 16]
    assert "wider than the paper" in error(b"\x1d!\x10" + b"x" * 17 + b"\n")
    assert "wider than the paper" in error(b"\x1b!\x20" + b"x" * 17 + b"\n")


def test_alignment_shows_in_the_text():
    centred = text(b"\x1ba\x01" + b"ab\n" + b"\x1ba2" + b"ab\n" + b"\x1ba0" + b"ab\n")
    assert centred == [" " * 15 + "ab", " " * 30 + "ab", "ab"]


def test_centred_wide_text_stands_plainly():
    assert text(b"\x1ba\x01\x1b!\x30" + cp866("ЧЕК\n")) == [" " * 13 + "ЧЕК"]


def test_margin_and_width_of_the_print_area():
    data = b"\x1dL\x18\x00\x1dW\x78\x00" + b"0123456789\n" + b"\x1ba\x02" + b"1\n"
    printer = printed(data)
    assert printer.errors == []
    assert [(piece.x, piece.text) for piece in printer.tape.lines] == [
        (24, "  0123456789"),
        (24 + 108, " " * 11 + "1"),
    ]
    assert "wider than the paper" in error(b"\x1dW\x78\x00" + b"0" * 11 + b"\n")


def test_feeds():
    printer = printed(b"a\n\x1b3\x28b\n\x1b2c\x1bd\x03d\x1bJ\x32e\n")
    assert printer.errors == []
    assert printer.tape.text == ["a", "b", "c", "", "", "d", "e"]
    assert [piece.y for piece in printer.tape.lines] == [0, 30, 70, 100, 130, 160, 210]
    assert printer.tape.y == 240


def test_line_spacing_smaller_than_the_letters_does_not_overprint():
    printer = printed(b"\x1b3\x00a\n\x1d!\x11b\nc\n")
    assert [piece.y for piece in printer.tape.lines] == [0, 24, 72]


def test_drawer_and_styles_that_leave_the_text_alone():
    data = (
        b"\x1bp\x00\x19\xfa\x1bE\x01a\x1bE\x00\x1b-\x01b\x1b-\x00\x1dB\x01c\x1dB\x00\x1b!\x00d\n"
    )
    printer = printed(data)
    assert printer.errors == []
    assert printer.tape.text == ["abcd"]
    assert printer.drawer_kicks == [(0, 0)]
    styles = [style for _, _, style in printer.tape.lines[0].runs]
    assert [(s.bold, s.underline, s.reverse) for s in styles] == [
        (True, 0, False),
        (False, 1, False),
        (False, 0, True),
        (False, 0, False),
    ]


@pytest.mark.parametrize(
    "cut", [b"\x1dVA\x00", b"\x1dVB\x10", b"\x1bd\x04\x1dV0", b"\x1bd\x04\x1dV\x01"]
)
def test_cuts(cut):
    printer = printed(b"one\n" + cut + b"two\n" + cut)
    assert printer.errors == []
    first, second = printer.tape.cuts
    assert printer.tape.text[:first] == ["one"] + [""] * (first - 1)
    assert printer.tape.text[first:second][0] == "two"
    assert list(printer.tape.documents()) == [(0, first), (first, second)]


def test_a_cut_before_the_print_has_passed_the_blade():
    assert "cut through the print: 60 dots too early" in error(b"one\n\x1bd\x01\x1dV\x00")


def test_cut_without_cutter():
    assert "no cutter" in error(b"a\n\x1dVB\x00", cutter=False)


def test_reset_goes_back_to_the_start():
    data = b"\x1d!\x11\x1ba\x01\x1b3\x60\x1dL\x30\x00" + INIT + b"x" * 32 + b"\n"
    printer = printed(data)
    assert printer.errors == []
    assert printer.tape.y == 30
    assert printer.tape.lines[0].x == 0


def test_reset_drops_the_unfinished_line():
    printer = printed(b"abc" + INIT + b"d\n")
    assert printer.errors == []
    assert printer.tape.text == ["d"]
    assert printer.dropped == ["abc"]


def test_kanji_mode_after_reset():
    printer = Printer()
    printer.feed(b"\x1b@\x1bt\x11" + cp866("Хлеб и вода\n"), 0)
    assert printer.errors == ["byte 5: byte 95h in kanji mode"] + printer.errors[1:]
    assert "Хлеб" not in printer.tape.text[0]


def test_kanji_mode_takes_bytes_in_pairs():
    printer = Printer()
    printer.feed(b"\x1b@\x1bt\x11a\x80bc\x80\xffd\n", 0)
    assert printer.tape.text == ["acd"]
    plain = Printer(kanji=False)
    plain.feed(b"\x1b@\x1bt\x11" + cp866("вода\n"), 0)
    assert plain.tape.text == ["вода"] and not plain.errors


def test_zeros_are_allowed_only_before_a_reset():
    assert text(b"a\n\0\0\0\n\x1b@ok\n") == ["a", "", "ok"]
    assert error(b"a\0b\n") == "byte 8: unknown byte 00h"
    assert error(b"a\n\0") == "byte 9: unknown byte 00h"


@pytest.mark.parametrize(
    "data, message",
    [
        (b"\x07", "byte 7: unknown byte 07h"),
        (b"\x09", "byte 7: unknown byte 09h"),
        (b"\x7f\n", "byte 7: no glyph for U+007F"),
        (b"\x1bt\x49ab\x98\n", "byte 12: byte 98h is not in code page 73"),
        (b"\x1bZ", "byte 7: unknown command 1B 5A"),
        (b"\x1d(A", "byte 7: unknown command 1D 28 41"),
        (b"\x1dv1", "byte 7: unknown command 1D 76 31"),
        (b"\x1c&", "byte 7: unknown command 1C 26"),
        (b"\x10\x04\x09", "byte 7: unknown command 10 04 09"),
        (b"\x10\x14", "byte 7: unknown command 10 14"),
        (b"\x1bt\x12", "byte 7: no code page 18"),
        (b"\x1bt\x00\x8f\n", "byte 10: byte 8Fh is not in code page 0"),
        (b"\x1bM\x02", "byte 7: font: 2 is out of range"),
        (b"\x1b!\x02", "byte 7: mode: 2 is out of range"),
        (b"\x1bE\x02", "byte 7: bold: 2 is out of range"),
        (b"\x1b-\x03", "byte 7: underline: 3 is out of range"),
        (b"\x1ba\x03", "byte 7: align: 3 is out of range"),
        (b"\x1bd\x00", "byte 7: feed_lines: 0 is out of range"),
        (b"\x1bp\x02\x01\x01", "byte 7: drawer: no connector 2"),
        (b"\x1d!\x88", "byte 7: size: 136 is out of range"),
        (b"\x1dB\x02", "byte 7: reverse: 2 is out of range"),
        (b"\x1dL\x80\x01", "byte 7: margin: 384 dots do not fit the paper"),
        (b"\x1dW\x81\x01", "byte 7: width: 385 dots do not fit the paper"),
        (b"\x1dV\x02", "byte 7: cut: 2 is out of range"),
        (b"\x1dr\x03", "byte 7: status: 3 is out of range"),
        (b"\x1da\x01", "byte 7: auto_status: 1 is out of range"),
        (b"\x1dh\x00", "byte 7: bar_height: 0 is out of range"),
        (b"\x1dw\x01", "byte 7: bar_module: 1 is out of range"),
        (b"\x1dH\x04", "byte 7: bar_text: 4 is out of range"),
        (b"\x1df\x02", "byte 7: bar_font: 2 is out of range"),
        (b"\x1dk\x02481000000001a\0", "EAN13 wants 12 or 13 digits"),
        (b"\x1dk\x024810000000017\0", "EAN13 4810000000017: the check digit is 8"),
        (b"\x1dk\x03123456\0", "EAN8 wants 7 or 8 digits"),
        (b"\x1dk\x04abc\0", "CODE39 cannot hold"),
        (b"\x1dk\x050123\0", "type 5 is not there"),
        (b"\x1dk\x43\x0c481000000001", "type 67 is not there"),
        (b"\x1dk\x49\x03abc", "CODE128 must begin with {A, {B or {C"),
        (b"\x1dk\x49\x03{B\x01", "CODE128: 01h is not in set B"),
        (b"\x1dk\x49\x03{C\x64", "CODE128: 64h is not in set C"),
        (b"\x1dk\x49\x05{B{C~", "CODE128: 7Eh is not in set C"),
        (b"\x1dk\x49\x02{B", "CODE128 ends too early"),
        (b"\x1dk\x04" + b"A" * 20 + b"\0", "are wider than the paper (384)"),
        (qr_function(65, 49, 0), "byte 7: qr: model 49 is out of range"),
        (qr_function(67, 17), "byte 7: qr: module 17 is out of range"),
        (qr_function(69, 52), "byte 7: qr: level 52 is out of range"),
        (qr_function(80, 49, data=b"a"), "byte 7: qr: store 49 is out of range"),
        (qr_function(81, 49), "byte 7: qr: print 49 is out of range"),
        (qr_function(82, 48), "byte 7: qr: unknown function 31 52"),
        (qr_function(67, 3, 3), "byte 7: qr: module with 4 bytes"),
        (qr_function(81, 48), "byte 7: qr: QR without data"),
        (b"\x1d(k\x02\x00\x31\x51", "byte 7: qr: unknown function 31 51"),
        (qr(module=16, data=b"a" * 40), "are wider than the paper (384)"),
        (b"\x1dv0\x04\x01\x00\x01\x00\xff", "byte 7: raster: mode 4, 1 bytes x 1 rows"),
        (b"\x1dv0\x00\x00\x00\x01\x00", "byte 7: raster: mode 0, 0 bytes x 1 rows"),
        (b"\x1dv0\x00\x31\x00\x01\x00" + b"\xff" * 49, "392 dots are wider than the paper (384)"),
        (b"a\x1bJ\x17", "byte 8: feed of 23 dots overprints a line of 24"),
    ],
)
def test_errors_say_where_and_what(data, message):
    assert message in error(data)


@pytest.mark.parametrize(
    "name, data",
    [
        ("align", b"\x1ba\x01"),
        ("margin", b"\x1dL\x08\x00"),
        ("width", b"\x1dW\x78\x00"),
        ("cut", b"\x1dVB\x60"),
        ("barcode", b"\x1dk\x031234567\0"),
        ("raster", b"\x1dv0\x00\x01\x00\x01\x00\xff"),
        ("qr", qr_function(81, 48)),
    ],
)
def test_commands_that_want_an_empty_line(name, data):
    stored = qr_function(80, 48, data=UID)
    message = error(stored + b"abc" + data + b"\n" * 5)
    assert message == f"byte {len(INIT + stored) + 3}: {name}: only at the start of a line"


def test_qr_settings_may_come_inside_a_line():
    assert text(b"abc" + qr_function(67, 4) + b"\n") == ["abc"]


def test_what_a_profile_lacks():
    assert "no GS ( k" in error(qr_function(67, 4), native_qr=False)
    assert "no GS v 0" in error(b"\x1dv0\x00\x01\x00\x01\x00\xff", raster=False)
    assert "does not know GS r" in error(b"\x1dr\x01", gs_r=False)
    rongta = Printer(profile=PROFILES["rongta-80"])
    rongta.feed(b"\x1b@\x1c.\x1bt\x07" + cp866("да\n") + b"\x1bt\x11", 0)
    assert rongta.tape.text == ["да"]
    assert rongta.errors == ["byte 10: no code page 17"]


def test_what_is_left_at_the_end():
    assert error(b"abc") == "byte 7: text left in the line buffer: 'abc'"
    assert error(b"abc\n\x1b") == "byte 11: incomplete command"
    assert error(b"\x1dv0\x00\x30\x00\x10\x00" + bytes(100)) == "byte 7: incomplete command"


@pytest.mark.parametrize("cut", range(1, 40))
def test_bytes_may_come_in_any_pieces(cut):
    data = INIT + cp866("Да\n") + b"\x1ba\x01" + qr() + b"\x1dk\x031234567\0\x1dVB\x00\x10\x04\x01"
    whole, pieces = Printer(), Printer()
    whole.feed(data, 0)
    for place in range(0, len(data), cut):
        pieces.feed(data[place : place + cut], 0)
    assert whole.errors == pieces.errors == []
    assert whole.tape.text == pieces.tape.text
    assert whole.output(9) == pieces.output(9) == b"\x12"
    assert [(p.offset, p.end) for p in whole.tape.lines] == [
        (p.offset, p.end) for p in pieces.tape.lines
    ]


def test_real_time_commands_inside_others_act_and_are_errors():
    raster = b"\x1dv0\x00\x04\x00\x01\x00\x00\x10\x04\x01"
    printer = printed(raster)
    assert printer.errors == ["byte 16: real-time command 10 04 01 inside another command"]
    assert printer.output(1) == b"\x12"
    assert printer.tape.text == ["[image 32x1]"]
    stored = printed(qr_function(80, 48, data=b"a\x10\x14b"))
    assert stored.errors == ["byte 16: real-time command 10 14 inside another command"]
    split = Printer()
    for byte in INIT + raster:
        split.feed(bytes([byte]), 0)
    assert split.errors == printer.errors


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_garbage_never_raises(data):
    printer = Printer(speed=100)
    printer.feed(data, 0)
    printer.output(10)
    printer.finish()
    printer.tape.picture()


def test_errors_are_bounded():
    printer = Printer()
    printer.feed(b"\x01" * 50_000, 0)
    assert len(printer.errors) == MOST_ERRORS
