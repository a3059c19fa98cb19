"""Losses of power at every flash operation and every byte of a story with every document.

A job is one action of the story. `tools.torture.explore` has the method.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tools.torture import tape, witness
from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.explore import Limits, Search
from tools.torture.scene import SMALL, Scene, freeze
from tools.torture.story import EARLIER, STORY, Operator

# Behind the action that was cut the rest of its shift is done.
SHIFTS = [EARLIER + STORY[:14], EARLIER + STORY]
SHORT = Limits(second=0, modes=("off", "lost"))
LONG = Limits(second=1)


@dataclass(frozen=True)
class Truth:
    """What a story comes to when nothing is cut, and the scenes before its actions."""

    before: list[bytes]
    documents: list[dict[str, Any]]
    slips: list[tuple[str, ...]]


@lru_cache(maxsize=2)
def truth(shift: int) -> Truth:
    """The uncut story, once a process."""
    actions = SHIFTS[shift]
    scene = Scene(SMALL)
    operator = Operator(scene, actions)
    operator.begin()
    before = []
    for hand in range(len(actions)):
        before.append(freeze(scene))
        operator.work(hand + 1)
    found = witness.check(scene)
    if found:
        raise AssertionError(f"the uncut story: {found}")
    return Truth(before, scene.skno.documents, [tuple(each) for each in tape.pieces(
        scene.printer.tape)])


def check(shift: int, scene: Scene) -> list[str]:
    """Three witnesses, and nothing but what the uncut story came to."""
    found = witness.check(scene)
    if scene.skno.documents != truth(shift).documents:
        found.append("the СКНО's documents are not those of the uncut story")
    return found


def cut_action(hand: int, limits: Limits, seed: int, path: str = "") -> Outcome:
    """The search through one action; with a path, of that state alone."""
    shift = 0 if hand < len(SHIFTS[0]) else 1
    search = Search(SHIFTS[shift], lambda scene: check(shift, scene), limits,
                    random.Random(seed * 1000 + hand), only=path.split("/")[1:])
    search.cut_action(truth(shift).before[hand], hand)
    name = SHIFTS[shift][hand]["do"]
    search.outcome.violations = [
        f"{name}: {line.split(': ', 1)[1]} (python -m tools.torture --replay "
        f"cuts:{line.split(': ', 1)[0]})"
        for line in search.outcome.violations
    ]
    return search.outcome


class Cuts(Campaign):
    """Every power cut, and every cut of every recovery."""

    name = "cuts"
    title = "power cuts"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        limits = SHORT if short else LONG
        first = len(EARLIER)
        hands = range(first, len(EARLIER + STORY), 4 if short else 1)
        return [Job(f"action {hand}", cut_action, (hand, limits, seed)) for hand in hands]

    def replay(self, path: str, seed: int) -> list[str]:
        return cut_action(int(path.split("/")[0]), LONG, seed, path).violations
