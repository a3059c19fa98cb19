"""Each of the thirteen blockings (регл. 26) on the bench: caused, shown, lifted, and finished.

The unit, the СКНО, the printer and the flash are the bench's own; at the end nobody complains.
"""

import asyncio
import datetime
import json
import re

import pytest

from boards.sim.board import Board
from bu import app
from bu.control_unit import blocking, blocking_table
from bu.control_unit.facade import ControlUnit
from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.receipt import adjust_line, make_line, mark_line
from bu.fiscal.refusal import Interrupted, Refusal
from bu.hal import sim
from bu.skno import documents as images
from host_tests.bench_days import ROOT
from tools.bench.models.nor import Nor
from tools.bench.models.skno import Skno
from tools.bench.world import World

IDENTITY = json.loads((ROOT / "tools/bench/identity.json").read_text("utf-8"))
BLOCK = 4096
MORNING = datetime.datetime(2026, 12, 1, 8, 0)
MARK = b"010481790415221821TvRFevJXYBGKE\x1d91EE06"


class Register:
    """A registered unit with an open shift and 100.00 in the drawer; `restart` switches it off."""

    def __init__(self, folder, journal_blocks=64, identity=IDENTITY):
        self.world = World(folder, identity)
        self.world.calendar.script(MORNING)
        self.journal_blocks = journal_blocks
        if journal_blocks != 64:
            self.world.regions["journal"].close()
            self.world.regions["journal"] = Nor(journal_blocks * BLOCK)
        self.restart()
        if not self.unit.manufactured():
            self.unit.manufacture(identity["serial"], bytes.fromhex(identity["secret"]))
            for name in ("name", "outlet", "address"):
                self.unit.configure(name, identity[name])
            self.do(self.unit.register(identity["unp"], identity["skko_number"],
                                       identity["skno_serial"]))  # fmt: skip
            self.do(self.unit.open_shift("Иванова", confirmed=True))
            self.do(self.unit.deposit(10000))

    def do(self, call):
        return asyncio.run(call)

    def restart(self):
        self.board = Board(self.world, self.world.printer_profile)
        if self.journal_blocks != 64:
            self.board.journal_flash = sim.SimFlash(self.world, "journal", self.journal_blocks)
        self.unit = app.build(self.board)
        self.world.printer.unit_restarted()
        self.do(self.unit.start())

    def later(self, **delta):
        self.world.calendar.script(MORNING + datetime.timedelta(**delta))

    def receipt(self, price=298, name="Хлеб", kind=d.SALE):
        receipt = self.unit.receipt(kind)
        self.unit.add_line(receipt, make_line(name, price))
        return receipt

    def sell(self, receipt=None):
        receipt = receipt or self.receipt()
        return self.do(self.unit.sell(receipt, [d.Tender(d.CASH, receipt.total())]))

    def blocked(self):
        """What `check` finds when idle."""
        return [blocking.name for blocking in self.do(self.unit.check())]

    def refused(self, call, *wanted):
        """The refusal of a call, which must change nothing: neither flash nor СКНО nor figures."""
        before = self.state()
        with pytest.raises(Refusal) as refusal:
            self.do(call) if hasattr(call, "send") else call()
        assert not isinstance(refusal.value, Interrupted)
        assert refusal.value.name in wanted
        assert self.state() == before
        return refusal.value

    def interrupted(self, call, name, stage):
        with pytest.raises(Interrupted) as refusal:
            self.do(call)
        assert (refusal.value.name, refusal.value.stage) == (name, stage)

    def state(self):
        cells = {name: bytes(chip.cells) for name, chip in self.world.regions.items()
                 if isinstance(chip, Nor) and name != "memory"}  # fmt: skip
        return cells, len(self.world.skno.documents), self.unit.figures().totals()

    def tape(self):
        return len(self.world.printer.text().split("\n"))

    def close(self, shifts=1):
        """Z-report; the counterparts found nothing wrong, and the numbers have no gap."""
        assert self.blocked() == []
        assert self.do(self.unit.z_report()) == shifts
        documents = self.world.skno.documents
        through = [entry["number"] for entry in documents if entry["type"] != 15]
        assert through == list(range(1, len(through) + 1))
        assert len([entry for entry in documents if entry["type"] == 15]) == shifts
        assert self.world.skno.violations == []
        assert self.world.printer.finish() == []


