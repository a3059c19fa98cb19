"""Marking codes: their structure, what a dropped separator does, what names a unit (регл. 64)."""

from bu.fiscal import marking
from bu.fiscal.receipt import Receipt, make_line, mark_line
from host_tests.portable.support import refused

REGL = {
    "test_codes_of_the_trade": ("64.1.1/2", "64.1.2/2"),
    "test_dropped_separator": ("64.1.1/1",),
    "test_broken_codes": ("64.1.1/1-2",),
    "test_one_unit_is_one_unit": ("64.1.1/3", "64.2.1/3"),
}  # fmt: skip

GTIN = b"0104817904152218"
TAIL = b"\x1d91EE06\x1d92" + b"6F849b4d" * 5 + b"6F84"
WHOLE = GTIN + b"21TvRFevJXYBGKE" + TAIL


def wrong(mark):
    return refused(marking.check_mark, mark)


def test_codes_of_the_trade():
    for mark in (
        WHOLE,
        GTIN + b"21TvRFevJXYBGKE",
        GTIN + b"21" + b"x" * 20 + TAIL,
        GTIN + b"21T\x1d93abcd",
        GTIN + b"1726010121TvRFevJ\x1d10LOT7",
        GTIN + b"21TvRFevJ\x1d3103000289",
        GTIN + b"21TvRFevJ\x1d8005012345",
    ):
        assert marking.check_mark(mark) == "4817904152218", mark


def test_codes_without_structure():
    for mark in (b"00000046198488X?io+qCABm8wAYa", b"01", b"A", b"x" * 256):
        assert marking.check_mark(mark) == ""


def test_dropped_separator():
    assert wrong(WHOLE.replace(b"\x1d", b"")) == "mark_separator"
    assert wrong(GTIN + b"21TvRFevJXYBGKEx91EE0692\x1d92abc") == "mark_separator"
    assert wrong(GTIN + b"21" + b"x" * 21) == "mark_separator"
    for label in (b"05", b"26", b"38", b"44", b"69", b"73", b"83", b"a1"):
        assert wrong(GTIN + b"21abc\x1d" + label + b"EE06") == "mark_separator", label


def test_broken_codes():
    for mark in (
        b"", b"x" * 257, b"a b", b"a\x7f", b"a\x00",
        b"0104817904152219" + b"21abc",
        b"0114817904152215" + b"21abc",
        GTIN,
        GTIN + b"21",
        GTIN + b"21\x1d91EE",
        GTIN + b"21abc\x1d",
        GTIN + b"21abc\x1d\x1d91EE",
        GTIN + b"21abc\x1d9",
        GTIN + b"21abc\x1d1726",
        GTIN + b"21abc\x1d172\x1d0101",
        GTIN + b"10LOT7\x1d91EE06",
    ):  # fmt: skip
        assert wrong(mark) == "bad_mark", mark


def test_what_a_scanner_puts_in_front():
    for first in (b"", b"\x1d", b"]d2", b"]d2\x1d", b"]C1"):
        assert marking.bare(first + WHOLE) == WHOLE
    assert marking.bare(b"]d2") == b"]d2" and marking.bare(b"") == b""
    line = make_line("Шина", 24900)
    mark_line(line, "", b"]d2\x1d" + WHOLE)
    assert line.mark == WHOLE and line.gtin == "4817904152218"


def test_one_unit_is_one_unit():
    """The same unit read with and without the tail of its code, and a УКЗ read twice."""
    receipt = Receipt(10, "BYN")
    for mark, uks, name in (
        (WHOLE, b"", ""),
        (GTIN + b"21TvRFevJXYBGKE", b"", "mark_repeated"),
        (WHOLE.replace(b"EE06", b"EE07"), b"", "mark_repeated"),
        (GTIN + b"21TvRFevJXYBGKF" + TAIL, b"BYA1", ""),
        (b"0104811137090019" + WHOLE[16:], b"", ""),
        (b"00000046198488X?io+qCABm8wAYa", b"", ""),
        (b"00000046198488X?io+qCABm8wAYb", b"", ""),
        (b"", b"BYA1", "mark_repeated"),
        (b"", b"BYA2", ""),
    ):
        line = make_line("Шина", 24900)
        mark_line(line, "" if mark else "4811137090019", mark, uks)
        if name:
            assert refused(receipt.add, line) == name
        else:
            receipt.add(line)
    assert len(receipt.lines) == 6
