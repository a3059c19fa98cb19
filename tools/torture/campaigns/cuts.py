"""Losses of power at every flash operation and every byte of a story with every document.

A job is one action of the story. `tools.torture.explore` has the method.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tools import inspect
from tools.bench.models.skno_state import Record
from tools.torture import tape, witness
from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.explore import Limits, Search
from tools.torture.scene import SMALL, Scene, freeze
from tools.torture.story import EARLIER, STORY, Operator

STEPS = EARLIER + STORY
# Manufacture, programming and registration are cut, too; what follows them only fills the ring.
FACTORY = 3
FIRST_Z = next(step for step in EARLIER if step["do"] == "z_report")


def actions(hand: int) -> list[dict[str, Any]]:
    """The story to the action `hand` and the next one, then the shift's end.

    What else the shift had is left out: it would be the same in each of thousands of runs.
    """
    if hand < FACTORY:
        return STEPS[: EARLIER.index(FIRST_Z) + 1]
    end = next(at for at in range(hand, len(STEPS)) if STEPS[at]["do"] == "z_report")
    opening = [step for step in STEPS[hand + 2 : end] if step["do"] == "open_shift"]
    return STEPS[: hand + 2] + opening + ([STEPS[end]] if end > hand + 1 else [])


SHORT = Limits(second=0)
LONG = Limits(second=1)
HANDS = tuple(at for at in (*range(FACTORY), *range(len(EARLIER), len(STEPS)))
              if "uncut" not in STEPS[at])
# Manufacture, a registration; behind it a checkpoint, a cancelled receipt, the БЭП.
SHORT_HANDS = (0, 2, *(at for at in HANDS if STEPS[at].get("short")))


@dataclass(frozen=True)
class Truth:
    """What a story comes to when nothing is cut, and the scene before the action `hand`."""

    before: bytes
    documents: list[Record]
    slips: list[tuple[str, ...]]
    memory: list[tuple[Any, ...]]
    settings: dict[str, Any]


@lru_cache(maxsize=4)
def truth(hand: int) -> Truth:
    """The uncut story, once a process."""
    story = actions(hand)
    scene = Scene(SMALL)
    operator = Operator(scene, story)
    operator.begin()
    operator.work(hand)
    before = freeze(scene)
    operator.work(len(story))
    found = witness.check(scene)
    if found:
        raise AssertionError(f"the uncut story: {found}")
    slips = [tuple(each) for each in tape.pieces(scene.printer.tape)]
    report = witness.flash(scene)
    return Truth(before, scene.skno.state.records, slips, memory(report), report.settings)


def memory(report: inspect.Report) -> list[tuple[Any, ...]]:
    """What the БЭП says, wherever in it that stands."""
    return [
        (each.kind, each.time, each.shift, each.documents, tuple(each.totals), each.ordinal)
        for each in report.memory if each.state == "good"
    ]


def check(hand: int, scene: Scene) -> list[str]:
    """Three witnesses, and nothing but what the uncut story came to."""
    report = witness.flash(scene)
    found = witness.check(scene, report)
    if scene.skno.state.records != truth(hand).documents:
        found.append("the СКНО's documents are not those of the uncut story")
    if memory(report) != truth(hand).memory:
        found.append("the БЭП is not that of the uncut story")
    if report.settings != truth(hand).settings:
        found.append("the settings are not those of the uncut story")
    return found + list(tape.differences(scene.printer.tape, truth(hand).slips))


def cut_action(hand: int, limits: Limits, seed: int, path: str = "") -> Outcome:
    """The search through one action; with a path, of that state alone."""
    search = Search(actions(hand), lambda scene: check(hand, scene), witness.at_any_moment,
                    limits, random.Random(seed * 1000 + hand), only=path.split("/")[1:])
    search.cut_action(truth(hand).before, hand)
    found = [line.partition(": ") for line in search.outcome.violations]
    search.outcome.violations = [
        f"{STEPS[hand]['do']}: {text} (python -m tools.torture --replay cuts:{where})"
        for where, _, text in found
    ]
    return search.outcome


class Cuts(Campaign):
    """Every power cut, and every cut of every recovery."""

    name = "cuts"
    title = "power cuts"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        limits = SHORT if short else LONG
        return [Job(f"action {hand}", cut_action, (hand, limits, seed))
                for hand in (SHORT_HANDS if short else HANDS)]

    def replay(self, path: str, seed: int) -> list[str]:
        return cut_action(int(path.split("/")[0]), LONG, seed, path).violations


def main(words: list[str]) -> None:
    """For `tools.torture.mutants`: where the firmware comes from, and the first violation."""
    import bu

    print(Path(bu.__file__).parents[1])
    limits = Limits(second=0, stop=True)
    found = cut_action(int(words[0]), limits, int(words[1])).violations
    print("\n".join(line.splitlines()[0] for line in found[:1]))


if __name__ == "__main__":
    main(sys.argv[1:])
