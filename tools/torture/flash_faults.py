"""Sectors that go bad in use, memories that are full, images of a format that is not known."""

from __future__ import annotations

import struct
from typing import Any
from zlib import crc32

from bu.fiscal.refusal import Refusal
from tools.bench.models.nor import SECTOR, Stuck

from . import witness
from .ram import BREAD, IDENTITY, Register
from .skno_case import differences
from .skno_faults import CASH

SECTORS = {"journal": 8, "memory": 4, "settings": 3}
SHIFTS, SALES = 4, 5
# How a sector goes bad.
KINDS = ("does not program", "does not erase", "a bit stays 1", "a bit stays 0")
# What may be said of it where the unit cannot go on.
SAYS = {"journal": ("journal_faulty", "journal_full"), "memory": ("memory_faulty",),
        "settings": ("settings_faulty",)}  # fmt: skip
SHORT_SALE: dict[str, Any] = {"do": "sale", "lines": [BREAD] * 5, "pay": CASH}
# Of `lives`: which byte has the bit that is stuck.
LIVES, LIVES_OF_A_SHIFT, BAD_AT = 72, 12, 700
SALE: dict[str, Any] = {"do": "sale", "lines": [BREAD] * 12, "pay": CASH}


def go_bad(register: Register, region: str, sector: int, kind: str, place: int) -> None:
    """A sector of a region goes bad now; `place` is the byte whose bit is stuck."""
    chip = register.world.regions[region]
    if kind == "does not program":
        chip.fail_program.add(sector)
    elif kind == "does not erase":
        chip.fail_erase.add(sector)
    else:
        at = sector * SECTOR + place
        stuck = Stuck(ones=0x08) if kind.endswith("1") else Stuck(zeros=0x08)
        chip.stuck[at] = stuck
        chip.allowed = {"setting", "twice"}
        if chip.cells[at] == 0xFF:
            chip.cells[at] = stuck.of(chip.cells[at])


def days(register: Register, region: str) -> list[str]:
    """Shifts that go round the journal and the settings; what must not be."""
    wrong: list[str] = []
    for shift in range(SHIFTS):
        actions: list[dict[str, Any]] = [
            {"do": "open_shift", "cashier": "Иванова"}, *[SALE] * SALES,
            {"do": "x_report"}, {"do": "z_report"}]  # fmt: skip
        for action in actions:
            outcome = register.order(**action)
            if not outcome["ok"]:
                if outcome["refusal"] not in SAYS[region]:
                    wrong.append(f"shift {shift}: {action['do']}: {outcome['text']}")
                return wrong + _kept(register)
        for number in range(8):
            register.unit.configure("outlet", f"Магазин {shift}.{number} " + "у дома " * 9)
        if not register.start()["ok"]:
            wrong.append(f"shift {shift}: does not start again")
            return wrong
    return wrong + witness.check(register.world) + [*differences(register)]


def _kept(register: Register) -> list[str]:
    """Where it cannot go on: nothing twice, nothing lost, all of it readable."""
    numbers = [entry["number"] for entry in register.world.skno.documents if entry["type"] != 15]
    wrong = [] if numbers == list(range(1, len(numbers) + 1)) else [f"numbers {numbers}"]
    wrong += register.world.skno.violations
    last = register.unit.last_number()
    if last != len(numbers):
        wrong.append(f"the unit's last number is {last}, the СКНО's {len(numbers)}")
    return wrong


