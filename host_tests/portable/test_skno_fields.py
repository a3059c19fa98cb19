"""Field types byte for byte, tables with conditions, and code page 1251."""

from bu.fiscal import cp1251, money
from bu.skno import field_reader, field_writer, fields
from bu.skno.tables import table
from host_tests.portable.skno_peer import Source
from host_tests.portable.support import joined, raises, unhex


def one_field(kind, width):
    return table(b"field %s%d " % (b"UFSNTRGD0"[kind : kind + 1], width))


def written(writer, table, value_of, times=1):
    """The pieces of so many records, copied."""
    pieces = []
    for _ in range(times):
        pieces.extend(bytes(piece) for piece in writer.put(table, value_of))
    pieces.append(bytes(writer.rest()))
    return pieces


def put(kind, width, value):
    out = joined(written(field_writer.Writer(), one_field(kind, width), lambda name: value))
    assert len(out) == width
    return out


def get(kind, raw):
    return field_reader.Reader(Source(raw)).get(one_field(kind, len(raw)), 0)[0]["field"]


def both(kind, value, text):
    raw = unhex(text)
    assert put(kind, len(raw), value) == raw
    assert get(kind, raw) == value


def test_uint():
    both(fields.UINT, 0, "00")
    both(fields.UINT, 255, "FF")
    both(fields.UINT, 0x1234, "1234")
    both(fields.UINT, 16777215, "FFFFFF")
    both(fields.UINT, 999999999, "3B9AC9FF")
    both(fields.UINT, 0xFFFFFFFF, "FFFFFFFF")
    for value, width in ((256, 1), (0x10000, 2), (-1, 4), (0x100000000, 4)):
        raises(ValueError, put, fields.UINT, width, value)


def test_sum():
    both(fields.SUM, 0, "000000000000")
    both(fields.SUM, 1, "000000000001")
    both(fields.SUM, 99, "000000000063")
    both(fields.SUM, 100, "000000000100")
    both(fields.SUM, 123456, "00000004D238")
    both(fields.SUM, -1, "800000000001")
    both(fields.SUM, -123456, "80000004D238")
    both(fields.SUM, money.MAX_SUM, "7FFFFFFFFF63")
    both(fields.SUM, -money.MAX_SUM, "FFFFFFFFFF63")
    raises(ValueError, put, fields.SUM, 6, money.MAX_SUM + 1)
    raises(ValueError, put, fields.SUM, 6, -money.MAX_SUM - 1)
    raises(ValueError, get, fields.SUM, unhex("000000000064"))


def test_negative():
    both(fields.NEGATIVE, 0, "000000000000")
    both(fields.NEGATIVE, 107, "800000000107")
    both(fields.NEGATIVE, money.MAX_SUM, "FFFFFFFFFF63")


def test_text():
    both(fields.TEXT, "BYN", "42594E")
    both(fields.TEXT, "Ўі «Ёё»", "A1B320ABA8B8BB20")
    assert put(fields.TEXT, 4, "длинное") == unhex("E4EBE8ED")
    assert put(fields.TEXT, 3, "a→") == b"a? "
    assert put(fields.TEXT, 2, "") == b"  "


def test_raw():
    both(fields.RAW, b"01\x1d9", "30311D3900000000")
    both(fields.RAW, b"", "0000")
    raises(ValueError, put, fields.RAW, 2, b"abc")


def test_gtin():
    both(fields.GTIN, (1, "4810000000018"), "14810000000018")
    both(fields.GTIN, (0, ""), "00000000000000")
    both(fields.GTIN, (3, ""), "30000000000000")
    both(fields.GTIN, (4, "0000012345670"), "40000012345670")
    assert put(fields.GTIN, 7, (1, "12345670")) == unhex("10000012345670")
    raises(ValueError, put, fields.GTIN, 7, (1, "14810000000018"))
    raises(ValueError, get, fields.GTIN, unhex("1481000000001A"))


def test_time():
    both(fields.TIME, (2026, 12, 1, 23, 59, 58), "0C011A173B3A")
    both(fields.TIME, (2099, 2, 3, 0, 0, 0), "020363000000")


TABLE = table(b"first U1 flags F1 one U2/1 two R3/2 - 02 last T2 ")


def test_conditions():
    values = {"first": 9, "one": 0x0102, "two": b"xy", "last": "z"}
    images = ("0900 0000 7A20", "0901 0102 0000 7A20", "0902 787900 0000 7A20",
              "0903 0102 787900 0000 7A20")  # fmt: skip
    for flags in range(4):
        values["flags"] = flags
        out = joined(written(field_writer.Writer(), TABLE, values.get))
        assert out == unhex(images[flags])
        assert fields.size(TABLE, flags) == len(out)
        reader = field_reader.Reader(Source(b"??" + out))
        read, end = reader.get(TABLE, 2)
        assert end == len(out) + 2 and reader.flags(TABLE, 2) == flags
        assert sorted(read) == sorted(
            name for name, bit in (("first", 0), ("flags", 0), ("one", 1), ("two", 2), ("last", 0))
            if not bit or bit & flags
        )  # fmt: skip
        assert all(read[name] == values[name] for name in read)


def test_pieces():
    two = table(b"n U3 m R256 ")
    pieces = written(field_writer.Writer(), two, {"n": 7, "m": b"q"}.get, 50)
    assert joined(pieces) == (b"\x00\x00\x07q" + bytes(255)) * 50
    assert max(len(piece) for piece in pieces) <= 256 and min(len(piece) for piece in pieces) > 0


def test_error_names_the_field():
    error = raises(ValueError, written, field_writer.Writer(), TABLE, {"first": 256}.get)
    assert "first" in str(error)


def test_code_page():
    text = "АЯая Ёё Ўў Іі «№» – — … €"
    raw = unhex("C0DFE0FF20A8B820A1A220B2B320ABB9BB209620972085 2088")
    assert cp1251.encode(text) == raw
    assert cp1251.decode(raw) == text
    assert cp1251.encode("漢\ufffd☃") == b"???"
    assert cp1251.decode(b"\x98A") == "?A"
    for byte in range(256):
        if byte != 0x98:
            assert cp1251.encode(cp1251.decode(bytes((byte,)))) == bytes((byte,))
