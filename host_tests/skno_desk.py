"""A small register on the bench's СКНО, for the tests of the client: virtual time, cuts, noise.

`Desk` keeps what a control unit's journal would: entries that are prepared (bytes) or committed
(with their УИ). It follows the one rule of docs/skno.md: `register(fresh=True)` right after an
entry was prepared, `register()` for whatever is found prepared later, withdrawn only where the
СКНО certainly has not got it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

from bu.fiscal import document as d
from bu.fiscal.counters import Counters, effect
from bu.fiscal.report import Report
from bu.skno import document_reader, documents
from bu.skno.client import DOCUMENT, Z_REPORT, BytesSource, Client, SknoError
from host_tests.portable.support import joined
from tools.bench.models.skno import Skno

SKKO = 123456789
SERIAL = 500017
UNP = 190000001
UNIT = ("KSA0000000001", "BU-1", UNP)
CLOCK = (2026, 12, 1, 8, 0, 0)
ACK = b"\x17\xaa"


class Cut(Exception):
    """The unit's power is gone."""


class Clock:
    """Virtual time in ms."""

    def __init__(self) -> None:
        self.now = 0

    def now_ms(self) -> int:
        return self.now

    async def sleep_ms(self, duration: int) -> None:
        self.now += max(0, duration)


class Wire:
    """The model as a carrier. `cut_after` bytes in either direction the unit's power fails.

    `noise` is called with every byte string and returns what arrives of it.
    """

    def __init__(self, skno: Skno, clock: Clock) -> None:
        self.skno, self.clock = skno, clock
        self.log: list[tuple[int, str, bytes]] = []
        self.moved = 0
        self.cut_after: int | None = None
        self.noise: Callable[[bytes], bytes] = lambda data: data

    def _part(self, data: bytes) -> bytes:
        """What gets through before the cut."""
        if self.cut_after is None:
            return data
        return data[: max(0, self.cut_after - self.moved)]

    def _pass(self, way: str, data: bytes) -> bytes:
        part = self._part(data)
        self.log.append((self.clock.now, way, part))
        if way == ">" and part:
            self.skno.feed(self.noise(part), self.clock.now)
        self.moved += len(part)
        if self.cut_after is not None and self.moved >= self.cut_after:
            raise Cut
        return self.noise(part) if way == "<" else part

    async def write(self, data: bytes | memoryview) -> None:
        self._pass(">", bytes(data))

    async def read(self, timeout_ms: int) -> bytes:
        until = self.clock.now + timeout_ms
        while True:
            out = self.skno.output(self.clock.now)
            if out:
                return self._pass("<", out)
            due = self.skno.next_event_ms()
            if due is None or due > until:
                self.clock.now = max(self.clock.now, until)
                return b""
            self.clock.now = max(self.clock.now, due)


class Entry:
    """A document of the journal."""

    def __init__(self, command: int, image: bytes) -> None:
        self.command, self.image = command, image
        self.uid = b""


