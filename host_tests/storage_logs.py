"""Logs for the storage tests: a factory-new one, records in pieces, all that one holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bu.storage.log import Log
from bu.storage.log_reader import LOST
from host_tests.storage_support import Trace, payload
from tools.bench.models.nor import SECTOR, Nor

Record = tuple[int, bytes]


def pieces(data: bytes, size: int = 100) -> Callable[[], Iterator[bytes]]:
    return lambda: (data[at : at + size] for at in range(0, len(data), size))


def append(log: Log, kind: int, data: bytes) -> int:
    return log.append(kind, len(data), pieces(data))


def mounted(device: object) -> Log:
    log = Log(device, b"EJ")
    log.open()
    return log


def fresh(sectors: int) -> Nor:
    nor = Nor(sectors * SECTOR)
    Log.format(nor, b"EJ")
    return nor


def contents(log: Log, start: int = 0) -> list[Record]:
    """All records; one that fails its check counts as (0, b"")."""
    out = []
    for position, kind, length in log.records(start):
        if kind == LOST:
            out += [(0, b"")] * length
        elif log.check(position, length):
            out.append((kind, log.payload(position, length).read()))
        else:
            out.append((0, b""))
    return out


SIZES = [0, 1, 30, 233, 242, 700, 40, 12, 5000, 12, 3, 1800, 2300, 600, 28, 12, 4060, 4074, 9, 650,
         700, 100, 0, 1500]


def scenario(device: Trace | Nor) -> list[Record]:
    """Appends through more than two rounds of a ring of four sectors, with reserves between."""
    log = mounted(device)
    done: list[Record] = []
    kept: list[int] = []
    for number, size in enumerate(SIZES):
        data = payload(number, size)
        log.keep_from = kept[-3] if number > 3 else 0
        if isinstance(device, Trace):
            device.state = list(done), (1 + number % 60, data), len(kept[:-3])
        if number % 3 == 0:
            log.reserve(size + 14)
        kept.append(append(log, 1 + number % 60, data))
        done.append((1 + number % 60, data))
    return done
