"""The carriers: wire time, I2C blocks, pieces and idle bytes, a device that is gone."""

from bu.skno.carrier_i2c import I2cCarrier
from bu.skno.carriers import StreamCarrier
from host_tests.portable.support import Clock, run

REGL = {
    "test_write_takes_the_time_of_the_wire": ("69/6", "69/9"),
    "test_stream_passes_bytes_on": ("69/1-2",),
    "test_i2c_writes_in_pieces": ("69/3", "69/12"),
    "test_i2c_reads_blocks_and_waits_between_idle_ones": ("69/3", "69/12"),
}  # fmt: skip


class Stream:
    """Takes bytes at once; gives what `incoming` holds; `gone` raises."""

    def __init__(self):
        self.written = b""
        self.incoming = []
        self.gone = False

    async def write(self, data):
        if self.gone:
            raise OSError(5)
        self.written += bytes(data)

    async def read(self, timeout_ms):
        if self.gone:
            raise OSError(5)
        return self.incoming.pop(0) if self.incoming else b""


def test_write_takes_the_time_of_the_wire():
    for baud, size, ms in ((9600, 2, 3), (9600, 1062, 1107), (115200, 1062, 93), (0, 1062, 0)):
        clock, stream = Clock(), Stream()
        run(StreamCarrier(stream, clock, baud).write(bytes(size)))
        assert clock.now == ms and len(stream.written) == size


def test_stream_passes_bytes_on():
    clock, stream = Clock(), Stream()
    carrier = StreamCarrier(stream, clock)
    run(carrier.write(memoryview(b"\x17\x33")))
    stream.incoming = [b"\x17", b"\xaa"]
    assert [run(carrier.read(100)) for _ in range(3)] == [b"\x17", b"\xaa", b""]
    assert stream.written == b"\x17\x33"


def test_stream_that_is_gone_is_silent():
    clock, stream = Clock(), Stream()
    stream.gone = True
    carrier = StreamCarrier(stream, clock, 9600)
    run(carrier.write(b"\x17\x33"))
    assert run(carrier.read(250)) == b"" and clock.now == 250


class Bus:
    """A slave that gives `blocks` one after the other, then idle bytes."""

    def __init__(self, idle=0xFF):
        self.written = []
        self.blocks = []
        self.idle = idle
        self.reads = 0
        self.gone = False

    def writeto(self, address, data):
        if self.gone:
            raise OSError(5)
        assert address == 2
        self.written.append(bytes(data))

    def readfrom_into(self, address, buf):
        if self.gone:
            raise OSError(5)
        assert address == 2
        self.reads += 1
        data = self.blocks.pop(0) if self.blocks else b""
        buf[:] = data + bytes((self.idle,)) * (len(buf) - len(data))


def test_i2c_writes_in_pieces():
    bus = Bus()
    run(I2cCarrier(bus, Clock(), piece=16).write(memoryview(bytes(range(40)))))
    assert bus.written == [bytes(range(16)), bytes(range(16, 32)), bytes(range(32, 40))]


def test_i2c_reads_blocks_and_waits_between_idle_ones():
    clock, bus = Clock(), Bus()
    carrier = I2cCarrier(bus, clock, block=8, poll_ms=5)
    bus.blocks = [b"", b"", b"\x17\x02\x08\x46\x17\x13\x01\x02", b"\x17\x05", b""]
    got = [run(carrier.read(1000)) for _ in range(5)]
    assert got == [
        b"\xff" * 8, b"\xff" * 8, b"\x17\x02\x08\x46\x17\x13\x01\x02",
        b"\x17\x05" + b"\xff" * 6, b"\xff" * 8,
    ]  # fmt: skip
    # Idle before the third block; no pause between the blocks of a frame.
    assert clock.now == 15


def test_i2c_reads_at_once_when_there_is_no_time():
    clock, bus = Clock(), Bus(idle=0)
    assert run(I2cCarrier(bus, clock, block=4).read(0)) == bytes(4)
    assert clock.now == 0 and bus.reads == 1


def test_i2c_device_that_is_gone_is_silent():
    clock, bus = Clock(), Bus()
    bus.gone = True
    carrier = I2cCarrier(bus, clock, poll_ms=5)
    run(carrier.write(b"\x17\x33"))
    assert run(carrier.read(101)) == b"" and clock.now == 101


def test_i2c_read_size_is_a_setting_that_may_change():
    bus = Bus()
    carrier = I2cCarrier(bus, Clock())
    assert len(run(carrier.read(0))) == 32
    carrier.read_size = 8
    assert len(run(carrier.read(0))) == 8
