"""The fiscal memory between two visits: what it holds, and none of the code that works it.

    memory = FiscalKeeper(device, currencies); memory.open(key)
    memory.check_shift(...), memory.add_shift(...), memory.records() ...   as in `fiscal_memory`

Each visit mounts the memory anew, with the modules that `bu.late` fetches for it. A memory that is
not the one of the visit before is refused as `NotPaired` and changes nothing here.
"""

from binascii import crc32

from micropython import const

from bu import late
from bu.storage.errors import NotPaired

_RECORD = const(64)
_IN_SECTOR = const(64)
_REGISTRATIONS = const(11)  # регл. 35.2: so many must be possible
_SAME = const(("serial", "unit_id", "z_number", "registrations", "restarts", "last_date_time"))


class Registration:
    """One registration (регл. 35.1). Here, for the state keeps the one in force, and with it the
    code of the module where its class stands."""

    def __init__(self, ordinal: int, date_time: tuple, numbers: tuple, model: str) -> None:
        self.ordinal = ordinal
        self.date_time = date_time
        self.unp, self.skko, self.skno = numbers
        self.model = model


class FiscalState:
    """What the memory holds, as `open` found it and every `add_` left it."""

    def __init__(self, per_shift: int) -> None:
        self._per_shift = per_shift
        self.manufactured = False
        self.serial = self.model = ""
        self.paired = False  # with the key that `open` was given
        self.unit_id = b""
        self.identity_end = 0  # slots of the manufacturer's records, torn ones among them
        self.registered = False
        self.registration: "Registration | None" = None
        self.registrations = 0
        self.restarts = 0
        self.z_number = 0
        self.last_date_time: "tuple | None" = None
        self.free_records = 0

    @property
    def free_shifts(self) -> int:
        """Shifts that fit in the worst case, beside the registrations still owed (регл. 35.3)."""
        return max(0, self.free_records - self.owed()) // self._per_shift

    def owed(self) -> int:
        """Registrations that must still be possible (регл. 35.2); more may have room."""
        return max(0, _REGISTRATIONS - self.registrations)

    def same(self, other: "FiscalState") -> bool:
        """True while both tell of the same memory, unchanged."""
        for name in _SAME:
            if getattr(self, name) != getattr(other, name):
                return False
        return True


class FiscalKeeper:
    """Keeps `state` and `damage` as the last visit left them."""

    def __init__(self, device, currencies: int) -> None:
        self._device = device
        self._currencies = currencies
        self._key = b""
        self._identity = 0
        self.state = FiscalState(1)
        self.damage: "list[tuple[str, int]]" = []

    def open(self, key: bytes) -> FiscalState:
        """See `fiscal_reader.FiscalReader.open`. What was known before is forgotten."""
        self._key = key
        self._visit(False)
        return self.state

    def visit(self):
        """The memory itself, for several calls in a row (`fiscal_memory.FiscalMemory`)."""
        return self._visit(True)

    def __getattr__(self, name: str):
        return getattr(self._visit(True), name)

    def _visit(self, again: bool):
        path = "bu.storage.fiscal_memory"
        memory = late.fetch(path).FiscalMemory(self._device, self._currencies)
        memory.open(self._key)
        if again and not self.state.same(memory.state):
            raise NotPaired("another memory, or it changed")
        self.state, self.damage = memory.state, memory.damage
        self._identity = self._identity_crc()
        return memory

    def is_known(self) -> bool:
        """True while the manufacturer's records read as they did; False where nothing answers."""
        try:
            known = self.state.paired and self.state.identity_end
            return bool(known) and self._identity == self._identity_crc()
        except OSError:
            return False

    def _identity_crc(self) -> int:
        record = bytearray(_RECORD)
        crc = 0
        for slot in range(self.state.identity_end):
            self._device.readblocks(slot // _IN_SECTOR, record, slot % _IN_SECTOR * _RECORD)
            crc = crc32(record, crc)
        return crc
