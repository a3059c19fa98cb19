"""The СКНО's side of the packet protocol: commands in, answers out, nothing of their meaning.

    регл. 70, 71; прил. 2 табл. 8, 9

A command that came whole is processed (REQ says «busy»); then REQ brings its answer, or EOT where
it was refused. The answer stands until the register's ACK: it is repeated every 0,1 s for 2 s
(point 71: the same algorithm as for sending), alone, and comes again behind each REQ's status.
"""

from tools.bench.models.skno_faults import BAD_FIELDS, Fault, Faults
from tools.bench.models.skno_job import ANSWER, BUSY, REFUSED, TOLERANCE_MS, Host, Job
from tools.bench.models.skno_options import Options
from tools.bench.models.skno_output import SPOILERS, Output
from tools.bench.models.skno_receiver import Receiver
from tools.bench.models.skno_wire import (
    EOT,
    ETX,
    SOH,
    Crc,
    Event,
    FrameReader,
    Packet,
    build,
    stuff,
)

STATUS_PAUSE_MS = 200


class Link:
    """One connection; `advance` carries the time, `on_event` what the register sent."""

    def __init__(self, serial: int, crc: Crc, options: Options, faults: Faults,
                 host: Host) -> None:
        self.serial = serial
        self.crc = crc
        self.options = options
        self.faults = faults
        self.host = host
        self.output = Output()
        self.reset()

    def reset(self) -> None:
        """Switched off: all that is not durable is forgotten."""
        self.output.clear()
        self.reader = FrameReader()
        self.receiver = Receiver(self)
        self.job: Job | None = None
        self.turns: list[tuple[int, Event]] = []
        self.busy_until_ms = 0
        self.mute_until_ms = 0
        self._busy_told_ms: int | None = None

    def busy(self, now_ms: int) -> bool:
        """Bit 0 of byte 0."""
        return now_ms < self.busy_until_ms or bool(self.job and self.job.phase == BUSY)

    # faults

    def hit(self, place: str, now_ms: int) -> dict[str, Fault]:
        """The faults on something that came in; those of the device's health are carried out."""
        acting = self.faults.hit(place)
        if "flag" in acting:
            self.host.set_flag(acting["flag"])
        if "mute" in acting:
            self.mute_until_ms = now_ms + acting["mute"].ms
            self.output.clear()
        return acting

    def fails(self, point: str, now_ms: int) -> bool:
        """Loses power at this point, if the plan says so."""
        fault = self.faults.hit(point).get("power_loss")
        if fault:
            self.host.lose_power(fault, now_ms)
        return bool(fault)

    def fails_later(self, point: str, at_ms: int) -> None:
        """The same, once the reply of that time is out."""
        fault = self.faults.hit(point).get("power_loss")
        if fault:
            self.output.put_loss(fault, at_ms)

    # time

    def next_ms(self) -> int | None:
        """When the next output byte is there."""
        times = [self.output.next_ms(), self.job.repeat_ms if self.job else None,
                 self.turns[0][0] if self.turns else None]
        return min((time for time in times if time is not None), default=None)

    def advance(self, now_ms: int) -> None:
        """Carries out what is due until `now_ms`, in the order of the times."""
        while True:
            due, job = self.output.due_ms(), self.job
            later = [(due, self._release)] if due is not None else []
            if self.turns:
                later.append((self.turns[0][0], self._turn))
            if job and job.phase == BUSY:
                later.append((job.until_ms, self._processed))
            elif job and job.repeat_ms is not None:
                later.append((job.repeat_ms, self._repeat))
            if not later:
                return
            moment, action = min(later, key=lambda entry: entry[0])
            if moment > now_ms:
                return
            action(moment)

    def _release(self, now_ms: int) -> None:
        fault = self.output.release(now_ms < self.mute_until_ms)
        if fault:
            self.host.lose_power(fault, now_ms)

    def _processed(self, now_ms: int) -> None:
        job = self.job
        assert job
        job.phase = REFUSED if job.refused else ANSWER
        if not job.refused:
            job.answer = self.host.answer(job)
            self.fails("processed", now_ms)

    def _repeat(self, now_ms: int) -> None:
        job = self.job
        assert job and job.given_ms is not None
        if now_ms - job.given_ms < self.options.repeat_for_ms:
            self._give(now_ms, self.faults.hit("answer"))
        else:
            job.repeat_ms = None

    # in

    def on_event(self, event: Event, now_ms: int) -> None:
        """One control sequence or frame from the register; at once, or when its turn comes."""
        turn_ms = self.options.turn_ms
        if not turn_ms:
            self._take(event, now_ms)
            return
        free_ms = max(now_ms, self.turns[-1][0] if self.turns else 0)
        self.turns.append((free_ms + turn_ms * (event.kind == "frame"), event))

    def _turn(self, now_ms: int) -> None:
        self._take(self.turns.pop(0)[1], now_ms)

    def _take(self, event: Event, now_ms: int) -> None:
        if event.kind == "frame":
            self.receiver.frame(event, now_ms)
        elif event.kind == "broken":
            self.receiver.reply("nak", now_ms)
        elif event.kind == "req":
            self._request(now_ms)
        elif event.kind in ("ack", "nak"):
            self._answered(event.kind, now_ms)

    def _request(self, now_ms: int) -> None:
        early = (self._busy_told_ms is not None
                 and now_ms - self._busy_told_ms < STATUS_PAUSE_MS - TOLERANCE_MS)
        if early and self.options.check_timing:
            self.host.violation("REQ within 0,2 s of «busy»")
        self._busy_told_ms = None
        acting = self.hit("req", now_ms)
        if "ignore" in acting or "mute" in acting:
            return
        if "say_busy" in acting:
            self.busy_until_ms = now_ms + acting["say_busy"].ms
        self.receiver.asked = True
        at_ms = now_ms + self.options.status_ms
        if self.busy(now_ms):
            self._busy_told_ms = self._tell(ETX, now_ms, at_ms)
        elif self.job and self.job.phase == ANSWER:
            acting = self.faults.hit("answer")
            self.job.given_ms = self._give(at_ms, acting, self._head(now_ms, acting))
        elif self.job:
            self.job = None
            self._tell(EOT, now_ms, at_ms)
        else:
            self._tell(ETX, now_ms, at_ms)

    def _answered(self, kind: str, now_ms: int) -> None:
        job = self.job
        if "ignore" in self.faults.hit("in_ack"):
            return
        if not job or job.given_ms is None or now_ms < job.given_ms:
            return
        if kind == "nak":
            self._give(now_ms + self.options.ack_ms, self.faults.hit("answer"))
        elif not self.fails("before_done", now_ms):
            if not job.intact:
                self.host.violation("ACK for an answer that was never sent intact")
            self.job, self.receiver.last_body, self.receiver.asked = None, b"", False
            self.host.delivered(job)
            self.fails("after_done", now_ms)

    # out

    def _head(self, now_ms: int, acting: dict[str, Fault]) -> bytes:
        status = self.host.status(self.busy(now_ms))
        return SOH + (status if "raw_status" in acting else stuff(status))

    def _tell(self, end: bytes, now_ms: int, at_ms: int) -> int:
        acting = self.faults.hit("status")
        return self.output.put(self._head(now_ms, acting) + end, at_ms, acting)

    def _give(self, at_ms: int, acting: dict[str, Fault], head: bytes = b"") -> int:
        """The answer, behind a status or alone; -> when it goes out."""
        job = self.job
        assert job
        packet = Packet(self.serial, job.packet.sender, job.command, len(job.answer), 1, 1,
                        job.answer)
        spoiled = [name for name in BAD_FIELDS if "bad_" + name in acting]
        for name in spoiled:
            packet = packet._replace(**{name: getattr(packet, name) ^ 1})
        raw = build(packet, self.crc, 1 if "bad_crc" in acting else 0)
        sent_ms = self.output.put(head + raw, at_ms, acting)
        job.repeat_ms = sent_ms + self.options.ack_wait_ms
        job.intact |= not (spoiled or "bad_crc" in acting
                           or any(name in acting for name in SPOILERS))
        self.fails_later("after_answer", sent_ms)
        return sent_ms
