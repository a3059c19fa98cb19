"""One chip on one bus: what a driver is handed where no board is wanted."""

from host_tests.chips.i2c import Wires
from host_tests.chips.world import World


class Clock:
    """The port's clock on a world."""

    def __init__(self, world):
        self.world = world

    def now_ms(self):
        return self.world.us // 1000

    def block_us(self, duration):
        self.world.us += duration


class Bus:
    """`machine.I2C` over the wires, without pins."""

    def __init__(self, wires, hz=100000):
        self.wires, self.hz = wires, hz

    def writeto(self, address, data):
        self.wires.write(self.hz, address, data)

    def writevto(self, address, vector):
        self.wires.write(self.hz, address, b"".join([bytes(part) for part in vector]))

    def readfrom(self, address, count):
        buf = bytearray(count)
        self.wires.read(self.hz, address, buf)
        return bytes(buf)

    def readfrom_mem_into(self, address, register, buf):
        self.wires.write(self.hz, address, bytes((register,)), False)
        self.wires.read(self.hz, address, buf)

    def writeto_mem(self, address, register, data):
        self.wires.write(self.hz, address, bytes((register,)) + bytes(data))


class Select:
    """A select line."""

    def __init__(self, chip):
        self.chip = chip

    def __call__(self, level):
        if level:
            if self.chip.bytes is not None:
                self.chip.deselect()
        else:
            self.chip.select()


class Spi:
    """`machine.SPI` with one chip, at 10 MHz."""

    def __init__(self, chip):
        self.chip = chip

    def write(self, data):
        self.chip.world.us += len(data)
        self.chip.clock(bytes(data), 0)

    def readinto(self, buf):
        self.chip.world.us += len(buf)
        came = self.chip.clock(None, len(buf))
        buf[:] = b"\xff" * len(buf) if came is None else came


def wired(chip_of, address, us=5000000):
    """(world, wires, chip) with one chip on the bus."""
    world = World(us)
    wires = Wires(world)
    wires.chips[address] = chip = chip_of(world)
    return world, wires, chip
