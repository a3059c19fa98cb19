"""The unit on 32-bit MicroPython fits its budget, and `make memory` measures what it says."""

import re
import subprocess

import pytest

from host_tests.bench_days import IDENTITY
from tools.bench.day import Day
from tools.bench.remote import RemoteError
from tools.bench.world import World
from tools.benchmarks.receipt import SALE
from tools.memory import scripts
from tools.memory.smallest import Unwatched, runs
from tools.memory.watch import BUDGET, Watch, told_apart
from tools.setup import mpy, romfs, runtime

KIB = 1024


@pytest.fixture(autouse=True)
def _board_sized():
    if runtime.micropython("i386") is None:
        pytest.skip(f"NO 32-BIT MICROPYTHON: {runtime.missing_reason()}")


def sell(watch, folder, receipts=1):
    world = World(folder, IDENTITY)
    unit = watch.make(world)
    try:
        Day(world, unit, IDENTITY, 0).prepare()
        assert unit.command({"do": "open_shift", "cashier": "Иванова"})["ok"]
        for _ in range(receipts):
            assert unit.command(SALE)["ok"]
    finally:
        unit.close()
        world.close()


def test_the_grocery_day_in_the_heap_of_the_budget():
    """With the bench's pipe and its orders as JSON in the same heap."""
    assert BUDGET == "128k"
    scripts.day(Unwatched(heap=BUDGET))


def test_the_keypad_shift_in_the_heap_of_the_budget():
    """With its displays, its orders as JSON and the bench's pipe in the same heap."""
    scripts.keypad(Unwatched(heap=BUDGET))


def test_the_names_of_a_register_with_keypad_fit_seven_tables():
    """An eighth table of MicroPython's names takes 18 KB in one piece (bu.ui.names).

    100 are spare: some names are only made while the register works.
    """
    done = subprocess.run(
        romfs.command("i386", "512k", "host_tests.portable.late_names"),
        cwd=mpy.work_folder("i386"), timeout=100, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r"n_qstr=(\d+)", done.stdout)
    assert found and 2000 < int(found[1]) <= sum(20 << table for table in range(7)) - 100


def test_code_and_data_told_apart(tmp_path):
    """The parts of a receipt's peak: each there, together the peak, within the budgets."""
    folders = iter((tmp_path / "first", tmp_path / "second"))
    shares = {share.stage: share for share in told_apart(lambda watch: sell(watch, next(folders)))}
    sale = shares["sale"]
    assert sale.peak == sale.bench + sale.resident + sale.late + sale.data
    assert 4 * KIB < sale.bench < 16 * KIB
    assert 40 * KIB < sale.resident and 4 * KIB < sale.late and 8 * KIB < sale.data <= sale.most
    assert sale.most < 64 * KIB and sale.unit < 112 * KIB
    # What encodes is gone when the receipt is printed, whatever a coroutine's frame remembers.
    assert sale.late < 10 * KIB
    assert sale.data > shares["start"].data


def test_what_a_unit_keeps_is_seen(tmp_path):
    """After the first receipt another one leaves nothing behind."""
    watch = Watch()
    sell(watch, tmp_path, receipts=6)
    after = [seen.after for seen in watch.seen if seen.stage == "sale"]
    assert len(after) == 6 and max(after[3:]) <= max(after[:3])
    assert all(seen.peak > seen.after for seen in watch.seen if seen.stage == "sale")


def test_a_heap_that_is_too_small_is_noticed(tmp_path):
    assert not runs(lambda watch: sell(watch, tmp_path), 92)
    with pytest.raises(RemoteError):
        sell(Unwatched(heap="92k"), tmp_path / "again")
