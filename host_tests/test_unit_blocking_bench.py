"""The blockings (регл. 26) on the bench: caused, shown, lifted, and finished.

The unit, the СКНО, the printer and the flash are the bench's own; at the end nobody complains.
"""

import asyncio
import datetime
import re

import pytest

from boards.sim.board import Board
from bu import app
from bu.control_unit import blocking, blocking_table
from bu.control_unit.facade import LATE, ControlUnit
from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.receipt import adjust_line, make_line, mark_line
from bu.skno import documents as images
from host_tests.bench_days import ROOT
from host_tests.unit_register import IDENTITY, MORNING, Register, registers
from tools.bench.world import World

MARK = b"010481790415221821TvRFevJXYBGKE\x1d91EE06"

register = registers()


@pytest.mark.regl("26/1")
def test_negative(register):
    receipt = register.receipt()
    register.refused(lambda: receipt.set_discount(299, 0), "receipt_negative")
    register.refused(lambda: adjust_line(receipt.lines[0], (299, 0)), "receipt_negative")
    assert receipt.total() == 298
    receipt.set_discount(298, 0)
    receipt.set_discount(100, 0)
    assert register.sell(receipt) == 2
    register.close()


@pytest.mark.regl("26/2")
def test_overflow(register):
    huge = money.MAX_SUM - 1000
    register.do(register.unit.sell(register.receipt(huge), [d.Tender(d.CARD, huge)]))
    receipt = register.receipt(2000)
    tenders = [d.Tender(d.CARD, 2000)]
    register.refused(register.unit.sell(receipt, tenders), "counter_overflow")
    register.close()
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    assert register.do(register.unit.sell(receipt, tenders)) == 3
    register.close(2)


@pytest.mark.regl("26/3")
def test_journal_full(tmp_path):
    register = Register(tmp_path, journal_blocks=16)
    large = register.unit.receipt(d.SALE)
    for number in range(100):
        register.unit.add_line(large, make_line(f"Товар {number}", 100))
    while register.unit._core.journal.room() > images.size(large):
        register.sell(large)
    register.refused(register.unit.sell(large, [d.Tender(d.CASH, 10000)]), "journal_full")
    while "journal_full" not in register.blocked():
        register.sell()
    receipt = register.receipt()
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), "journal_full")
    register.refused(register.unit.deposit(100), "journal_full")
    register.refused(register.unit.cancel(receipt), "journal_full")
    assert register.do(register.unit.z_report()) == 1
    assert register.blocked() == []
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    register.sell(receipt)
    register.sell(large)
    register.close(2)


@pytest.mark.regl("26/9")
def test_a_date_before_the_last_record(register):
    receipt = register.receipt()
    register.later(hours=2)
    register.sell()
    register.world.calendar._now = MORNING - datetime.timedelta(days=1)
    assert register.blocked() == ["clock_behind"]
    assert register.unit.blockings()[0].cause == "order"
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), "clock_behind")
    register.refused(register.unit.z_report(), "clock_behind")
    register.world.calendar._now = MORNING + datetime.timedelta(hours=3)
    assert register.sell(receipt) == 3
    register.close()


@pytest.mark.regl("26/10")
def test_more_cash_than_there_is(register):
    unit = register.unit
    register.sell()
    refund = register.receipt(20000, kind=d.REFUND)
    register.refused(unit.withdraw(10299), "drawer_short")
    register.refused(unit.card_payout(10299), "drawer_short")
    register.refused(unit.refund(refund, [d.Tender(d.CASH, 20000)]), "drawer_short")
    register.do(unit.refund(refund, [d.Tender(d.CARD, 20000)]))
    register.do(unit.deposit(1))
    assert register.do(unit.withdraw(10299)) == 5
    register.close()


@pytest.mark.regl("26/11")
def test_marked_goods_by_the_dozen(register):
    line = make_line("Обувь", 5000, 2000)
    register.refused(lambda: mark_line(line, mark=MARK), "mark_quantity")
    line = make_line("Обувь", 5000)
    mark_line(line, mark=MARK)
    receipt = register.unit.receipt(d.SALE)
    register.unit.add_line(receipt, line)
    assert register.sell(receipt) == 2
    register.close()


@pytest.mark.regl("26/12")
def test_a_shift_of_24_hours(register):
    register.later(hours=23, minutes=59, seconds=59)
    assert register.blocked() == []
    register.sell()
    receipt, refund = register.receipt(), register.receipt(kind=d.REFUND)
    register.later(hours=24)
    assert register.blocked() == ["shift_over"]
    assert register.unit.blockings()[0].stops == ("sell", "refund")
    unit = register.unit
    register.refused(unit.sell(receipt, [d.Tender(d.CASH, 298)]), "shift_over")
    register.refused(unit.refund(refund, [d.Tender(d.CASH, 298)]), "shift_over")
    register.do(unit.withdraw(100))
    register.do(unit.z_report())
    register.do(unit.open_shift("Иванова", confirmed=True))
    assert register.sell(receipt) == 4
    register.close(2)


@pytest.mark.regl("26/13")
def test_an_operation_done_wrongly(register):
    receipt = register.receipt()
    unit = register.unit
    refusal = register.refused(unit.sell(receipt, [d.Tender(d.CASH, 297)]), "payment_short")
    assert blocking_table.row(refusal.name)[0] == "wrong"
    register.refused(unit.void(), "nothing_to_void")
    register.refused(unit.open_shift("Иванова", confirmed=True), "shift_open")
    assert register.sell(receipt) == 2
    register.close()


def test_what_is_stopped_is_an_operation_of_the_facade():
    named = [stops for cause in blocking_table.CAUSES for stops in cause[4].values()]
    named.append(blocking.OPERATIONS.values())
    assert all(named)
    late = " ".join(names for _, names in LATE).split()
    methods = dir(ControlUnit) + late
    missing = [name for stops in named for name in stops if name not in methods]
    assert missing == []


@pytest.mark.regl("27/3")
def test_the_page_names_every_cause_and_every_refusal():
    page = (ROOT / "docs/blocking.md").read_text("utf-8")
    rows = [row.split("|") for row in page.splitlines() if row.startswith("| `")]
    listed = {row[1].strip(" `"): row[3] for row in rows if len(row) == 6}
    for name, _, _, _, refusals in blocking_table.CAUSES:
        assert set(re.findall(r"`(\w+)`", listed[name])) == set(refusals)


def test_several_at_once_gravest_first(register):
    register.board.taken_off.add("keypad")
    register.world.printer.paper_out(register.world.now_ms())
    register.world.skno.flags.blocked = True
    register.later(hours=25)
    assert register.blocked() == ["device_missing", "skno_blocked", "printer_paper", "shift_over"]


def test_looking_around_changes_nothing(register):
    before = register.state()
    memory = bytes(register.world.regions["memory"].cells)
    for _ in range(3):
        assert register.blocked() == []
    assert register.state() == before
    assert bytes(register.world.regions["memory"].cells) == memory


def test_a_factory_new_unit_is_blocked_by_nothing_but_its_devices(tmp_path):
    world = World(tmp_path, IDENTITY)
    board = Board(world, world.printer_profile)
    unit = app.build(board)
    asyncio.run(unit.start())
    assert asyncio.run(unit.check()) == []
    board.taken_off.add("customer_display")
    assert [held.name for held in asyncio.run(unit.check())] == ["device_missing"]
