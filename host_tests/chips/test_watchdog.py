"""Who feeds the watchdog, and when it bites."""

from host_tests.chips.register import bench, registered
from host_tests.chips.world import Violation
from host_tests.portable.support import raises


class Standing(dict):
    """The beats of loops of which one stands."""

    def __setitem__(self, name, value):
        if name != "keypad":
            dict.__setitem__(self, name, value)


def test_a_loop_that_stands_is_bitten():
    place = registered(bench())
    place.start()
    place.loop.pass_ms(20000)
    place.dog.check()
    place.station._beats = Standing(keypad=place.board.clock.now_ms())
    place.loop.pass_ms(5000)
    place.dog.check()  # it is not bitten at once
    place.loop.pass_ms(30000)
    raises(Violation, place.dog.check)


def test_long_work_over_flash_is_no_standstill():
    """A day's journal folded in one go feeds the dog by each read, for 90 s at most."""
    place = registered(bench())
    place.start()
    buffer = bytearray(64)

    def read(times):
        for _ in range(times):
            place.world.us += 2 * 10**6
            place.board.journal_flash.readblocks(0, buffer)
        place.dog.check()

    read(40)
    raises(Violation, read, 20)


class Laboured:
    """A printer's stream that gets its bytes after much work: 2 s a piece."""

    def __init__(self, place):
        self.world, self.stream = place.world, place.board.printer
        self.read = self.stream.read
        self.pieces = 0

    async def write(self, data):
        self.pieces += 1
        self.world.us += 2000000
        await self.stream.write(data)


def test_a_report_of_the_memory_that_takes_minutes():
    """3000 shifts keep a Pico busy for 130 s; so do a few here, by the work behind each line."""
    place = registered(bench())
    place.start()
    run, unit = place.loop.run, place.unit
    for _ in range(3):
        run(unit.open_shift("Иванова", confirmed=True))
        run(unit.z_report())
    unit._core.printer._stream = stream = Laboured(place)
    begun = place.world.us
    task = place.loop.create_task(unit.memory_report(1, 99))
    place.wait(lambda: task.done, 1000000)
    assert task.error is None and stream.pieces > 65
    assert place.world.us - begun > 130000000
    place.dog.check()


def test_the_slowest_erases_in_a_row():
    """Each as slow as the data sheet allows: 12 s without a turn of the loop."""
    place = bench()
    place.start()
    place.parts["main_flash"].erase_us = 400000
    for block in range(30):
        place.board.journal_flash.ioctl(6, block)
    assert place.world.us > 5000000 + 30 * 400000
    place.loop.pass_ms(3000)
    place.dog.check()


def test_a_task_that_fails_ends_the_register():
    place = registered(bench())
    place.start()

    async def fails(line):
        raise ValueError("on purpose")

    place.station.console.scan = fails
    place.scanner.line.send(b"123\r")
    place.loop.run_until(lambda: place.main.done, 5000)
    assert place.main.error is None
