"""The service console on the USB serial line: a command a line, answers to «.».

    parts      each part of the board: in order, or what is wrong with it
    state      what the unit knows of itself, of the shift, of СКНО and printer
    version    version and SHA-256 of the firmware (регл. 29, 30)
    memory     free heap

It reads only, and asks no device that may be at work. Ctrl-C leaves the register for the REPL.
"""

import select
import sys

from micropython import const

from bu import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LOOK_MS = const(200)
_LONGEST = const(40)


async def run(unit: "Any", board: "Any") -> None:
    """Answers until the line is gone."""
    poll = select.poll()
    try:
        poll.register(sys.stdin, select.POLLIN)
    except (OSError, ValueError, TypeError):  # no line here
        return
    line = ""
    while True:
        await board.clock.sleep_ms(_LOOK_MS)
        while poll.poll(0):
            char = sys.stdin.read(1)
            if not char:
                return
            if char not in "\r\n":
                line = (line + char)[:_LONGEST]
            elif line:
                answers = late.fetch("bu.service_answers")
                for text in answers.answer(unit, board, line.strip()):
                    print(text)
                answers = None
                print(".")
                line = ""
