"""Every finding of the inspector, made on purpose: damaged and forged images, one fault each.

A case changes the recorded images and names the codes that must come out, and no others.
"""

import re
import struct
from collections.abc import Callable
from typing import Any

import pytest

from host_tests import inspect_images as made
from host_tests.bench_days import ROOT
from host_tests.inspect_images import Entry, Slot
from tools.inspect import findings, read
from tools.inspect.goods import PAGE

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


def image_of(records: list[tuple] = RECORDS, sectors: int = 8, sequence: int = 1) -> bytearray:
    return bytearray(made.log(b"EJ", records, sectors, sequence))


def address(index: int) -> int:
    """Where record `index` of RECORDS begins in `image_of()`."""
    return read({"journal": bytes(image_of())}).journal[index].address


def flipped(at: int, image: bytearray | None = None, bit: int = 1) -> Images:
    cells = image or image_of()
    cells[at] ^= bit
    return {"journal": bytes(cells)}


# --- the journal


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

# --- the БЭП


def memory(*slots: Slot | bytes) -> Images:
    return {"memory": made.memory(list(slots), KEY)}


def but(index: int, **changes: Any) -> list[Slot | bytes]:
    slots: list[Slot | bytes] = list(SLOTS)
    slots[index] = made.replace(SLOTS[index], **changes)
    return slots


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

# --- one region against another, and the СКНО


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


def codes(report: Any) -> set[str]:
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize("name", JOURNAL)
def test_of_a_journal(name: str) -> None:
    make, wanted = JOURNAL[name]
    assert codes(read(make())) == wanted


@pytest.mark.parametrize("name", MEMORY)
def test_of_a_fiscal_memory(name: str) -> None:
    make, wanted = MEMORY[name]
    assert codes(read(make(), key=KEY)) == wanted


@pytest.mark.parametrize("name", VALUES)
def test_of_settings(name: str) -> None:
    make, wanted = VALUES[name]
    assert codes(read(settings(make()))) == wanted


def test_of_settings_that_are_replaced() -> None:
    report = read(superseded())
    assert codes(report) == {"old"}
    assert report.settings == {"vat": 0}


@pytest.mark.parametrize("name", GOODS)
def test_of_goods(name: str) -> None:
    make, wanted = GOODS[name]
    assert codes(read(make())) == wanted


@pytest.mark.parametrize("name", CROSS)
def test_between_regions(name: str) -> None:
    make, wanted = CROSS[name]
    images, state = make()
    assert codes(read(images, state)) == wanted


def test_no_finding_is_without_its_case() -> None:
    tables: list[dict[str, tuple[Any, set[str]]]] = [JOURNAL, MEMORY, VALUES, GOODS, CROSS]
    shown = {code for table in tables for _, wanted in table.values() for code in wanted}
    assert set(findings.CODES) == shown


def test_the_page_lists_each_finding() -> None:
    page = (ROOT / "docs" / "inspect.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (normal|warning|service) \| \S", page, re.MULTILINE)
    assert rows == [(code, level) for code, (level, _, _) in findings.CODES.items()]


def test_each_finding_says_what_it_is_and_what_to_do() -> None:
    for level, text, remedy in findings.CODES.values():
        assert level in ("normal", "warning", "service")
        assert text.endswith(".") and remedy.endswith(".")
