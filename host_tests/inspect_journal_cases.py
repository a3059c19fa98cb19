"""What the inspector finds in a journal: name of the case, how it is made, the codes."""

import struct
from collections.abc import Callable

from host_tests import inspect_images as made
from host_tests.inspect_edits import (
    CHECKPOINT,
    COMMITTED,
    IMAGES,
    LAST,
    NOTE,
    PREPARED,
    PRINTED,
    RECORDS,
    SALE,
    VOID,
    Images,
    Z,
    changed,
    document_at,
    edited,
    entry,
    journal,
    place,
    put,
    settling,
    without,
)
from host_tests.inspect_images import Entry
from tools.inspect import read


def image_of(records: list[tuple] = RECORDS, sectors: int = 8, sequence: int = 1) -> bytearray:
    return bytearray(made.log(b"EJ", records, sectors, sequence))


def address(index: int) -> int:
    """Where record `index` of RECORDS begins in `image_of()`."""
    return read({"journal": bytes(image_of())}).journal[index].address


def flipped(at: int, image: bytearray | None = None, bit: int = 1) -> Images:
    cells = image or image_of()
    cells[at] ^= bit
    return {"journal": bytes(cells)}


def z_again() -> Images:
    """The second Z-report under the number of the first."""
    records = list(RECORDS)
    old = Entry.of(records[place(PREPARED, 2, Z)][1])
    image = put(old.image, 21, struct.pack(">H", 1))
    for kind in (COMMITTED, PRINTED):
        index = place(kind, 2, Z)
        records[index] = (kind, settling(1, Z, records[index][1][5:]))
    records[place(PREPARED, 2, Z)] = (PREPARED, old.but(number=1, image=image))
    return journal(records)


def z_with(at: int, new: bytes) -> Images:
    old = entry(2, Z)
    return changed(PREPARED, 2, old.but(image=put(old.image, at, new)), Z)


def at_time(moment: tuple[int, ...]) -> Images:
    """The last sale at another time: (year - 2000, month, day, ...)."""
    year, month, day, *clock = moment
    image = put(entry().image, 29, bytes([month, day, year, *clock]))
    return edited(time=bytes(moment), image=image)


def more_to_pay() -> Images:
    image = entry().image
    tail = len(image) - 30 - 4 * 6  # to pay, cashless, cash, other, reserve
    kopecks = image[tail + 5]
    return edited(image=put(image, tail + 5, bytes([kopecks - 1])))


def void_of_less() -> Images:
    old = entry(10, VOID)
    at = len(old.image) - 13  # the last byte of its sum, before twelve reserved
    return changed(PREPARED, 10, old.but(image=put(old.image, at, b"\1")), VOID)


def half_erased() -> Images:
    image = image_of(RECORDS, 3, 20)
    image[200:1200] = bytes(value | 0xA5 for value in image[200:1200])
    return {"journal": bytes(image)}


def aside() -> Images:
    image = bytes(image_of(RECORDS, 3, 20))
    left = made.log(b"EJ", [(NOTE, b"old")], 1, 5)
    return {"journal": image[:4096] + left + image[4096:]}


def twice_there() -> Images:
    image = bytes(image_of(RECORDS, 3))
    return {"journal": image + image[:4096]}


def cut_off() -> Images:
    image = image_of()
    end = len(image.rstrip(b"\xff"))
    image[end - 8 : end] = b"\xff" * 8
    return {"journal": bytes(image)}


def behind_newest() -> Images:
    image = image_of()
    image[5 * 4096 : 5 * 4096 + 40] = bytes(range(40))
    return {"journal": bytes(image)}


def header_gone(block: int) -> Images:
    image = image_of(RECORDS, 3)
    image[block * 4096 : block * 4096 + 22] = bytes(22)
    return {"journal": bytes(image)}


def newer_format() -> Images:
    head = made.sector_header(b"EJ", 22, 1, 0, version=2)
    return {"journal": head.ljust(8192, b"\xff")}


