"""What the inspector finds in БЭП, settings, goods: name of the case, how it is made, codes."""

import struct
from collections.abc import Callable

from host_tests import inspect_images as made
from host_tests.inspect_edits import IMAGES, KEY, SLOTS, Images, but, memory, put
from tools.inspect.goods import PAGE


def slot_put(slot: int, at: int, new: bytes) -> Images:
    return {"memory": put(IMAGES["memory"], slot * 64 + at, new)}


def torn_slots(count: int) -> Images:
    return memory(*SLOTS, *[bytes([0, 9]).ljust(64, b"\xff")] * count)


MEMORY: dict[str, tuple[Callable[[], Images], set[str]]] = {
    "in order": (lambda: memory(*SLOTS), set()),
    "as recorded": (lambda: {"memory": IMAGES["memory"]}, set()),
    "blank": (lambda: {"memory": b"\xff" * 8192}, {"blank"}),
    "random": (
        lambda: {"memory": (bytes(63) + b"\x17") * 64}, {"unreadable", "slot_damaged"},
    ),
    "newer format": (lambda: memory(*but(0, body=b"\2" + SLOTS[0].body[1:])), {"version"}),
    "slot cut off": (lambda: torn_slots(1), {"slot_torn"}),
    "very many cut off": (lambda: torn_slots(150), {"slot_torn", "more"}),
    "cut off in its last byte": (lambda: slot_put(2, 63, b"\x3d"), {"slot_kind"}),
    "slot damaged": (lambda: slot_put(3, 20, b"\1\1"), {"slot_damaged"}),
    "slot did not program": (
        lambda: memory(*SLOTS[:6], bytes(63) + b"\x1e", SLOTS[6]), {"slot_skipped"},
    ),
    "record left out": (lambda: memory(*SLOTS[:5], *SLOTS[6:]), {"memory_gap", "memory_order"}),
    "number again": (lambda: memory(*SLOTS[:3], *SLOTS[2:]), {"memory_order"}),
    "earlier day": (
        lambda: memory(*but(4, seconds=SLOTS[4].seconds - 86400)), {"memory_order"},
    ),
    "forged": (lambda: memory(*but(3, body=bytes([0, 7, 1]) + b"BYN" + bytes(5) + b"\7")), set()),
    "another chain": (
        lambda: {"memory": made.memory(list(SLOTS[:3]), KEY)[:192]
                 + made.memory(list(SLOTS), b"another")[192:]},
        {"chain_broken"},
    ),
    "other unit": (
        lambda: memory(*but(1, body=SLOTS[1].body[:16])), {"key_foreign"},
    ),
    "continuation alone": (
        lambda: memory(*SLOTS, IMAGES["memory"][4 * 64 : 5 * 64]),
        {"slot_damaged"},  # its CRC is that of another slot
    ),
    "continuation without its shift": (
        lambda: {"memory": IMAGES["memory"][: 5 * 64].ljust(8192, b"\xff")}, {"continuation"},
    ),
    "no continuation": (lambda: memory(*but(4, more=b"")[:5]), {"memory_layout"}),
    "eleven currencies": (
        lambda: memory(*but(3, body=put(SLOTS[3].body, 2, b"\x0b"))), {"memory_layout"},
    ),
}  # fmt: skip

# --- settings

ITEM = b"\x03vat\0\2i\0"
VALUES: dict[str, tuple[Callable[[], list[tuple]], set[str]]] = {
    "in order": (lambda: [(2, ITEM)], set()),
    "unknown type": (lambda: [(2, b"\x03vat\0\2x\0")], {"setting"}),
    "no UTF-8": (lambda: [(2, b"\4name\0\2s\xff")], {"setting"}),
    "part cut": (lambda: [(2, b"\3top\0\4t\0\x09s")], {"setting"}),
    "item cut": (lambda: [(2, ITEM[:-1])], {"layout"}),
    "unknown kind": (lambda: [(2, ITEM), (7, b"")], {"kind"}),
}


def settings(records: list[tuple]) -> Images:
    return {"settings": made.log(b"SE", records, 2)}


def superseded() -> Images:
    image = bytearray(settings([(2, ITEM), (1, ITEM)])["settings"])
    image[22 + 9] ^= 1
    return {"settings": bytes(image)}


# --- goods


def goods(*changes: tuple[int, bytes]) -> Images:
    image = IMAGES["goods"]
    for at, new in changes:
        image = put(image, at, new)
    return {"goods": image}


def goods_change(at: int) -> int:
    """Address of the first price change that is there, and `at` bytes on."""
    for start in range(PAGE, 32 * PAGE, PAGE):
        if IMAGES["goods"][start] != 0xFF:
            return start + at
    raise LookupError


def wrong_count() -> Images:
    head = put(IMAGES["goods"][:34], 12, struct.pack(">I", 9))
    head += struct.pack(">I", made.crc32(head)) + b"\xff\xff" + struct.pack(">I", 1)
    return goods((0, head + struct.pack(">I", made.crc32(head[34:]))))


def newer_goods() -> Images:
    head = put(IMAGES["goods"][:34], 4, b"\2")
    return goods((0, head + struct.pack(">I", made.crc32(head))))


GOODS: dict[str, tuple[Callable[[], Images], set[str]]] = {
    "as recorded": (goods, set()),
    "none": (lambda: {"goods": b"\xff" * 65536}, {"goods_none"}),
    "load cut off": (lambda: goods((1 << 20, b"BUGD\1")), {"goods_header"}),
    "header damaged": (lambda: goods((10, b"\7")), {"goods_header", "goods_lost"}),
    "replaced": (lambda: goods((48, b"\0")), {"goods_replaced"}),
    "newer format": (newer_goods, {"version"}),
    "page damaged": (lambda: goods((33 * PAGE + 8, b"\7")), {"goods_page"}),
    "wrong count": (wrong_count, {"goods_count"}),
    "change cut off": (lambda: goods((goods_change(60), b"\0\0")), {"change_torn"}),
    "change damaged": (lambda: goods((goods_change(3), b"\7")), {"change_damaged"}),
}
