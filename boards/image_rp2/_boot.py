"""The start of our own image on RP2040 and RP2350, in the place of MicroPython's _boot.py.

The file system is the first `board.FS_BYTES` of the flash that rp2.Flash() gives; what lies behind
it is the journal's, the settings' and the БЭП's. Nothing is ever formatted here: without a file
system there is none, until `make deploy ... FORMAT=1` makes one on those bytes alone.
"""

import sys

import board
import rp2
import vfs

try:
    device = rp2.Flash(start=0, len=board.FS_BYTES)  # type: ignore[call-arg]
    vfs.mount(vfs.VfsLfs2(device, progsize=256), "/")
except OSError as error:
    print("no file system:", error)
# The slot's own may be another one.
for name in ("board", "boards.rp2_pins", "boards.parts", "boards"):
    sys.modules.pop(name, None)
