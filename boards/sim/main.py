"""The control unit in a MicroPython process of the bench: takes orders until the pipe ends."""

import json
import sys

from boards.sim.board import Board
from boards.sim.remote import DONE, NEXT, Port
from boards.sim.worker import Worker
from bu import app


def main() -> None:
    """Serves orders; the first of them names the printer's profile."""
    port = Port(sys.stdin.buffer, sys.stdout.buffer)
    first = json.loads(port.ask(NEXT))
    worker = Worker(app.build(Board(port, first["printer_profile"])))
    port.ask(DONE, b'{"ok": true}')
    while True:
        order = port.ask(NEXT)
        if not order:
            return
        port.ask(DONE, json.dumps(worker.command(json.loads(order))).encode())


main()
