"""Pictures, barcodes and the drawer on the bench's strict printer, read back by zxing-cpp."""

import pytest

from bu.printing import items, profiles, slips
from host_tests.portable import printing_samples as samples
from host_tests.printing_bench import Bench

CODES = [
    ((items.EAN13, b"481000000123"), "4810000001237"),
    ((items.EAN8, b"4810123"), "48101233"),
    ((items.CODE39, b"BU-2026/7"), "BU-2026/7"),
    ((items.CODE128, b"{Open} BU 2026"), "{Open} BU 2026"),
    ((items.MATRIX, "https://example.by/чек?n=7".encode()), "https://example.by/чек?n=7"),
    ((items.MATRIX, b"0123456789" * 18), "0123456789" * 18),
    ((items.MATRIX, b"x" * 15), "x" * 15),
]


def slip(name, *things):
    return slips.foreign_text(samples.info(profiles.get(name).columns), things)


@pytest.mark.regl("32")
@pytest.mark.parametrize("name", ["generic-80", "generic-80-raster", "generic-58"])
def test_every_code_is_read_back_from_the_paper(name):
    for value, text in CODES:
        bench = Bench(name)
        bench.print(slip(name, "до", (items.CODE, value), "после"))
        assert bench.model.finish() == []
        assert bench.decoded() == [text]
        lines = bench.model.tape.text
        assert lines[0].strip() == "Печать текстовой информации"
        columns = profiles.get(name).columns
        assert lines.count("#" * columns) == 2, "a picture stands between lines of #"


def test_a_picture_is_what_was_sent_and_steers_no_printer():
    """10h 04h, 10h 05h and 10h 14h are real-time commands wherever a printer sees them."""
    rows = bytes(range(32)) * 2 + b"\x10\x04" * 16 + b"\x10\x05" * 16 + b"\x10\x14" * 16
    bench = Bench("generic-80")
    bench.print([(items.PICTURE, (32, rows, 2)), (items.CUT, None)])
    assert bench.model.finish() == []
    picture = bench.model.tape.picture(margin=0).convert("L")
    for x in range(16, 16 + 256):
        black = bool(rows[(x - 16) // 8] & 0x80 >> x % 8)
        assert (picture.getpixel((x, 0)) < 128) == black, x
    assert picture.getpixel((15, 0)) > 128


def test_a_picture_wider_than_the_paper_is_cut_at_its_edge():
    bench = Bench("generic-58")
    bench.print([(items.PICTURE, (72, b"\xff" * 144, 0)), (items.CUT, None)])
    assert bench.model.finish() == []
    bench.print([(items.PICTURE, (72, b"\xff" * 72, 60)), (items.CUT, None)])
    assert bench.model.finish() == []


def test_the_drawer():
    bench = Bench("generic-80")
    bench.print([(items.DRAWER, None)])
    assert [connector for _, connector in bench.model.drawer_kicks] == [0]
    assert bench.model.finish() == []
