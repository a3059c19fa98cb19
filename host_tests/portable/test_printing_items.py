"""Laying text out to the width of the paper."""

from bu.printing import items

REGL = {
    "test_control_characters_become_spaces": ("33",),
    "test_free_text_stands_between_number_signs": ("32/1",),
}  # fmt: skip


def texts(layout):
    return [value for _, value in layout]


def test_words_are_wrapped_and_long_ones_split():
    assert list(items.wrap("один два три", 8)) == ["один два", "три"]
    assert list(items.wrap("абвгдежзик лм", 4)) == ["абвг", "дежз", "ик", "лм"]
    assert list(items.wrap("  а   б  ", 9)) == ["а б"]
    assert list(items.wrap("", 9)) == []


def test_words_are_set_as_one_would_by_hand():
    """Each line takes as many words as fit; only a word longer than a line is cut."""
    for text in ("а бв  где ё", " аб вгдежзиклм н ", "абвгд ежз и", "абвгдежзик", "а" * 9 + " б"):
        for width in range(1, 12):
            lines = list(items.wrap(text, width))
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")
            assert all(0 < len(line) <= width and line.strip(" ") == line for line in lines)
            words = [word for word in text.split(" ") if word]
            if max(len(word) for word in words) <= width:
                assert " ".join(lines) == " ".join(words)
                for line, after in zip(lines, lines[1:]):
                    assert len(line) + 1 + len(after.split(" ")[0]) > width


def test_control_characters_become_spaces():
    assert items.clean("а\x1b@\nб\x7f\x85\u2028в") == "а @ б   в"
    assert items.clean("Хлеб № 1\xa0«ржаной»") == "Хлеб № 1\xa0«ржаной»"
    assert list(items.wrap("а\nб\tв\x00г", 20)) == ["а б в г"]


def test_a_pair_uses_one_line_or_two():
    assert texts(items.pair("Итог", "1.00", 9)) == ["Итог 1.00"]
    assert texts(items.pair("Итог", "1.00", 12)) == ["Итог    1.00"]
    assert texts(items.pair("Итог", "1.00", 8)) == ["Итог", "    1.00"]
    assert texts(items.pair("Два слова", "1.00", 10)) == ["Два слова", "      1.00"]
    assert texts(items.pair("Целых три слова", "1.00", 10)) == ["Целых три", "слова 1.00"]
    assert texts(items.pair("", "1.00", 6)) == ["  1.00"]
    assert texts(items.pair("Имя", "Ёлкин", 12)) == ["Имя    Ёлкин"]
    assert texts(items.pair("Имя", "a\nb", 8)) == ["Имя  a b"]
    assert texts(items.pair("А", "длинное значение", 8)) == ["А", " длинное", "значение"]


def test_a_pair_keeps_its_kind():
    assert list(items.pair("А", "1", 3, items.BOLD)) == [(items.BOLD, "А 1")]


def test_text_in_the_middle():
    assert texts(items.centred("абв", 8)) == ["  абв"]
    assert texts(items.centred("абв где", 5)) == [" абв", " где"]


def test_free_text_stands_between_number_signs():
    assert texts(items.framed("  Сумма   1.00  ", 20)) == ["#   Сумма   1.00 #"]
    assert texts(items.framed("раз два три", 11)) == ["# раз два #", "# три #"]
    assert texts(items.framed("   ", 11)) == []


def test_a_rule_is_as_wide_as_the_paper():
    assert texts(items.rule(5)) == ["-----"]
