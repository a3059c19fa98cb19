"""What the search of `explore` leaves out: many cuts in a row, clocks that run on, brown-outs.

    chain       an action whose recovery is cut at a random point, and the recovery from that, up
                to six times; in every other chain the operator comes back minutes later each time
    brown-out   an operation of the flash is torn, and the unit goes on with all that it had in RAM
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from typing import Any

from tools.bench.models.nor import SECTOR, PowerCut, Tear
from tools.torture import state
from tools.torture.explore import ERASES, SEEN, SEEN_ON_BLANK, SLOTTED, tears
from tools.torture.scene import Scene, Tap, thaw, torn
from tools.torture.story import Operator, Stuck

MOST_CUTS = 6
# The point of a cut: among so many operations of the flash, or about so many bytes.
OPERATIONS, BYTES = 8, 4000
AWAY_MIN = 9  # minutes between two lives of the unit, at most
Check = Callable[[Scene, bool], list[str]]


class Cutter(Tap):
    """Cuts the power at a random point, if the unit comes that far."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        flash = chance.random() < 0.5
        self._operations = chance.randrange(OPERATIONS) if flash else -1
        self._bytes = -1 if flash else int(BYTES ** chance.random())
        self.off = False

    def _cut(self) -> None:
        self.off = True
        raise PowerCut

    def program(self, scene: Scene, name: str, block: int, data: bytes, off: int) -> bool:
        self._operation(scene, name, tears(data, False, name != SLOTTED), block, data, off)
        return False

    def erase(self, scene: Scene, name: str, block: int) -> bool:
        self._operation(scene, name, ERASES, block)
        return False

    def _operation(self, scene: Scene, name: str, kinds: Any, block: int,
                   data: bytes | None = None, off: int = 0) -> None:  # fmt: skip
        if self.off:
            raise PowerCut
        if self._operations == 0:
            tear = self._chance.choice(kinds)
            scene.regions[name] = torn(scene.regions[name], tear, block, data, off)
            self._cut()
        self._operations -= 1

    def sent(self, scene: Scene, name: str) -> None:
        self._byte()

    def read(self, scene: Scene, name: str, data: bytes) -> None:
        for taken in range(len(data)):
            scene.late = data[taken:] if name == "skno" else b""
            self._byte()
        scene.late = b""

    def _byte(self) -> None:
        if self.off or self._bytes == 0:
            self._cut()
        self._bytes -= 1


def chain(before: bytes, actions: list[dict[str, Any]], hand: int, name: str,
          check: Check) -> tuple[list[str], int]:  # fmt: skip
    """(what was wrong, how many cuts there were); `name` is the seed of all that is random."""
    chance = random.Random(name)
    runs_on = chance.random() < 0.5
    scene, delay = thaw(before), datetime.timedelta()
    operator = Operator(scene, actions, hand)
    cuts, wanted, first = 0, chance.randrange(3, MOST_CUTS + 1), True
    try:
        while cuts < wanted:
            scene.tap = tap = Cutter(chance)
            try:
                if first:
                    operator.begin()
                operator.work(hand + 1)
                break
            except PowerCut:
                assert tap.off
            scene.tap, first = None, False
            cuts += 1
            state.lose_power(scene, chance.choice(state.MODES))
            if runs_on:
                delay += datetime.timedelta(minutes=chance.randrange(AWAY_MIN))
            operator = Operator(scene, actions, operator.hand, delay=delay)
        scene.tap = None
        operator.work(len(actions))
        return check(scene, not delay), cuts
    except Exception as error:
        kind = "" if isinstance(error, Stuck) else type(error).__name__ + ": "
        return [f"{kind}{error}"], cuts


class Brownout(Tap):
    """Tears operation `number` and no other one."""

    def __init__(self, number: int, which: int) -> None:
        self.number, self._which = number, which

    def program(self, scene: Scene, name: str, block: int, data: bytes, off: int) -> bool:
        return self._tear(scene, name, tears(data, True), block, data, off)

    def erase(self, scene: Scene, name: str, block: int) -> bool:
        chip = scene.regions[name]
        start = block * SECTOR
        blank = chip.cells[start : start + SECTOR].count(0xFF) == SECTOR
        # What an erase left blank and weak nobody sees without a start (docs, Not covered).
        return self._tear(scene, name, SEEN_ON_BLANK if blank else SEEN, block)

    def _tear(self, scene: Scene, name: str, kinds: Any, block: int,
              data: bytes | None = None, off: int = 0) -> bool:  # fmt: skip
        self.number -= 1
        if self.number != -1:
            return False
        tear: Tear = kinds[self._which % len(kinds)]
        scene.regions[name] = torn(scene.regions[name], tear, block, data, off)
        return True


def brownouts(before: bytes, actions: list[dict[str, Any]], hand: int,
              check: Check) -> tuple[list[str], int]:  # fmt: skip
    """Every operation of the action torn in each of a few ways: (what was wrong, how many)."""
    wrong, count, number = [], 0, 0
    while True:
        for which in range(3):
            scene = thaw(before)
            operator = Operator(scene, actions, hand)
            operator.begin()
            scene.tap = tap = Brownout(number, which)
            try:
                operator.work(hand + 1)
                if tap.number >= 0:
                    return wrong, count
                scene.tap = None
                operator.work(len(actions))
                found = check(scene, True)
            except Exception as error:
                kind = "" if isinstance(error, Stuck) else type(error).__name__ + ": "
                found = [f"{kind}{error}"]
            count += 1
            wrong += [f"brown-out {number}.{which}: {each}" for each in found]
        number += 1
