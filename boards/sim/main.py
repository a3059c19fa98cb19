"""The control unit in a MicroPython process of the bench: takes orders until the pipe ends.

The first order names the printer's profile, and says whether there is an operator's place, or a
host of which FELIX dialect.
"""

import sys

from boards.sim.board import Board
from boards.sim.remote import Port
from boards.sim.worker import Worker
from bu import app


def main(arguments=()) -> int:
    """Serves orders; the exit status."""
    port = Port(sys.stdin.buffer, sys.stdout.buffer)
    first = port.order()
    if first.get("felix"):
        from boards.sim.felix import Attended, FelixWorker

        attended = Attended(port)
        board = Board(attended, first["printer_profile"])
        worker = FelixWorker(app.build(board), board, attended, first["felix"])
    elif first.get("console"):
        from boards.sim.console import ConsoleWorker

        board = Board(port, first["printer_profile"])
        worker = ConsoleWorker(app.build(board), board.clock)
    else:
        worker = Worker(app.build(Board(port, first["printer_profile"])))
    port.done({"ok": True})
    while True:
        order = port.order()
        if order is None:
            return 0
        port.done(worker.command(order))
