"""One document under one fault of the СКНО, at every point of the exchange.

A case is a document, a fault, the point at which it begins (an event of the model, or a message on
the wire), how often it acts, and what the people at the register do then:

    resume    the fault is lifted, the operation resumed (регл. 27)
    restart   the unit is switched off and on while the fault is there, then as above
    abandon   the cashier gives the document up while the fault is there, and again when it is gone

After each: the document is in the СКНО, the journal and on paper exactly once, or it was given up
and its number is free; the unit named the cause; it goes on without anybody's help, to a Z-report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bu.fiscal.refusal import Refusal

from . import witness
from .ram import BREAD, Register
from .skno_faults import ACTS, CASH, CHANGES, DOCUMENTS, FOR_EVER, LIE, PAUSE_MS, Fault, skno, tap

TRIES = 16
STRATEGIES = ("resume", "restart", "abandon")
SOH = b"\x17\x02"


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
