"""A printer that fails at each line of each kind of paper, and what people do about it.

    resume      the cause is put right, the operation resumed (регл. 27)
    restart     the unit is switched off and on while the cause is there, then as above
    both        the cause is put right while the unit is off; its start goes on (регл. 28)

What was registered stands, once; the print is finished or repeated, and says so on paper; what the
СКНО holds does not change. Paper that registers nothing is refused and asked for again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bu.fiscal.refusal import Interrupted, Refusal
from tools.bench.models.printer import Printer

from . import witness
from .ram import BREAD, Register
from .skno_case import bases, differences
from .skno_faults import DOCUMENTS

STRATEGIES = ("resume", "restart", "both")
REPEATED = "Повтор печати"


def _silence(printer: Printer) -> None:
    printer.silent = True


def _sound(printer: Printer) -> None:
    printer.silent = False


Act = Callable[[Printer], None]
# cause -> what happens, what ends it, what the unit may say
CAUSES: dict[str, tuple[Act, Act, tuple[str, ...]]] = {
    "paper out": (Printer.paper_out, Printer.load_paper, ("printer_paper",)),
    "cover open": (Printer.open_cover, Printer.close_cover, ("printer_cover",)),
    "offline": (Printer.go_offline, Printer.go_online, ("printer_error",)),
    "power off": (Printer.power_off, Printer.power_on, ("printer_silent",)),
    "cutter": (lambda printer: printer.fail("cutter"), Printer.repair, ("printer_error",)),
    "no answer": (_silence, _sound, ("printer_silent",)),
}

Call = Callable[[Register], Any]


def _order(order: dict[str, Any]) -> Call:
    return lambda register: register.order(**order)


def _facade(make: Callable[[Any], Any]) -> Call:
    def call(register: Register) -> dict[str, Any]:
        try:
            register.do(make(register.unit))
        except Refusal as refusal:
            return {"ok": False, "refusal": refusal.name, "text": refusal.text(),
                    "stands": isinstance(refusal, Interrupted)}  # fmt: skip
        return {"ok": True}

    return call


# Registered: the СКНО or the journal has it before the first line is printed.
REGISTERED: dict[str, Call] = {
    **{name: _order(order) for name, order in DOCUMENTS.items() if name != "opening"},
    "cancel": _order({"do": "cancel", "lines": [BREAD]}),
}
# Nothing of it is registered: a plain refusal, and it is asked for again.
PLAIN: dict[str, Call] = {
    "x_report": _order({"do": "x_report"}),
    "copy": _order({"do": "copy"}),
    "control tape": _facade(lambda unit: unit.control_tape()),
    "memory report": _facade(lambda unit: unit.memory_report(1, 1)),
    "copy of Z": _facade(lambda unit: unit.copy_z()),
    "text": _facade(lambda unit: unit.print_text(["КАРТ-ЧЕК", "Сумма 5.00"])),
}
PAPERS = {**REGISTERED, **PLAIN}


def clean(base: Register, paper: str) -> list[str]:
    """The lines of a paper when nothing goes wrong."""
    register = base.fork()
    outcome = PAPERS[paper](register)
    if not outcome["ok"]:
        raise AssertionError(f"{paper}: {outcome}")
    return register.text()


def count_lines(base: Register, paper: str) -> int:
    """How many times something is put on paper: lines, codes and pictures."""
    register = base.fork()
    printer = register.world.printer
    count = 0

    def one() -> None:
        nonlocal count
        count += 1
        printer.after_lines(1, one)

    printer.after_lines(1, one)
    PAPERS[paper](register)
    return count


class Case:
    """One paper whose printer fails behind `line` lines (0: before the operation)."""

    def __init__(self, base: Register, whole: list[str], paper: str, cause: str, line: int,
                 strategy: str) -> None:  # fmt: skip
        self.paper, self.cause, self.line, self.strategy = paper, cause, line, strategy
        self.whole = whole
        self.register = base.fork()
        self.printer = self.register.world.printer
        self.wrong: list[str] = []

    def run(self) -> None:
        """Carries it out; `wrong` says what must not be."""
        register, printer, model = self.register, self.printer, self.register.world.skno
        begin, end, says = CAUSES[self.cause]
        before = self._kept()
        if self.line:
            printer.after_lines(self.line, lambda: begin(printer))
        else:
            begin(printer)
        outcome = PAPERS[self.paper](register)
        if outcome["ok"]:
            self.wrong.append("nobody noticed")
            return
        if outcome["refusal"] not in says:
            self.wrong.append(f"said {outcome['text']}")
        stands = self.paper in REGISTERED and self.line > 0
        if outcome["stands"] != stands:
            self.wrong.append(f"stands: {outcome['stands']}")
        if not stands and self._kept() != before:
            self.wrong.append("a refusal changed something")
        if stands:
            self._while_it_lasts(says)
        held = list(model.documents)
        if self.strategy == "restart":
            again = register.start()
            if stands and (again["ok"] or again["refusal"] not in says):
                self.wrong.append(f"started: {again}")
        end(printer)
        if self.strategy == "both":
            again = register.start()
            if not again["ok"]:
                self.wrong.append(f"started: {again}")
        self._go_on(stands)
        if model.documents[: len(held)] != held or (stands and len(model.documents) != len(held)):
            self.wrong.append("the СКНО's documents have changed")
        self._check_paper(stands)
        self.wrong += witness.check(register.world)

    def _kept(self) -> tuple[Any, ...]:
        model = self.register.world.skno
        # A report of the БЭП that was begun has used up its number, which is a setting.
        names = ("journal", "memory", "settings")[: 2 if self.paper == "memory report" else 3]
        return *map(self.register.image, names), model.documents

    def _while_it_lasts(self, says: tuple[str, ...]) -> None:
        """Nothing else is begun, nothing is given up, and trying again changes nothing."""
        register = self.register
        kept = self._kept()
        for call, name in ((register.unit.resume(), says), (register.unit.abandon(),
                           ("nothing_to_abandon",)), (register.unit.deposit(100),
                           ("unfinished",))):  # fmt: skip
            try:
                register.do(call)
                self.wrong.append(f"{name}: went through")
            except Refusal as refusal:
                if refusal.name not in name:
                    self.wrong.append(f"{refusal.name} instead of {name}")
        if self._kept() != kept:
            self.wrong.append("trying again changed something")

    def _go_on(self, stands: bool) -> None:
        register = self.register
        if stands and self.strategy != "both":
            again = register.order("resume")
        elif stands:
            again = {"ok": register.unit.unfinished() is None, "text": register.unit.unfinished()}
        else:
            again = PAPERS[self.paper](register)
        if not again["ok"]:
            self.wrong.append(f"not finished: {again['text']}")

    def _check_paper(self, stands: bool) -> None:
        """The whole paper is there in one piece at the end, as a repeat where it was begun."""
        text = self.register.text()
        end = text[-len(self.whole) :]
        if self.paper == "memory report" and self.line:
            number = "Отчет №"  # one for each attempt
            end = [line[:-1] + "1" if line.startswith(number) else line for line in end]
        if end != self.whole:
            self.wrong.append("the paper is not whole")
            return
        ahead = "\n".join(text[: -len(self.whole)])
        if stands != (REPEATED in ahead[-200:]):
            self.wrong.append(f"{REPEATED}: {not stands}")
        following = "z_report" if self.paper != "z_report" else "open_shift"
        after = self.register.order(following, cashier="Иванова")
        if not after["ok"]:
            self.wrong.append(f"{following} behind it: {after['text']}")
        self.wrong += differences(self.register)


def base() -> Register:
    """A register with a closed shift in its БЭП and an open one with a sale."""
    closed = bases()["sale"].fork()
    closed.must("z_report")
    opened = closed.fork()
    opened.must("open_shift", cashier="Иванова")
    opened.must("deposit", sum="100.00")
    opened.must("sale", lines=[BREAD], pay=[{"by": "cash", "sum": "500.00"}])
    return opened
