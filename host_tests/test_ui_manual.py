"""The manual says what the register says: keys, letters, refusals, modes (регл. 37)."""

import re

import pytest

from bu.control_unit.access import MODES
from bu.fiscal.refusal import catalogue
from bu.ui import layout, words, words_rare, words_service
from bu.ui.letters import LETTERS
from host_tests.bench_days import ROOT

MANUAL = (ROOT / "docs" / "manual.md").read_text("utf-8")
ENGINEERS = (ROOT / "docs" / "keypad.md").read_text("utf-8")
PICTURE = "\n".join(
    "".join(f"{legend:<8}" for _, legend in row).rstrip() for row in layout.LAYOUT
)


@pytest.mark.parametrize("page", [MANUAL, ENGINEERS], ids=["manual", "keypad"])
def test_keypad_is_drawn(page):
    assert PICTURE in page


@pytest.mark.regl("3/5")
def test_every_key_is_described():
    rows = [line.split("|")[1] for line in MANUAL.splitlines() if line.startswith("|")]
    described = " ".join(rows).replace("0-9", " ".join("0123456789"))
    legends = {legend for row in layout.LAYOUT for _, legend in row}
    assert legends - set(re.split("[ ,]+", described)) == set()


@pytest.mark.regl("27/3")
def test_every_refusal_stands_there_with_its_remedy():
    rows = set(MANUAL.splitlines())
    missing = [entry for entry in catalogue()
               if f"| {entry[0]} | {entry[2]} | {entry[3]} |" not in rows]  # fmt: skip
    assert missing == []


def test_no_refusal_stands_there_that_does_not_exist():
    known = {str(entry[0]) for entry in catalogue()}
    assert set(re.findall(r"^\| (\d{3}) \|", MANUAL, re.M)) == known


def test_letters_of_the_keys():
    tables = dict(LETTERS)
    for digit in range(1, 10):
        row = next(line for line in MANUAL.splitlines() if line.startswith(f"| {digit} | "))
        russian, latin = (cell.strip() for cell in row.split("|")[2:4])
        assert russian.replace(" ", "") == tables["АБВ"][digit]
        assert latin in ("те же", " ".join(tables["ABC"][digit]))


@pytest.mark.regl("3/5")
def test_modes_and_their_first_passwords():
    for place, (_, password, _) in enumerate(MODES):
        assert re.search(rf"\| {place + 1} {words.MODES[place]} \|.*\| {password} \|", MANUAL)


def test_rows_fit_the_display():
    """Texts of one row have 20 characters at most; longer ones run, so they are named here."""
    running = {"MANUFACTURED", "REGISTERED"}
    for module in (words, words_rare, words_service):
        rows = [row.partition("=") for row in module.TEXT.splitlines() if "=" in row]
        assert len(rows) > 20
        for name, _, value in rows:
            assert getattr(module, name) == value
            assert len(value) <= 20 or name in running, (name, value)
