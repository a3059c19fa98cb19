"""Keys that come while something is going on, on an event loop that really changes tasks."""

import asyncio
import contextlib

import pytest

from boards.sim.board import Board
from boards.sim.console import Panel
from bu import app
from bu.ui import modes
from bu.ui.console import Console
from host_tests.bench_days import IDENTITY
from tools.bench import keys
from tools.bench.place import LocalConsole
from tools.bench.world import World

ENTRY = ("1", "1", "1", "1", "1", "enter", "enter")


class Slow:
    """A stream whose bytes take turns with the other tasks."""

    def __init__(self, stream):
        self._stream = stream

    async def write(self, data):
        await asyncio.sleep(0)
        await self._stream.write(data)

    async def read(self, timeout_ms):
        """The loop's own time-out is thrown into the task, through the console."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0):
                await asyncio.sleep(60)
        return await self._stream.read(timeout_ms)


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path, IDENTITY)
    keys.prepare(made, LocalConsole, IDENTITY)
    yield made
    made.close()


class Register:
    """A unit whose СКНО and printer are slow, its console and its displays."""

    def __init__(self, world):
        board = Board(world, world.printer_profile)
        board.skno, board.printer = Slow(board.skno), Slow(board.printer)
        self.world = world
        self.unit = app.build(board)
        self.cashier, self.customer = Panel(4), Panel(2)
        self.console = Console(self.unit, self.cashier, self.customer, board.clock, modes.main)

    async def begin(self):
        await self.console.start()
        for name in ENTRY:
            await self.console.key(name)

    async def type(self, *names):
        for name in names:
            await self.console.key(name)


def test_keys_in_an_operation_are_answered_with_a_sound_and_dropped(world):
    async def work():
        register = Register(world)
        await register.begin()
        await register.type("1", "0", "s1")
        sale = asyncio.ensure_future(register.console.key("total"))
        await asyncio.sleep(0)
        register.cashier.sounds = []
        await register.type("9", "total")
        await register.console.scan("4814857388435")
        assert register.cashier.sounds == [[150]] * 3
        assert register.cashier.rows[0].startswith("Подождите")
        await sale
        assert register.cashier.rows[1] == "ОПЛАЧЕНО       10.00"
        assert register.unit.figures().counters.get("BYN", "sales_n") == 1

    asyncio.run(work())


def test_no_digit_is_lost_while_an_idle_register_looks_around(world):
    async def work():
        register = Register(world)
        await register.begin()
        world.sleep_ms(30_000)
        looking = asyncio.ensure_future(register.console.tick(world.now_ms()))
        await asyncio.sleep(0)
        register.cashier.sounds = []
        await register.type("1", "5", "0")
        assert register.cashier.sounds == []
        await looking
        await register.type("s1", "total")
        assert register.cashier.rows[0] == "ИТОГ          150.00"

    asyncio.run(work())


def test_time_that_passes_in_an_operation_logs_nobody_out(world):
    async def work():
        register = Register(world)
        await register.begin()
        report = asyncio.ensure_future(register.console.key("x"))
        await asyncio.sleep(0)
        world.sleep_ms(3_600_000)
        await register.console.tick(world.now_ms())
        await report
        assert register.cashier.rows[0].startswith("X-отчет")
        await register.console.tick(world.now_ms())
        assert register.cashier.rows[0].startswith("Режим")

    asyncio.run(work())


def test_an_empty_line_of_the_scanner_is_nothing(world):
    async def work():
        register = Register(world)
        await register.begin()
        shown = list(register.cashier.rows)
        await register.console.scan("")
        assert register.cashier.rows == shown

    asyncio.run(work())