def lives(kind: str, sector: int) -> list[str]:
    """A sector of the journal goes bad, and the unit, which forgets that whenever it is switched
    off, is switched on for each document anew: there is room for each, and good sectors are not
    erased oftener for it."""
    register = Register.new(SECTORS)
    go_bad(register, "journal", sector, kind, BAD_AT)
    chip, wrong, most = register.world.regions["journal"], [], 0
    register.must("open_shift", cashier="Иванова")
    begun = _good(chip.erase_counts, sector)
    for life in range(1, LIVES + 1):
        before = _good(chip.erase_counts, sector)
        outcome = register.start()
        if sum(_good(chip.erase_counts, sector)) > sum(before):
            wrong.append(f"life {life}: a start with nothing to finish erases")
        outcome = register.order(**SHORT_SALE) if outcome["ok"] else outcome
        if not outcome["ok"]:
            return [*wrong, f"life {life}: {outcome['text']}"]
        most = max(most, sum(_good(chip.erase_counts, sector)) - sum(before))
        if life % LIVES_OF_A_SHIFT == 0:
            register.must("z_report")
            register.must("start")
            register.must("open_shift", cashier="Иванова")
    register.must("z_report")
    worn = [now - then for now, then in
            zip(_good(chip.erase_counts, sector), begun, strict=True)]  # fmt: skip
    if most > 3 or 2 * sum(worn) > 3 * LIVES or max(worn) * len(worn) > 2 * sum(worn):
        wrong.append(f"{LIVES} lives: {worn} erases of good sectors, {most} in one life")
    named = f"flash: journal {sector * SECTOR}: aside: "
    return wrong + [line for line in witness.check(register.world) if not line.startswith(named)]


def _good(counts: list[int], sector: int) -> list[int]:
    return counts[:sector] + counts[sector + 1 :]


def full_journal() -> list[str]:
    """In an open shift: documents are refused, Z closes it, and the next shift has room."""
    register = Register.new({"journal": 8, "memory": 4})
    wrong: list[str] = []
    for shift in range(3):
        register.must("open_shift", cashier="Иванова")
        sold = 0
        while sold < 100:
            outcome = register.order(**SALE)
            if not outcome["ok"]:
                break
            sold += 1
        if outcome.get("refusal") != "journal_full" or outcome["stands"] or sold < 5:
            wrong.append(f"shift {shift}: {outcome} behind {sold} sales")
        cancel: dict[str, Any] = {"do": "cancel", "lines": [BREAD] * 12}
        for order in ({"do": "deposit", "sum": "1.00"}, cancel):
            again = register.order(**order)
            if not again["ok"] and again["refusal"] != "journal_full":
                wrong.append(f"shift {shift}: {again}")
        if not register.start()["ok"]:
            wrong.append(f"shift {shift}: a full journal does not start")
        for do in ("x_report", "z_report"):
            outcome = register.order(do)
            if not outcome["ok"]:
                wrong.append(f"shift {shift}: {do}: {outcome['text']}")
    return wrong + witness.check(register.world)


def full_memory() -> list[str]:
    """The БЭП takes no shift any more; it can be read, and a registration that is owed fits."""
    register = Register.new({"journal": 8, "memory": 1})
    wrong: list[str] = []
    shifts = 0
    while shifts < 100:
        outcome = register.order("open_shift", cashier="Иванова")
        if not outcome["ok"]:
            break
        register.must("z_report")
        shifts += 1
    if outcome.get("refusal") != "memory_full" or outcome["stands"] or shifts < 10:
        wrong.append(f"{outcome} behind {shifts} shifts")
    image = register.image("memory")
    if register.order("open_shift", cashier="Иванова")["ok"] or register.image("memory") != image:
        wrong.append("the refusal changed the БЭП")
    if not register.start()["ok"]:
        wrong.append("a full БЭП does not start")
    report: list[Any] = list(register.unit.shifts(1, shifts))
    if [row[0] for row in report] != list(range(1, shifts + 1)) or None in report[-1]:
        wrong.append(f"{len(report)} shifts can be read, {shifts} were made")
    return wrong + witness.check(register.world)


def _left(register: Register) -> int:
    """Bytes behind the journal's last one in its sector; the ring is in its first round."""
    return SECTOR - len(register.image("journal").rstrip(b"\xff")) % SECTOR


