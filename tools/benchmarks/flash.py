"""What storage costs: flash work per journal record beside littlefs, and reads at start-up."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bu.storage.fiscal_memory import FiscalMemory
from bu.storage.journal import CHECKPOINT_EVERY, Journal
from bu.storage.journal_records import SALE
from bu.storage.layout import FRAME
from bu.storage.settings import Settings
from tools.bench.models.nor import PAGE, SECTOR, Nor
from tools.setup import runtime

from .figures import Figure

IMAGE, PAPER, KEY, UID, COUNTERS = 436, 160, 4, 12, 400  # a receipt of four lines; a checkpoint
RECEIPTS = 200
SHIFTS = 3000
BLOCKS = 64
BUDGET = 64 * 1024
NOW = (2026, 12, 1, 8, 0, 0)
RECORDS = ("prepared", "committed", "printed")


class Watched(Nor):
    """The chip, with the pages that were programmed since `pages` was cleared."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.pages: set[tuple[int, int]] = set()

    def writeblocks(self, block: int, buf: bytes | bytearray | memoryview, off: int = 0) -> None:
        self.pages.add((block, off // PAGE))
        super().writeblocks(block, buf, off)


@dataclass
class Cost:
    """Work of one kind of record, summed up."""

    size: int = 0
    programs: int = 0
    programmed: int = 0
    erases: int = 0
    worst: int = 0
    pages: int = 0  # touched: the budget of programs; 0: not known


def open_shift(nor: Nor) -> Journal:
    """A new journal with an open shift."""
    Journal.format(nor)
    journal = Journal(nor)
    journal.open()
    journal.opening(1, NOW, b"", b"cashier")
    journal.opened()
    journal.checkpoint(bytes(COUNTERS))
    return journal


def write(journal: Journal, record: str, number: int) -> None:
    """Appends one record of a four-line receipt."""
    if record == "prepared":
        journal.prepare(SALE, number, NOW, b"\x55" * IMAGE, b"\x55" * PAPER, bytes(KEY))
    elif record == "committed":
        journal.commit(b"\x55" * UID)
    else:
        journal.printed()


def measure_journal() -> dict[str, Cost]:
    """Costs by kind of record of four-line receipts, one after another."""
    nor = Watched(BLOCKS * SECTOR)
    journal = open_shift(nor)
    costs = {name: Cost() for name in RECORDS}
    for number in range(1, RECEIPTS + 1):
        for name in RECORDS:
            counts = nor.counts
            before = counts.programs, counts.programmed_bytes, counts.erases
            nor.pages.clear()
            write(journal, name, number)
            cost = costs[name]
            erases = counts.erases - before[2]
            cost.programs += counts.programs - before[0]
            cost.programmed += counts.programmed_bytes - before[1]
            cost.erases += erases
            cost.worst = max(cost.worst, erases)
            cost.pages += len(nor.pages)
    costs["prepared"].size = FRAME + 20 + KEY + IMAGE + PAPER
    costs["committed"].size = FRAME + 5 + UID
    costs["printed"].size = FRAME + 5
    return costs


def measure_littlefs(sizes: list[int]) -> list[Cost] | None:
    """Costs of the same records in a littlefs file, on MicroPython; None without one."""
    arch = runtime.preferred_arch()
    command = runtime.command(arch) if arch else None
    if command is None:
        return None
    script = Path(__file__).with_name("flash_littlefs.py")
    args = [str(number) for number in (BLOCKS, RECEIPTS, *sizes)]
    done = subprocess.run([*command, "-X", "heapsize=2m", str(script), *args], timeout=120,
                          capture_output=True, text=True, check=True)
    rows = [[int(word) for word in line.split()] for line in done.stdout.splitlines()]
    return [Cost(size, *row) for size, row in zip(sizes, rows, strict=True)]


def measure_start() -> list[tuple[str, int]]:
    """Bytes read from power-on to ready, part by part: full journal, 3000 shifts in the БЭП."""
    flash, memory_flash, settings_flash = (Nor(size * SECTOR) for size in (BLOCKS, 128, 4))
    journal = open_shift(flash)
    number = 0
    while True:  # until the journal is full and a checkpoint is due: the most there is to read
        if journal.checkpoint_due:
            if journal.room() < CHECKPOINT_EVERY + COUNTERS:
                break
            journal.checkpoint(bytes(COUNTERS))
        number += 1
        for record in RECORDS:
            write(journal, record, number)
    memory = FiscalMemory(memory_flash, 10)
    memory.open(b"key")
    memory.manufacture("1", "model", NOW)
    memory.pair(b"unit", NOW)
    memory.add_registration(NOW, 1, 2, 3)
    for z in range(1, SHIFTS + 1):
        memory.add_shift(z, NOW, 250, [("BYN", z)])
    Settings.format(settings_flash)
    settings = Settings(settings_flash)
    settings.open()
    settings.update({"name": "ООО «Ромашка»", "address": "г. Минск", "secret": bytes(32)})
    for nor in (flash, memory_flash, settings_flash):
        nor.counts.read_bytes = 0
    parts = []
    Settings(settings_flash).open()
    parts.append(("settings", settings_flash.counts.read_bytes))
    FiscalMemory(memory_flash, 10).open(b"key")
    parts.append((f"БЭП, {SHIFTS} shifts", memory_flash.counts.read_bytes))
    journal = Journal(flash)
    journal.open()
    parts.append((f"journal, {number} receipts", flash.counts.read_bytes))
    before = flash.counts.read_bytes
    for entry in journal.fold_from()[1]:
        journal.paper(entry).read()
    parts.append(("counters since the checkpoint", flash.counts.read_bytes - before))
    return parts


def figures() -> Iterator[Figure]:
    """Appends beside littlefs and the pages touched, start-up beside its budget."""
    costs = measure_journal()
    rivals = measure_littlefs([cost.size for cost in costs.values()])
    for at, (name, cost) in enumerate(costs.items()):
        title = f"journal, «{name}» of {cost.size} bytes"
        yield Figure(f"{title}, programs", cost.programs / RECEIPTS, "",
                     cost.programs / cost.pages, "x the pages touched")  # fmt: skip
        yield Figure(f"{title}, most erases", cost.worst, "", cost.worst, "x one, the budget")
        if rivals:
            rival = rivals[at]
            yield Figure(f"{title}, programmed", cost.programmed / RECEIPTS, "bytes",
                         cost.programmed / rival.programmed,
                         f"x littlefs: {rival.programmed / RECEIPTS:,.0f}, "
                         f"{rival.erases / RECEIPTS:.2f} erases")  # fmt: skip
    total = sum(cost.size for cost in costs.values()) * RECEIPTS
    erases = sum(cost.erases for cost in costs.values()) * SECTOR / total
    yield Figure("journal, erases per 4096 bytes", erases, "", erases, "x one, the budget")
    for name, size in (parts := measure_start()):
        yield Figure(f"start, flash read: {name}", size, "bytes")
    whole = sum(size for _, size in parts)
    yield Figure("start, flash read in all", whole, "bytes", whole / BUDGET, "x 64 KB, the budget")
