"""The printer model: each thing it finds wrong, and that it says where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.printer_model_bytes import INIT, UID, cp866, error, printed, qr, qr_function, text
from tools.bench.models.printer import MOST_ERRORS, Printer
from tools.bench.models.printer_profile import PROFILES


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