@pytest.fixture
def register(tmp_path):
    return Register(tmp_path)


def test_negative(register):
    receipt = register.receipt()
    register.refused(lambda: receipt.set_discount(299, 0), "receipt_negative")
    register.refused(lambda: adjust_line(receipt.lines[0], (299, 0)), "receipt_negative")
    assert receipt.total() == 298
    receipt.set_discount(298, 0)
    receipt.set_discount(100, 0)
    assert register.sell(receipt) == 2
    register.close()


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


@pytest.mark.parametrize(("out", "mended", "name"), [
    ("paper_out", "load_paper", "printer_paper"),
    ("open_cover", "close_cover", "printer_cover"),
])  # fmt: skip
def test_no_paper(register, out, mended, name):
    receipt = register.receipt()
    printer, now = register.world.printer, register.world.now_ms
    getattr(printer, out)(now())
    assert register.blocked() == [name]
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), name)
    register.refused(register.unit.x_report(), name)
    register.refused(register.unit.z_report(), name)
    getattr(printer, mended)(now())
    assert register.sell(receipt) == 2
    register.close()


def test_paper_ends_in_the_middle_of_a_receipt_and_of_a_z_report(register):
    printer, now = register.world.printer, register.world.now_ms
    printer.paper_after_lines(6, now())
    receipt = register.receipt()
    register.interrupted(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]),
                         "printer_paper", "printing")  # fmt: skip
    assert register.blocked() == ["printer_paper"]
    with pytest.raises(Refusal, match="unfinished"):
        register.sell()
    with pytest.raises(Interrupted, match="printer_paper"):
        register.do(register.unit.resume())
    printer.load_paper(now())
    assert register.blocked() == []
    register.do(register.unit.resume())
    assert register.sell() == 3
    printer.paper_after_lines(20, now())
    register.interrupted(register.unit.z_report(), "printer_paper", "printing")
    printer.load_paper(now())
    register.do(register.unit.resume())
    assert [entry["type"] for entry in register.world.skno.documents] == [11, 10, 10, 15]
    assert register.unit._core.memory.state.z_number == 1
    assert register.world.skno.violations == [] and printer.finish() == []


class Away(Nor):
    """No БЭП: reads as one byte everywhere (None: does not answer), takes nothing."""

    def __init__(self, floating=0xFF):
        super().__init__(BLOCK)
        self.floating = floating

    def readblocks(self, block, buf, off=0):
        if self.floating is None:
            raise OSError(5)
        buf[:] = bytes((self.floating,)) * len(buf)

    def writeblocks(self, block, buf, off=0):
        if self.floating is None:
            raise OSError(5)


def another_memory(folder):
    """The БЭП of another register, in use like ours."""
    other = Register(folder, identity={**IDENTITY, "serial": "1000000000002",
                                       "secret": "00112233445566778899aabbccddeeff"})  # fmt: skip
    return Nor(image=bytes(other.world.regions["memory"].cells))


# What stands in the БЭП's place -> its blocking.
SWAPS = {
    "reads FFh": (lambda folder: Away(0xFF), "memory_absent"),
    "reads 00h": (lambda folder: Away(0x00), "memory_absent"),
    "no answer": (lambda folder: Away(None), "memory_absent"),
    "blank": (lambda folder: Nor(128 * BLOCK), "memory_absent"),
    "another's": (another_memory, "memory_foreign"),
}


@pytest.mark.parametrize("what", SWAPS)
def test_memory_away_while_working(register, what, tmp_path):
    make, name = SWAPS[what]
    register.sell()
    receipt = register.receipt()
    ours, register.world.regions["memory"] = (
        register.world.regions["memory"], make(tmp_path / "other"))  # fmt: skip
    assert register.blocked() == [name]
    unit = register.unit
    register.refused(unit.sell(receipt, [d.Tender(d.CASH, 298)]), name)
    register.refused(unit.withdraw(100), name)
    register.refused(unit.cancel(receipt), name)
    register.refused(unit.z_report(), name)
    register.do(unit.x_report())
    register.world.regions["memory"] = ours
    assert register.blocked() == []
    assert register.sell(receipt) == 3
    register.close()


