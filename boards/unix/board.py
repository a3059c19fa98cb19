"""MicroPython's unix port as a board: flash of its own (see repl.py), and nothing else.

The parts of the simulated bench come over the line (boards/sim); what this table has is what
self-test and the reading of the memories find.
"""

from boards.parts import rp2_storage

NAME = "unix"
MODEL = "Open BU Unix"
PORT = "machine"
CHIP = "unix"
ARCH = "x86"
PROFILE = "generic-80"
CAPS = ()

BUSES = {}
DEVICES = {}
MANDATORY = ("memory",)

STORAGE = "partitions"
STORAGES = {"partitions": rp2_storage(0, 128)}
