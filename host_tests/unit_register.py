"""A register on the bench for the tests of the control unit itself: the facade, no front end."""

import asyncio
import datetime

import pytest

from boards.sim.board import Board
from bu import app
from bu.fiscal import document as d
from bu.fiscal.receipt import make_line
from bu.fiscal.refusal import Interrupted, Refusal
from bu.hal import sim
from host_tests.bench_days import IDENTITY
from tools.bench.models.nor import Nor
from tools.bench.world import World

BLOCK = 4096
MORNING = datetime.datetime(2026, 12, 1, 8, 0)


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

    def figures(self, currency="BYN"):
        """The counters of one currency."""
        return self.unit.figures().totals()["currencies"][currency]

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


def registers():
    """A fixture: a register of its own for each test."""

    @pytest.fixture
    def register(tmp_path):
        return Register(tmp_path)

    return register


def exchanging():
    """A fixture: a register with rates of euro and Russian rouble, and 500.00 in the drawer.

    In the end its shift is closed, and neither СКНО nor printer has found anything wrong.
    """

    @pytest.fixture
    def register(tmp_path):
        made = Register(tmp_path)
        made.do(made.unit.z_report())
        made.unit.set_rate("EUR", 35210)
        made.unit.set_rate("RUB", 36215, 100)
        made.do(made.unit.open_shift("Иванова", confirmed=True))
        made.do(made.unit.deposit(50000))
        yield made
        made.do(made.unit.z_report())  # the СКНО adds up for itself
        assert made.world.skno.violations == []
        assert made.world.printer.finish() == []

    return register
