"""Text as bytes of a printer's code page: vectors; the whole tables are compared on CPython."""

from bu.printing import codepage

REGL = {
    "test_cp866": ("19/1",),
    "test_cp1251": ("19/1",),
}  # fmt: skip


def test_cp866():
    assert codepage.encode("Аяё Ўў №1", codepage.CP866) == b"\x80\xef\xf1 \xf6\xf7 \xfc1"


def test_cp1251():
    assert codepage.encode("Аяё Ўўі №1", codepage.CP1251) == b"\xc0\xff\xb8 \xa1\xa2\xb3 \xb91"


def test_belarusian_i_is_latin_where_the_page_has_none():
    assert codepage.encode("Мінск ІП", codepage.CP866) == b"\x8ci\xad\xe1\xaa I\x8f"


def test_typography_becomes_plain():
    assert codepage.encode("«а» – “б” … ’", codepage.CP866) == b'"\xa0" - "\xa1" . \''
    assert codepage.encode("«а» – …", codepage.CP1251) == b"\xab\xe0\xbb \x96 \x85"
    assert codepage.encode("Ґґ", codepage.CP866) == b"\x83\xa3"
    assert codepage.encode("1\xa0000\u202f€", codepage.CP866) == b"1 000 E"
    assert codepage.encode("а\xadб\xa0", codepage.CP1251) == b"\xe0-\xe1 "


def test_nothing_unprintable_comes_out():
    for start in range(0, 0x2700, 0x100):
        text = "".join(chr(code) for code in range(start, start + 0x100))
        for table in codepage.TABLES.values():
            data = codepage.encode(text, table)
            assert len(data) == len(text)
            assert all(0x20 <= byte < 0x7F or byte >= 0x80 for byte in data)


def test_unknown_characters_are_question_marks():
    assert codepage.encode("é漢\x00\x1b\x7f\x85", codepage.CP866) == b"??????"
    assert codepage.encode("\x98\u0098", codepage.CP1251) == b"??"


def test_ascii_is_as_it_is():
    text = "".join(chr(code) for code in range(0x20, 0x7F))
    assert codepage.encode(text, codepage.CP866) == text.encode()
