"""The register's loop on the interpreter's own asyncio, with the world's time."""

import asyncio
import gc

from bu import station
from bu.hal import machine_lines as lines
from host_tests.chips.lcd import alike
from host_tests.chips.register import DRAWN, bench, registered
from host_tests.portable.support import run


class Clock:
    """The world's time moves a millisecond whenever somebody who waits is asked."""

    def __init__(self, world):
        self.world = world

    def now_ms(self):
        return self.world.us // 1000

    async def sleep_ms(self, duration):
        until = self.world.us + duration * 1000
        while self.world.us < until:
            self.world.us += 1000
            await asyncio.sleep(0)

    def block_us(self, duration):
        self.world.us += duration


def test_keys_and_the_end_of_a_task():
    place = registered(bench())
    clock = Clock(place.world)
    board = place.board
    lines.asyncio = clock
    station.asyncio = asyncio
    board.clock = clock
    register = station.Station(board, place.unit)
    seen = []

    async def fails(timeout_ms):
        raise ValueError("on purpose")

    async def operator():
        await clock.sleep_ms(1000)
        for _ in range(2):
            place.matrix.press(3, 0)  # ↓
            await clock.sleep_ms(80)
            place.matrix.release(3, 0)
            await clock.sleep_ms(80)
        seen.extend(place.parts["cashier_display"].shown(DRAWN))
        board.scanner.lines = fails

    async def both():
        asyncio.create_task(operator())
        await register.run()

    run(both())
    assert alike(">3 Регистрация в БЭП") in seen
    place.dog.check()


def test_ctrl_c_is_not_swallowed():
    place = registered(bench())
    lines.asyncio = place.board.clock = clock = Clock(place.world)
    station.asyncio = asyncio

    async def stops(timeout_ms):
        await clock.sleep_ms(100)
        raise KeyboardInterrupt

    place.board.scanner.lines = stops
    raised = False
    try:
        run(station.Station(place.board, place.unit).run())
    except KeyboardInterrupt:
        raised = True
    gc.collect()  # CPython's asyncio tells of the task when it is collected: now, not anywhere
    assert raised
