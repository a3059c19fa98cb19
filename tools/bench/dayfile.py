"""A day file as orders for the control unit (design: Scripted days)."""

import datetime
import json
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.said import said


class DayFileError(Exception):
    """The file as a whole cannot be run: the message is for the person at the bench."""


@dataclass
class Action:
    """One line: `order` for the unit, or None with what is wrong with the line."""

    line: int
    order: dict[str, Any] | None
    moment: datetime.datetime | None = None
    problem: str = ""


def read(path: Path) -> list[Action]:
    """The file's lines in order; a malformed one becomes an action with a `problem`."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DayFileError(said(error, path)) from error
    actions = [_action(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not actions:
        raise DayFileError(f"{path}: there is no action in it")
    return actions


def _action(number: int, line: str) -> Action:
    try:
        order = json.loads(line)
        json.dumps(order, ensure_ascii=False).encode()  # a lone surrogate is no text
    except (ValueError, RecursionError) as error:
        return Action(number, None, problem=str(error)[:80])
    if not isinstance(order, dict) or not isinstance(order.get("do"), str):
        return Action(number, None, problem="an object with «do» is expected")
    try:
        moment = datetime.datetime.fromisoformat(order.pop("at"))
    except (KeyError, TypeError, ValueError):
        return Action(number, None, problem="«at»: a date and time is expected")
    if not 2000 <= moment.year < 2100:
        return Action(number, None, problem="«at»: a year from 2000 to 2099 is expected")
    return Action(number, order, moment.replace(tzinfo=None))


class Place:
    """Where a day stands, kept beside the flash images.

    Each run of a file has a number of its own, and each action the host key (run, line), 8 bytes,
    which the unit journals. So the journal itself says how far a run that was cut has come.
    """

    def __init__(self, folder: Path, path: Path) -> None:
        self._file = folder / "day.json"
        self._crc = zlib.crc32(path.read_bytes())
        self._name = path.name
        self.run = 0
        self.refused: dict[int, str] = {}

    def begin(self) -> None:
        """A new run."""
        self.run = secrets.randbits(31)
        self._keep()

    def refuse(self, line: int, text: str) -> None:
        """Remembers a refusal, so that a run that was cut does not end well for want of memory."""
        self.refused[line] = text
        self._keep()

    def _keep(self) -> None:
        folder = self._file.parent
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / "day.json.new"
        kept = {"run": self.run, "crc": self._crc, "name": self._name, "refused": self.refused}
        fresh.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        fresh.replace(self._file)

    def resume(self) -> None:
        """The run that was cut; DayFileError where there is none of this file."""
        try:
            kept = json.loads(self._file.read_text("utf-8"))
            run, crc, name = kept["run"], kept["crc"], kept["name"]
            refused = {int(line): text for line, text in kept["refused"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DayFileError("nothing to resume: no day was begun on this flash") from error
        if crc != self._crc:
            raise DayFileError(f"the day that was cut is another one: {name}")
        self.run, self.refused = run, refused

    def key(self, line: int) -> str:
        """The host key of the action on `line`, in hex."""
        return f"{self.run:08x}{line:08x}"

    def done(self, last_key: str) -> int:
        """The line of the last action of this run that stands in the journal; 0: none."""
        if len(last_key) == 16 and last_key[:8] == self.key(0)[:8]:
            return int(last_key[8:], 16)
        return 0


def remaining(actions: list[Action], done: int) -> Iterator[Action]:
    """The actions behind line `done`."""
    return (action for action in actions if action.line > done)
