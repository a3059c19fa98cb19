"""The manual says what the register says: keys, letters, refusals, modes (регл. 37)."""

import importlib
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


BOARDS = ("pico", "pico_w", "pico2_w", "esp32", "esp32s3", "desktop")
FLOW = {"dtr": "DTR", "rts": "RTS/CTS", "xon": "XON/XOFF"}


@pytest.mark.parametrize("name", BOARDS)
def test_interfaces_of_a_board(name):
    """6.5: carriers, speeds, flow control and addresses are those of the board's table."""
    table = importlib.import_module(f"boards.{name}.board")
    row = next(line for line in MANUAL.splitlines() if line.startswith(f"| {name} |"))
    cells = [cell.strip() for cell in row.split("|")[2:6]]

    def line_of(part):
        kind, values = table.BUSES[table.DEVICES[part][1]["bus"]]
        flow = f", {FLOW[values['flow']]}" if values.get("flow") else ""
        return kind, f"{values['baudrate']} бит/с{flow}" if kind == "uart" else ""

    kind, speed = line_of("skno")
    assert cells[:2] == ["I2C, адрес 02", "100 кГц"] if kind == "i2c" else cells[1] == speed
    assert cells[2].endswith(line_of("printer")[1])
    for part, word in (("scanner", "сканер"), ("host", "хост")):
        assert (part in table.DEVICES) == (word in cells[3])
        assert part not in table.DEVICES or line_of(part)[1] in cells[3]
    for part, word in (("cashier_display", "кассира"), ("customer_display", "потребителя")):
        row = next(line for line in MANUAL.splitlines()
                   if line.startswith(f"| индикатор {word} | I2C"))
        driver, values = table.DEVICES[part]
        shown = row.split(";")[1] if driver == "oled" else row.split(";")[0]
        assert f"({values['address']:02X}h)" in shown
