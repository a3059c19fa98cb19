"""One flipped bit anywhere in the flash of a register: the start, and all that can be read then.

What is read is exactly what was written, or the unit says what is broken, by a refusal or by the
name of the record that it cannot read; never a silently different figure. And a start programs and
erases nothing, whatever it finds.
"""

from __future__ import annotations

import random
from typing import Any

from bu.control_unit import fold
from bu.fiscal.refusal import Refusal

from .flash_faults import forge
from .ram import BREAD, Register
from .skno_faults import CASH, DOCUMENTS

SECTORS = {"journal": 8, "memory": 2, "settings": 2}
FORGED = 30  # a byte in the body of a record of the БЭП (docs/storage.md)
# What a damaged region may be called.
NAMES = {
    "journal": {"journal_faulty", "counters_differ"},
    "memory": {"memory_faulty", "memory_foreign", "memory_absent"},
    "settings": {"settings_faulty"},
}


def _closed() -> Register:
    register = Register.new(SECTORS)
    register.must("open_shift", cashier="Иванова")
    register.must("sale", lines=[BREAD], pay=CASH)
    register.must("z_report")
    return register


def _open() -> Register:
    register = _closed()
    register.must("open_shift", cashier="Иванова")
    register.must("sale", lines=[BREAD], pay=CASH)
    register.must("cancel", lines=[BREAD])
    return register


def _prepared() -> Register:
    """A document that the СКНО has not answered."""
    register = _open()
    register.world.skno.faults.add("mute", on="packet", ms=10**9)
    register.order(**DOCUMENTS["deposit"])
    assert register.unit.unfinished() is not None
    return register


def _printing() -> Register:
    """A Z-report that is not on paper."""
    register = _open()
    register.world.printer.paper_after_lines(3)
    register.order("z_report")
    assert register.unit.unfinished() is not None
    return register


def _longer() -> Register:
    """Checkpoints, and a journal that has gone once around its ring."""
    register = _closed()
    for _ in range(2):
        register.must("open_shift", cashier="Иванова")
        for _ in range(12):
            register.must("sale", lines=[BREAD] * 6, pay=CASH)
        register.must("z_report")
    register.must("open_shift", cashier="Иванова")
    for _ in range(3):
        register.must("sale", lines=[BREAD] * 3, pay=CASH)
    return register


STATES = {"closed": _closed, "open": _open, "prepared": _prepared, "printing": _printing,
          "longer": _longer}  # fmt: skip


def written(image: bytes) -> list[int]:
    """Addresses of bytes in pages that are not blank."""
    blank = b"\xff" * 256
    pages = [at for at in range(0, len(image), 256) if image[at : at + 256] != blank]
    return [at for page in pages for at in range(page, page + 256)]


def look(register: Register, strict: bool = True) -> tuple[dict[str, Any], set[str]]:
    """(what can be read, what the unit says is broken); nothing is written.

    Not `strict`: what the stores themselves list as damage counts as said, too.
    """
    facts: dict[str, Any] = {}
    reported: set[str] = set()
    register.build()
    core = register.unit._core
    try:
        core.open_memories()
    except Refusal as refusal:
        return facts, {refusal.name}
    facts["settings"] = {name: core.settings.get(name) for name in core.settings.names()}
    facts["memory"] = []
    for record in core.memory.records():
        if record.fault or record.kind == 0:
            reported.add("memory_faulty")
        facts["memory"].append(_record(record))
    facts["journal"] = []
    for entry in core.journal.entries(0):
        if entry.damaged:
            reported.add("journal_faulty")
        facts["journal"].append(_entry(core.journal, entry))
    waits = core.journal.state.unfinished
    if waits is not None and waits.damaged:
        reported.add("journal_faulty")
    facts["unfinished"] = waits and (waits.kind, waits.number, waits.stage)
    if any(what == "lost" for what, _ in core.journal.damage):
        reported.add("journal_faulty")
    for name, make in (("start", fold.at_start), ("fold", fold.in_full)):
        try:
            facts[name] = b"".join(make(core.journal).counters.pieces())
        except Refusal as refusal:
            reported.add(refusal.name)
    try:
        facts["figures"] = register.unit.figures().totals()
    except Refusal as refusal:
        reported.add(refusal.name)
    if not strict:
        for store in (core.journal, core.memory, core.settings):
            reported |= {what for what, _ in store.damage}
    state = core.journal.state
    facts["state"] = (state.number, state.payment_number, state.z_number, state.shift_open,
                      state.shift_number, state.shift_date_time, state.uid, state.key)  # fmt: skip
    return facts, reported


