"""All names of the register's modules, made known before the heap is in use (MicroPython).

MicroPython keeps each name it has ever read from a module in tables that double: 20, 40, ... 1280,
2560 entries, 7 bytes each. The modules of a register with a keypad are near the 2540 of the first
seven tables, with a board's own above it: the eighth, 18 KB in one piece, would be wanted in the
middle of a day, when some mode is entered for the first time, and a heap in use has no such hole.
Here each module is fetched once and let go, while there is still room for anything; what is kept
of their names then stands together. Frozen modules have their names in flash: there is nothing to
do.
"""

import os

import bu
from bu import late

_PACKAGES = ("fiscal", "storage", "skno", "printing", "control_unit", "ui")
_SUFFIX = ".mpy"


def learn() -> None:
    """Fetches every module that an operator's place may need."""
    home = bu.__file__.rsplit("/", 1)[0]
    for package in _PACKAGES:
        try:
            entries = os.listdir("%s/%s" % (home, package))
        except OSError:  # frozen
            return
        for entry in entries:
            if entry.endswith(_SUFFIX) and not entry.startswith("_"):
                late.fetch("bu.%s.%s" % (package, entry[: -len(_SUFFIX)]))