@pytest.mark.parametrize("what", SWAPS)
def test_memory_away_while_switched_off(register, what, tmp_path):
    make, name = SWAPS[what]
    register.sell()
    ours, register.world.regions["memory"] = (
        register.world.regions["memory"], make(tmp_path / "other"))  # fmt: skip
    try:
        register.restart()
        assert register.blocked() == [name]
    except Refusal as refusal:
        assert refusal.name == name
    with pytest.raises(Refusal):
        register.do(register.unit.z_report())
    with pytest.raises(Refusal) as refusal:
        register.unit.manufacture("1000000000009", bytes(16))
    assert refusal.value.name in (name, "bad_registration")
    register.world.regions["memory"] = ours
    register.restart()
    assert register.sell() == 3
    register.close()


def test_an_older_state_of_the_memory(register):
    """A copy from before the last shift, put in by night: found before the next Z-report."""
    older = bytes(register.world.regions["memory"].cells)
    register.close()
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    register.do(register.unit.deposit(1000))
    ours, register.world.regions["memory"] = register.world.regions["memory"], Nor(image=older)
    assert register.blocked() == ["memory_foreign"]
    register.refused(register.unit.z_report(), "memory_foreign")
    register.world.regions["memory"] = ours
    register.close(2)


@pytest.mark.parametrize("floating", [0xFF, None])
def test_memory_goes_away_behind_the_skno(register, floating, tmp_path):
    """Between the УИ of the Z-report and its record: nothing is lost, the rest is done later."""
    ours = register.world.regions["memory"]
    skno = register.world.skno
    feed = skno.feed

    def pulled(data, now_ms):
        feed(data, now_ms)
        if any(entry["type"] == 15 for entry in skno.documents):
            register.world.regions["memory"] = Away(floating)

    skno.feed = pulled
    register.interrupted(register.unit.z_report(), "memory_absent", "memory")
    skno.feed = feed
    assert register.blocked() == ["memory_absent"]
    with pytest.raises(Interrupted, match="memory_absent"):
        register.do(register.unit.resume())
    cells = bytes(ours.cells)
    other = another_memory(tmp_path / "other")
    register.world.regions["memory"] = other
    theirs = bytes(other.cells)
    with pytest.raises(Interrupted, match="memory_foreign"):
        register.do(register.unit.resume())
    assert (bytes(other.cells), bytes(ours.cells)) == (theirs, cells)
    register.world.regions["memory"] = ours
    register.do(register.unit.resume())
    assert register.unit._core.memory.state.z_number == 1
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    register.close(2)


def test_memory_breaks(register):
    register.close()
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    chip = register.world.regions["memory"]
    chip.cells[3 * 64 + 30] ^= 1
    assert register.blocked() == ["memory_faulty"]
    register.refused(register.unit.z_report(), "memory_faulty")
    chip.cells[3 * 64 + 30] ^= 1
    register.close(2)


def test_memory_full(tmp_path):
    """The last shift that fits is closed; the next one cannot be opened."""
    register = Register(tmp_path)
    unit, memory = register.unit, register.unit._core.memory
    while memory.state.free_shifts > 1:
        memory.add_restart((2026, 12, 1, 8, 0, 0))
    assert register.blocked() == []
    while register.blocked() == []:
        register.sell()
        register.do(unit.z_report())
        if memory.state.free_shifts:
            register.do(unit.open_shift("Иванова", confirmed=True))
    assert register.blocked() == ["memory_full"]
    register.refused(unit.open_shift("Иванова", confirmed=True), "memory_full")
    register.do(unit.copy_z())
    assert register.world.skno.violations == []


# What is wrong with the СКНО -> how it is lifted, and whether a shift can be closed meanwhile.
FLAGS = [
    ("skno_full", "memory_ban", True, True),
    ("skno_certificate", "certificate_ban", True, True),
    ("skno_z_unsent", "z_ban", True, True),
    ("skno_faulty", "in_order", False, False),
    ("skno_no_crypto", "skzi", False, False),
    ("skno_blocked", "blocked", True, False),
]


