"""`make memory`: the tables of the heap (docs/memory-speed.md); status 1: over a budget."""

import argparse
import functools
import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from tools.setup import mpy, romfs, runtime

from . import scripts
from .smallest import smallest
from .watch import ARCH, BUDGET, Share, Watch, told_apart

KIB = 1024
DATA, CODE, AIM = 64 * KIB, 128 * KIB, 112 * KIB
SHIFTS = 10
SETTLED = 6  # shifts in which the heap finds its size
DAYS = {name: functools.partial(scripts.day, name=name) for name in scripts.DAYS}
STAGES: dict[str, Callable[[Watch], Any]] = {
    **DAYS,
    "full memories": scripts.long_life,
    "keypad": scripts.keypad,
    "goods": scripts.looked_up,
    "FELIX": scripts.felix,
}
LEAST: dict[str, Callable[[Watch], None]] = {
    **DAYS, "keypad": scripts.keypad, "shifts of five currencies": scripts.currencies,
}  # fmt: skip


def _ageing() -> list[tuple[int, int]]:
    return scripts.ageing(Watch(heap=BUDGET, quiet=True), SHIFTS)


def _k(size: int) -> str:
    return f"{size / KIB:.1f}"


def table(title: str, shares: list[Share]) -> None:
    """The peak of each stage and its parts, in KiB."""
    print(f"\n{title}")
    print(f"  {'KiB':<30}{'times':>6}{'code:':>9}{'late':>7}{'data':>7}{'unit':>8}"
          f"{'bench':>7}{'in all':>8}")
    for share in shares:
        print(f"  {share.stage:<30}{share.times:>6}{_k(share.resident):>9}{_k(share.late):>7}"
              f"{_k(share.data):>7}{_k(share.unit):>8}{_k(share.bench):>7}{_k(share.peak):>8}")


def verdict(what: str, size: int, budget: int) -> int:
    """Says how a figure stands to its budget; 1 when it is over."""
    over = size > budget
    say = f"OVER by {_k(size - budget)}" if over else f"{_k(budget - size)} left"
    print(f"  {what:<56}{_k(size):>8}{_k(budget):>8}  {say}")
    return int(over)


def budgets(found: dict[str, list[Share]], least: dict[str, int]) -> int:
    """The budgets; how many are exceeded."""
    print("\nBudgets (docs/memory-speed.md), KiB")
    print(f"  {'':<56}{'found':>8}{'budget':>8}")
    day = found[scripts.DAYS[0]]
    days = [share for name in DAYS for share in found[name]]
    over = verdict("data, grocery day", max(share.most for share in day), DATA)
    over += verdict("unit with its code, grocery day", max(share.unit for share in day), CODE)
    over += verdict("the same, any of the three days", max(share.unit for share in days), CODE)
    verdict("the aim, any of the three days", max(share.unit for share in days), AIM)
    for name in ("full memories", "keypad", "goods", "FELIX"):
        over += verdict(f"unit with its code, {name}",
                        max(share.unit for share in found[name]), CODE)
    for name, size in least.items():
        over += verdict(f"smallest heap, {name}, with the bench's", size * KIB, CODE)
    return over


def ageing(found: list[tuple[int, int]]) -> bool:
    """A unit that works for days in the budget's heap; True when its heap grows."""
    print(f"\n{SHIFTS} shifts in a heap of {BUDGET}: bytes behind the start and each Z-report")
    print("  in use        " + " ".join(f"{used:>7}" for used, _ in found))
    print("  largest block " + " ".join(f"{block:>7}" for _, block in found))
    used = [size for size, _ in found]
    grows = max(used[SETTLED:]) > max(used[:SETTLED])
    print("  THE HEAP GROWS" if grows else "  the heap does not grow")
    return grows


def main() -> int:
    """Prints the tables; the exit status."""
    options = argparse.ArgumentParser(prog="python -m tools.memory", description=__doc__)
    options.add_argument("--jobs", type=int, default=2, metavar="N", help="processes at once (2)")
    jobs = options.parse_args().jobs
    if jobs < 1:
        options.error("--jobs: one or more")
    if runtime.micropython(ARCH) is None:
        print(f"no 32-bit MicroPython here: {runtime.missing_reason()}", file=sys.stderr)
        return 2
    mpy.work_folder(ARCH)
    romfs.build(ARCH)
    with ProcessPoolExecutor(jobs) as pool:
        try:
            return _measure(pool)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.terminate()
            print("interrupted", file=sys.stderr)
            return 2


def _measure(pool: ProcessPoolExecutor) -> int:
    stages = {name: pool.submit(told_apart, script) for name, script in STAGES.items()}
    sizes = {name: pool.submit(smallest, script) for name, script in LEAST.items()}
    old = pool.submit(_ageing)
    print("Heap of the unit: 32-bit MicroPython, bytecode in place; peaks of live objects")
    found = {}
    for name, waited in stages.items():
        found[name] = waited.result()
        table(name, found[name])
    least = {name: waited.result() for name, waited in sizes.items()}
    grows = ageing(old.result())
    return 1 if budgets(found, least) + grows else 0


if __name__ == "__main__":
    sys.exit(main())
