"""Settings: named values that survive a cut of power and an update of the firmware.

    settings = Settings(device); settings.open()
    settings.update({"columns": 42, "vat": 0})      all of it or nothing

Values are ints, strings, bytes and tuples of them; the names, their defaults and limits are in
`settings_table`. What a newer firmware stored under names unknown here stays stored.

They live in a log (label "SE") of two sectors or more. A change is one record behind the others;
when the sector is used up, the next one begins with a record of everything, and only when another
sector is needed is the old one erased.

    kind  payload
    1     all values: items
    2     a change: items

    size  item
    1     length n of the name
    n     name, UTF-8
    2     length m of the value; 0: back to the default
    m     value: "i" and a signed integer, high byte first; "s" and UTF-8; "b" and bytes; "t" and,
          for each part, its length (2) and its value
"""

from micropython import const

from bu import late
from bu.storage.errors import TooLong
from bu.storage.layout import FRAME
from bu.storage.log import Log
from bu.storage.log_reader import LOST

LABEL = b"SE"
_TABLE = const("bu.storage.settings_table")
_ALL = const(1)
_CHANGE = const(2)
_MOST = const(3584)  # bytes of all items; what is left of a sector takes the changes


def _item(name: str, data: bytes) -> bytes:
    label = name.encode()
    return bytes((len(label),)) + label + len(data).to_bytes(2, "big") + data


class Settings:
    """The settings in one flash region. `damage` is as in `log.Log`."""

    def __init__(self, device) -> None:
        self._log = Log(device, LABEL)
        self._values: "dict[str, bytes]" = {}  # as stored
        self._known: dict = {}  # in force, by name

    @staticmethod
    def format(device) -> None:
        """Makes a factory-new region hold settings, all at their defaults; NotFormatted."""
        Log.format(device, LABEL)

    @property
    def damage(self) -> "list[tuple[str, int]]":
        """(what, where): see `log`; "lost" is a record of values that cannot be read."""
        return self._log.damage

    def open(self) -> None:
        """Reads the values; writes nothing. NotFormatted if there are none."""
        log = self._log
        log.open()
        self._values = {}
        start = 0
        for position, length in log.newest_first(_ALL):
            if log.check(position, length):
                start = position
                break
        log.keep_from = start
        for position, kind, length in log.records(start):
            if kind == LOST or not log.check(position, length):
                log.note("lost", position)
                continue
            if kind == _ALL:
                self._values = {}
            try:
                self._take(log.payload(position, length))
            except ValueError:  # a name that is no text
                log.note("lost", position)
        table = late.fetch(_TABLE)
        self._known = {name: table.in_force(name, self._values) for name in table.SETTINGS}

    def _take(self, reader) -> None:
        while True:
            size = reader.read(1)
            if not size:
                return
            name = reader.read(size[0]).decode()
            data = reader.read(int.from_bytes(reader.read(2), "big"))
            if data:
                self._values[name] = data
            elif name in self._values:
                del self._values[name]

    def get(self, name: str):
        """The value, or its default where none is stored or a stored one does not fit any more.

        KeyError: no such setting.
        """
        if name not in self._known:
            self._known[name] = late.fetch(_TABLE).in_force(name, self._values)
        return self._known[name]

    def names(self) -> list:
        """All known names, in the order in which they are shown."""
        return late.fetch(_TABLE).names()

    def set(self, name: str, value) -> None:
        """Stores one value; see `update`."""
        self.update({name: value})

    def reset(self, name: str) -> None:
        """Back to the default."""
        if late.fetch(_TABLE).entry(name) and name in self._values:
            self._store({name: b""})

    def update(self, values: dict) -> None:
        """Stores several values, all of them or none, whenever the power goes.

        KeyError: no such setting; ValueError: wrong type or range; TooLong: too much in all.
        """
        changes = {}
        table = late.fetch(_TABLE)
        for name in sorted(values):
            table.check(name, values[name])
            data = table.encode(values[name])
            if self._values.get(name) != data:
                changes[name] = data
        if changes:
            self._store(changes)

    def _store(self, changes: "dict[str, bytes]") -> None:
        whole = dict(self._values)
        whole.update(changes)
        whole = {name: data for name, data in whole.items() if data}
        if sum(len(_item(name, data)) for name, data in whole.items()) > _MOST:
            raise TooLong("settings of more than %d bytes" % _MOST)
        size = sum(len(_item(name, data)) for name, data in changes.items())
        log = self._log
        if log.here() >= size + FRAME:
            self._append(_CHANGE, changes)
        else:
            log.turn()
            log.keep_from = self._append(_ALL, whole)
        self._values = whole
        for name in changes:
            self._known.pop(name, None)

    def _append(self, kind: int, items: "dict[str, bytes]") -> int:
        names = sorted(items)
        size = sum(len(_item(name, items[name])) for name in names)
        return self._log.append(kind, size, lambda: (_item(name, items[name]) for name in names))
