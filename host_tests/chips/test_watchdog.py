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
    place.loop.pass_ms(120000)
    place.dog.check()
    place.station._beats = Standing(keypad=place.board.clock.now_ms())
    place.loop.pass_ms(5000)
    place.dog.check()  # it is not bitten at once
    place.loop.pass_ms(30000)
    raises(Violation, place.dog.check)


def test_long_work_over_flash_is_no_standstill():
    place = registered(bench())
    place.start()
    buffer = bytearray(64)
    for _ in range(40):
        place.world.us += 2 * 10**6
        place.board.journal_flash.readblocks(0, buffer)
    place.dog.check()
    for _ in range(20):
        place.world.us += 2 * 10**6
        try:
            place.board.journal_flash.readblocks(0, buffer)
        except Violation:
            return
        place.dog.check() if _ < 3 else None
    raises(Violation, place.dog.check)


def test_a_task_that_fails_ends_the_register():
    place = registered(bench())
    place.start()

    async def fails(line):
        raise ValueError("on purpose")

    place.station.console.scan = fails
    place.scanner.line.send(b"123\r")
    place.loop.run_until(lambda: place.main.done, 5000)
    assert place.main.error is None
