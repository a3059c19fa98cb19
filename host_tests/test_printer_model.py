"""The printer model: each command it takes, and what comes out on its paper."""

import pytest

from host_tests.printer_model_bytes import INIT, cp866, error, printed, qr, qr_function, text
from tools.bench.models.printer import Printer


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


def test_qr_settings_may_come_inside_a_line():
    assert text(b"abc" + qr_function(67, 4) + b"\n") == ["abc"]


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