NOBODY = (NOTE, b"uid of nobody: " + bytes(12))
JOURNAL: dict[str, tuple[Callable[[], Images], set[str]]] = {
    "in order": (lambda: journal(RECORDS), set()),
    "blank": (lambda: {"journal": b"\xff" * 8192}, {"blank"}),
    "format cut off": (lambda: {"journal": b"BUEJ\1".ljust(8192, b"\xff")}, {"unformatted"}),
    "random": (lambda: {"journal": bytes(range(256)) * 32}, {"unreadable"}),
    "a tail": (lambda: {"journal": bytes(image_of()) + b"\xff" * 100}, {"size"}),
    "newer format": (newer_format, {"version"}),
    "other data behind": (
        lambda: {"journal": bytes(image_of()) + IMAGES["settings"][:4096]}, {"foreign"},
    ),
    "cut off": (cut_off, {"torn", "unfinished"}),
    "written again": (
        lambda: journal([*RECORDS, (NOTE, b"a", 900), (NOTE, b"a", 900)][-2:]),
        {"note", "replaced"},
    ),
    "erase cut off": (behind_newest, {"erase"}),
    "half-erased": (half_erased, {"old"}),
    "left out": (aside, {"aside"}),
    "header of a middle sector": (lambda: header_gone(1), {"header"}),
    "header of the newest sector": (lambda: header_gone(2), {"header"}),
    "sector twice": (twice_there, {"sequence"}),
    "contents damaged": (lambda: flipped(address(place(PREPARED, LAST)) + 60), {"damaged"}),
    "header damaged": (lambda: flipped(address(place(PREPARED, LAST)) + 3), {"lost"}),
    "commit damaged": (
        lambda: flipped(address(place(COMMITTED, LAST)) + 16), {"damaged", "uid_missing"},
    ),
    "unknown kind": (lambda: journal([*RECORDS, (20, b"new")]), {"kind"}),
    "entry too long": (
        lambda: changed(PREPARED, LAST, RECORDS[place(PREPARED, LAST)][1] + b"!"), {"layout"},
    ),
    "settling without entry": (
        lambda: journal([*RECORDS, (COMMITTED, settling(99, SALE, bytes(12)))]), {"stray"},
    ),
    "printed before it was committed": (
        lambda: journal(without(place(COMMITTED, LAST))), {"stages"},
    ),
    "not finished, and the next one": (
        lambda: journal(without(place(PRINTED, 15))), {"stages"},
    ),
    "not finished": (lambda: journal(RECORDS[:-1]), {"unfinished"}),
    "document left out": (lambda: journal(without(*document_at(15))), {"number_gap"}),
    "document twice": (
        lambda: journal([
            *RECORDS, RECORDS[place(PREPARED, LAST)],
            (COMMITTED, settling(LAST, SALE, b"another uid!")), RECORDS[place(PRINTED, LAST)],
        ]), {"number_twice"},
    ),
    "Z number again": (z_again, {"z_order", "z_differs", "checkpoint_differs"}),
    "earlier": (lambda: at_time((26, 12, 1, 9, 0, 0)), {"time_back"}),
    "no such day": (lambda: at_time((26, 12, 32, 9, 0, 0)), {"date"}),
    "no УИ": (lambda: changed(COMMITTED, LAST, settling(LAST)), {"uid_missing"}),
    "one УИ for two": (
        lambda: changed(
            COMMITTED, LAST, settling(LAST, SALE, RECORDS[place(COMMITTED, 15)][1][5:])
        ), {"uid_twice"},
    ),
    "image cut": (lambda: edited(image=entry().image[:-1]), {"image"}),
    "paper of another version": (lambda: edited(paper=b"\2" + entry().paper[1:]), {"paper"}),
    "paper cut": (lambda: edited(paper=entry().paper[:-1]), {"paper"}),
    "another time than the image": (
        lambda: edited(time=bytes([26, 12, 2, 8, 3, 0])), {"entry_differs"},
    ),
    "sum changed": (more_to_pay, {"arithmetic", "effect_differs"}),
    "void of another sum": (void_of_less, {"arithmetic", "effect_differs", "z_differs"}),
    "effect changed": (lambda: edited(paper=put(entry().paper, 7, b"\4")), {"effect_differs"}),
    "Z changed": (
        lambda: z_with(24, b"\x09"),
        {"z_differs"},
    ),
    "Z counts another sum": (
        lambda: z_with(43, b"\x09"),
        {"z_differs"},
    ),
    "checkpoint changed": (
        lambda: journal([
            (kind, put(payload, 3, b"\x63") if kind == CHECKPOINT else payload)
            for kind, payload in RECORDS
        ]), {"checkpoint_differs"},
    ),
    "checkpoint too short": (lambda: journal([*RECORDS, (CHECKPOINT, bytes(80))]), {"layout"}),
    "УИ of nobody": (lambda: journal([*RECORDS, NOBODY]), {"note"}),
}  # fmt: skip
