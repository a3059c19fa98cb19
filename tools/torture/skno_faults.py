"""Faults of a СКНО and of its wire at every point of an exchange, for every kind of document.

A case is a document, a fault, the point at which it begins (an event of the model, or a message on
the wire), how often it acts, and what the people at the register do then:

    resume    the fault is lifted, the operation resumed (регл. 27)
    restart   the unit is switched off and on while the fault is there, then as above
    abandon   the cashier gives the document up while the fault is there, and again when it is gone

After each: the document is in the СКНО, the journal and on paper exactly once, or it was given up
and its number is free; the unit named the cause; it goes on without anybody's help, to a Z-report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bu.fiscal.refusal import Refusal
from tools.bench.models.skno import Skno

from . import witness
from .ram import BREAD, IDENTITY, Register

FOR_EVER = 1_000_000
TRIES = 16
PAUSE_MS = 15_000
STRATEGIES = ("resume", "restart", "abandon")
SOH = b"\x17\x02"
LIE = b"\x02\xc6"  # byte 1 bit 3 clear; idle, identified, nothing unfinished
CASH = [{"by": "cash", "sum": "500.00"}]

# name -> order
DOCUMENTS: dict[str, dict[str, Any]] = {
    "opening": {"do": "open_shift", "cashier": "Иванова"},
    "deposit": {"do": "deposit", "sum": "23.23"},
    "withdrawal": {"do": "withdraw", "sum": "10.00"},
    "payout": {"do": "card_payout", "sum": "5.00"},
    "sale": {"do": "sale", "lines": [BREAD], "pay": CASH},
    "long sale": {"do": "sale", "pay": CASH, "lines": [
        {"name": f"Товар {n}", "price": "1.05", "section": 23} for n in range(32)]},
    "refund": {"do": "refund", "lines": [BREAD], "pay": [{"by": "cash", "sum": "2.98"}]},
    "void": {"do": "void"},
    "z_report": {"do": "z_report"},
}  # fmt: skip


def skno(register: Register) -> Skno:
    """The СКНО on the wire, or the one that belongs there."""
    return register.world.skno


class Tap:
    """Stands between unit and СКНО; counts messages, and does something at some of them."""

    def __init__(self, wire: Any) -> None:
        self.wire = wire
        self.count = {">": 0, "<": 0}
        self.plan: list[tuple[str, int, int, Callable[[bytes], bytes]]] = []

    def at(self, way: str, first: int, times: int, change: Callable[[bytes], bytes]) -> None:
        """`change` makes what arrives of messages `first` to `first + times` of one way."""
        self.plan.append((way, first, first + times, change))

    def _pass(self, way: str, data: bytes) -> bytes:
        place = self.count[way]
        self.count[way] += 1
        for other, first, last, change in self.plan:
            if way == other and first <= place < last:
                data = change(data)
        return data

    def write(self, data: bytes) -> None:
        """From the unit."""
        self.wire.write(self._pass(">", data))

    def read(self, timeout_ms: int) -> bytes:
        """To the unit."""
        clock = self.wire._clock
        until = clock.now_ms() + timeout_ms
        while True:
            data = self.wire.read(max(0, until - clock.now_ms()))
            if not data:
                return b""
            data = self._pass("<", data)
            if data:
                return data


def tap(register: Register) -> Tap:
    """The tap on a register's wire, put in where there is none."""
    channels: dict[str, Any] = register.world.channels  # type: ignore[assignment]
    if not isinstance(channels["skno"], Tap):
        channels["skno"] = Tap(channels["skno"])
    return channels["skno"]


@dataclass(frozen=True)
class Fault:
    """One row of the matrix; `says` are the names that the unit may give it."""

    name: str
    says: tuple[str, ...]
    plan: tuple[str, str, tuple[tuple[str, Any], ...]] | None = None  # of the model
    wire: tuple[str, str] | None = None  # way, name in CHANGES
    act: str = ""  # name in ACTS
    times: int = 1


def _flip(data: bytes) -> bytes:
    at = len(data) * 5 // 8
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


