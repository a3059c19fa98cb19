"""The record log where a bit of its flash is stuck and the power goes as well.

Every operation of an append, torn, behind every stuck bit of its header and some of what follows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from bu.storage.log import Log
from bu.storage.log_reader import LOST
from host_tests.storage_logs import mounted
from tools.bench.models.nor import SECTOR, Nor, PowerCut, Stuck, Tear
from tools.torture.explore import ERASES, tears
from tools.torture.scene import torn

Record = tuple[int, bytes]
FLIGHT, MORE = (5, random.Random(5).randbytes(420)), (7, bytes(10))
# Where the record in flight begins: within a page; its header over the end of a page, of a sector.
BEGINS = (700, 1018, 4091)


class Torn:
    """A chip that keeps itself as each of its operations would leave it, were it cut off."""

    def __init__(self, nor: Nor) -> None:
        self.nor = nor
        self.left: list[tuple[Tear, Nor]] = []
        self.kept = True

    def readblocks(self, block: int, buf: bytearray | memoryview, off: int = 0) -> None:
        self.nor.readblocks(block, buf, off)

    def writeblocks(self, block: int, buf: bytes | bytearray | memoryview, off: int = 0) -> None:
        if self.kept:
            self.left += [(tear, torn(self.nor, tear, block, bytes(buf), off))
                          for tear in tears(bytes(buf), few=False, weak=True)]
        self.nor.writeblocks(block, buf, off)

    def ioctl(self, op: int, arg: int = 0) -> int | None:
        if op == 6 and self.kept:
            self.left += [(tear, torn(self.nor, tear, arg)) for tear in ERASES[::3]]
        return self.nor.ioctl(op, arg)


def append(log: Log, record: Record) -> None:
    kind, data = record
    log.append(kind, len(data), lambda: (data[:100], data[100:]))


def contents(log: Log) -> list[Record]:
    """All records; one that fails its check, and one that is missing, count as (0, b"")."""
    return [
        (kind, log.payload(position, length).read())
        if kind != LOST and log.check(position, length) else (0, b"")
        for position, kind, length in log.records()
    ]


def written(begins: int, stuck: dict[int, Stuck]) -> tuple[Torn, Log, list[Record]]:
    """A log in use, whose next record will begin at this offset of its first sector."""
    device = Torn(Nor(5 * SECTOR))
    device.kept = False
    Log.format(device, b"EJ")
    device.nor.stuck = stuck
    for at, bits in stuck.items():
        device.nor.cells[at] = bits.of(device.nor.cells[at])
    log = mounted(device)
    done = [(1, bytes(2)), (2, random.Random(2).randbytes(begins - 256 - 16 - 14))]
    for record in done:
        append(log, record)
    assert log.end() == SECTOR + begins
    device.kept = True
    return device, log, done


def intended(begins: int) -> bytes:
    """The chip's cells behind the record in flight, where none is stuck."""
    device, log, _ = written(begins, {})
    append(log, FLIGHT)
    return bytes(device.nor.cells)


def stuck_bits(begins: int) -> Iterator[tuple[int, Stuck]]:
    """(byte of the chip, how): a bit that is not what the record in flight wants it to be, of each
    byte of its header and of some behind it; and one of blank flash behind it that stays 0."""
    cells = intended(begins)
    places = [begins + at + 22 * (begins + at >= SECTOR)
              for at in (*range(9), 10, 40, 255, 256, 419, 430, 432, 433)]
    for turn, at in enumerate(places):
        bit = 1 << turn % 8
        yield at, Stuck(zeros=bit) if cells[at] & bit else Stuck(ones=bit)
    yield places[-1] + 200, Stuck(zeros=0x10)


# What is wrong behind byte 700, where the record in flight begins; its programs end with pages.
FOUND = [
    (30, 0, Tear(188, 0xFE), []),  # in the page of a header that was cut off
    (415, 4, Tear(22), [FLIGHT]),  # whole but for a bit, and cut off where it was written again
]


@pytest.mark.parametrize(("behind", "operation", "tear", "there"), FOUND)
def test_what_reads_as_whole_at_a_start_goes_on_to(
    behind: int, operation: int, tear: Tear, there: list[Record]
) -> None:
    cells, at = intended(BEGINS[0]), BEGINS[0] + behind
    device, log, done = written(BEGINS[0], {at: Stuck(zeros=cells[at] & -cells[at])})
    nor = device.nor
    nor.cut(nor.operation + operation, tear)
    with pytest.raises(PowerCut):
        append(log, FLIGHT)
    nor.power_on()
    found = recovered(nor, [done + there], "")
    log = mounted(nor)
    append(log, MORE)
    assert contents(log) == [*found, MORE] == contents(mounted(nor))


def recovered(cut: Nor, stands: list[list[Record]], where: str) -> list[Record]:
    """Mounts; one of what may stand does, and nothing is called lost."""
    log = mounted(cut)
    assert "lost" not in [what for what, _ in log.damage], where
    found = contents(log)
    assert found in stands, where
    return found


@pytest.mark.regl("5.1/9")
@pytest.mark.parametrize("begins", BEGINS)
def test_a_stuck_bit_and_two_power_cuts_lose_nothing(begins: int) -> None:
    """What was appended before stands, what was in flight is there or not, from then on for good;
    and so once more where the first append behind it is cut off."""
    tried = 0
    for at, stuck in stuck_bits(begins):
        device, log, done = written(begins, {at: stuck})
        append(log, FLIGHT)
        assert contents(mounted(device.nor)) == [*done, FLIGHT]
        for number, (tear, cut) in enumerate(device.left):
            if (number + at) % 4:
                continue
            where = f"{at}: {stuck}, {tear}"
            found = recovered(cut, [done, [*done, FLIGHT]], where)
            again = Torn(cut)
            log = mounted(again)
            append(log, MORE)
            assert contents(log) == [*found, MORE] == contents(mounted(cut)), where
            for other, later in again.left[number % 11 :: 11]:
                before = recovered(later, [found, [*found, MORE]], f"{where}, {other}")
                append(mounted(later), MORE)
                assert contents(mounted(later)) == [*before, MORE], f"{where}, {other}"
                tried += 1
    assert tried > 100
