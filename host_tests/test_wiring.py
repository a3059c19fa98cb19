"""Wiring tables and drawings are those of board.py, and leave no pin out."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest

from tools import wiring
from tools.deploy import bundle

SVG = "{http://www.w3.org/2000/svg}"
NOT_PINS = ("id", "freq", "baudrate", "rxbuf", "flow", "soft", "address", "rows_count", "ids",
            "pulse_ms", "timeout_ms", "charset", "dialect")


def numbers(table) -> Iterator[int]:
    """Every pin of board.py, found without the tool: all that is no known setting."""
    used = {values["bus"] for _, values in table.DEVICES.values() if "bus" in values}
    used |= {values["bus"] for _, values in table.STORAGES["nor"][0].values()}
    rows = [values for name, (_, values) in table.BUSES.items() if name in used]
    rows += [values for _, values in table.DEVICES.values()]
    rows += [values for _, values in table.STORAGES["nor"][0].values()]
    for values in rows:
        for key, value in values.items():
            if key in NOT_PINS or isinstance(value, str) or key == "rows" and value in (2, 4, 6):
                continue
            if key == "tone":
                value = value[0]
            yield from value if isinstance(value, tuple) else (value,)


def test_docs_are_those_of_the_boards() -> None:
    for path, text in wiring.files().items():
        assert path.exists() and path.read_text("utf-8") == text, "python -m tools.wiring"


@pytest.mark.parametrize("name", wiring.BOARDS)
def test_no_pin_is_left_out_or_used_twice(name: str) -> None:
    table = bundle.facts(name)
    wires = [wire for part in wiring.parts(table) for wire in part.wires]
    assert {wire.pin for wire in wires} == set(numbers(table))
    for wire in wires:
        shared = {(other.bus, other.to) for other in wires if other.pin == wire.pin}
        assert len(shared) == 1, (wire, shared)


@pytest.mark.parametrize("name", wiring.BOARDS)
def test_the_drawing_has_a_line_for_each_wire(name: str) -> None:
    table = bundle.facts(name)
    root = ElementTree.fromstring(wiring.drawing(name, table))
    wires = [wire for part in wiring.parts(table) for wire in part.wires]
    lines = root.findall(f"{SVG}line")
    assert len(lines) == len(wires)
    texts = [(int(node.attrib["y"]), node.text or "") for node in root.findall(f"{SVG}text")]
    for line, wire in zip(lines, wires, strict=True):
        beside = {text for y, text in texts if y == int(line.attrib["y1"]) + 4}
        assert {wiring.pin(table, wire.pin), wire.to} <= beside
    bottom = float(root.attrib["height"])
    for node in root.findall(f"{SVG}rect")[1:]:
        assert float(node.attrib["y"]) + float(node.attrib["height"]) <= bottom


def test_a_drift_is_found(tmp_path, monkeypatch, capsys) -> None:
    assert wiring.main(["--check"]) == 0
    monkeypatch.setattr(wiring, "files", lambda: {wiring.DOCS / "pico.md": "another"})
    assert wiring.main(["--check"]) == 1
    assert re.search("not of board.py: docs/boards/pico.md", capsys.readouterr().out)
