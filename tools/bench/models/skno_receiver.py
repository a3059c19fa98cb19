"""Packets of the register -> whole commands; the ACK, NAK or EOT that each packet gets.

    reply   to (регл. 70)
    ACK     a good packet, or a repeat of the last one (it is not taken twice)
    NAK     a wrong CRC, a wrong length field, more than 1024 data bytes after insertion
    EOT     an unknown or incorrect command, a wrong address or packet number, a new command
            while the last one is not finished
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.bench.models.skno_job import TOLERANCE_MS, Job
from tools.bench.models.skno_wire import ACK, EOT, NAK, Event, Packet, parse

if TYPE_CHECKING:
    from tools.bench.models.skno_link import Link

REPEAT_MS = 100
REPLIES = {"ack": ACK, "nak": NAK, "eot": EOT}


@dataclass
class Partial:
    """A command of which some packets have come."""

    first: Packet
    number: int
    data: bytes


class Receiver:
    """Takes frames; hands a whole command to the link as a `Job`."""

    def __init__(self, link: "Link") -> None:
        self.link = link
        self.host = link.host
        self.options = link.options
        self.asked = False
        self.last_body = b""
        self._partial: Partial | None = None
        self._last_end_ms: int | None = None

    def reply(self, kind: str, now_ms: int) -> int:
        """Sends ACK, NAK or EOT; -> when it goes out."""
        if kind != "ack":
            self._last_end_ms = None
        return self.link.output.put(REPLIES[kind], now_ms + self.options.ack_ms,
                                    self.link.faults.hit("ack"))

    def _refuse(self, now_ms: int, problem: str) -> None:
        self._partial = None
        if problem:
            self.host.violation(problem)
        self.reply("eot", now_ms)

    def frame(self, event: Event, now_ms: int) -> None:
        """One frame, STX to ETX."""
        packet, problem = parse(event.body, self.link.crc)
        if packet is None:
            if problem:
                self.host.violation(problem)
            self.reply("nak", now_ms)
            return
        acting = self.link.hit("packet", now_ms)
        if "ignore" in acting or "mute" in acting:
            return
        for kind in ("nak", "eot"):
            if kind in acting:
                self.reply(kind, now_ms)
                return
        if event.body == self.last_body and (self.link.job or self._partial):
            self._repeated(event, now_ms)
        else:
            self._last_end_ms = now_ms
            self._fresh(packet, event.body, now_ms)

    def _repeated(self, event: Event, now_ms: int) -> None:
        early = (self._last_end_ms is not None
                 and event.start_ms - self._last_end_ms < REPEAT_MS - TOLERANCE_MS)
        if early and self.options.check_timing:
            self.host.violation("packet repeated before 0,1 s")
        self._last_end_ms = now_ms
        forgotten = self.options.forget_repeats and self.link.job
        self.reply("eot" if forgotten else "ack", now_ms)

    def _fresh(self, packet: Packet, body: bytes, now_ms: int) -> None:
        job = self.link.job
        if not 1 <= packet.number <= packet.total:
            self._refuse(now_ms, f"packet {packet.number} of {packet.total}")
        elif self.link.busy(now_ms) or (job and not self.host.overtakes(packet, job)):
            self._refuse(now_ms, f"command {packet.command:02X}h, the last one is not finished")
        elif packet.number == 1:
            self._first(packet, body, now_ms)
        else:
            self._next(packet, body, now_ms)

    def _first(self, packet: Packet, body: bytes, now_ms: int) -> None:
        if self.options.require_status and not self.asked:
            self.host.violation(f"command {packet.command:02X}h without REQ before it")
        self.asked = False
        problem = self.host.refusal(packet)
        if problem is not None and not self.options.late_refusals:
            self._refuse(now_ms, problem)
            return
        self.link.job = None
        self._partial = Partial(packet, 0, b"")
        self._collect(packet, body, now_ms, problem)

    def _next(self, packet: Packet, body: bytes, now_ms: int) -> None:
        partial = self._partial
        same = ("sender", "receiver", "command", "total")
        if partial is None:
            self._refuse(now_ms, f"packet {packet.number} of {packet.total} without the first")
        elif any(getattr(packet, name) != getattr(partial.first, name) for name in same):
            self._refuse(now_ms, f"packet {packet.number} belongs to another command")
        elif packet.number != partial.number + 1:
            self._refuse(now_ms, f"packet {packet.number} behind packet {partial.number}")
        else:
            self._collect(packet, body, now_ms, None)

    def _collect(self, packet: Packet, body: bytes, now_ms: int, problem: str | None) -> None:
        partial = self._partial
        assert partial is not None
        partial.number, partial.data = packet.number, partial.data + packet.data
        if packet.total > 1 and not packet.data:
            self._refuse(now_ms, "a packet without data among several")
        elif len(partial.data) > self.options.max_document:
            self.host.oversize()
            self._refuse(now_ms, f"document over {self.options.max_document} bytes")
        elif packet.number < packet.total:
            self.last_body = body
            self.reply("ack", now_ms)
        else:
            self.last_body, self._partial = body, None
            self._complete(packet, partial.data, now_ms, problem)

    def _complete(self, packet: Packet, data: bytes, now_ms: int, problem: str | None) -> None:
        link = self.link
        if link.fails("before_take", now_ms):
            return
        if problem:
            self.host.violation(problem)
        acting = link.hit("command", now_ms)
        refused = (problem is not None or "refuse" in acting
                   or not self.host.take(packet, data))
        if link.fails("after_take", now_ms):
            return
        extra = acting["busy"].ms if "busy" in acting else 0
        link.job = Job(packet, data, now_ms + self.options.processing_ms + extra, refused)
        link.fails_later("after_ack", self.reply("ack", now_ms))
