"""The СКНО's memory on the second board: the interface of tools/bench/models/skno_state.py.

    PATH           JSON, replaced as a whole: temporary file, then rename
    PATH.SHIFT     lines, one a document of that shift: УИ and the document, in hex

As on the bench a document is appended first and counted by the state file after that. Only what
the rules need is read back: the documents of the last shift that has any, and of the one before
it. Files of shifts before the last `_KEPT` are removed.
"""

import json
import os
from collections import namedtuple

from micropython import const

_KEPT = const(8)
VERSION = 1
_FIELDS = (
    "serial", "skko", "register", "shift_open", "shifts", "unfinished", "sent", "last_number",
    "last_z", "taken", "taken_bytes", "version", "sizes",
)  # fmt: skip

Record = namedtuple("Record", ("shift", "uid", "hex"))


class StateError(Exception):
    """A state file that is not this СКНО's, or is damaged."""


class Records:
    """The documents as a sequence: the latest is in memory, the others are read when asked for."""

    def __init__(self, state, path):
        self._state = state
        self._path = path
        self._last = None

    def __iter__(self):
        """The documents that are still kept and the rules need, in their order."""
        for shift, size in self._state.sizes[-2:]:
            with open("%s.%d" % (self._path, shift)) as file:
                while file.tell() < size:
                    self._last = Record(shift, *file.readline().split())
                    yield self._last

    def __getitem__(self, index):
        if not isinstance(index, slice):
            if self._last is None:
                for _ in self:
                    pass
            return self._last
        count = self._state.taken - (index.start or 0)
        return list(self)[-count:] if count > 0 else []

    def append(self, record):
        """The document taken last."""
        self._last = record


class State:
    """See the bench's; `sizes`: [shift, counted bytes] of each file of documents."""

    def __init__(self, serial, path):
        self.serial, self.version = serial, VERSION
        self.skko = self.register = self.last_number = self.last_z = None
        self.shift_open = self.unfinished = False
        self.shifts = self.sent = self.taken = self.taken_bytes = 0
        self.sizes = []
        self.records = Records(self, path)


class Store:
    """State in the board's file system; `path` without a folder that is not there."""

    def __init__(self, path, serial, fsync=False):
        self.path = path
        self.state = State(serial, path)
        try:
            with open(path) as file:
                known = json.load(file)
        except OSError:
            return
        except ValueError:
            raise StateError("%s is no JSON" % path)
        if known.get("version") != VERSION or known.get("serial") != serial:
            raise StateError("%s: СКНО %s" % (path, known.get("serial")))
        for name in _FIELDS:
            setattr(self.state, name, known[name])

    def append(self, record):
        """Takes a document; `save` has to follow, and makes it count."""
        state, sizes = self.state, self.state.sizes
        fresh = not sizes or sizes[-1][0] != record.shift
        if fresh:
            sizes.append([record.shift, 0])
        with open("%s.%d" % (self.path, record.shift), "w" if fresh else "r+") as file:
            file.seek(sizes[-1][1])
            for part in (record.uid, " ", record.hex, "\n"):
                sizes[-1][1] += file.write(part)
        state.taken += 1
        state.records.append(record)

    def save(self):
        """Writes the state file anew."""
        state = self.state
        stale = state.sizes[:-_KEPT]
        state.sizes = state.sizes[-_KEPT:]
        with open(self.path + ".new", "w") as file:
            json.dump({name: getattr(state, name) for name in _FIELDS}, file)
        os.rename(self.path + ".new", self.path)
        for shift, _ in stale:
            os.remove("%s.%d" % (self.path, shift))
