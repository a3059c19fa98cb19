"""Replays key presses and scanner lines: `python -m tools.bench keys FILE.keys`.

A script is a text file; behind « # » is a comment. Each line is one of

    7 . 5 0 НАЛ              keys, by legend or name (bu/ui/layout.py), × also as *
    7.50 НАЛ                 the same: a number is its digits
    scan: 4810010001232      a line of the scanner; <GS> is the separator 1Dh
    text: ООО «Ромашка»      the digit keys that spell this, in the letters of the keypad
    at: 2026-12-01T08:00:00  the calendar
    wait: 5                  seconds that pass without a key
    expect: СДАЧА            fails unless one of the displays says so
    hear: 150-100-150        fails unless the last press sounded so: milliseconds on, off, on ...
    skno off                 something happens at the bench, see `place.EVENTS`
    cut: 12                  the power goes in the 12th write of the journal from here on
    paper ends: 5            the paper ends after so many lines more
    journal room: 900        other sales take the journal, off and on again, until so much is left

Both displays are printed behind each press, the cashier's at the left.
"""

import argparse
import datetime
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bu.fiscal.refusal import Refusal
from bu.ui import layout
from bu.ui.letters import LETTERS
from tools.said import said

from . import day, tape
from .options import png
from .place import EVENTS, IDENTITY, RUNTIMES, Place, Unit, load_goods, read_identity
from .world import SIM, World

# Cyrillic letters that look like Latin ones: a legend is found whichever was typed.
_ALIKE = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")
_SEPARATOR = "<GS>"


class KeysError(Exception):
    """The script cannot be run: the message is for the person at the bench."""


@dataclass
class Step:
    """One line of a script: `kind` and what it says; `keys` are names."""

    line: int
    kind: str
    value: str = ""


_WITH_VALUE = (
    "scan", "text", "at", "wait", "expect", "hear", "cut", "paper ends", "journal room",
)  # fmt: skip
_LEAST = {"cut": 1, "paper ends": 1, "wait": 0, "journal room": 0}


def key_name(word: str) -> str:
    """The key with this name or legend; KeysError where there is none."""
    for row in layout.LAYOUT:
        for name, legend in row:
            if word == name or _alike(word) == _alike(legend):
                return name
    raise KeysError(f"no key «{word}»")


def _alike(legend: str) -> str:
    return legend.upper().translate(_ALIKE)


def read(path: Path) -> list[Step]:
    """The steps of a script file."""
    try:
        return steps(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, KeysError) as error:
        raise KeysError(said(error, path)) from error


def steps(script: str) -> list[Step]:
    """The steps of a script."""
    found: list[Step] = []
    for number, line in enumerate(script.splitlines(), 1):
        if line.startswith("#"):
            continue
        try:
            found += _steps(number, line.split(" # ")[0].strip())
        except (KeysError, ValueError) as error:
            raise KeysError(f"line {number}: {error}") from error
    return found


def _steps(number: int, text: str) -> Iterator[Step]:
    kind, colon, value = text.partition(":")
    if not text:
        return
    if colon and kind in _WITH_VALUE:
        yield _checked(Step(number, kind, value.strip()))
    elif text in EVENTS:
        yield Step(number, "event", text)
    else:
        for word in text.split():
            for name in _keys(word):
                yield Step(number, "key", name)


def _keys(word: str) -> list[str]:
    """The keys that a word of a script stands for."""
    if len(word) > 1 and word != "00" and set(word) <= set("0123456789."):
        return [key_name(sign) for sign in word]
    return [key_name("×" if word == "*" else word)]


def _checked(step: Step) -> Step:
    """The step, or ValueError for a value that makes no sense."""
    if step.kind == "at":
        datetime.datetime.fromisoformat(step.value)
    elif int(step.value if step.kind in _LEAST else 0) < _LEAST.get(step.kind, 0):
        raise ValueError(f"{step.kind}: {_LEAST[step.kind]} or more")
    return step


