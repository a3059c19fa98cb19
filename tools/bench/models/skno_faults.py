"""Faults of a СКНО as data: which event, how often, what goes wrong.

    faults.add("bad_crc", times=2)                     the next two answers
    faults.add("late", on="ack", ms=150, after=3)      the fourth ACK comes late
    faults.add("power_loss", at="after_take", ms=500)  switched off there, on again after 0,5 s

    kind            on (default first)      arguments   what happens
    nak, eot        packet                              a good packet gets NAK / EOT, and is lost
    ignore          packet, req, in_ack                 the bytes never arrived
    busy            command                 ms          processing takes so much longer
    refuse          command                             REQ brings EOT though nothing was wrong
    say_busy        req                     ms          busy from this REQ on
    mute            req, packet             ms          neither hears nor answers
    flag            req, packet             name,value  sets a field of `Flags`
    lose, twice     answer, status, ack                 the reply is lost / comes two times
    late            answer, status, ack     ms          the reply comes later
    garbage         answer, status, ack     data        bytes before the reply
    cut             answer, status, ack     n           only the first n bytes of the reply
    bad_*           answer                              crc, sender, receiver, command, length,
                                                        total, number of the answer's packet
    raw_status      status, answer                      a 17h of the status without 12h
    power_loss      point (at=NAME)         ms          off at that point; on after ms if not 0

Points: before_take, after_take (a whole command came; not yet / already durable), after_ack,
processed, after_answer, before_done, after_done (the ACK of an answer came).
"""

from dataclasses import dataclass, field
from typing import Any

REPLIES = ("answer", "status", "ack")
POINTS = ("before_take", "after_take", "after_ack", "processed", "after_answer", "before_done",
          "after_done")
BAD_FIELDS = ("sender", "receiver", "command", "length", "total", "number")
KINDS: dict[str, tuple[str, ...]] = {
    "nak": ("packet",), "eot": ("packet",), "ignore": ("packet", "req", "in_ack"),
    "busy": ("command",), "refuse": ("command",), "say_busy": ("req",),
    "mute": ("req", "packet"), "flag": ("req", "packet"),
    "lose": REPLIES, "twice": REPLIES, "late": REPLIES, "garbage": REPLIES, "cut": REPLIES,
    "bad_crc": ("answer",), **{"bad_" + name: ("answer",) for name in BAD_FIELDS},
    "raw_status": ("status", "answer"), "power_loss": POINTS,
}


@dataclass
class Fault:
    """One entry of the plan: skips `after` events, then acts `times` times."""

    kind: str
    on: str
    times: int = 1
    after: int = 0
    ms: int = 0
    n: int = 0
    data: bytes = b""
    name: str = ""
    value: Any = None


@dataclass
class Faults:
    """The plan; `hit` is asked by the model at each event."""

    plan: list[Fault] = field(default_factory=list)

    def add(self, kind: str, on: str = "", at: str = "", **values: Any) -> Fault:
        """Appends a fault. ValueError for an unknown kind or a place it does not fit."""
        places = KINDS.get(kind, ())
        place = on or at or (places[0] if places else "")
        if place not in places:
            raise ValueError(f"fault {kind!r} on {place!r}: {places}")
        fault = Fault(kind, place, **values)
        self.plan.append(fault)
        return fault

    def extend(self, plan: list[dict[str, Any]]) -> None:
        """Appends faults given as dicts, as JSON holds them: `data` may be hex there."""
        for entry in plan:
            data = entry.get("data", b"")
            self.add(**{**entry, "data": bytes.fromhex(data) if isinstance(data, str) else data})

    def hit(self, place: str) -> dict[str, Fault]:
        """The faults that act on this event, by kind; each counts the event."""
        acting: dict[str, Fault] = {}
        for fault in self.plan:
            if fault.on != place or not fault.times:
                continue
            if fault.after:
                fault.after -= 1
            elif fault.kind not in acting:
                fault.times -= 1
                acting[fault.kind] = fault
        return acting

    @property
    def pending(self) -> int:
        """How many times the plan will still act."""
        return sum(fault.times for fault in self.plan)
