"""The smallest heap in which a script runs, as a unit runs (nothing watches it)."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tools.bench.remote import RemoteError, RemoteUnit

from .watch import ARCH, Watch

STEP, LEAST, MOST = 4, 88, 192  # KiB


@dataclass
class Unwatched(Watch):
    """Gives units as they are."""

    def make(self, world: Any, **modes: Any) -> Any:
        return RemoteUnit(world, self.heap, ARCH, **modes)


@contextmanager
def _no_tracebacks() -> Iterator[None]:
    """What MicroPython says when it runs out of heap is what is looked for."""
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def runs(script: Callable[[Watch], None], heap: int) -> bool:
    """True when the script comes to its end in a heap of so many KiB."""
    with _no_tracebacks():
        try:
            script(Unwatched(heap=f"{heap}k"))
        except RemoteError:
            return False
    return True


def smallest(script: Callable[[Watch], None]) -> int:
    """KiB in which the script runs, and in a step less it does not."""
    low, high = LEAST // STEP, MOST // STEP
    while high - low > 1:
        middle = (low + high) // 2
        if runs(script, middle * STEP):
            high = middle
        else:
            low = middle
    if high * STEP == MOST:
        raise ValueError(f"more than {MOST - STEP}k")
    return high * STEP