def _entry(journal: Any, entry: Any) -> tuple[Any, ...] | None:
    if entry.damaged:
        return None
    return (entry.kind, entry.number, entry.date_time, entry.stage, entry.uid, entry.key,
            journal.image(entry).read(), journal.paper(entry).read())  # fmt: skip


def _record(record: Any) -> tuple[Any, ...] | None:
    if record.fault or record.kind == 0:
        return None
    return tuple(sorted((name, repr(value)) for name, value in vars(record).items()
                        if name != "registration"))  # fmt: skip


class Flips:
    """A state of the register, and what is read of it when nothing is wrong."""

    def __init__(self, state: str) -> None:
        self.register = STATES[state]()
        self.state = state
        self.facts, reported = look(self.register.fork(start=False))
        if reported:
            raise AssertionError(reported)

    def wrong(self, region: str, address: int, bit: int) -> list[str]:
        """What must not be, with this bit flipped."""
        register = self.register.fork(start=False)
        chip = register.world.regions[region]
        chip.cells[address] ^= 1 << bit
        return self.judge(register, region)

    def forged(self) -> list[str]:
        """Each record of the БЭП in turn with another content and a good CRC: the MAC tells."""
        found = []
        slots = len(self.register.image("memory").rstrip(b"\xff")) // 64 + 1
        for slot in range(slots):
            register = self.register.fork(start=False)
            cells = register.world.regions["memory"].cells
            if cells[slot * 64 + 63] != 0xFF:
                forge(cells, slot, FORGED, cells[slot * 64 + FORGED] ^ 1)
                found += [f"record {slot} forged: {each}"
                          for each in self.judge(register, "memory", strict=False)]
        return found

    def spoilt(self, region: str, chance: random.Random) -> tuple[Register, str]:
        """The register with two to eight flipped bits close together, and which they are."""
        register = self.register.fork(start=False)
        cells = register.world.regions[region].cells
        first = chance.choice(written(bytes(cells)))
        width = min(chance.choice((1, 2, 16, 200)), len(cells) - first)
        flips = [(first + chance.randrange(width), chance.randrange(8))
                 for _ in range(chance.choice((2, 3, 8)))]  # fmt: skip
        for address, bit in flips:
            cells[address] ^= 1 << bit
        return register, str(flips)

    def goes_on(self, register: Register) -> list[str]:
        """Behind a start that was refused nothing is registered."""
        for chip in register.world.regions.values():
            chip.allowed = {"setting", "twice"}  # flipped bits where it is to be written on
        found, before = [], len(register.world.skno.documents)
        outcome = register.start()
        if outcome["ok"] or outcome["stands"]:
            return []
        for document in ("sale", "opening", "z_report"):
            if register.order(**DOCUMENTS[document])["ok"]:
                found.append(f"{document} goes behind a refused start: {outcome['refusal']}")
        if len(register.world.skno.documents) != before:
            found.append(f"a document behind a refused start: {outcome['refusal']}")
        return found

    def judge(self, register: Register, region: str, strict: bool = True) -> list[str]:
        """What must not be, with a region spoilt that the unit has not looked at yet."""
        chip = register.world.regions[region]
        image = bytes(chip.cells)
        try:
            facts, reported = look(register, strict)
        except Exception as error:
            return [f"{type(error).__name__}: {error}"]
        found = []
        if bytes(chip.cells) != image:
            found.append("the start has changed the flash")
        if strict and reported - NAMES[region]:
            found.append(f"called {reported - NAMES[region]}")
        for name, value in facts.items():
            if value == self.facts[name]:
                continue
            if not reported:
                found.append(f"{name} is silently different")
            elif name in ("journal", "memory"):
                strange = [each for each in value if each and strict
                           and each not in self.facts[name]]  # fmt: skip
                found += [f"{name}: {each[:3]} never was" for each in strange]
            elif strict and name not in ("unfinished", "state"):
                found.append(f"{name} is different, and only {reported} said so")
        return found
