"""The recorded images with one thing changed on purpose, for the inspector's findings."""

import struct
from typing import Any

from host_tests import inspect_images as made
from host_tests.inspect_images import Entry, Slot
from tools.inspect import read

IMAGES = made.images()
SKNO = made.skno()
KEY = bytes.fromhex(made.recorded()["secret"])
WHOLE = read(IMAGES, SKNO)
# Without the record that was cut off and the document that waits.
RECORDS = [(item.kind, item.payload) for item in WHOLE.journal if item.state == "good"][:-1]
OPENING, OPENED, PREPARED, COMMITTED, PRINTED = 1, 2, 3, 4, 5
CHECKPOINT, NOTE = 8, 9
SALE, VOID, Z = 10, 14, 15
LAST = 16  # the last sale that is finished
SLOTS = made.slots_of(IMAGES["memory"])

Images = dict[str, bytes]
Case = tuple[Images, dict[str, Any] | None]


def journal(records: list[tuple], sectors: int = 8, sequence: int = 1) -> Images:
    return {"journal": made.log(b"EJ", records, sectors, sequence)}


def place(kind: int, number: int, document: int = SALE) -> int:
    """Where in RECORDS this record of a document stands."""
    for index, (record, payload) in enumerate(RECORDS):
        if record == kind and struct.unpack_from(">IB", payload) == (number, document):
            return index
    raise LookupError((kind, number, document))


def changed(kind: int, number: int, payload: bytes, document: int = SALE) -> Images:
    records = list(RECORDS)
    index = place(kind, number, document)
    records[index] = (kind, payload)
    return journal(records)


def entry(number: int = LAST, document: int = SALE) -> Entry:
    return Entry.of(RECORDS[place(PREPARED, number, document)][1])


def edited(**changes: Any) -> Images:
    """The last sale with another entry."""
    return changed(PREPARED, LAST, entry().but(**changes))


def put(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def settling(number: int, document: int = SALE, data: bytes = b"") -> bytes:
    return struct.pack(">IB", number, document) + data


def without(*indexes: int) -> list[tuple]:
    return [item for index, item in enumerate(RECORDS) if index not in indexes]


def document_at(number: int) -> tuple[int, int, int]:
    return tuple(place(kind, number) for kind in (PREPARED, COMMITTED, PRINTED))  # type: ignore


def memory(*slots: Slot | bytes) -> Images:
    return {"memory": made.memory(list(slots), KEY)}


def but(index: int, **changes: Any) -> list[Slot | bytes]:
    slots: list[Slot | bytes] = list(SLOTS)
    slots[index] = made.replace(SLOTS[index], **changes)
    return slots
