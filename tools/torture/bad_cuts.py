"""Both at once: a sector goes bad, and the power goes at every operation of what follows.

A case is an action of the story (`campaigns.cuts`), a sector of the region that it writes, how
that goes bad and when. What the action writes, seen in a run beside it, says which sectors and
which bytes matter:

    written    the sector of its first record: it does not program; it ceases to before each
               further program; at each program, in turn at its first, middle and last byte, a bit
               stays 1 that is to be 0, or stays 0 that is to be 1, from before the start or, where
               it stays 0, from just before that program on; the first program has two more of
               them, in the header of its record and in the page behind that
    next       what is erased behind it: it does not program, does not erase, a bit stays 1 or 0
               in its header and where records come
    after      the one behind that: the same, with a place less

Each case goes through the search of `explore`, with every operation of the flash and a sample of
the bytes on the wires, and through chains of cuts.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tools.bench.models.nor import SECTOR, Stuck
from tools.torture.scene import Scene, Tap, copy_of, freeze, thaw
from tools.torture.story import Operator
from tools.torture.story import Stuck as NoWayOn

NO_PROGRAM, NO_ERASE, STAYS_1, STAYS_0 = (
    "does not program", "does not erase", "has a bit that stays 1", "has a bit that stays 0")
HEADER, RECORDS = 9, 700  # bytes of a sector: in its header, where records come


@dataclass(frozen=True)
class Bad:
    """`sectors` of `region` go bad as `kind` says, just before program `when` of that region in
    the action (0: before the unit is switched on). `at` (byte of the region) and `bit` of a bit
    that is stuck."""

    region: str
    sectors: tuple[int, ...]
    kind: str
    when: int = 0
    at: int = -1
    bit: int = 0

    def __str__(self) -> str:
        sectors = " and ".join(str(sector) for sector in self.sectors)
        bit = f" ({self.at % SECTOR}.{self.bit})" if self.at >= 0 else ""
        when = f", from program {self.when} on" if self.when else ""
        return f"{self.region} sector {sectors} {self.kind}{bit}{when}"

    def go(self, scene: Scene) -> None:
        """It happens now."""
        chip = scene.regions[self.region]
        if self.kind == NO_PROGRAM:
            chip.fail_program.update(self.sectors)
        elif self.kind == NO_ERASE:
            chip.fail_erase.update(self.sectors)
        else:
            bit = 1 << self.bit
            stuck = Stuck(ones=bit) if self.kind == STAYS_1 else Stuck(zeros=bit)
            chip.stuck[self.at] = stuck
            chip.cells[self.at] = stuck.of(chip.cells[self.at])

    def put_right(self, scene: Scene) -> Scene:
        """The scene with the stuck bit the other way round."""
        right = copy.copy(scene)
        right.regions = dict(scene.regions)
        right.regions[self.region] = chip = copy_of(scene.regions[self.region])
        chip.cells[self.at] ^= 1 << self.bit
        return right


@dataclass(frozen=True)
class Program:
    """What is new of a program: where it begins in its region, and the bytes."""

    start: int
    data: bytes

    def stuck(self, region: str, kind: str, place: int, when: int) -> Bad:
        """A bit that this program would change, or must not change, near its first byte (0), its
        middle (1), its last byte (2)."""
        wrong = 0 if kind == STAYS_1 else 1
        wanted = (0, len(self.data) // 2, len(self.data) - 1)[place]
        bits = ((abs(at - wanted), at, bit) for at, value in enumerate(self.data)
                for bit in range(8) if value >> bit & 1 == wrong)
        _, at, bit = min(bits)
        at += self.start
        return Bad(region, (at // SECTOR,), kind, when, at, bit)


class Looker(Tap):
    """Notes the programs of a region."""

    def __init__(self, region: str) -> None:
        self._region = region
        self.programs: list[Program] = []

    def program(self, scene: Scene, name: str, block: int, data: bytes, off: int) -> bool:
        if name == self._region:
            first = len(data) - len(data.lstrip(b"\xff"))
            self.programs.append(Program(block * SECTOR + off + first, data.strip(b"\xff")))
        return False


def cases(before: bytes, actions: list[dict[str, Any]], hand: int, region: str) -> list[Bad]:
    """What may go wrong in an action, from the scene before it."""
    scene = thaw(before)
    operator = Operator(scene, actions, hand)
    operator.begin()
    scene.tap = looker = Looker(region)
    operator.work(hand + 1)
    sectors = scene.regions[region].sectors
    return list(dict.fromkeys(_cases(region, looker.programs, sectors, hand)))


def _cases(region: str, programs: list[Program], count: int, turn: int) -> Iterator[Bad]:
    written = programs[0].start // SECTOR
    following, after = (written + 1) % count, (written + 2) % count
    for when in range(len(programs)):
        yield Bad(region, (written,), NO_PROGRAM, when and when + 1)
    yield programs[0].stuck(region, STAYS_1, 0, 0)
    yield programs[0].stuck(region, STAYS_0, 1, 0)
    ways = (STAYS_1, False), (STAYS_0, False), (STAYS_0, True)
    for when, program in enumerate(programs, 1):
        kind, late = ways[(when + turn) % 3]
        yield program.stuck(region, kind, ((when + turn) // 3 + when) % 3, when * late)
    for sector in (following, after):
        yield Bad(region, (sector,), NO_PROGRAM)
        yield Bad(region, (sector,), NO_ERASE)
        for place in (HEADER, RECORDS) if sector == following else (RECORDS,):
            yield Bad(region, (sector,), STAYS_1, 0, sector * SECTOR + place, 3)
            yield Bad(region, (sector,), STAYS_0, 0, sector * SECTOR + place, 3)


class Going(Tap):
    """Lets it happen before its program, and sends for the one who watches from there on."""

    def __init__(self, bad: Bad, then: Tap) -> None:
        self._bad, self._then, self._left = bad, then, bad.when

    def program(self, scene: Scene, name: str, block: int, data: bytes, off: int) -> bool:
        self._left -= name == self._bad.region
        if self._left:
            return False
        self._bad.go(scene)
        scene.tap = self._then
        return self._then.program(scene, name, block, data, off)


def gone_bad(before: bytes, bad: Bad) -> bytes:
    """The scene before the action, where it has happened by then."""
    if bad.when:
        return before
    scene = thaw(before)
    bad.go(scene)
    return freeze(scene)


def uncut(before: bytes, actions: list[dict[str, Any]], hand: int, bad: Bad,
          check: Callable[[Scene], list[str]]) -> list[str]:  # fmt: skip
    """The story to its end, with nothing but the bad sector: what is wrong."""
    scene = thaw(before)
    operator = Operator(scene, actions, hand)
    try:
        operator.begin()
        scene.tap = Going(bad, Tap()) if bad.when else None
        operator.work(hand + 1)
        scene.tap = None
        operator.work(len(actions))
    except NoWayOn as error:
        return [str(error)]
    return check(scene)
