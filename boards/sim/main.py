"""The control unit in a MicroPython process of the bench: takes orders until the pipe ends.

The first order names the printer's profile, and says whether there is an operator's place, or a
host of which FELIX dialect, and whether late modules stay (`bu.late`).
"""

import sys

from boards.sim.board import Board
from boards.sim.remote import Port
from bu import late, resident  # noqa: F401 stays, and `bu.app` goes


def worker_of(port, first: dict):
    """Builds the unit on this port and who carries out the orders for it."""
    if first.get("felix"):
        from boards.sim.felix import Attended, FelixWorker

        attended = Attended(port)
        board = Board(attended, first["printer_profile"])
        return FelixWorker(_unit(board), board, attended, first["felix"])
    if first.get("keeps"):
        late.forgets = False
    board = Board(port, first["printer_profile"])
    if first.get("console"):
        from boards.sim.console import ConsoleWorker

        return ConsoleWorker(_unit(board), board)
    from boards.sim.worker import Worker

    return Worker(_unit(board))


def _unit(board):
    return late.fetch("bu.app").build(board)


def main(arguments=()) -> int:
    """Serves orders; the exit status."""
    port = Port(sys.stdin.buffer, sys.stdout.buffer)
    worker = worker_of(port, port.order())
    port.done({"ok": True})
    while True:
        order = port.order()
        if order is None:
            return 0
        port.done(worker.command(order))