# What a wire may make of a message.
CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "lost": lambda data: b"",
    "a bit flipped": _flip,
    "its beginning lost": lambda data: data[len(data) // 3 :],
    "its end lost": lambda data: data[: len(data) * 2 // 3],
    "behind half a frame": lambda data: b"\x17\x13\x00\x17" + data,
    "behind an STX": lambda data: b"\x17\x13" + data,
    "behind an ACK": lambda data: b"\x17\xaa" + data,
    "behind a NAK": lambda data: b"\x17\x07" + data,
    "behind an EOT": lambda data: b"\x17\x04" + data,
}


def _flag(name: str, value: Any) -> Callable[[Register], None]:
    def act(register: Register) -> None:
        setattr(skno(register).flags, name, value)

    return act


def _off(register: Register) -> None:
    skno(register).power_off()


def _on(register: Register) -> None:
    if not skno(register).powered:
        skno(register).power_on(register.world.now_ms())


def _another(register: Register) -> None:
    """Another СКНО on the wire; the one that belongs there lies beside it, without power."""
    world = register.world
    skno(register).power_off()
    other = Skno(IDENTITY["skno_serial"] + 1, clock=world.calendar.now)
    other.options = other.link.options = replace(other.options, check_timing=False)
    tap(register).wire.device = other


def _own(register: Register) -> None:
    tap(register).wire.device = skno(register)
    _on(register)


# What may happen to the СКНО, and what ends it.
ACTS: dict[str, tuple[Callable[[Register], None], Callable[[Register], None]]] = {
    "switched off": (_off, _on),
    "another one": (_another, _own),
    **{name: (_flag(flag, value), _flag(flag, not value)) for name, flag, value in (
        ("certificate", "certificate_ban", True), ("z unsent", "z_ban", True),
        ("memory full", "memory_ban", True), ("blocked", "blocked", True),
        ("not in order", "in_order", False), ("no crypto", "skzi", False))},
    **{f"status {status.hex()}": (_flag("forced", status), _flag("forced", None))
       for status in (b"\x17\x17", b"\x08\x17", b"\x17\x46", b"\x17\xc6", b"\x02\x46", LIE)},
}  # fmt: skip


def _plan(name: str, says: tuple[str, ...], kind: str, on: str, times: tuple[int, ...] = (1,),
          **more: Any) -> Iterator[Fault]:  # fmt: skip
    for count in times:
        label = name + {1: "", FOR_EVER: " for ever"}.get(count, f" {count} times")
        yield Fault(label, says, plan=(kind, on, tuple(more.items())), times=count)


ANY = (1, 3, FOR_EVER)
ONCE_AND_EVER = (1, FOR_EVER)
SILENT = ("skno_silent",)
NOISE = ("skno_protocol", "skno_silent")
OFF = ("skno_silent", "skno_identification")
STATUS = ("skno_faulty", "skno_blocked", "skno_no_crypto", "skno_z_unsent", "skno_busy",
          "skno_identification", "skno_shift", "unfinished", "skno_protocol", "skno_rejected",
          "skno_silent", "skno_certificate")  # fmt: skip


def _faults() -> Iterator[Fault]:
    yield from _plan("NAK", NOISE, "nak", "packet", ANY)
    yield from _plan("EOT", ("skno_rejected", "skno_protocol"), "eot", "packet", ANY)
    yield from _plan("packet not heard", NOISE, "ignore", "packet", ANY)
    yield from _plan("REQ not heard", SILENT, "ignore", "req", ANY)
    yield from _plan("ACK not heard", NOISE, "ignore", "in_ack", ANY)
    yield from _plan("silent for 1,5 s", NOISE, "mute", "packet", ms=1500)
    yield from _plan("silent for 9 s", NOISE, "mute", "req", ms=9000)
    yield from _plan("silent for 10 min", SILENT, "mute", "packet", ms=600_000)
    yield from _plan("silent for 10 min at REQ", SILENT, "mute", "req", ms=600_000)
    yield from _plan("busy for 2 min", (), "busy", "command", ms=115_000)
    yield from _plan("busy at REQ for 2 min", (), "say_busy", "req", ms=115_000)
    yield from _plan("busy for 10 min", ("skno_busy",), "busy", "command", ms=600_000)
    yield from _plan("busy at REQ for 10 min", ("skno_busy",), "say_busy", "req", ms=600_000)
    yield from _plan("refused", ("skno_rejected",), "refuse", "command", ONCE_AND_EVER)
    wrong = ("skno_protocol", "skno_foreign", "unfinished")
    for field in ("crc", "sender", "receiver", "command", "length", "total", "number"):
        yield from _plan(f"answer with a wrong {field}", wrong, "bad_" + field, "answer", ANY)
    for on in ("answer", "status", "ack"):
        yield from _plan(f"{on} lost", NOISE, "lose", on, ANY)
        yield from _plan(f"{on} twice", NOISE, "twice", on, ONCE_AND_EVER)
        yield from _plan(f"{on} 0,15 s late", NOISE, "late", on, ONCE_AND_EVER, ms=150)
        yield from _plan(f"{on} 1,9 s late", NOISE, "late", on, ONCE_AND_EVER, ms=1900)
        # Each status is then the answer to an earlier REQ, and says how things stood.
        yield from _plan(f"{on} 2,5 s late", (*NOISE, "skno_identification", "skno_shift"),
                         "late", on, ONCE_AND_EVER, ms=2500)  # fmt: skip
        yield from _plan(f"{on} cut to 3", NOISE, "cut", on, ONCE_AND_EVER, n=3)
        yield from _plan(f"{on} cut to 9", NOISE, "cut", on, ONCE_AND_EVER, n=9)
        yield from _plan(f"{on} behind garbage", NOISE, "garbage", on, ANY,
                         data=bytes.fromhex("17130517aa17ff"))  # fmt: skip
    yield from _plan("bare 17h in the status", (), "raw_status", "status", ONCE_AND_EVER)
    yield from _plan("bare 17h before the answer", (), "raw_status", "answer", ONCE_AND_EVER)
    for point in ("before_take", "after_take", "after_ack", "processed", "after_answer",
                  "before_done", "after_done"):  # fmt: skip
        yield from _plan(f"power gone {point}", OFF, "power_loss", point, ms=3000)
    for change in CHANGES:
        for way in "><":
            for times in ANY:
                name = f"{'to' if way == '>' else 'from'} the СКНО: {change}"
                yield Fault(f"{name} x{times}", (*NOISE, *STATUS), wire=(way, change),
                            times=times)  # fmt: skip
    # Nothing but an answer tells one СКНО from another.
    named = {"switched off": OFF,
             "another one": ("skno_foreign", "skno_protocol", "skno_rejected", "skno_shift",
                             "skno_identification"),
             "certificate": ("skno_certificate",), "z unsent": ("skno_z_unsent",),
             "memory full": ("skno_full",), "blocked": ("skno_blocked",),
             "not in order": ("skno_faulty",), "no crypto": ("skno_no_crypto",)}  # fmt: skip
    for act in ACTS:
        yield Fault(act, named.get(act, STATUS), act=act, times=FOR_EVER)
        if act.startswith("status"):
            yield Fault(f"{act} x2", STATUS, act=act, times=2)


FAULTS = {fault.name: fault for fault in _faults()}


class Case:
    """One document under one fault from one point on.

    `second`: when that is lifted, bit (of 16) so many of status so many is wrong, once.
    `lie`: what people do first they do while the СКНО says that it is not in order and idle.
    """

    def __init__(self, base: Register, document: str, fault: Fault, point: int,
                 strategy: str) -> None:  # fmt: skip
        self.order = DOCUMENTS[document]
        self.fault, self.point, self.strategy = fault, point, strategy
        self.register = register = base.fork()
        self.tap = tap(register)
        self.before = list(skno(register).documents)
        self.shifts = skno(register).state.shifts
        self.said: list[str] = []
        self.wrong: list[str] = []
        self._acted = False
        self.second: tuple[int, int] | None = None
        self.lie = False
        self.smooth = False  # the operation was carried out at once: nobody had to do anything

    def run(self) -> bool:
        """Carries it out; False where the exchange was over before the fault came."""
        self._arm()
        outcome = self.register.order(**self.order)
        if not self._begun():
            return False
        self._heard(outcome)
        done = self.smooth = outcome["ok"]
        if self.lie:
            self.register.wait(PAUSE_MS)
            skno(self.register).flags.forced = LIE
            if not done and self.strategy == "resume":
                self.register.order("resume")
        if not done and self.strategy == "restart":
            again = self.register.start()
            if not self.lie:
                self._heard(again)
        if not done and self.strategy == "abandon":
            self._abandon()
        self._lift()
        if self.lie:
            skno(self.register).flags.forced = None
        if self.second:
            self._flip_a_status(*self.second)
        self._finish(done)
        return True

    # the fault

    def _arm(self) -> None:
        fault, model = self.fault, skno(self.register)
        if fault.plan:
            kind, on, more = fault.plan
            self._planned = model.faults.add(kind, on=on, after=self.point, times=fault.times,
                                             **dict(more))  # fmt: skip
            return
        model.options = model.link.options = model.link.receiver.options = replace(
            model.options, check_timing=False, require_status=False)
        if fault.wire:
            way, change = fault.wire
            self.tap.at(way, self.point, fault.times, CHANGES[change])
            return
        begin, end = ACTS[fault.act]

        def act(data: bytes) -> bytes:
            if not self._acted:
                self._acted = True
                begin(self.register)
            return data

        def over(data: bytes) -> bytes:
            end(self.register)
            return data

        self.tap.at(">", self.point, 1, act)
        if fault.times != FOR_EVER:
            self.tap.at(">", self.point + fault.times, 1, over)

    def _begun(self) -> bool:
        if self.fault.plan:
            return self._planned.times < self.fault.times
        way = self.fault.wire[0] if self.fault.wire else ">"
        return self.tap.count[way] > self.point

    def _lift(self) -> None:
        model = skno(self.register)
        model.faults.plan.clear()
        model.link.mute_until_ms = 0
        self.tap.plan.clear()
        if self.fault.act:
            ACTS[self.fault.act][1](self.register)

    def _flip_a_status(self, number: int, bit: int) -> None:
        """A status has no check sum."""
        left = [number]

        def change(data: bytes) -> bytes:
            if data[:2] != SOH or len(data) < 4:
                return data
            left[0] -= 1
            if left[0] != -1:
                return data
            status = bytearray(data)
            status[2 + bit // 8] ^= 1 << bit % 8
            return bytes(status)

        self.tap.at("<", 0, FOR_EVER, change)

    # the people

    def _heard(self, outcome: dict[str, Any]) -> None:
        if not outcome["ok"]:
            self.said.append(outcome["refusal"])
            if outcome["refusal"] not in self.fault.says:
                self.wrong.append(f"said {outcome['text']}")

    def _abandon(self) -> None:
        unit = self.register.unit
        waits = unit.unfinished()
        if waits is None:
            return
        held = len(skno(self.register).documents)
        try:
            given_up = self.register.do(unit.abandon())
        except Refusal:
            return
        if given_up and unit.unfinished() is not None:
            self.wrong.append(f"{unit.unfinished()} stands after it was given up")
        if given_up and len(skno(self.register).documents) > len(self.before):
            self.wrong.append(f"given up, but the СКНО has it ({held})")

    def _there(self) -> bool:
        """True once the СКНО has the operation."""
        model = skno(self.register)
        if self.order["do"] == "open_shift":
            return model.state.shifts > self.shifts
        return len(model.documents) > len(self.before)

    def _finish(self, done: bool) -> None:
        """What a cashier does until the operation is done, within four minutes."""
        register = self.register
        for _ in range(TRIES):
            if done and register.unit.unfinished() is None:
                break
            register.wait(PAUSE_MS)
            if register.unit.unfinished() is None:
                done = self._there() or register.order(**self.order)["ok"]
            elif self.strategy == "abandon" and "sending" in (register.unit.unfinished() or ()):
                self._abandon()
            else:
                done = register.order("resume")["ok"]
        else:
            self.wrong.append(f"never finished: {register.unit.unfinished()}, {self.said}")
            return
        self._check()

    def _check(self) -> None:
        """Once in the СКНО, in the journal and on paper; and the day goes on."""
        register, model, opening = self.register, skno(self.register), self.order["do"]
        documents = model.documents
        new = documents[len(self.before) :]
        if opening == "open_shift":
            if model.state.shifts != self.shifts + 1 or new:
                self.wrong.append(f"{model.state.shifts - self.shifts} openings, {new}")
        elif len(new) != 1:
            self.wrong.append(f"{len(new)} documents instead of one")
        following = "open_shift" if opening == "z_report" else "z_report"
        after = register.order(following, cashier="Иванова")
        if not after["ok"] and not after["stands"]:
            register.wait(PAUSE_MS)  # it may just have been plugged in
            after = register.order(following, cashier="Иванова")
        if not after["ok"]:
            self.wrong.append(f"{following} behind it: {after['text']}")
            return
        # A 10h that is turned into 11h is a right answer to another command.
        if self.fault.name.startswith("answer with a wrong command"):
            model.violations = [text for text in model.violations
                                if not text.startswith("ACK for an answer that was never sent")]
        self.wrong += [*witness.check(register.world), *papers_twice(register)]
        self.wrong += differences(register)


def papers_twice(register: Register) -> Iterator[str]:
    """Documents that stand on paper twice: no fault of the СКНО is a reason for that."""
    papers = "\n".join(register.world.printer.tape.text)
    for entry in register.world.skno.documents:
        if papers.count("УИ " + entry["uid"]) != 1:
            yield f"{papers.count('УИ ' + entry['uid'])} papers of {entry['uid']}"


def differences(register: Register) -> Iterator[str]:
    """Figures of the last shift in which unit and СКНО disagree."""
    ours, theirs = register.unit.figures().totals(), register.world.skno.totals()
    for name in ("documents", "payment_documents", "last_payment_document"):
        if ours[name] != theirs[name]:
            yield f"{name}: {ours[name]}, СКНО {theirs[name]}"
    for code, values in theirs["currencies"].items():
        for name, value in values.items():
            if ours["currencies"][code][name] != value:
                yield f"{code} {name}: {ours['currencies'][code][name]}, СКНО {value}"


def bases() -> dict[str, Register]:
    """The register with its shift closed, and open with a sale that can be voided."""
    closed = Register.new({"memory": 16})
    opened = closed.fork()
    opened.must("open_shift", cashier="Иванова")
    opened.must("deposit", sum="100.00")
    opened.must("sale", lines=[BREAD], pay=CASH)
    return {document: closed if document == "opening" else opened for document in DOCUMENTS}
