"""The search: every loss of power of one action, then every loss of power of each recovery.

A cut point is a place and what is left there: an operation of the flash and its tear, or a byte
of a wire, and how the devices fare (`state.MODES`). Its state is worked out beside the run, which
goes on, and waits in a queue unless its key was there before. From the queue a register is
switched on in it and finishes the action in hand; where that ends in a state that another run has
ended in, the rest is known, else the next action and the rest of the shift are done, too, and the
witnesses are asked.

Recoveries of first order are watched themselves: their cut points are those of second order.

A path names a state: ACTION/POINT.VARIANT.MODE/POINT.VARIANT.MODE, to be given to `replay`.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tools.bench.models.nor import Tear
from tools.torture import state
from tools.torture.campaign import Outcome
from tools.torture.scene import Scene, Tap, freeze, thaw, torn
from tools.torture.story import Operator, Stuck

# Of the tears of a program those after which the recovery is cut, too: nothing, half, all.
RECUT = (0, 4, 7)
ERASES = tuple(
    Tear(share=share, seed=seed)
    for seed, share in enumerate((0, 64, 128, 192, 256, 257, -1, -128))
)
FEW_ERASES = ERASES[1:4:2]
# What a unit that stays on can see: of a sector that held something, of a blank one.
SEEN, SEEN_ON_BLANK = ERASES[:4:2], ERASES[6:]
# The БЭП takes a slot that looks blank for blank (docs/power-loss.md, Not covered).
SLOTTED = "memory"


def tears(data: bytes, few: bool, weak: bool = False) -> list[Tear]:
    """Ways to tear a program: nothing, one byte, half, all but one, all; a byte with some bits;
    `weak`: nothing and half, with weak cells behind that read as blank; nothing only where the
    page holds something before: else nobody can know (docs/power-loss.md, Not covered)."""
    first = len(data) - len(data.lstrip(b"\xff"))
    end = len(data.rstrip(b"\xff"))
    half = (first + end) // 2
    unseen = [Tear(half, weak=True), Tear(first, weak=True)][: 1 + (first > 0)] if weak else []
    if few:
        return [Tear(first), Tear(half, 0x55), Tear(end), *unseen[:1]]
    return [
        Tear(first), Tear(first, 0xFE), Tear(first + 1), Tear(half), Tear(half, 0x55),
        Tear(end - 1), Tear(end - 1, 0xF0), Tear(end), *unseen,
    ]  # fmt: skip


@dataclass
class Limits:
    """How much of it is done. `second`: of the states of first order, every so many have their
    recovery cut (0: none); `modes` of each order."""

    second: int = 1
    modes: tuple[str, ...] = state.MODES
    second_modes: tuple[str, ...] = state.MODES
    stop: bool = False  # at the first violation
    sample: float = 0.002  # of duplicates that are run all the same, to test what `key` leaves out
    bytes: int = 1  # of those on the wires, every so many are cut points
    tears: int = 1  # of the tears of an operation every so many are tried, in turn
    turn: int = 0  # which of them first


@dataclass
class Waiting:
    """A state in the queue."""

    frozen: bytes
    hand: int
    path: str
    order: int


@dataclass
class Search:
    """One action's search; `check` asks the witnesses at a story's end, `glance` at each cut."""

    actions: list[dict[str, Any]]
    check: Callable[[Scene], list[str]]
    glance: Callable[[Scene], list[str]]
    limits: Limits
    chance: random.Random
    outcome: Outcome = field(default_factory=Outcome)
    looked: set[bytes] = field(default_factory=set)  # keys of what the power found
    seen: set[bytes] = field(default_factory=set)  # and of what it left
    expanded: set[bytes] = field(default_factory=set)  # coarse keys of recoveries that were cut
    ends: set[bytes] = field(default_factory=set)
    queue: deque[Waiting] = field(default_factory=deque)
    counts: Counter[str] = field(default_factory=Counter)
    only: list[str] = field(default_factory=list)  # of a replay: the steps of its path

    def cut_action(self, frozen: bytes, hand: int,
                   wait: Callable[[Tap], Tap] | None = None) -> None:  # fmt: skip
        """All losses of power while the action `hand` is done, from the scene before it; `wait`
        makes the tap that lets the one who watches begin later."""
        scene = thaw(frozen)
        operator = Operator(scene, self.actions, hand)
        try:
            operator.begin()
            watch = Watch(self, operator, str(hand), 1)
            scene.tap = wait(watch) if wait else watch
            operator.work(hand + 1)
        except Stuck as error:
            self.outcome.violations.append(f"{hand}: without a cut: {error}")
        scene.tap = None
        while self.queue and not (self.limits.stop and self.outcome.violations):
            self._live(self.queue.popleft())

    def point(self, scene: Scene, hand: int, path: str, order: int, places: int) -> None:
        """A place where the power may go; `places` cut points have this state.

        `order`: 1 or 2; 0 is of first order, too, but its recovery is not cut.
        """
        modes = self.limits.second_modes if order > 1 else self.limits.modes
        self.outcome.counts["second" if order > 1 else "first"] += places * len(modes)
        if self.only:
            wanted = self.only[max(order, 1) - 1].rpartition(".")
            if wanted[0] == path.rsplit("/", 1)[1]:
                self._leave(thaw(freeze(scene)), hand, path, order, wanted[2], True)
            return
        before = state.key(scene, hand, order > 1)
        again = before in self.looked
        if again and self.chance.random() >= self.limits.sample:
            return
        self.looked.add(before)
        frozen = freeze(scene)
        for mode in modes:
            self._leave(thaw(frozen), hand, path, order, mode, again)

    def _leave(self, scene: Scene, hand: int, path: str, order: int, mode: str, again: bool):
        """The power goes: what is left is new, or to be tried `again`, or known."""
        state.lose_power(scene, mode)
        mark = state.key(scene, hand, order > 1)
        if mark in self.seen and not again:
            return
        if mark in self.seen:
            self.counts["again"] += 1
        else:
            self.outcome.counts["states"] += 1
            self.outcome.violations += [f"{path}.{mode}: {line}" for line in self.glance(scene)]
        self.seen.add(mark)
        self.queue.append(Waiting(freeze(scene), hand, f"{path}.{mode}", order))

    def _live(self, waiting: Waiting) -> None:
        """Switches a register on in a state, and goes on to the end of the story."""
        scene = thaw(waiting.frozen)
        operator = Operator(scene, self.actions, waiting.hand)
        self.counts["lives"] += 1
        watched = waiting.order == 1 and self._cut_again(scene, waiting.hand)
        if watched:
            scene.tap = Watch(self, operator, waiting.path, 2)
        try:
            operator.work(waiting.hand + 1)
            scene.tap = None
            if self._known_end(scene, operator):
                return
            operator.work(len(self.actions))
            found = self.check(scene)
        except Exception as error:
            scene.tap = None
            kind = "" if isinstance(error, Stuck) else type(error).__name__ + ": "
            found = [f"{kind}{error}"]
        self.outcome.violations += [f"{waiting.path}: {line}" for line in found]

    def _cut_again(self, scene: Scene, hand: int) -> bool:
        """Whether the recovery from this state is to be cut: once for each coarse key."""
        if self.only:
            return len(self.only) > 1
        mark = state.key(scene, hand, True)
        if not self.limits.second or mark in self.expanded:
            return False
        self.expanded.add(mark)
        return len(self.expanded) % self.limits.second == 0

    def _known_end(self, scene: Scene, operator: Operator) -> bool:
        mark = state.key(scene, operator.hand)
        known = mark in self.ends
        self.ends.add(mark)
        if known and self.chance.random() < self.limits.sample:
            return False
        self.counts["joined"] += known
        return known


class Watch(Tap):
    """Sees each operation and each byte of a run, and hands the cut points to the search."""

    def __init__(self, search: Search, operator: Operator, path: str, order: int) -> None:
        self._search = search
        self._operator = operator
        self._path = path
        self._order = order
        self._number = 0
        self._printer: tuple | None = None

    def _point(self, scene: Scene, variant: int, places: int = 1, recut: bool = True) -> None:
        path = f"{self._path}/{self._number}.{variant}"
        order = self._order if recut or self._order > 1 else 0
        self._search.point(scene, self._operator.hand, path, order, places)

    def program(self, scene: Scene, name: str, block: int, data: bytes, off: int) -> bool:
        kinds = tears(data, self._order > 1, name != SLOTTED)
        self._torn(scene, name, kinds, block, data, off)
        return False

    def erase(self, scene: Scene, name: str, block: int) -> bool:
        self._torn(scene, name, FEW_ERASES if self._order > 1 else ERASES, block)
        return False

    def _torn(self, scene, name, kinds, block, data=None, off=0) -> None:
        self._number += 1
        self._printer = None
        whole = scene.regions[name]
        limits = self._search.limits
        for variant, tear in enumerate(kinds):
            if (variant + self._number + limits.turn) % limits.tears:
                continue
            self._search.outcome.counts["tears"] += 1
            scene.regions[name] = torn(whole, tear, block, data, off)
            self._point(scene, variant, recut=data is None or variant in RECUT)
        scene.regions[name] = whole

    def sent(self, scene: Scene, name: str) -> None:
        self._number += 1
        if self._number % self._search.limits.bytes:
            return
        if name == "printer":
            now = state.printer_key(scene.printer, self._order > 1)
            if now == self._printer:  # nothing else has changed either
                modes = self._search.limits.modes if self._order == 1 else (
                    self._search.limits.second_modes)
                order = "first" if self._order == 1 else "second"
                self._search.outcome.counts[order] += len(modes)
                return
            self._printer = now
        else:
            self._printer = None
        self._point(scene, 0)

    def read(self, scene: Scene, name: str, data: bytes) -> None:
        self._number += 1
        self._printer = None
        if name != "skno":
            self._point(scene, 0, len(data))
            return
        for taken in range(0, len(data), self._search.limits.bytes):
            scene.late = data[taken:]
            self._point(scene, taken)
        scene.late = b""

