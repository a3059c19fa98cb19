"""Keypad and typing: every letter can be reached, numbers stay numbers (регл. 5.3)."""

from bu.ui import keypad, layout
from bu.ui.entry import REPEAT_MS, NumberEntry, TextEntry
from bu.ui.letters import LETTERS

REGL = {
    "test_layout_has_48_places_and_every_name_one_legend": ("4.4", "5.3"),
    "test_every_letter_of_both_alphabets_can_be_typed": ("5.3",),
    "test_number_takes_digits_and_one_point": ("5.3",),
}  # fmt: skip

_ALPHABET = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЎ"
_SMALL = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіў"
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def _spell(entry, letter):
    """Types one letter with the keys a person would press."""
    for _ in LETTERS:
        choices = dict(LETTERS)[entry.mode]
        for key in range(10):
            if letter in choices[key]:
                for _ in range(choices[key].find(letter) + 1):
                    assert entry.press(str(key), 0)
                assert entry.press("down", 0)
                return
        assert entry.press("letters", 0)
    raise AssertionError(letter)


def test_layout_has_48_places_and_every_name_one_legend():
    assert [len(row) for row in layout.LAYOUT] == [8] * 6
    legends = {}
    for row in layout.LAYOUT:
        for name, legend in row:
            assert legends.setdefault(name, legend) == legend
    assert len(legends) == 47 and len(set(legends.values())) == 47
    assert sorted(layout.names()) == sorted(legends)
    assert layout.legend("cash") == "НАЛ"


def test_digits_and_sections_are_keys():
    names = layout.names()
    assert not [name for name in keypad.DIGITS if name not in names]
    assert not [name for name in keypad.SECTIONS if name not in names]


def test_every_letter_of_both_alphabets_can_be_typed():
    for letter in _ALPHABET + _SMALL + _LATIN + " .,-№\"«»/":
        entry = TextEntry()
        _spell(entry, letter)
        assert entry.text == letter, (letter, entry.text)


def test_repeated_press_takes_the_next_letter_and_comes_round():
    entry = TextEntry()
    seen = ""
    for _ in range(6):
        entry.press("2", 100)
        seen += entry.text
    assert seen == "АБВГ2А"
    assert len(entry.text) == 1


def test_pause_and_arrow_end_a_letter():
    entry = TextEntry()
    entry.press("2", 0)
    entry.press("2", REPEAT_MS - 1)
    assert entry.text == "Б"
    entry.press("2", 2 * REPEAT_MS)
    assert entry.text == "БА"
    entry.press("down", 2 * REPEAT_MS)
    entry.press("2", 2 * REPEAT_MS)
    assert entry.text == "БАА"
    entry.press("3", 2 * REPEAT_MS)
    entry.press("2", 2 * REPEAT_MS)
    assert entry.text == "БААДА"


def test_erasing_ends_the_letter():
    entry = TextEntry()
    entry.press("2", 0)
    assert entry.erase()
    entry.press("2", 0)
    assert entry.text == "А"
    assert entry.erase() and not entry.erase()


def test_digits_do_not_cycle_where_a_key_has_only_one():
    entry = TextEntry("", 16, letters=4)
    assert entry.mode == "123"
    for _ in range(3):
        entry.press("7", 0)
    assert entry.text == "777"


def test_text_keeps_its_limit():
    entry = TextEntry("", 3)
    for key in ("2", "3", "4"):
        entry.press(key, 0)
    assert not entry.press("point", 0)
    entry.press("down", 0)
    entry.erase()
    entry.press("4", 0)
    assert entry.text == "АДИ"
    assert entry.press("4", 0) and entry.text == "АДЙ"
    assert not entry.press("5", 0) and entry.text == "АДЙ"


def test_keys_without_letters_are_refused():
    for key in ("00", "cash", "enter", "s1", "percent", "scan", "", "нет"):
        assert not TextEntry().press(key, 0)


def test_number_takes_digits_and_one_point():
    entry = NumberEntry()
    for key in ("1", "00", "point", "5", "0"):
        assert entry.press(key, 0)
    assert entry.text == "100.50"
    assert not entry.press("point", 0) and not entry.press("cash", 0)
    assert entry.erase() and entry.text == "" and not entry.erase()


def test_proposed_number_gives_way_to_the_first_digit():
    entry = NumberEntry("600")
    assert not entry.press("letters", 0) and entry.text == "600"
    assert entry.press("3", 0) and entry.press("0", 0) and entry.text == "30"
    entry = NumberEntry("2.50", 4)
    assert entry.press("point", 0) and entry.text == "0."
    entry = NumberEntry("1")
    assert entry.erase() and entry.text == "" and not entry.erase()


def test_number_begins_with_a_zero_where_a_point_comes_first():
    entry = NumberEntry()
    entry.press("point", 0)
    entry.press("5", 0)
    assert entry.text == "0.5"


def test_number_keeps_its_limit():
    entry = NumberEntry("", 3, False)
    assert entry.press("00", 0) and not entry.press("00", 0) and entry.press("1", 0)
    assert not entry.press("1", 0) and not entry.press("point", 0)
    assert entry.text == "001"
