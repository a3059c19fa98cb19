"""A unit whose heap is watched (boards/sim/memory.py), and code and data told apart.

A script works units that `Watch.make` gives. It runs twice. As the unit is, late modules come and
go: that gives the peak of each order, and at which call to the bench it was. Then with every late
module imported at the start: what is in use at the same call, less all that code, is data.

    peak = bare (interpreter, image, pipe) + bench (its own modules, the order as JSON)
           + resident code + late code + data
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tools.bench.remote import HEAP, RemoteUnit
from tools.bench.world import Port

ARCH = "i386"
BUDGET = HEAP[ARCH]
# So much that no script runs out of it.
ROOMY = "512k"


@dataclass
class Seen:
    """One order: bytes in use, all of them live."""

    stage: str
    bare: int
    bench: int
    code: int
    idle: int
    peak: int
    call: int
    at_look: int
    after: int


@dataclass
class Share:
    """Parts of a peak; `most` is the most data of any call of the stage."""

    stage: str
    peak: int
    bench: int
    resident: int
    late: int
    data: int
    most: int
    times: int = 1

    @property
    def unit(self) -> int:
        """The unit without the bench: code and data."""
        return self.resident + self.late + self.data


@dataclass
class Watch:
    """The units of one run of a script, and what was seen in them."""

    heap: str = ROOMY
    keep: Sequence[str] = ()
    looks: Sequence[int] = ()
    quiet: bool = False
    stage: str = ""
    seen: list[Seen] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    def make(self, world: Port, **modes: Any) -> "WatchedUnit":
        """A unit on this bench; `modes` as of RemoteUnit."""
        return WatchedUnit(self, world, **modes)


class WatchedUnit(RemoteUnit):
    """A unit that notes in its watch what each order took."""

    def __init__(self, watch: Watch, world: Any, **modes: Any) -> None:
        self._watch = watch
        super().__init__(world, watch.heap, ARCH, module="boards.sim.memory", **modes)

    def _serve(self, world: Any, source: Any, sink: Any, **modes: object) -> None:
        keep, quiet = list(self._watch.keep), self._watch.quiet
        super()._serve(world, source, sink, keep=keep, quiet=quiet, **modes)

    def command(self, order: dict[str, Any]) -> dict[str, Any]:
        watch = self._watch
        place = len(watch.seen)
        look = watch.looks[place] if place < len(watch.looks) else 0
        outcome = super().command({**order, "look": look})
        idle, before, peak, call, at_look, after = outcome.pop("watched")
        watch.late += outcome.pop("late")
        built = self.built
        watch.seen.append(Seen(watch.stage or order["do"], built["bare"],
                               built["bench"] + before - idle, built["code"],
                               idle, peak, call, at_look, after))  # fmt: skip
        return outcome

    def largest(self) -> int:
        """Bytes of the largest object that there is room for now."""
        size: int = super().command({"do": "largest"})["largest"]
        return size


def told_apart(script: Callable[[Watch], None]) -> list[Share]:
    """Runs a script twice; the largest peak of each stage, in the order of their coming."""
    first = Watch()
    script(first)
    second = Watch(keep=first.late, looks=[seen.call for seen in first.seen])
    script(second)
    shares: dict[str, Share] = {}
    for seen, kept in zip(first.seen, second.seen, strict=True):
        if not seen.call:
            continue  # an order that needed nothing of the bench
        assert kept.at_look, f"{seen.stage}: the second run made fewer calls"
        bench = seen.bare + seen.bench
        data = kept.at_look - kept.bare - kept.bench - kept.code
        most = kept.peak - kept.bare - kept.bench - kept.code
        share = Share(seen.stage, seen.peak, bench, seen.code,
                      seen.peak - bench - seen.code - data, data, most)  # fmt: skip
        known = shares.get(seen.stage)
        if known:
            share.most = known.most = max(most, known.most)
            share.times = known.times = known.times + 1
        if not known or share.peak > known.peak:
            shares[seen.stage] = share
    return list(shares.values())
