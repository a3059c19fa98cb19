"""Rows on their way to a display: width, what runs, what is shown again (регл. 5.4)."""

from bu.ui import displays
from bu.ui.displays import STEP_MS, Rows


class Glass:
    """A display that notes what it is told."""

    def __init__(self):
        self.told = []

    def show(self, row, text):
        assert len(text) == 20
        self.told.append((row, text))

    def take(self):
        told, self.told = self.told, []
        return told


def test_rows_are_padded_and_only_changes_are_shown():
    glass = Glass()
    rows = Rows(glass, 2)
    rows.put(("ИТОГ", "x"), 0)
    assert glass.take() == [(0, "ИТОГ" + " " * 16), (1, "x" + " " * 19)]
    rows.put(("ИТОГ", "y"), 10)
    assert glass.take() == [(1, "y" + " " * 19)]
    rows.put(("ИТОГ",), 20)
    assert glass.take() == [(1, " " * 20)]
    rows.put(("ИТОГ",), 30)
    assert glass.take() == []


def test_more_texts_than_rows_are_left_out():
    glass = Glass()
    Rows(glass, 1).put(("a", "b"), 0)
    assert glass.take() == [(0, "a" + " " * 19)]


def test_control_characters_do_not_reach_the_glass():
    glass = Glass()
    Rows(glass, 1).put(("a\x1b@\nb",), 0)
    assert glass.take() == [(0, "a @ b" + " " * 15)]


def test_long_text_runs_and_comes_round():
    glass = Glass()
    text = "Хлеб «Нарочанский» нарезанный"
    rows = Rows(glass, 1)
    rows.put((text,), 0)
    assert glass.take() == [(0, text[:20])]
    rows.tick(5 * STEP_MS)
    assert glass.take() == []
    rows.tick(6 * STEP_MS)
    assert glass.take() == [(0, text[1:21])]
    seen = ""
    for step in range(5, 5 + len(text) + 3):
        rows.tick(step * STEP_MS)
        seen += (glass.take() or [(0, text[:1])])[0][1][0]
    assert seen == text + "   "


def test_pair_keeps_the_value_whole():
    assert displays.pair("ИТОГ", "12.50") == "ИТОГ           12.50"
    assert displays.pair("", "12.50") == " " * 15 + "12.50"
    assert displays.pair("Наименование товара", "12.50") == "Наименование т 12.50"
    assert len(displays.pair("Длинное имя", "549755813887.99")) == 20
    assert displays.pair("x", "1" * 20) == "1" * 20


def test_big_draws_apart_only_what_fits():
    assert displays.big("СДАЧА", "7.50") == "СДАЧА        7 . 5 0"
    assert displays.big("СДАЧА", "1234567.50") == "СДАЧА     1234567.50"
    assert len(displays.big("СДАЧА", "12345.50")) == 20


def test_right():
    assert displays.right("0.00") == " " * 16 + "0.00"
