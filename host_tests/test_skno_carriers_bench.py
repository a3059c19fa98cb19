"""The same day over I2C and over slow serial lines, on the bench's СКНО."""

from __future__ import annotations

from typing import Any

import pytest

from bu.skno.carrier_i2c import I2cCarrier
from bu.skno.carriers import StreamCarrier
from host_tests.skno_desk import Clock, Desk, Wire
from tools.bench.models.skno import Skno
from tools.bench.models.skno_i2c import SknoI2c


@pytest.mark.regl("69/3")
@pytest.mark.parametrize("idle", [0xFF, 0x00])
@pytest.mark.parametrize("block, piece", [(32, 32), (8, 1), (64, 255), (1, 16)])
def test_i2c(block: int, piece: int, idle: int) -> None:
    def carrier(skno: Skno, clock: Clock) -> I2cCarrier:
        bus = SknoI2c(skno, clock.now_ms, idle)
        return I2cCarrier(bus, clock, block=block, piece=piece)

    Desk(carrier).day()


def test_i2c_device_that_is_gone_and_comes_back() -> None:
    bus: list[SknoI2c] = []

    def carrier(skno: Skno, clock: Clock) -> I2cCarrier:
        bus.append(SknoI2c(skno, clock.now_ms))
        return I2cCarrier(bus[0], clock)

    desk = Desk(carrier)
    desk.ready()
    desk.settle()
    desk.prepare(*desk.deposit())
    desk.skno.faults.add("power_loss", at="after_take", ms=3000)
    desk.resume()
    desk.check()
    assert len(desk.entries) == 1 and desk.skno.state.unfinished is False


class Slow:
    """A stream in both directions at `baud`: a byte arrives when its last bit has."""

    def __init__(self, wire: Wire, baud: int) -> None:
        self.wire, self.baud = wire, baud
        self.coming: list[tuple[int, bytes]] = []

    async def write(self, data: Any) -> None:
        await self.wire.write(data)

    async def read(self, timeout_ms: int) -> bytes:
        data = await self.wire.read(timeout_ms)
        self.wire.clock.now += len(data) * 10 * 1000 // self.baud
        return data


@pytest.mark.regl("69/1", "69/6")
@pytest.mark.parametrize("baud", [9600, 115200])
def test_serial_line_takes_its_time(baud: int) -> None:
    """At 9600 baud a full packet takes 1,1 s, more than the 0,1 s that are waited for its ACK."""

    def carrier(skno: Skno, clock: Clock) -> StreamCarrier:
        return StreamCarrier(Slow(Wire(skno, clock), baud), clock, baud)

    desk = Desk(carrier)
    desk.day()
    sizes = sum(len(entry.image) for entry in desk.entries)
    assert desk.clock.now > sizes * 10_000 // baud
