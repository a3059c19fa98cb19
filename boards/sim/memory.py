"""The unit of `boards.sim.main` with its heap watched; the other end is tools/memory/watch.py.

    first order   "keep": late modules that are imported at the start and stay;
                  "quiet": no collections but the unit's own, and no peaks
    its outcome   "bare": heap of interpreter, image and pipe; "code": of the unit's modules;
                  "bench": of the bench's own; "data": of what was built
    order         "look": the call to the bench whose figure is wanted; {"do": "largest"} asks for
                  the largest free block
    outcome       "watched": [before the order came, with it, peak, the call of the peak, the
                  figure of the call `look`, afterwards], "late": what was fetched the first time

Bytes all of them, each behind a collection: of live objects. One runs before each call to the
bench, so the peak is the largest of what was in use at a call; between calls there may be more.
"""

import gc
import sys

from boards.sim.remote import Port

_FRONT = {"console": ("bu.ui.console", "bu.ui.modes"), "felix": ("bu.host.felix.register",
                                                                "bu.host.felix.pump")}  # fmt: skip


class WatchedPort(Port):
    """A port that looks at the heap before each call."""

    quiet = False
    peak = call = calls = look = seen = 0

    def watch(self, look: int) -> None:
        """Forgets what was seen; wants the figure of call `look`."""
        self.peak = self.call = self.calls = self.seen = 0
        self.look = look

    def _request(self, operation, payload, more):
        if self.quiet:
            return super()._request(operation, payload, more)
        used = _used()
        self.calls += 1
        if used > self.peak:
            self.peak = used
            self.call = self.calls
        if self.calls == self.look:
            self.seen = used
        return super()._request(operation, payload, more)


def _used() -> int:
    gc.collect()
    return gc.mem_alloc()


def _largest() -> int:
    """Bytes of the largest object that the heap has room for now."""
    gc.collect()
    low, high = 0, gc.mem_free() + 1
    while high - low > 16:
        middle = (low + high) // 2
        try:
            bytearray(middle)
            low = middle
        except MemoryError:
            high = middle
    return low


def _note_late(found: list) -> None:
    """Has `bu.late` note in `found` what it imports for the first time."""
    from bu import late

    fetch, known = late.fetch, set()

    def noted(path):
        if path not in sys.modules and path not in known:
            known.add(path)
            found.append(path)
        return fetch(path)

    late.fetch = noted


def _imported(first: dict) -> None:
    """All modules of the unit that are there before it is built."""
    __import__("bu.resident")
    for front, names in _FRONT.items():
        for name in names if first.get(front) else ():
            __import__(name)
    for name in first["keep"]:
        __import__(name)


def main(arguments=()) -> int:
    """Serves orders; the exit status."""
    port = WatchedPort(sys.stdin.buffer, sys.stdout.buffer)
    first = port.order()
    steps = [_used()]
    _imported(first)
    steps.append(_used())
    found = []
    _note_late(found)
    from boards.sim.main import worker_of

    for front in _FRONT:
        if first.get(front):
            __import__("boards.sim." + front)
    steps.append(_used())
    worker = worker_of(port, first)
    steps.append(_used())
    names = ("code", "bench", "data")
    built = {name: steps[at + 1] - steps[at] for at, name in enumerate(names)}
    built["bare"] = steps[0]
    port.quiet = first["quiet"]
    port.done(built)
    while True:
        idle = _used()
        order = port.order()
        if order is None:
            return 0
        if order["do"] == "largest":
            port.done({"ok": True, "largest": _largest()})
            continue
        port.watch(order.pop("look", 0))
        before = _used()
        outcome = worker.command(order)
        outcome["watched"] = (idle, before, port.peak, port.call, port.seen, _used())
        outcome["late"] = list(found)
        found.clear()
        port.done(outcome)
