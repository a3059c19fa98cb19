"""What the inspector finds between regions: name of the case, how it is made, the codes."""

from collections.abc import Callable
from typing import Any

from host_tests import inspect_images as made
from host_tests.inspect_edits import (
    COMMITTED,
    IMAGES,
    LAST,
    PREPARED,
    RECORDS,
    SKNO,
    SLOTS,
    Case,
    Images,
    Z,
    but,
    document_at,
    journal,
    memory,
    place,
    put,
    without,
)
from host_tests.inspect_images import Slot


def pair(slots: list[Slot | bytes], records: list[tuple] = RECORDS) -> Images:
    return {**journal(records), **memory(*slots), "settings": IMAGES["settings"]}


def taken(*documents: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**SKNO, "documents": list(documents), **changes}


def swapped(index: int, **changes: str) -> list[dict[str, Any]]:
    documents = list(ALL)
    documents[index] = {**documents[index], **changes}
    return documents


ALL = SKNO["documents"][:-1]  # without the one that waits
UNTIL_Z = place(COMMITTED, 2, Z) + 1
OTHER = made.replace(SLOTS[5], body=put(SLOTS[5].body, 10, b"\x12\x34\x56\x78"))
FOREIGN = [made.replace(SLOTS[2], body=put(SLOTS[2].body, 6, b"\0\0\0\7")), *SLOTS[3:]]
CROSS: dict[str, tuple[Callable[[], Case], set[str]]] = {
    "as recorded": (
        lambda: (IMAGES, SKNO), {"torn", "unfinished", "skno_pending"},
    ),
    "in order": (lambda: (pair([*SLOTS]), taken(*ALL)), set()),
    "no key": (lambda: ({"memory": IMAGES["memory"]}, None), {"chain_unchecked"}),
    "journal blank": (
        lambda: ({**pair([*SLOTS]), "journal": b"\xff" * 8192}, None),
        {"blank", "journal_missing"},
    ),
    "БЭП blank": (
        lambda: ({**pair([*SLOTS]), "memory": b"\xff" * 8192}, None), {"blank", "memory_missing"},
    ),
    "settings blank": (
        lambda: ({**pair([*SLOTS]), "settings": b"\xff" * 8192}, None),
        {"blank", "settings_missing", "chain_unchecked"},
    ),
    "Z not yet in the БЭП": (
        lambda: (pair(SLOTS[:4], RECORDS[:UNTIL_Z]), None), {"unfinished", "memory_pending"},
    ),
    "БЭП cut back": (lambda: (pair(SLOTS[:4]), None), {"memory_behind"}),
    "journal cut back": (
        lambda: (pair([*SLOTS], RECORDS[: place(PREPARED, 2, Z)]), None), {"memory_ahead"},
    ),
    "БЭП has another sum": (
        lambda: (pair(but(3, body=put(SLOTS[3].body, 11, b"\7"))), None), {"memory_differs"},
    ),
    "БЭП of another УНП": (
        lambda: (pair([*SLOTS[:2], *FOREIGN]), None), {"registration_differs"},
    ),
    "registered later": (
        lambda: (pair([*SLOTS[:2], made.replace(SLOTS[2], seconds=SLOTS[2].seconds + 1),
                       *SLOTS[3:]]), None),
        {"registration_differs"},
    ),
    "no documents of a СКНО": (
        lambda: (journal(RECORDS), {"serial": 1}), {"skno_unreadable"},
    ),
    "СКНО lacks one": (lambda: (journal(RECORDS), taken(*ALL[:-1])), {"skno_missing"}),
    "СКНО has one more": (
        lambda: (journal(without(*document_at(LAST))), taken(*ALL)), {"skno_only"},
    ),
    "СКНО has one twice": (
        lambda: (journal(RECORDS), taken(*ALL, ALL[-1])), {"skno_twice"},
    ),
    "СКНО gave another УИ": (
        lambda: (journal(RECORDS), taken(*swapped(-1, uid="00" * 12))), {"skno_uid"},
    ),
    "СКНО has another document": (
        lambda: (journal(RECORDS), taken(*swapped(
            -1, hex=put(bytes.fromhex(ALL[-1]["hex"]), 5, b"X").hex()
        ))), {"skno_differs"},
    ),
    "СКНО replaced": (
        lambda: (pair([*SLOTS[:5], OTHER, *SLOTS[6:]]),
                 taken(*ALL[-2:], serial=0x12345678)),
        {"skno_before"},
    ),
}  # fmt: skip
