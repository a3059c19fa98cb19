"""The control unit in the bench's own process, on CPython."""

from typing import Any

from boards.sim.board import Board
from boards.sim.worker import Worker
from bu import app

from .world import World


class LocalUnit:
    """The same worker as on MicroPython (boards/sim/main.py), called directly."""

    def __init__(self, world: World) -> None:
        self._worker = Worker(app.build(Board(world, world.printer_profile)))

    def command(self, order: dict[str, Any]) -> dict[str, Any]:
        return self._worker.command(order)

    def close(self) -> None:
        """Nothing to end: the unit is gone with the bench."""