class Replay:
    """Runs a script on a place and says what both displays show."""

    def __init__(self, place: Place, say: Callable[[str], None]) -> None:
        self._place = place
        self._say = say
        self.failed: list[str] = []

    def run(self, steps: list[Step]) -> None:
        """Every step in order; what was expected and not shown is in `failed`."""
        for step in steps:
            getattr(self, "_" + step.kind.replace(" ", "_"))(step)

    def _show(self, title: str) -> None:
        sounds = "".join(f" ♪{sound}" for sound in self._sounds())
        self._say("\n".join([f"[{title}]{sounds}", *self._place.rows()]))

    def _sounds(self) -> list[str]:
        return ["-".join(map(str, sound)) for sound in self._place.sounds]

    def _key(self, step: Step) -> None:
        self._place.press(step.value)
        self._show(layout.legend(step.value))

    def _scan(self, step: Step) -> None:
        self._place.scan(step.value.replace(_SEPARATOR, "\x1d"))
        self._show(f"scan: {step.value}")

    def _text(self, step: Step) -> None:
        for letter in step.value:
            self._spell(letter, step.line)
        self._show(f"text: {step.value}")

    def _spell(self, letter: str, line: int) -> None:
        """Presses what gives one letter, from whatever letters the digits give now."""
        for _ in LETTERS:
            mode = self._place.cashier[3].split()[-1]
            letters = dict(LETTERS).get(mode)
            for key, choice in enumerate(letters or ()):
                if letter in choice:
                    for _ in range(choice.index(letter) + 1):
                        self._place.press(str(key))
                    self._place.press("down")
                    return
            self._place.press("letters")
        raise KeysError(f"line {line}: «{letter}» cannot be typed here")

    def _at(self, step: Step) -> None:
        self._place.world.calendar.script(datetime.datetime.fromisoformat(step.value))
        self._place.order({"do": "tick"})

    def _wait(self, step: Step) -> None:
        self._place.wait(int(step.value) * 1000)
        self._show(f"wait: {step.value}")

    def _expect(self, step: Step) -> None:
        if not self._place.says(step.value):
            self._fail(f"line {step.line}: «{step.value}» is on neither display")

    def _hear(self, step: Step) -> None:
        if step.value not in self._sounds():
            self._fail(f"line {step.line}: {step.value} did not sound")

    def _fail(self, text: str) -> None:
        self.failed.append(text)
        self._say(text)

    def _event(self, step: Step) -> None:
        self._place.event(step.value)
        self._show(step.value)

    def _cut(self, step: Step) -> None:
        self._place.cut(int(step.value))

    def _paper_ends(self, step: Step) -> None:
        self._place.paper_ends(int(step.value))

    def _journal_room(self, step: Step) -> None:
        try:
            self._place.fill_journal(int(step.value))
        except Refusal as refusal:
            raise KeysError(f"line {step.line}: journal room: {refusal.text()}") from refusal
        self._show(f"journal room: {step.value}")


def run(options: argparse.Namespace) -> int:
    """`tools.bench keys`: exit status 0, or 1 where an expectation or a counterpart complains."""
    steps = [step for path in options.files for step in read(path)]
    with tempfile.TemporaryDirectory() as folder:
        return _run(options, steps, options.flash or Path(folder))


def _run(options: argparse.Namespace, steps: list[Step], flash: Path) -> int:
    identity = read_identity(options.identity)
    world = World(flash, identity, options.skno, options.printer)
    make = RUNTIMES[options.runtime]
    place = Place(world, make)
    first = next((step.value for step in steps if step.kind == "at"), None)
    if first:
        world.calendar.script(datetime.datetime.fromisoformat(first))
    try:
        if options.registered:
            prepare(world, make, identity)
        if options.goods:
            load_goods(world, options.goods)
        place.power_on()
        replay = Replay(place, print)
        replay.run(steps)
        found = replay.failed + day.complaints(world)
        print(*found, sep="\n", end="\n" if found else "")
        return 1 if found else 0
    finally:
        place.power_off()
        _keep_paper(options, world)
        world.close()


def _keep_paper(options: argparse.Namespace, world: World) -> None:
    if world.printer and options.text:
        options.text.write_text(tape.text_of(world.printer.tape), encoding="utf-8")
    if world.printer and options.tape:
        tape.save_png(world.printer.tape, options.tape)


def prepare(world: World, make: Callable[[World], Unit], identity: dict[str, Any]) -> None:
    """Registers a factory-new unit, as the day runner does."""
    unit = make(world)
    try:
        day.Day(world, unit, identity, 0).prepare()
    finally:
        unit.close()


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE.keys",
                        help="scripts, run one behind the other (docs/keypad.md)")
    parser.add_argument("--runtime", choices=RUNTIMES, default="cpython",
                        help="what the unit runs on (cpython)")
    parser.add_argument("--flash", type=Path, metavar="DIR", help="keep the flash images here")
    parser.add_argument("--registered", action="store_true",
                        help="register a factory-new unit first, with --identity")
    parser.add_argument("--identity", type=Path, default=IDENTITY, metavar="FILE.json",
                        help="what the factory-new unit is registered with")
    parser.add_argument("--goods", type=Path, metavar="FILE.csv", help="load this goods base")
    parser.add_argument("--skno", default=SIM, metavar="URL", help="sim:, tcp:HOST:PORT, "
                        "listen:HOST:PORT, pty:, serial:PATH@BAUD")
    parser.add_argument("--printer", default=SIM, metavar="URL", help="the same, and file:PATH")
    parser.add_argument("--text", type=Path, metavar="OUT.txt", help="the tape as text")
    parser.add_argument("--tape", type=png, metavar="OUT.png", help="the tape as a picture")
