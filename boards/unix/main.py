"""Entry of the unix board: the simulated bench's unit, over the board's own serial line.

The bench says hello with a zero byte; anything else is somebody who wants the REPL.
"""

import os
import sys


def main() -> None:
    """Runs the unit until the bench ends it."""
    if "hold" in os.listdir("/"):
        os.remove("/hold")
    elif sys.stdin.buffer.read(1) == b"\0":
        from boards.sim.main import main

        main()


main()
