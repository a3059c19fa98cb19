"""What the service console answers; fetched for each command (`bu.late`)."""

import gc

from bu import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


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
