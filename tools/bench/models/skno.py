"""A СКНО: the tax authority's security module, as the regulation lets a register see it.

    регл. 66-79; прил. 2

    device = Skno(serial=500017, skko_number=123456789, state_path="skno.json")
    device.feed(b"\\x17\\x33", now_ms); device.output(now_ms + 5)      # REQ -> status

`feed`, `output` and `next_event_ms` are the bench's device contract; all times are virtual. What
came in against the rules is refused as the regulation says and noted in `violations`: a run with
any is a failed run. Every choice where the regulation is silent stands in docs/bench-skno.md.
"""

import datetime
import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tools.bench.models import skno_commands as commands
from tools.bench.models import skno_report
from tools.bench.models.skno_books import Books
from tools.bench.models.skno_faults import Fault, Faults
from tools.bench.models.skno_job import Job
from tools.bench.models.skno_link import Link
from tools.bench.models.skno_options import Flags, Options
from tools.bench.models.skno_state import State, Store
from tools.bench.models.skno_wire import Packet, crc16

Z_PREFIX = "0f"


def _now() -> datetime.datetime:
    return datetime.datetime.now()


class Skno:
    """The device. `options` as keywords: see `Options`; health: `flags`; trouble: `faults`.

    `clock()` gives the СКНО's own date and time, a datetime or a 6-tuple. `skko_number` and
    `register` (serial number, model, УНП) are what it is to know; None: it learns them.
    """

    def __init__(self, serial: int, skko_number: int | None = None,
                 state_path: str | os.PathLike[str] | None = None,
                 clock: Callable[[], Any] | None = None, crc_start: int = 0xFFFF,
                 secret: bytes | None = None, register: tuple[str, str, int] | None = None,
                 fsync: bool = False, **options: Any) -> None:
        self.serial = serial
        self.clock = clock or _now
        self.options = replace(Options(), **options)
        self.flags = Flags()
        self.faults = Faults()
        self.violations: list[str] = []
        secret = secret or hashlib.sha256(b"skno %d" % serial).digest()
        self.books = Books(Store(state_path, serial, fsync), secret, self.options)
        self.books.know(skko_number, register)
        self.link = Link(serial, crc16(crc_start), self.options, self.faults, self)
        self.powered = True
        self._clean = True
        self._restart_ms: int | None = None
        self._ready_ms = 0
        self._now_ms = 0
        self._stored_ms: int | None = 0
        self._forget()

    @property
    def state(self) -> State:
        """What survives switching off."""
        return self.books.state

    def _forget(self) -> None:
        self.identified = False
        self._oversize = False
        self._told = 0

    # the bench's contract

    def feed(self, data: bytes, now_ms: int) -> None:
        """Bytes from the register arrive. Anything may come; nothing raises."""
        self._advance(now_ms)
        if not self._hears(now_ms):
            return
        for event in self.link.reader.feed(data, now_ms):
            self.link.on_event(event, now_ms)
            if not self._hears(now_ms):
                return

    def output(self, now_ms: int) -> bytes:
        """Bytes that have come out by now and were not taken yet."""
        self._advance(now_ms)
        return self.link.output.take()

    def next_event_ms(self) -> int | None:
        """When the next output byte will be there, if no more comes in."""
        return self.link.next_ms()

    def _hears(self, now_ms: int) -> bool:
        return self.powered and now_ms >= max(self._ready_ms, self.link.mute_until_ms)

    def _advance(self, now_ms: int) -> None:
        self._now_ms = max(self._now_ms, now_ms)
        if self.powered:
            self.link.advance(now_ms)
        if self._restart_ms is not None and self._restart_ms <= now_ms:
            self.power_on(self._restart_ms)
        uploaded = (self._stored_ms is not None and self.flags.online
                    and now_ms - self._stored_ms >= self.options.upload_after_ms)
        if uploaded and not self.state.unfinished:
            self.state.sent, self._stored_ms = self.state.taken, None

    # power

    def power_off(self, clean: bool | None = None) -> None:
        """Switched off. Correctly, if nothing was going on (or `clean` says so)."""
        busy = self.link.job is not None or self.state.unfinished
        self._clean = not busy if clean is None else clean
        self.powered, self._restart_ms = False, None
        self.link.reset()
        self._forget()

    def power_on(self, now_ms: int) -> None:
        """Switched on; answers after the start-up time (регл. 71)."""
        options = self.options
        self.powered, self._restart_ms = True, None
        self._ready_ms = now_ms + (options.clean_start_ms if self._clean
                                   else options.dirty_start_ms)
        if not self._clean:
            self.link.busy_until_ms = self._ready_ms + options.busy_after_dirty_ms

    def lose_power(self, fault: Fault, now_ms: int) -> None:
        """A fault of the plan: off here, and on again `ms` later if that is not 0."""
        self.power_off()
        self._restart_ms = now_ms + fault.ms if fault.ms else None

    # what the link asks (see `skno_job.Host`)

    def violation(self, text: str) -> None:
        """Notes what the register did against the rules."""
        self.violations.append(text)

    def set_flag(self, fault: Fault) -> None:
        """A fault of the plan changes the health."""
        setattr(self.flags, fault.name, fault.value)

    def oversize(self) -> None:
        """Bit 2 of byte 1, until the next command or switching off."""
        self._oversize = True

    def _status(self, busy: bool) -> int:
        flags, state, options = self.flags, self.state, self.options
        unsent = state.records[state.sent:]
        reports = sum(record.hex.startswith(Z_PREFIX) for record in unsent)
        bits = (
            (commands.BUSY_BIT, busy), (commands.SKZI_BIT, flags.skzi),
            (commands.ONLINE_BIT, flags.online),
            (commands.CERTIFICATE_BIT, flags.certificate_ban),
            (commands.Z_BIT, flags.z_ban or _full(reports, options.unsent_z_limit)),
            (commands.MEMORY_BIT, flags.memory_ban or _full(len(unsent), options.memory_limit)),
            (commands.IDENTIFIED_BIT, self.identified), (commands.SHIFT_BIT, state.shift_open),
            (commands.UNFINISHED_BIT, state.unfinished), (commands.STORED_BIT, bool(unsent)),
            (commands.OVERSIZE_BIT, self._oversize), (commands.IN_ORDER_BIT, flags.in_order),
            (commands.BLOCKED_BIT, flags.blocked))
        return sum(bit for bit, on in bits if on)

    def status(self, busy: bool) -> bytes:
        """Byte 1, byte 0, as they are sent (прил. 2 табл. 12)."""
        status = self.flags.forced or self._status(busy).to_bytes(2, "big")
        self._told = int.from_bytes(status, "big")
        return status

    def refusal(self, packet: Packet) -> str | None:
        """The first packet of a command: its length, the device's state, the addresses."""
        self._oversize = False
        problem = commands.refusal(packet.command, packet.length, packet.total,
                                   self._status(False), self._told)
        if problem is None and packet.command != commands.IDENTIFY:
            if packet.receiver != self.serial:
                return f"receiver {packet.receiver}, this СКНО is {self.serial}"
            if self.state.skko not in (None, packet.sender):
                return f"sender {packet.sender}, this СКНО knows {self.state.skko}"
        return problem

    def overtakes(self, packet: Packet, job: Job) -> bool:
        """11h may ask again for an УИ whose answer nobody takes."""
        return packet.command == commands.REPEAT_UID and job.command in commands.UID_ANSWERS

    def take(self, packet: Packet, data: bytes) -> bool:
        """A whole command; a document is checked, and durable when this returns."""
        if packet.command not in commands.DOCUMENTS:
            return True
        problems = self.books.take(packet.command, packet.sender, data)
        self.violations += problems
        if not problems:
            self._stored_ms = None
        return not problems

    def answer(self, job: Job) -> bytes:
        """The data of an answer, when processing has ended."""
        if job.command == commands.IDENTIFY:
            self.identified = job.packet.receiver == self.serial and self._identify(job)
        elif job.command == commands.TIME:
            moment = self.clock()
            if isinstance(moment, datetime.datetime):
                moment = moment.timetuple()[:6]
            year, *rest = moment
            return bytes([year - 2000, *rest])
        elif job.command == commands.OPEN:
            self.books.open_shift()
        else:
            uid = self.books.last_uid()
            short = job.command == commands.CLOSE
            return uid[:self.options.z_answer_bytes] if short else uid
        return b""

    def _identify(self, job: Job) -> bool:
        known, problem = self.books.identify(job.packet.sender, job.data)
        if problem:
            self.violation(problem)
        return known

    def delivered(self, job: Job) -> None:
        """The answer was acknowledged: the procedure of its document is finished."""
        if job.command in commands.UID_ANSWERS:
            self.books.finish()
            self._stored_ms = self._now_ms

    # witnesses

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Every document taken, decoded, with its УИ and shift; as JSON can hold it."""
        return skno_report.documents(self.state.records)

    def totals(self, shift: int = -1) -> dict[str, Any]:
        """A shift's sums under the names of `*.expect.json`; see `skno_report.totals`."""
        return skno_report.totals(self.state.records, self.state.shifts, shift)

    def dump(self, path: str | os.PathLike[str]) -> None:
        """Writes documents, totals and violations as JSON."""
        skno_report.dump(self, path)


def _full(count: int, limit: int | None) -> bool:
    return limit is not None and count >= limit
