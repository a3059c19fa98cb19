"""The start of our own image on an ESP32, in the place of MicroPython's _boot.py.

The file system is the partition «vfs»; journal, settings and БЭП have partitions of their own.
Nothing is ever formatted here: without a file system there is none, until `make deploy ...
FORMAT=1` makes one on that partition alone.
"""

import vfs
from flashbdev import bdev

try:
    vfs.mount(bdev, "/")
except (OSError, AttributeError) as error:  # the latter: no partition «vfs», so None
    print("no file system:", error)
