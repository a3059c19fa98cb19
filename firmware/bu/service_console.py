"""The service console on the USB serial line: a command a line, answers to «.».

    parts      each part of the board: in order, or what is wrong with it
    state      what the unit knows of itself, of the shift, of СКНО and printer
    version    version and SHA-256 of the firmware (регл. 29, 30)
    memory     free heap

It reads only, and asks no device that may be at work. Ctrl-C leaves the register for the REPL.
"""

import gc
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
                for text in answer(unit, board, line.strip()):
                    print(text)
                print(".")
                line = ""


def answer(unit: "Any", board: "Any", command: str) -> list:
    """The lines that answer one command."""
    if command == "parts":
        found = late.fetch("bu.self_test").parts(board)
        return ["%s: %s" % (name, reason or "in order") for name, reason in found]
    if command == "state":
        return _state(unit)
    if command == "version":
        return ["version: " + unit.version(), "sha256: " + unit.digest()]
    if command == "memory":
        gc.collect()
        free = gc.mem_free() if hasattr(gc, "mem_free") else 0
        return ["free: %d" % free]
    return ["commands: parts, state, version, memory"]


def _state(unit):
    status = unit.skno_state()
    lines = ["manufactured: %s" % unit.manufactured(), "registered: %s" % unit.registered()]
    if unit.registered():
        lines.append("shift open: %s" % unit.shift_open())
        lines.append("last number: %d, last Z: %d" % (unit.last_number(), unit.z_number()))
        lines.append("unfinished: %s" % (unit.unfinished(),))
    lines.append("printer: %s" % (unit.paper_state() or "in order"))
    if status is None:
        lines.append("skno: no answer")
    else:
        lines.extend("skno: " + text for text in late.fetch("bu.skno.status_texts").texts(status))
    return lines
