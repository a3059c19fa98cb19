"""Devices that are not the register's own, and strangers' work in its journal, for the bench."""

import asyncio
import functools
import json
import tempfile
from pathlib import Path
from typing import Any

from boards.sim.board import REGIONS, Board
from bu import app
from bu.fiscal import document as d
from bu.fiscal.receipt import make_line
from bu.fiscal.refusal import Refusal

from .local import LocalUnit
from .models.nor import Nor
from .models.skno import Skno
from .world import BLOCK, World

# A sale of this many lines takes about this much of the journal.
_LINES, _BYTES = 100, 16_000


def skno(world: World) -> Skno:
    """A СКНО in order that belongs to another register."""
    stranger = Skno(310_000_099, 110_000_099, clock=world.calendar.now)
    stranger.power_on(world.now_ms())
    return stranger


def blank_memory() -> Nor:
    """No БЭП: reads FFh."""
    return Nor(REGIONS["memory"] * BLOCK)


def memory() -> Nor:
    """The БЭП of another register that is in use."""
    return Nor(image=_memory_image())


@functools.cache
def _memory_image() -> bytes:
    identity: dict[str, Any] = json.loads(
        (Path(__file__).parent / "identity.json").read_text("utf-8")
    )
    identity.update(serial="1000000000099", secret="00112233445566778899aabbccddeeff")
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), identity)
        unit = LocalUnit(world)
        unit.command({"do": "start"})
        unit.command({"do": "register", **identity})
        image = bytes(world.regions["memory"].cells)
        world.close()
    return image


def fill_journal(world: World, room: int) -> None:
    """Sales by card until no more than `room` bytes are free, or the next would not fit."""
    unit = app.build(Board(world, world.printer_profile))
    asyncio.run(unit.start())
    while unit._core.journal.room() > room:
        count = _LINES if unit._core.journal.room() > room + _BYTES else 1
        receipt = unit.receipt(d.SALE)
        for number in range(count):
            unit.add_line(receipt, make_line(f"Товар {number}", 100))
        try:
            asyncio.run(unit.sell(receipt, [d.Tender(d.CARD, 100 * count)]))
        except Refusal as refusal:
            if refusal.name != "journal_full":
                raise
            return
