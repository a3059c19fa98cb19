"""Power cuts for the storage tests: every flash operation of a scenario, torn in every way.

A scenario runs once on a `Trace`, which keeps the flash as it was before each operation. `cuts`
then gives, for each operation and each tear, a chip on which just this operation was cut off.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools.bench.models.nor import Nor, PowerCut, Tear


@dataclass
class Step:
    """One operation: the flash before it, what it was, and the scenario's state at that time."""

    image: bytes
    block: int
    data: bytes | None  # None: an erase
    offset: int
    state: Any

    @property
    def size(self) -> int:
        """Bytes up to the last one that is programmed."""
        assert self.data is not None
        return len(self.data.rstrip(b"\xff"))


class Trace:
    """A block device that hands everything on to a chip and writes down the operations."""

    def __init__(self, nor: Nor) -> None:
        self.nor = nor
        self.steps: list[Step] = []
        self.state: Any = None

    def readblocks(self, block: int, buf: bytearray | memoryview, off: int = 0) -> None:
        self.nor.readblocks(block, buf, off)

    def writeblocks(self, block: int, buf: bytes | bytearray | memoryview, off: int = 0) -> None:
        self.steps.append(Step(bytes(self.nor.cells), block, bytes(buf), off, self.state))
        self.nor.writeblocks(block, buf, off)

    def ioctl(self, op: int, arg: int = 0) -> int | None:
        if op == 6:
            self.steps.append(Step(bytes(self.nor.cells), arg, None, 0, self.state))
        return self.nor.ioctl(op, arg)


def tears(step: Step, stride: int) -> Iterator[Tear]:
    """Ways to tear this operation; with stride 1 after every byte that is programmed."""
    if step.data is None:
        for seed, share in enumerate((0, 64, 128, 192, 256)):
            yield Tear(share=share, seed=seed)
        return
    first = step.size - len(step.data[: step.size].lstrip(b"\xff"))
    ends = {first, first + 1, first + 9, first + 20, step.size - 1, step.size - 2, step.size - 6}
    for kept in range(first, step.size):
        if kept in ends or (kept - first) % stride == 0:
            yield Tear(kept=kept)
            yield Tear(kept=kept, bits=(0x55, 0xFE, 0x80)[kept % 3])
    yield Tear(kept=step.size)  # everything arrived, and the power went before anyone knew


def torn(step: Step, tear: Tear) -> Nor:
    """The chip after this operation was cut off, with the power back."""
    nor = Nor(image=step.image)
    nor.cut(0, tear)
    try:
        if step.data is None:
            nor.ioctl(6, step.block)
        else:
            nor.writeblocks(step.block, step.data, step.offset)
    except PowerCut:
        nor.power_on()
        return nor
    raise AssertionError("the operation was not cut")


def cuts(trace: Trace, stride: int = 1) -> Iterator[tuple[Step, Tear, Nor]]:
    """Every operation of the trace with every tear."""
    for step in trace.steps:
        for tear in tears(step, stride):
            yield step, tear, torn(step, tear)


def payload(seed: int, size: int) -> bytes:
    """Contents of a record."""
    return random.Random(seed).randbytes(size)


def flipped(image: bytes, bit: int) -> Nor:
    """The chip with one bit changed."""
    cells = bytearray(image)
    cells[bit // 8] ^= 1 << bit % 8
    return Nor(image=bytes(cells))
