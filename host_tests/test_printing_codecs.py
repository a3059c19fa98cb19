"""The firmware's code pages against CPython's codecs."""

import pytest

from bu.printing import codepage

# Both pages have a no-break space, CP1251 a soft hyphen: printed as a space and a hyphen.
REPLACED = {"\xa0": b" ", "\xad": b"-"}


@pytest.mark.parametrize("name", ["cp866", "cp1251"])
def test_every_byte_of_the_page(name):
    table = codepage.TABLES[name]
    assert len(table) == 128
    for code in range(0x80, 0x100):
        char = bytes([code]).decode(name, "replace")
        if char == "\ufffd":
            assert (name, code) == ("cp1251", 0x98)
            continue
        assert table[code - 0x80] == char
        assert codepage.encode(char, table) == REPLACED.get(char, bytes([code]))


@pytest.mark.parametrize("name", ["cp866", "cp1251"])
def test_a_substitute_is_one_printable_character_of_the_page(name):
    table = codepage.TABLES[name]
    for char in codepage._LIKE:
        data = bytes(codepage.encode(char, table))
        assert data != b"?"
        assert len(data.decode(name)) == 1
        assert data.decode(name).isprintable()