def _sell(base: Register, lines: int, letters: int, restart: bool = False) -> Register:
    """A sale; with a `restart`, the СКНО hears of it from the unit that starts behind it."""
    register = base.fork()
    goods = {"name": "х" * letters, "price": "1.00"}
    order: dict[str, Any] = {"do": "sale", "lines": [goods] * lines, "pay": CASH}
    if not restart:
        register.must(**order)
        return register
    faults = register.world.skno.faults
    faults.add("ignore", on="packet", times=10**6)
    register.order(**order)
    faults.plan.clear()
    register.must("start")
    return register


def end_of_a_sector() -> list[str]:
    """A document that leaves a few bytes of its sector: no erase before it is settled, also where
    the unit was switched off in between."""
    base = Register.new({"journal": 8, "memory": 4})
    base.must("open_shift", cashier="Иванова")
    while _left(base) > 2000:
        base = _sell(base, 1, 10)
    left, wrong, tried = _left(base), [], 0
    for lines in range(1, 8):
        size = left - _left(_sell(base, lines, 60))
        if not 0 <= left - size <= 120 * lines:
            continue
        for letters in range(60, 100, max(1, 20 // lines)):
            for restart in (False, True):
                register = _sell(base, lines, letters, restart)
                wrong += register.world.skno.violations
                tried += 1
    return wrong if tried > 5 else ["no document ends there"]


def wrong_checkpoint() -> list[str]:
    """Counters that no document made, in a good record: no report is made of them."""
    register = Register.new({"journal": 8, "memory": 4})
    register.must("open_shift", cashier="Иванова")
    register.must("sale", lines=[BREAD], pay=CASH)
    core = register.unit._core
    core.fold.apply(core.journal, core.find(number=1))
    core.journal.checkpoint(core.fold.content())
    wrong = [] if register.start()["ok"] else ["a wrong checkpoint stops the start"]
    held = len(register.world.skno.documents)
    for do in ("x_report", "z_report"):
        outcome = register.order(do)
        if outcome["ok"] or outcome["refusal"] != "counters_differ":
            wrong.append(f"{do} on a wrong checkpoint: {outcome}")
    if len(register.world.skno.documents) != held:
        wrong.append("a Z-report of a wrong checkpoint was sent")
    return wrong


def _newer_log(image: bytes) -> bytes:
    """Every sector header says format version 2, with a good CRC."""
    cells = bytearray(image)
    for at in range(0, len(cells), SECTOR):
        if cells[at : at + 2] == b"BU":
            cells[at + 4] = 2
            cells[at + 18 : at + 22] = struct.pack(">I", crc32(cells[at : at + 18]))
    return bytes(cells)


def forge(cells: bytearray, slot: int, place: int, value: int) -> None:
    """Changes a byte of a record of the БЭП, and its CRC with it."""
    record = cells[slot * 64 : slot * 64 + 64]
    record[place] = value
    record[59:63] = struct.pack(">I", crc32(struct.pack(">H", slot) + record[:59] + record[63:]))
    cells[slot * 64 : slot * 64 + 64] = record


def _newer_memory(image: bytes) -> bytes:
    """The manufacturer's record says format version 2, with a good CRC (slot 0)."""
    cells = bytearray(image)
    forge(cells, 0, 12, 2)
    return bytes(cells)


def newer(region: str) -> list[str]:
    """A format that this firmware does not know: named, nothing written, no factory start."""
    register = Register.new(SECTORS).fork(start=False)
    chip = register.world.regions[region]
    make = _newer_memory if region == "memory" else _newer_log
    chip.cells[:] = make(bytes(chip.cells))
    image, wrong = bytes(chip.cells), []
    outcome = register.start()
    if outcome["ok"] or outcome["refusal"] not in SAYS[region]:
        wrong.append(f"{region}: {outcome}")
    try:
        register.unit.manufacture(IDENTITY["serial"])
        wrong.append(f"{region}: can be manufactured once more")
    except Refusal:
        pass
    if register.order("open_shift", cashier="Иванова")["ok"]:
        wrong.append(f"{region}: a shift can be opened")
    if bytes(chip.cells) != image:
        wrong.append(f"{region}: was written to")
    return wrong
