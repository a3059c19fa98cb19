"""`machine.I2C`, SoftI2C and SPI of the fake `machine`; `home` is the Machine they belong to."""

from host_tests.chips.world import rule


class I2C:
    """A bus on the bench's wires."""

    home = None

    def __init__(self, number, scl, sda, freq):
        self.home.claim("i2c", number, {"scl": scl, "sda": sda})
        self._begin(scl, sda, freq)

    def _begin(self, scl, sda, freq):
        self._wires = self.home.bench.wires[(sda.number, scl.number)]
        self._hz = freq

    def writeto(self, address, data, stop=True):
        self._wires.write(self._hz, address, data, stop)
        return len(data)

    def writevto(self, address, vector, stop=True):
        self._wires.write(self._hz, address, b"".join([bytes(v) for v in vector]), stop)

    def readfrom(self, address, count):
        buf = bytearray(count)
        self._wires.read(self._hz, address, buf)
        return bytes(buf)

    def readfrom_into(self, address, buf):
        self._wires.read(self._hz, address, buf)

    def readfrom_mem_into(self, address, register, buf):
        self._wires.write(self._hz, address, bytes((register,)), False)
        self._wires.read(self._hz, address, buf)

    def writeto_mem(self, address, register, data):
        self._wires.write(self._hz, address, bytes((register,)) + bytes(data))

    def scan(self):
        rule(False, "a bus with a СКНО is never scanned")


class SoftI2C(I2C):
    """The same by software, on any two pins."""

    def __init__(self, scl, sda, freq):
        self._begin(scl, sda, freq)


class Spi:
    """A bus in mode 0 with whichever chip is selected."""

    home = None

    def __init__(self, number, baudrate, polarity, phase, sck, mosi, miso):
        self.home.claim("spi", number, {"sck": sck, "mosi": mosi, "miso": miso})
        rule(polarity == 0 and phase == 0, "mode 0 is wanted")
        self._hz = baudrate

    def _chip(self, count):
        self.home.world.us += count * 8 * 1000000 // self._hz
        chosen = [chip for chip in self.home.bench.spi.values() if chip.bytes is not None]
        rule(len(chosen) < 2, "two chips are selected")
        rule(chosen, "nobody is selected")
        rule(self._hz <= chosen[0].max_hz, "%d Hz is too fast", self._hz)
        return chosen[0]

    def write(self, data):
        self._chip(len(data)).clock(bytes(data), 0)

    def readinto(self, buf):
        came = self._chip(len(buf)).clock(None, len(buf))
        buf[:] = b"\xff" * len(buf) if came is None else came
