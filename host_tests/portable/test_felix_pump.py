"""The pump between stream, lower level and register: on a loop, and where nothing suspends."""

import asyncio

from bu.host.felix.pump import Pump, run_through
from host_tests.portable.felix_line import ACK, ENQ, EOT, NAK, frame
from host_tests.portable.support import raises, run

OK = b"U\x00\x00"


class Clock:
    """Time that passes with every look at an empty line."""

    def __init__(self):
        self.now = 0

    def now_ms(self):
        return self.now


class Stream:
    """The wire: `inward` is what the host said, `outward` what it was told."""

    def __init__(self, clock):
        self._clock = clock
        self.inward = b""
        self.outward = b""

    async def write(self, data):
        await asyncio.sleep(0)
        self.outward += bytes(data)

    async def read(self, timeout_ms):
        until = self._clock.now + timeout_ms
        while not self.inward and self._clock.now < until:
            self._clock.now += 1
            await asyncio.sleep(0)
        data, self.inward = self.inward, b""
        return data


class Still(Stream):
    """The same on a port where nothing suspends."""

    async def write(self, data):
        self.outward += bytes(data)

    async def read(self, timeout_ms):
        if not self.inward:
            self._clock.now += timeout_ms
        data, self.inward = self.inward, b""
        return data


class Register:
    """The upper level: Z leaves a job, S takes its time, G has no answer."""

    def __init__(self, wait):
        self.job = None
        self.wait = wait
        self.seen = []
        self.printing = False

    async def handle(self, request):
        data = bytes(request)
        self.seen.append(data)
        if data == b"Z":
            self.printing = True
            self.job = self.report()
        elif data == b"S":
            await self.wait()
        elif data == b"E":
            return b"U2\x00" if self.printing else b"U1\x00"
        elif data == b"G":
            return b""
        return OK

    async def report(self):
        await self.wait()
        self.printing = False


class Host:
    """Says bytes, waits for what it expects."""

    def __init__(self, stream, turn):
        self._stream = stream
        self._turn = turn

    async def say(self, data, expected):
        self._stream.inward += data
        for _ in range(3000):
            if len(self._stream.outward) >= len(expected):
                break
            await self._turn()
        told, self._stream.outward = self._stream.outward, b""
        assert told == expected, (data, told)

    async def command(self, data):
        await self.say(ENQ, ACK)
        await self.say(frame(data), ACK)
        self._stream.inward += EOT

    async def answer(self, data):
        await self.say(b"", ENQ)
        await self.say(ACK, frame(data))
        await self.say(ACK, EOT)


def test_commands_and_jobs_beside_the_pump():
    async def work():
        gate = [False]

        async def closed():
            while not gate[0]:
                await asyncio.sleep(0)

        clock = Clock()
        stream = Stream(clock)
        register = Register(closed)
        pump = Pump(register, stream, clock, asyncio.create_task)

        async def forever():
            while True:
                await pump.turn(1000)

        task = asyncio.create_task(forever())
        host = Host(stream, lambda: asyncio.sleep(0))
        await host.command(b"E")
        await host.answer(b"U1\x00")
        await host.command(b"S")
        await host.say(ENQ, NAK)
        await host.say(ENQ, NAK)
        assert not pump.resting()
        gate[0] = True
        await host.answer(OK)
        gate[0] = False
        await host.command(b"Z")
        await host.answer(OK)
        for _ in range(3):
            await host.command(b"E")
            await host.answer(b"U2\x00")
        gate[0] = True
        while register.printing:
            await asyncio.sleep(0)
        await host.command(b"E")
        await host.answer(b"U1\x00")
        await host.command(b"G")
        while register.seen[-1] != b"G" or not pump.resting():
            await asyncio.sleep(0)
        await host.command(b"E")
        await host.answer(b"U1\x00")
        await asyncio.sleep(0)
        assert pump.resting()
        assert register.seen == [b"E", b"S", b"Z", b"E", b"E", b"E", b"E", b"G", b"E"]
        task.cancel()

    run(work())


def test_commands_and_jobs_where_nothing_suspends():
    clock = Clock()
    stream = Still(clock)
    polled = []

    async def attended():
        """The unit's waits: the port calls `attend` in them."""

        async def turn():
            pump.attend()

        host = Host(stream, turn)
        if register.seen[-1] == b"S":
            await host.say(ENQ, NAK)
        else:
            await host.answer(OK)
            await host.command(b"E")
            await host.answer(b"U2\x00")
        polled.append(register.seen[-1])

    register = Register(attended)
    pump = Pump(register, stream, clock)

    async def work():
        host = Host(stream, lambda: pump.turn(50))
        await host.command(b"S")
        await host.answer(OK)
        await host.command(b"Z")
        await pump.turn(50)
        await host.command(b"E")
        await host.answer(b"U1\x00")

    run_through(work())
    assert polled == [b"S", b"E"]
    assert pump.resting()
    pump.attend()
    assert register.seen == [b"S", b"Z", b"E", b"E"]


class Suspend:
    """Suspends whoever awaits it, on either interpreter."""

    def __await__(self):
        yield None

    __iter__ = __await__


def test_a_register_that_suspends_while_its_report_prints_is_found_out():
    async def suspends():
        await Suspend()

    clock = Clock()
    stream = Still(clock)
    pump = Pump(Register(suspends), stream, clock)
    pump._working = pump._job_runs = True
    stream.inward = ENQ + frame(b"S") + EOT
    raises(RuntimeError, run_through, pump.turn(10))


def test_behind_a_fault_of_the_register_nothing_is_carried_out():
    class Faulty(Register):
        async def handle(self, request):
            self.seen.append(bytes(request))
            raise ValueError

    clock = Clock()
    stream = Still(clock)
    register = Faulty(None)
    pump = Pump(register, stream, clock)
    stream.inward = ENQ + frame(b"E") + EOT
    raises(ValueError, run_through, pump.turn(10))
    assert stream.outward == ACK + ACK
    stream.inward = ENQ
    run_through(pump.turn(10))
    assert stream.outward == ACK + ACK + NAK
    assert register.seen == [b"E"]
