"""docs/boards.md to the letter: its keys on a board's chips, its commands as they stand."""

import importlib.util
import re
import shlex
from collections.abc import Iterator

import pytest

from boards.pico import board as pico
from host_tests.chips.board import Bench
from host_tests.chips.lcd import alike
from tools.bench import keys
from tools.deploy import manifest
from tools.setup import runtime

PAGE = (runtime.ROOT / "docs" / "boards.md").read_text("utf-8")
DRAWN = "×ЎўІ↑↓№~"


def fences(language: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.M | re.S)
    return [text for name, text in found if name == language]


def commands() -> Iterator[list[str]]:
    """The words of each command, without settings of the environment before it and notes."""
    for fence in fences(""):
        for line in fence.splitlines():
            for command in line.split(" && "):
                words = shlex.split(command, comments=True)
                while words and re.match(r"[A-Z_0-9]+=", words[0]):
                    words = words[1:]
                if words:
                    yield words
    for span in re.findall(r"`(\.venv/bin/python[^`]*|make [^`]*)`", PAGE):
        yield shlex.split(span)


def test_the_first_receipt_key_by_key() -> None:
    """From a factory-new Pico, its clock never set, to the paper: the page's keys, no others."""
    place = Bench(pico)
    place.make()
    assert [part for part, _ in place.board.faults()] == ["clock"]
    place.start()
    console, shown = place.station.console, place.parts["cashier_display"].shown
    assert len(fences("keys")) == 2
    for step in keys.steps("".join(fences("keys"))):
        if step.kind == "key":
            seconds = place.world.us // 1000000
            place.skno.time = (26, 12, 1, 8, seconds // 60, seconds % 60)
            place.key(step.value)
            place.wait(lambda: not console.busy())
        else:
            assert step.kind == "expect"
            text = " ".join(" ".join(shown(DRAWN)).split())
            assert alike(step.value) in text, (step, text)
    assert [code for code, _ in place.skno.documents] == [0x10]
    assert b"8FAB00000000000000000001" in bytes(place.printer.heard)
    assert place.board.faults() == []


def test_every_command_is_one_that_there_is() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (runtime.ROOT / "Makefile").read_text(), re.M))
    known = {"git", "cd", "echo", "esptool", "pip", "apt"}
    seen = set()
    for words in commands():
        program = words[0].rpartition("/")[2]
        if program == "make" and "-C" not in words:
            assert words[1] in targets, words
            settings = dict(word.split("=", 1) for word in words[2:] if "=" in word)
            if settings.get("BOARD", "NAME") != "NAME":
                assert settings["BOARD"] in manifest.boards(), words
            assert set(settings) <= {"BOARD", "PORT", "METHOD", "STORAGE", "FORMAT", "IMAGE"}
            assert settings.get("METHOD", "rom") in ("files", "rom"), words
        elif program == "python":
            assert words[1] == "-m" and importlib.util.find_spec(words[2]), words
        elif program == "make":
            assert not any(word.startswith("CMAKE_ARGS") for word in words), words
        else:
            assert program in known, words
        seen.add(program)
    assert {"make", "python", "esptool"} <= seen


def test_a_table_of_the_page_names_every_board() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGE, re.M)
    assert sorted(set(rows)) == sorted({*manifest.boards(), "desktop"})


@pytest.mark.parametrize("said", [
    "no such port, no right to it, or it is in use", "no MicroPython answers there",
    "no file system", "not enough space", "the board has stopped answering",
])
def test_what_deploy_says_is_on_the_page(said: str) -> None:
    """Each refusal of a deploy has its row, and is really said."""
    sources = "".join((runtime.ROOT / "tools" / "deploy" / name).read_text("utf-8")
                      for name in ("link.py", "slots.py", "__main__.py"))
    assert f"| {said}" in PAGE and said in sources
