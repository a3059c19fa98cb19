"""The firmware's code pages against CPython's codecs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bu.fiscal import cp1251
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


PIECES = st.sampled_from([
    "А", "я", "р", "Ё", "і", "№", "«", "\u2009", "𝄞", "a", "0", ".", " ", "  ", "\n", "\x7f",
    "\x85", "\ufffd",
])  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join))
def test_a_text_is_its_characters_one_by_one(text):
    for table in codepage.TABLES.values():
        one_by_one = b"".join(codepage.encode(char, table) for char in text)
        assert codepage.encode(text, table, b"\n") == one_by_one + b"\n"
    assert cp1251.encode(text) == b"".join(map(cp1251.encode, text))
    assert cp1251.encode(text) == text.encode("cp1251", "replace").replace(b"\x98", b"?")


@given(st.binary())
def test_what_is_read_is_what_the_page_says(data):
    assert cp1251.decode(data) == data.decode("cp1251", "replace").replace("\ufffd", "?")
