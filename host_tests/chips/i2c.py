"""An I2C bus, byte by byte: nine clocks each, and the chips on it.

A chip has `max_hz`, start(reading), take(byte) -> acknowledged, give() -> byte, stop(). A chip
that is `away` acknowledges nothing; one that needs time holds the clock for `stretch_us` a byte.
A transfer that takes longer than 50 ms in all is given up by the controller, as rp2 does. Wires
that are `stuck` have a chip on them whose answer was cut off: it holds the data line until it has
seen so many clocks.
"""

from host_tests.chips.world import rule

EIO, ETIMEDOUT = 5, 110
PATIENCE_US = 50000


class Chip:
    """What every chip on the bus has."""

    max_hz = 400000
    stretch_us = 0

    def __init__(self, world):
        self.world = world
        self.away = False

    def start(self, reading):
        """A start condition with its address."""

    def take(self, byte):
        """A byte that was written; True: acknowledged."""
        raise NotImplementedError

    def give(self):
        """The next byte that is read."""
        raise NotImplementedError

    def stop(self):
        """A stop condition."""


class Wires:
    """Two wires: addresses and chips. `transfers` counts starts."""

    def __init__(self, world):
        self.world = world
        self.chips = {}
        self.transfers = self.stuck = 0

    def address(self, hz, address, reading):
        """The chip that acknowledges; OSError where none does."""
        self.transfers += 1
        if self.stuck:
            self._late(PATIENCE_US)
        self._byte(hz)
        chip = self.chips.get(address)
        if chip is None or chip.away:
            raise OSError(EIO)
        rule(hz <= chip.max_hz, "%d Hz is too fast for the chip at %02xh", hz, address)
        chip.start(reading)
        return chip

    def write(self, hz, address, data, stop=True):
        """Writes `data`; OSError where it is not acknowledged."""
        chip = self.address(hz, address, False)
        begun = self.world.us
        for byte in bytes(data):
            self._byte(hz)
            self._late(chip.stretch_us)
            self._over(begun)
            if not chip.take(byte):
                chip.stop()
                raise OSError(EIO)
        if stop:
            chip.stop()

    def read(self, hz, address, buf):
        """Fills `buf`."""
        chip = self.address(hz, address, True)
        begun = self.world.us
        for place in range(len(buf)):
            self._byte(hz)
            self._late(chip.stretch_us)
            self._over(begun)
            buf[place] = chip.give()
        chip.stop()

    def clocked(self):
        """A clock that is no transfer's."""
        self.stuck = max(0, self.stuck - 1)

    def _over(self, begun):
        if self.world.us - begun > PATIENCE_US:
            raise OSError(ETIMEDOUT)

    def _late(self, us):
        self.world.us += min(us, PATIENCE_US)
        if us >= PATIENCE_US:
            raise OSError(ETIMEDOUT)

    def _byte(self, hz):
        self.world.us += 9 * 1000000 // hz
