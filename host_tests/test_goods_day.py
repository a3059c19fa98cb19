"""A goods base of 10 000 items on the whole 32-bit register, in the heap of the budget (128k)."""

from __future__ import annotations

import csv

import pytest

from host_tests.bench_days import IDENTITY, write_day
from host_tests.portable.goods_support import make_item
from tools import goods
from tools.bench import dayfile
from tools.bench.day import Day
from tools.bench.place import load_goods
from tools.bench.remote import RemoteUnit
from tools.bench.world import World

COUNT = 10_000
BUDGET = {"i386": "128k", "amd64": "256k"}
CASH = {"by": "cash", "sum": "90000.00"}


def act(minute: int, do: str, **more: object) -> dict:
    return {"at": f"2026-12-01T08:{minute:02}:00", "do": do, **more}


@pytest.mark.regl("13/1")
@pytest.mark.timeout(300)
def test_a_day_from_a_large_base_within_the_budget(tmp_path, micropython: str) -> None:
    items = [make_item(number) for number in range(COUNT)]
    table = tmp_path / "goods.csv"
    with open(table, "w", encoding="utf-8", newline="") as file:
        rows = [goods.text_row(item) for item in items]
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    plain = [item for item in items[:: COUNT // 40] if not item.marking]
    lines = [
        {"goods": item.gtin if item.gtin and place % 2 else str(item.code), "qty": "2"}
        for place, item in enumerate(plain)
    ]
    sold = [lines[at : at + 4] for at in range(0, len(lines), 4)]
    world = World(tmp_path / "flash", IDENTITY)
    load_goods(world, table)
    unit = RemoteUnit(world, BUDGET[micropython], micropython)
    try:
        day = Day(world, unit, IDENTITY, 0)
        day.prepare()
        path = write_day(tmp_path / "day.jsonl", [
            act(0, "open_shift", cashier="Иванова"),
            *(act(at + 1, "sale", lines=part, pay=[CASH]) for at, part in enumerate(sold)),
            act(40, "sale", lines=[{"goods": "1"}], pay=[CASH]),
            act(41, "z_report"),
        ])  # fmt: skip
        place = dayfile.Place(tmp_path / "flash", path)
        place.begin()
        day.run(dayfile.read(path), place, 0, lambda *_: None)
        report = day.report()
    finally:
        unit.close()
        world.close()
    assert [text.split(":")[-1].split()[0] for text in day.refused] == ["151"]
    assert report["payment_documents"] == len(sold)
    total = sum(2 * item.price for item in plain)
    assert report["currencies"]["BYN"]["sales_sum"] == f"{total // 100}.{total % 100:02}"
    assert world.skno
    names = [line["name"] for entry in world.skno.documents for line in entry.get("lines", [])]
    assert names == [item.name for item in plain]
    assert world.skno.violations == []