class Desk:
    """Unit and СКНО; `start` after making one and after each cut."""

    def __init__(self, carrier: Callable[[Skno, Clock], Any] = Wire, **options: Any) -> None:
        self.clock = Clock()
        self.skno = Skno(SERIAL, SKKO, clock=lambda: CLOCK, register=UNIT, **options)
        self.wire = carrier(self.skno, self.clock)
        self.entries: list[Entry] = []
        self.counters = Counters()
        self.client: Client
        self.start()

    def power_cut(self, skno_too: bool, for_ms: int = 300) -> None:
        """Off and on again; what the СКНО says meanwhile nobody hears."""
        if skno_too:
            self.skno.power_off()
        self.clock.now += for_ms
        self.skno.output(self.clock.now)
        if skno_too:
            self.skno.power_on(self.clock.now)
        self.wire.cut_after = None
        self.start()

    def start(self) -> None:
        """The unit is switched on: nothing is known but the journal."""
        self.client = Client(self.wire, self.clock)
        self.client.set_addresses(SKKO, SERIAL)

    def run(self, awaitable: Any) -> Any:
        """Runs a coroutine of the client to its end; time is virtual."""
        return asyncio.run(awaitable)

    def last_uid(self) -> bytes:
        """УИ of the last committed entry."""
        uids = [entry.uid for entry in self.entries if entry.uid]
        return uids[-1] if uids else b""

    def ready(self) -> None:
        """Start-up: status, identification, shift, and nothing unfinished."""
        status = self.run(self.client.status(self.take, startup=True))
        if not status.identified:
            status = self.run(self.client.identify(*UNIT, on_answer=self.take))
        if not status.shift_open and not self.entries:
            self.run(self.client.open_shift())

    def settle(self) -> None:
        """Before an entry is prepared."""
        self.run(self.client.settle(self.take, self.last_uid()))

    def take(self, command: int, data: bytes) -> None:
        """The УИ becomes durable; the СКНО must not have seen our ACK yet."""
        if command not in (0x10, 0x11, 0x41) or data == self.last_uid():
            return
        entry = self.entries[-1]
        assert not entry.uid, "a second УИ"
        entry.uid = data

    def prepare(self, command: int, image: bytes) -> Entry:
        """Durable before a byte of it leaves."""
        assert all(entry.uid for entry in self.entries), "something is prepared already"
        self.entries.append(Entry(command, image))
        return self.entries[-1]

    def register(self, fresh: bool = False) -> None:
        """The prepared entry; withdrawn where that is certain. SknoError passes through."""
        entry = self.entries[-1]
        source = BytesSource(entry.image)
        try:
            uid = self.run(self.client.register(
                entry.command, len(entry.image), source, self.take, self.last_uid(), fresh=fresh
            ))
        except SknoError as error:
            if error.accepted is False and not entry.uid:
                self.entries.pop()
            raise
        assert uid == entry.uid

    def resume(self, tries: int = 20) -> None:
        """After a cut or an error: goes on until nothing is prepared and the СКНО is ready."""
        for _ in range(tries):
            try:
                self.ready()
                if self.entries and not self.entries[-1].uid:
                    self.register()
                return
            except SknoError:
                self.clock.now += 1000
        raise AssertionError("never finished")

    def check(self, allowed: tuple[str, ...] = ("?",)) -> None:
        """What the СКНО holds is what the journal holds, once each and in order."""
        held = [(record["uid"], record["kind"]) for record in self.skno.documents]
        ours = [entry.uid.hex().upper() for entry in self.entries]
        size = 2 * self.skno.options.z_answer_bytes
        assert [uid[:size] if kind == "z_report" else uid for uid, kind in held] == ours
        assert [text for text in self.skno.violations if not text.startswith(allowed)] == []

    def day(self) -> None:
        """A deposit, a sale and the Z-report, and nobody finds anything wrong."""
        self.ready()
        for make in (self.deposit, self.sale, self.z_report):
            self.settle()
            self.prepare(*make())
            self.register(fresh=True)
        self.check()
        assert len(self.entries) == 3

    # documents

    def number(self) -> int:
        return 1 + sum(entry.command == DOCUMENT for entry in self.entries)

    def image(self, document: d.Document | Report) -> bytes:
        return joined(documents.encode(document, SKKO, UNP))

    def _document(self, kind: int, total: int) -> d.Document:
        document = d.Document(kind, "BYN", "Иванова")
        document.number = self.number()
        document.time = (2026, 12, 1, 9, document.number // 60 % 60, document.number % 60)
        document.total = document.subtotal = document.cash = total
        return document

    def deposit(self, total: int = 2323) -> tuple[int, bytes]:
        """A document of one packet."""
        return DOCUMENT, self.image(self._document(d.DEPOSIT, total))

    def sale(self, lines: int = 30) -> tuple[int, bytes]:
        """A document of several packets, with 17h in it."""
        document = self._document(d.SALE, 23 * lines)
        document.lines = [d.Line("Спички", 23, 1000, 23) for _ in range(lines)]
        for line in document.lines:
            line.section = 23
        return DOCUMENT, self.image(document)

    def z_report(self) -> tuple[int, bytes]:
        """The shift's end, with the sums of what was registered."""
        counters = Counters()
        for entry in self.entries:
            read = document_reader.decode(BytesSource(entry.image), len(entry.image))
            assert isinstance(read, d.Document)
            counters.add(effect(read))
            counters.count(read.kind, read.number)
        times = (2026, 12, 1, 8, 0, 0), (2026, 12, 1, 20, 0, 0)
        return Z_REPORT, self.image(Report(1, *times, counters, "BYN"))


def opened() -> Desk:
    """A desk with one document registered, and all settled for the next."""
    desk = Desk()
    desk.ready()
    desk.settle()
    desk.prepare(*desk.deposit())
    desk.register(fresh=True)
    desk.settle()
    return desk


class Noise:
    """Each byte is replaced with probability `rate`."""

    def __init__(self, rate: float, seed: int) -> None:
        self.rate, self.random = rate, random.Random(seed)

    def __call__(self, data: bytes) -> bytes:
        toss = self.random
        return bytes(
            toss.randrange(256) if toss.random() < self.rate else byte for byte in data
        )
