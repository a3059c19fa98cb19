"""Is the БЭП still there, and still the same (регл. 26, 35.6)?

The unit knows its БЭП from the start on (`FiscalKeeper.state`); here it looks again, and writes
nothing:

    FiscalKeeper.is_known   the manufacturer's two records, before each document: 128 bytes
    trouble    mounts it a second time, from nothing, before whatever writes to it and when idle:
               its end, the last record, the registration, the pairing; a few kilobytes

A БЭП that is not there reads as FFh or 00h or does not answer; a blank one reads as FFh, too. One
with another pairing, or with fewer or more records than this unit wrote, is foreign.
"""

from bu.storage.errors import StorageError
from bu.storage.fiscal_reader import FiscalReader
from bu.storage.fiscal_records import RECORD

# What `open` says of the last record, the registration and the pairing; all else is harmless.
_BROKEN = ("damaged", "chain")


def trouble(device, key: bytes, state) -> "str | None":
    """The name of the refusal that fits the БЭП on `device`; None while it is the one of `state`.

    `key` is the unit's secret, `state` what the unit works with.
    """
    found = FiscalReader(device, 1)
    try:
        if _is_nothing(device):
            return "memory_absent"
        now = found.open(key)
    except StorageError:
        return "memory_faulty"
    except OSError:
        return "memory_absent"
    if now.unit_id and not now.paired:
        return "memory_foreign"
    if not now.paired or any(what in _BROKEN for what, _ in found.damage):
        return "memory_faulty"
    if not now.same(state):
        return "memory_foreign"
    return "memory_full" if not state.free_shifts else None


def _is_nothing(device) -> bool:
    """True where the first record's place reads as one byte only: no chip, or a blank one."""
    data = bytearray(RECORD)
    device.readblocks(0, data, 0)
    return data[0] in (0x00, 0xFF) and all(byte == data[0] for byte in data)