@pytest.mark.parametrize(("name", "flag", "value", "closable"), FLAGS)
def test_skno_in_trouble(register, name, flag, value, closable):
    register.sell()
    receipt = register.receipt()
    flags = register.world.skno.flags
    setattr(flags, flag, value)
    assert register.blocked() == [name]
    held = register.unit.blockings()[0]
    assert held.cause == ("skno_blocked" if name == "skno_blocked" else "skno")
    assert ("z_report" in held.stops) == (not closable)
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), name)
    register.do(register.unit.x_report())
    if closable:
        register.do(register.unit.z_report())
        register.refused(register.unit.open_shift("Иванова", confirmed=True), name)
        setattr(flags, flag, not value)
        register.do(register.unit.open_shift("Иванова", confirmed=True))
        assert register.sell(receipt) == 3
        register.close(2)
    else:
        register.refused(register.unit.z_report(), name)
        setattr(flags, flag, not value)
        assert register.sell(receipt) == 3
        register.close()


def test_skno_gone(register):
    receipt = register.receipt()
    skno = register.world.skno
    skno.power_off()
    assert register.blocked() == ["skno_silent"]
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), "skno_silent")
    register.refused(register.unit.z_report(), "skno_silent")
    skno.power_on(register.world.now_ms())
    register.world.sleep_ms(30_000)
    assert register.blocked() == []
    assert register.sell(receipt) == 2
    register.close()


def test_skno_busy(register):
    """When idle it is not waited for; an operation waits as long as it takes."""
    receipt = register.receipt()
    register.world.skno.faults.add("say_busy", ms=60_000)
    start = register.world.now_ms()
    assert register.blocked() == ["skno_busy"]
    assert register.world.now_ms() - start < 5000
    assert register.sell(receipt) == 2
    assert register.world.now_ms() - start >= 60_000
    register.close()


def test_skno_of_another_register(register):
    receipt = register.receipt()
    channel = register.world._channels["skno"]
    ours = channel.device
    channel.device = Skno(310000002, IDENTITY["skko_number"], clock=register.world.calendar.now)
    channel.device.power_on(register.world.now_ms())
    register.world.sleep_ms(30_000)
    found = register.blocked()
    assert found[0] in ("skno_foreign", "skno_identification")
    with pytest.raises(Refusal, match=found[0]):
        register.sell(receipt)
    channel.device = ours
    assert register.blocked() == []
    assert register.sell(receipt) == 2
    register.close()


@pytest.mark.parametrize(("part", "word"), [
    ("keypad", "клавиатура"), ("cashier_display", "индикатор кассира"),
    ("customer_display", "индикатор потребителя"),
])  # fmt: skip
def test_a_mandatory_device_is_missing(register, part, word):
    receipt = register.receipt()
    register.board.taken_off.add(part)
    assert register.blocked() == ["device_missing"]
    assert register.unit.blockings()[0].text() == f"Нет устройства ({word})"
    refusal = register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]),
                               "device_missing")  # fmt: skip
    assert refusal.detail == word
    register.board.taken_off.clear()
    assert register.sell(receipt) == 2
    register.board.taken_off.add(part)
    assert register.do(register.unit.z_report()) == 1
    register.refused(register.unit.open_shift("Иванова", confirmed=True), "device_missing")


def test_the_printer_is_gone(register):
    receipt = register.receipt()
    register.world.printer.power_off(register.world.now_ms())
    assert register.blocked() == ["printer_silent"]
    assert register.unit.blockings()[0].cause == "devices"
    register.refused(register.unit.sell(receipt, [d.Tender(d.CASH, 298)]), "printer_silent")
    register.world.printer.power_on(register.world.now_ms())
    assert register.blocked() == []
    assert register.sell(receipt) == 2
    register.close()


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


def test_marked_goods_by_the_dozen(register):
    line = make_line("Обувь", 5000, 2000)
    register.refused(lambda: mark_line(line, mark=MARK), "mark_quantity")
    line = make_line("Обувь", 5000)
    mark_line(line, mark=MARK)
    receipt = register.unit.receipt(d.SALE)
    register.unit.add_line(receipt, line)
    assert register.sell(receipt) == 2
    register.close()


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
    missing = [name for stops in named for name in stops if not hasattr(ControlUnit, name)]
    assert missing == []


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
