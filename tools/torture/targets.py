"""What is fuzzed: a row a target. Another front end's frames are one more row, with a function
that takes bytes, and a folder of the same name in host_tests/corpus/ with a few inputs.

A target may raise what its row allows, and nothing else. Those that read flash: `targets_flash`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bu.drivers.printer_escpos import Printer
from bu.fiscal import marking
from bu.fiscal.refusal import Refusal
from bu.host.felix.link import Link
from bu.printing import profiles
from bu.skno import document_reader, frames, packets
from bu.skno.status import Status
from bu.storage.errors import StorageError
from tools import goods
from tools.torture import targets_flash


@dataclass(frozen=True)
class Target:
    """`name`, the function, what it may raise, the longest input, bytes of heap it may take."""

    name: str
    call: Callable[[bytes], object]
    allowed: tuple[type[Exception], ...] = ()
    longest: int = 4096
    heap: int = 600_000  # with modules that are imported for one visit, as CPython has them


def _skno_frames(data: bytes) -> None:
    receiver = frames.Receiver(128)
    half = len(data) // 2
    for part in (data[:half], data[half:]):
        for event, value in receiver.feed(part):
            if event == frames.PACKET:
                packets.parse(value, 0xFFFF)
            elif event == frames.STATUS:
                Status(value[1], value[0]).texts()


def _skno_packets(data: bytes) -> None:
    """The body with its right CRC behind it, so that something gets past it."""
    body = bytearray(data + b"\0\0")
    check = packets.crc.update(memoryview(body)[:-2], 0xFFFF)
    body[-2:] = check.to_bytes(2, "big")
    packets.parse(memoryview(body), 0xFFFF)
    packets.parse(memoryview(data), 0xFFFF)


class _Source:
    """An image as `document_reader.decode` reads it."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def readinto(self, offset: int, view: memoryview) -> None:
        piece = self._data[offset : offset + len(view)]
        view[: len(piece)] = piece


def _skno_documents(data: bytes) -> None:
    document = document_reader.decode(_Source(data), len(data))
    for _ in getattr(document, "lines", ()):
        pass


class _Line:
    """A printer that says whatever it likes, in virtual time."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._now = 0

    async def write(self, data: bytes) -> None:
        pass

    async def read(self, timeout_ms: int) -> bytes:
        piece, self._data = self._data[:3], self._data[3:]
        self._now += max(1, timeout_ms) if not piece else 1
        return piece

    def now_ms(self) -> int:
        return self._now

    async def sleep_ms(self, duration: int) -> None:
        self._now += duration


def _finish(coroutine: Coroutine[Any, Any, Any]) -> None:
    asyncio.run(coroutine)


def _printer(data: bytes) -> None:
    line = _Line(data)
    _finish(Printer(line, line, profiles.get("generic-80")).status())


def _marking(data: bytes) -> None:
    mark = marking.bare(data)
    for check in (marking.check_mark, marking.check_uks, marking.unit_of):
        try:
            check(mark)  # type: ignore[operator]
        except Refusal:
            pass
    marking.check_gtin(data.decode("utf-8", "replace"))


def _csv(data: bytes) -> None:
    goods.Table().read(data)


def _felix(data: bytes) -> None:
    link = Link()
    now = 0
    for byte in data:
        link.receive(bytes((byte,)), now)
        now += 1 + byte * byte % 700
        if link.deadline is not None and link.deadline <= now:
            link.tick(now)
        while link.output():
            pass
        if link.request is not None:
            link.answer(bytes(link.request)[:64], now)


TARGETS = {target.name: target for target in (
    Target("skno-frames", _skno_frames),
    Target("skno-packets", _skno_packets),
    Target("skno-documents", _skno_documents, (ValueError,)),
    Target("printer-status", _printer, (), 256),
    Target("journal", targets_flash.journal, (StorageError,), 6000),
    Target("settings", targets_flash.settings, (StorageError,), 6000),
    Target("memory", targets_flash.memory, (StorageError,), 5000),
    Target("goods", targets_flash.goods_base, (StorageError, Refusal), 6000),
    Target("marking", _marking, (Refusal,), 300),
    Target("goods-csv", _csv, (goods.Unusable,), 4096, 1_000_000),
    Target("felix-link", _felix),
)}  # fmt: skip
