"""The long run: 3000 shifts on one set of images, to the БЭП's last record; and a flat heap.

    life    a БЭП in which the firmware's own storage has put as many shifts as leave room for the
            run, then shift after shift through the facade, every so many of them a full one of 250
            receipts, beside the reference model, until the БЭП refuses another one
    heap    shifts in one process of 32-bit MicroPython: what is allocated after each Z-report
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from bu.storage.fiscal_memory import FiscalMemory
from bu.storage.settings import Settings
from tools import inspect
from tools.bench import remote, trouble
from tools.bench.local import LocalUnit
from tools.bench.models.nor import SECTOR
from tools.bench.remote import RemoteUnit
from tools.setup import runtime
from tools.torture import sums
from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.ledger import OK, Ledger
from tools.torture.scene import IDENTITY, Scene

SHIFTS, FULL_EVERY = 3000, 250  # of the full form; twelve shifts are full ones
SHORT_SHIFTS, SHORT_FULL = 44, 30
RECEIPTS = 250
# Every so many shifts one with five currencies (two slots of the БЭП), and a restart.
WIDE, RESTART = 10, 50
START_UP = 64 * 1024  # most bytes read at start-up
EVEN = 2  # erases by which sectors of one region may differ
LAST = 30  # free records that are named on paper (регл. 35.3)
HEAP_SHIFTS, SHORT_HEAP = 60, 14
# The budget (docs/memory-speed.md), also for a Z-report of five currencies.
HEAP = remote.HEAP["i386"]
SETTLED = 6  # shifts after which the heap has found its size
CURRENCIES = ("EUR", "RUB", "USD", "PLN")
START = datetime.datetime(2027, 1, 1, 8, 0)


class Wrong(AssertionError):
    """Something is not as it must be."""


class Worn(Scene):
    """Counts what a start costs: `again` are erases of what was blank since an earlier one."""

    def __init__(self) -> None:
        super().__init__()
        self.again = {name: [0] * chip.sectors for name, chip in self.regions.items()}
        self.starts = 0

    def restarted(self) -> None:
        super().restarted()
        self.starts += 1

    def flash_erase(self, name: str, block: int) -> None:
        chip = self.regions[name]
        blank = chip.cells.count(0xFF, block * SECTOR, (block + 1) * SECTOR) == SECTOR
        self.again[name][block] += blank and chip.erase_counts[block] > 0
        super().flash_erase(name, block)


class Life:
    """One register and its model; `unit` is a front end of the bench."""

    def __init__(self, make: Any = LocalUnit) -> None:
        self.scene = Worn()
        self.make = make
        self.moment = START
        self.scene.calendar.script(self.moment)
        self.unit = make(self.scene)
        self.ledger = Ledger("BYN", IDENTITY["rates"], START)
        self.outcome = Outcome()
        self.insist({"do": "start"})
        self.insist({"do": "register", **IDENTITY})
        for number, code in enumerate(CURRENCIES[2:]):
            self.call("set_rate", code, 30_000 + number, 1)

    def insist(self, order: dict[str, Any]) -> dict[str, Any]:
        """An order that must be carried out."""
        outcome: dict[str, Any] = self.unit.command(order)
        if not outcome["ok"]:
            raise Wrong(f"{order['do']}: {outcome['text']} {self.scene.skno.violations[-1:]}")
        return outcome

    def do(self, action: str, minutes: int = 1, **more: Any) -> None:
        """The next action, by unit and model."""
        self.moment += datetime.timedelta(minutes=minutes)
        self.scene.calendar.script(self.moment)
        order = {"do": action, **more}
        verdict, apply = self.ledger.meet(order, self.moment)
        if action == "call":
            order["how"] = trouble.CALLS[order["name"]]
        elif verdict != OK:
            raise Wrong(f"the model refuses {order}")
        self.insist(order)
        apply()

    def call(self, name: str, *given: Any) -> None:
        """Another method of the facade."""
        more: dict[str, Any] = {"name": name, "with": list(given)}
        self.do("call", **more)

    def restart(self) -> int:
        """Off and on; bytes of flash read at the start."""
        trouble.power(self.scene, False)
        self.unit.close()
        trouble.power(self.scene, True)
        self.scene.sleep_ms(5000)
        self.scene.restarted()
        chips = self.scene.regions.values()
        before = sum(chip.counts.read_bytes for chip in chips)
        self.unit = self.make(self.scene)
        self.insist({"do": "start"})
        read = sum(chip.counts.read_bytes for chip in chips) - before
        if read > START_UP:
            raise Wrong(f"{read} bytes read at start-up")
        return read

    def fill(self, shifts: int) -> None:
        """The БЭП of a register that has worked for long: `shifts` more of them are left."""
        # A usual shift takes one slot of the two that the worst case needs.
        self.age(lambda memory: memory.free_shifts <= (shifts + shifts // WIDE) // 2)

    def age(self, enough: Callable[[Any], bool]) -> None:
        """Usual shifts go into the БЭП until its state is `enough`."""
        settings = Settings(self.scene.regions["settings"])
        settings.open()
        memory = FiscalMemory(self.scene.regions["memory"], 10)
        memory.open(settings.get("secret"))
        past = datetime.datetime(2026, 12, 1, 21, 0)
        time = max(past.timetuple()[:6], memory.state.last_date_time or ())
        while not enough(memory.state):
            z = memory.state.z_number + 1
            memory.add_shift(z, time, z % 500, [("BYN", 100 * z)])
        self.ledger.z = memory.state.z_number
        # The СКНО has taken these Z-reports, and does not keep what was delivered.
        self.scene.skno.state.last_z = self.scene.skno.books.ledger.last_z = self.ledger.z
        self.restart()

    def shift(self, number: int, receipts: int) -> None:
        """One shift, a day after the one before."""
        self.moment = max(self.moment, START + datetime.timedelta(days=number))
        if number % 3 == 0:
            self.call("configure", "top", [f"Смена {number}", "Спасибо за покупку"])
        self.do("open_shift", cashier="Иванова")
        self.do("deposit", sum="100.00")
        for at in range(receipts):
            self.receipt(number * 7 + at)
        if number % WIDE == 0:
            for code in CURRENCIES:
                self.do("deposit", sum="5.00", currency=code)
        self.do("withdraw", sum="50.00")
        self.do("z_report", minutes=5)
        self._look()
        self.outcome.counts["shifts"] += 1

    def receipt(self, chance: int) -> None:
        lines = [{"name": f"Товар {chance % 37} {place}", "price": sums.text(99 + chance % 900),
                  "qty": "1.5" if place else "2"} for place in range(1 + chance % 4)]
        order: dict[str, Any] = {"do": "sale", "lines": lines}
        total = sums.total(order, sums.entered(order))
        by = "card" if chance % 3 == 0 else "cash"
        self.do("sale", lines=lines, pay=[{"by": by, "sum": sums.text(total)}])

    def _look(self) -> None:
        """The unit's figures beside the model's; what was looked at is put away."""
        state = self.insist({"do": "state"})
        wanted = {"figures": self.ledger.figures(), "last_number": self.ledger.number,
                  "shift_open": False, "unfinished": []}  # fmt: skip
        wrong = trouble.differences(wanted, state)
        records = self.scene.skno.state.records
        if len(records) != len(self.ledger.documents):
            wrong.append(f"the СКНО holds {len(records)} of {len(self.ledger.documents)}")
        wrong += self.scene.skno.violations + self.scene.printer.errors
        shown = any("Свободных записей БЭП" in line for line in self.scene.printer.tape.text)
        if shown != (state["free_records"] < LAST):
            wrong.append(f"free records {state['free_records']}, shown: {shown}")
        if wrong:
            raise Wrong("; ".join(wrong[:5]))
        self.free = state["free_records"]
        self.heap = self.insist({"do": "heap"})["heap"]
        self.scene.printer.tape.text.clear()
        self.scene.printer.tape.cuts.clear()

    def close(self) -> None:
        self.unit.close()


def _even(life: Life) -> Iterator[str]:
    """Wear: as even as a ring is, and the headers count what the chip counts.

    What a start erases again is counted for itself: two sectors at most, and by no header.
    """
    for name in ("journal", "settings"):
        chip, again = life.scene.regions[name], life.scene.again[name]
        if sum(again) > 2 * life.scene.starts:
            yield f"{name}: {sum(again)} sectors erased again at {life.scene.starts} starts"
        counts = [erased - more for erased, more in zip(chip.erase_counts, again, strict=True)]
        if max(counts) - min(counts) > EVEN:
            yield f"{name}: erases {min(counts)}-{max(counts)}"
        for sector, erased in enumerate(counts):
            head = chip.cells[sector * SECTOR : sector * SECTOR + 16]
            if head[:2] == b"BU" and int.from_bytes(head[12:16], "big") != erased:
                yield f"{name} sector {sector}: erased {erased} times, its header says otherwise"
    if any(life.scene.regions["memory"].erase_counts):
        yield "the БЭП was erased"


def _full(life: Life) -> Iterator[str]:
    """The БЭП is at its end: the right refusal, nothing changes, everything can be read."""
    life.moment += datetime.timedelta(days=1)
    life.scene.calendar.script(life.moment)
    before = [bytes(chip.cells) for chip in life.scene.regions.values()]
    for _ in range(2):
        outcome = life.unit.command({"do": "open_shift", "cashier": "Иванова"})
        if outcome["ok"] or outcome["refusal"] != "memory_full" or outcome["stands"]:
            yield f"a shift on a full БЭП: {outcome}"
        if before != [bytes(chip.cells) for chip in life.scene.regions.values()]:
            yield "the refusal of a shift on a full БЭП changed something"
        life.restart()
    last = life.ledger.z
    for name, given in (("memory_report", [last - 5, last]), ("copy_z", []),
                        ("registration_report", []), ("settings", [])):  # fmt: skip
        outcome = life.unit.command({"do": "call", "name": name, "with": given,
                                     "how": trouble.CALLS[name]})  # fmt: skip
        if not outcome["ok"]:
            yield f"{name} on a full БЭП: {outcome}"
    text = "\n".join(life.scene.printer.tape.text)
    if str(last) not in text or "Копия Z-отчета" not in text:
        yield "the reports on a full БЭП lack what they are of"


def _inspected(life: Life, first: int) -> Iterator[str]:
    """The images as the inspector reads them, against the model."""
    images = {name: bytes(chip.cells) for name, chip in life.scene.regions.items()}
    report = inspect.read(images)
    for finding in report.findings:
        if finding.level == inspect.SERVICE:
            yield f"inspect: {finding.text}"
    shifts = [each for each in report.memory if each.kind == "shift"]
    if [each.shift for each in shifts] != list(range(1, life.ledger.z + 1)):
        yield "the numbers of the shifts in the БЭП have a gap"
    for each, ours in zip(shifts[first:], life.ledger.closed, strict=True):
        sales = {code: values["sales_sum"] for code, values in ours.totals.items()}
        if (each.documents, dict(each.totals)) != (ours.payments, sales):
            yield f"БЭП, shift {each.shift}: {each.totals}, the model {sales}"
    taken = life.scene.skno.documents
    held = [[entry["type"], entry.get("number", entry.get("z_number"))] for entry in taken]
    if held != life.ledger.documents:
        yield "the СКНО's documents are not the model's"


def life(shifts: int, full_every: int) -> Outcome:
    """`shifts` and the few more that the БЭП takes, every so many a full one."""
    with mock.patch("gc.collect", lambda: 0):
        run = Life()
        first, number, most = 0, 0, 0
        try:
            run.fill(shifts)
            first = run.ledger.z
            while run.insist({"do": "state"})["free_records"]:
                run.shift(number, RECEIPTS if number % full_every == full_every // 2
                          else 1 + number % 2)
                number += 1
                if number % RESTART == 0 or run.free == 1:
                    most = max(most, run.restart())
            wrong = [*_full(run), *_even(run), *_inspected(run, first)]
        except Wrong as error:
            wrong = [f"shift {number}: {error}"]
    again = f"python -m tools.torture long{' --short' if shifts < SHIFTS else ''}"
    run.outcome.violations += [f"{each}: {again}" for each in wrong]
    journal = run.scene.regions["journal"].erase_counts
    settings = run.scene.regions["settings"].erase_counts
    run.outcome.notes.append(
        f"{number} shifts ({run.ledger.number} documents) behind {first} older ones, to the last "
        f"record of the БЭП; erases of a journal sector {min(journal)}-{max(journal)}, of a "
        f"settings sector {min(settings)}-{max(settings)}; {sum(run.scene.again['journal'])} of "
        f"them again at {run.scene.starts} starts; at most {most} bytes read at start-up")
    run.close()
    return run.outcome


def heap(shifts: int) -> Outcome:
    """The same register in one process of 32-bit MicroPython with a board's heap."""
    if runtime.preferred_arch() != "i386":
        return Outcome(notes=["NO HEAP RUN: no 32-bit MicroPython here: "
                              f"{runtime.missing_reason()}"])
    run = Life(lambda scene: RemoteUnit(scene, HEAP))
    sizes = []
    try:
        for number in range(shifts):
            run.shift(number, 4 + number % 3)
            sizes.append(run.heap)
        settled, end = max(sizes[:SETTLED]), max(sizes[SETTLED:])
        if end > settled:
            run.outcome.violations.append(
                f"the heap grows from {settled} to {end} bytes: {sizes}: "
                "python -m tools.torture long")
        run.outcome.notes.append(
            f"heap after a Z-report, MicroPython i386: {sizes[0]} bytes at first, at most "
            f"{settled} in {SETTLED} shifts, {end} in the {shifts - SETTLED} behind them")
    except Wrong as error:
        run.outcome.violations.append(f"{error}: python -m tools.torture long")
    finally:
        run.close()
    return run.outcome


class Long(Campaign):
    """Wear, the БЭП's end, start-up and heap."""

    name, title = "long", "the long run"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        if short:
            return [Job("life", life, (SHORT_SHIFTS, SHORT_FULL)),
                    Job("heap", heap, (SHORT_HEAP,))]
        return [Job("life", life, (SHIFTS, FULL_EVERY), 9), Job("heap", heap, (HEAP_SHIFTS,), 2)]
