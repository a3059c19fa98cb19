"""Serial lines: streams of the port with their flow control, the scanner; the port's clock."""

from bu.drivers.scanner import Scanner
from bu.hal import machine_lines as port
from host_tests.chips.loop import Loop
from host_tests.chips.world import TICKS, Time, World
from host_tests.portable.support import raises


class Wire:
    """A stream of pieces."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)

    async def read(self, timeout_ms):
        if not self.pieces:
            raise OSError(5)
        return self.pieces.pop(0)


def test_scanner_lines():
    loop = Loop(World())
    scanner = Scanner(
        Wire(b"48143", b"11\r\n\n01\x1d21\x02\x801\r", b"", b"x" * 301, b"y\r4\n"), loop
    )
    got = [loop.run(scanner.lines(10)) for _ in range(6)]
    assert got == [[], ["4814311", "01\x1d21?1"], [], [], ["4"], []]


def test_scanner_that_is_away_lets_the_others_run():
    world = World()
    loop = Loop(world)
    assert loop.run(Scanner(Wire(), loop).lines(1000)) == []
    assert world.us == 1000000


def test_scanner_half_a_line_and_another_are_no_code():
    loop = Loop(World())
    scanner = Scanner(Wire(b"48143", b"", b"11\r", b"x" * 301, b"", b"4\r"), loop)
    got = [loop.run(scanner.lines(1000)) for _ in range(6)]
    assert got == [[], [], ["11"], [], [], ["4"]]


class Line:
    """A UART of the port: what is written, what waits to be read."""

    def __init__(self, world, char_us=87):
        self.world = world
        self.written = []
        self.incoming = bytearray()
        self.free_at = self.stall = 0
        self.room = 64
        self.char_us = char_us

    def any(self):
        return len(self.incoming)

    def read(self, count):
        data, self.incoming = bytes(self.incoming[:count]), self.incoming[count:]
        return data or None

    def write(self, data):
        data = bytes(data)[: self.room]
        if not data:
            return None
        self.written.append((self.world.us // 1000, data))
        start = max(self.free_at, self.world.us, self.stall)
        self.free_at = start + len(data) * self.char_us
        return len(data)

    def txdone(self):
        return self.world.us >= self.free_at - self.char_us


def uart(baudrate=115200, flow="", ready=None):
    world = World()
    loop = Loop(world)
    port.time, port.asyncio = Time(world), loop
    line = Line(world, 10 * 1000000 // baudrate)
    return world, loop, line, port.Uart(line, baudrate, flow, ready)


def test_uart_write_is_back_when_the_last_byte_has_left():
    for baudrate in (9600, 115200):
        world, loop, line, stream = uart(baudrate)
        loop.run(stream.write(bytes(range(200))))
        assert b"".join([data for _, data in line.written]) == bytes(range(200))
        assert world.us >= line.free_at
        assert world.us - line.free_at < 10000
        line.stall = world.us + 400000  # the other end holds CTS
        loop.run(stream.write(b"0123456789" * 5))
        assert line.free_at <= world.us < line.free_at + 10000
        line.room = 7
        loop.run(stream.write(memoryview(b"0123456789")))
        assert b"".join([data for _, data in line.written[-2:]]) == b"0123456789"


def test_uart_read_waits_for_the_first_byte_only():
    world, loop, line, stream = uart()
    assert loop.run(stream.read(50)) == b"" and 50000 <= world.us < 60000
    line.incoming.extend(b"abc")
    assert loop.run(stream.read(1000)) == b"abc" and world.us < 60000
    assert loop.run(stream.read(0)) == b""


def test_uart_xon_xoff():
    world, loop, line, stream = uart(flow="xon")
    line.incoming.extend(b"\x13a")
    task = loop.create_task(stream.write(b"0" * 40))
    loop.pass_ms(100)
    assert line.written == [] and not task.done
    loop.run(stream.write(b"\x10\x04\x01"))  # a status request goes through
    assert len(line.written) == 1
    line.incoming.extend(b"b\x11")
    loop.pass_ms(100)
    assert task.done and task.error is None and len(line.written) == 3
    assert loop.run(stream.read(0)) == b"ab"


def test_uart_held_up_for_ever():
    """CTS that never comes: what is in the buffer stays there, and the write ends."""
    world, loop, line, stream = uart()
    line.stall = 1 << 40
    for room in (64, 0):  # it goes into the buffer, and never out; it does not even go in
        line.room = room
        begun = world.us
        assert raises(OSError, loop.run, stream.write(b"0" * 40)).args[0] == 110
        assert 5000000 <= world.us - begun < 5100000
        assert len(line.written) == 2


def test_uart_dtr():
    ready = [1]
    world, loop, line, stream = uart(flow="dtr", ready=lambda: ready[0])
    error = raises(OSError, loop.run, stream.write(b"0" * 40))
    assert error.args[0] == 110 and line.written == [] and 5000000 <= world.us < 5100000
    ready[0] = 0
    loop.run(stream.write(b"0" * 40))
    assert len(line.written) == 2


def test_clock_never_wraps():
    world = World((TICKS - 5) * 1000)
    port.time = Time(world)
    clock = port.Clock()
    assert clock.now_ms() == 0
    world.us += 20000
    assert clock.now_ms() == 20
    for _ in range(8):
        world.us += 400000000 * 1000
        clock.now_ms()
    assert clock.now_ms() == 20 + 8 * 400000000


def test_quiet_waits_for_a_pause():
    world = World()
    port.time = Time(world)

    class Talking:
        until = 10000

        def any(self):
            return world.us // 500 if world.us < self.until else 99

    port.uarts[:] = [Talking()]
    port.quiet()
    assert 10000 <= world.us <= 14000
    Talking.until = 10**9
    start = world.us
    port.quiet()
    assert world.us - start < 30000
    port.uarts[:] = []
    start = world.us
    port.quiet()
    assert world.us == start
