"""Fuzz targets that read flash: journal, settings, БЭП, goods base.

A reader of flash takes its input in one
of three ways, by the first byte modulo 3: the image itself; patches over an image that the
firmware wrote; records with arbitrary contents and good check sums, as only the firmware makes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from bu.storage import fiscal_records as fr
from bu.storage.fiscal_memory import FiscalMemory
from bu.storage.fiscal_reader import FiscalReader
from bu.storage.goods import Goods
from bu.storage.journal import Journal
from bu.storage.log import Log
from bu.storage.settings import Settings
from tools import goods
from tools.torture.chip import Chip, patched, pieces

KEY = bytes(range(32))
_SECTORS = {"journal": 4, "settings": 2, "memory": 2, "goods": 10}


def _log(label: bytes, sectors: int, data: bytes) -> Chip:
    """A log of arbitrary records, written by the firmware's own `Log`."""
    chip = Chip(sectors)
    writer = Journal if label == b"EJ" else Settings
    writer.format(chip)
    log = Log(chip, label)
    log.open()
    for kind, payload in pieces(data)[:40]:
        if log.room() < len(payload) + 64:
            break
        log.append(kind % 10 + 1, len(payload), functools.partial(tuple, [payload]))
    return chip


def _input(name: str, base: bytes, records: Callable[[bytes], Chip], data: bytes) -> Chip:
    sectors = _SECTORS[name]
    way, data = data[0] % 3 if data else 0, data[1:]
    if way == 2:
        chip = records(data)
    else:
        chip = Chip(sectors, patched(base, data) if way else data)
    chip.read, chip.most = 0, 40 * len(chip.cells)
    return chip


@functools.cache
def _journal_image() -> bytes:
    chip = Chip(_SECTORS["journal"])
    Journal.format(chip)
    journal = Journal(chip)
    journal.open()
    time = (2026, 12, 1, 8, 0, 0)
    journal.opening(1, time, b"", b"paper", b"key")
    journal.opened()
    for number in range(1, 6):
        journal.prepare(10, number, time, bytes(range(200)), b"paper" * 30, b"%d" % number)
        journal.commit(bytes([number]) * 12)
        journal.printed()
        journal.checkpoint(b"counters" * 20)
    return bytes(chip.cells)


def journal(data: bytes) -> None:
    chip = _input("journal", _journal_image(),
                  functools.partial(_log, b"EJ", _SECTORS["journal"]), data)
    journal = Journal(chip)
    journal.open()
    for entry in journal.entries():
        if not entry.damaged:
            journal.image(entry).read()
            journal.paper(entry).read()
    journal.find(number=1)
    journal.find(kind=15)
    journal.fold_from()


@functools.cache
def _settings_image() -> bytes:
    chip = Chip(_SECTORS["settings"])
    Settings.format(chip)
    settings = Settings(chip)
    settings.open()
    settings.update({"name": "Магазин", "vat": 1, "secret": KEY, "top": ("Добро", "пожаловать"),
                     "rates": (("EUR", 35210, 1),)})  # fmt: skip
    settings.set("outlet", "У дома")
    return bytes(chip.cells)


def settings(data: bytes) -> None:
    chip = _input("settings", _settings_image(),
                  functools.partial(_log, b"SE", _SECTORS["settings"]), data)
    settings = Settings(chip)
    settings.open()
    for name in settings.names():
        settings.get(name)


@functools.cache
def _memory_image() -> bytes:
    chip = Chip(_SECTORS["memory"])
    memory = FiscalMemory(chip, 10)
    memory.open(KEY)
    time = (2026, 12, 1, 8, 0, 0)
    memory.manufacture("1000000000001", "Open BU", time)
    memory.pair(KEY[:16], time)
    memory.add_registration(time, 190000001, 110000001, 310000001)
    for z in range(1, 4):
        totals = [(f"A{z}{letter}", 100 * z) for letter in "ABCDEF"[: 2 * z]]
        memory.add_shift(z, time, z, totals)
    memory.add_restart(time)
    return bytes(chip.cells)


def _sealed(data: bytes) -> Chip:
    """A БЭП of arbitrary bodies with good chain and check sums."""
    chip = Chip(_SECTORS["memory"])
    chain, mac = fr.Chain(KEY), b"\0" * 8
    kinds = (fr.MANUFACTURED, fr.PAIRED, fr.REGISTRATION, fr.SHIFT, fr.RESTART)
    for slot, (kind, body) in enumerate(pieces(data)[:100]):
        head = (slot + 1, 850_000_000 + slot, slot, 3, 0)
        record = fr.pack_record(kinds[kind % len(kinds)], head, body[:39])
        mac = chain.mac(mac, bytes(record))
        fr.seal(record, mac)
        fr.place(record, slot)
        chip.cells[64 * slot : 64 * slot + 64] = record
    return chip


def memory(data: bytes) -> None:
    chip = _input("memory", _memory_image(), _sealed, data)
    reader = FiscalReader(chip, 2)
    reader.open(KEY)
    for _ in reader.records():
        pass
    for _ in reader.verify():
        pass


@functools.cache
def _goods_image() -> bytes:
    table = goods.Table()
    table.read("code;name;price;gtin\n1;Хлеб;2,98;4810010001234\n2;Сыр;21,49;\n".encode())
    chip = Chip(_SECTORS["goods"])
    file = goods.image(list(table.items.values()), 1, (2026, 12, 1, 8, 0, 0))
    goods.loaded(chip, file).set_price(1, 300)
    return bytes(chip.cells)


def _loaded(data: bytes) -> Chip:
    """A base file as it comes over a line, of arbitrary bytes."""
    chip = Chip(_SECTORS["goods"])
    goods.loaded(chip, data)
    return chip


def goods_base(data: bytes) -> None:
    base = Goods(_input("goods", _goods_image(), _loaded, data))
    base.open()
    base.find(1)
    base.find_barcode("4810010001234")
    for _ in base.items():
        pass
