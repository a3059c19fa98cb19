"""Between a stream, the lower level and the register: moves bytes and requests.

`felix` is the upper level: `await felix.handle(request)` gives <data> of the answer, and may leave
a coroutine in `felix.job`, an operation that outlives its answer (a report that prints). While
that one runs the host goes on asking, and then `handle` does not suspend. Once a host that was
served has been quiet for a while, `handle(None)` says so: what waited for more is printed then.

    board    `spawn` makes a task: commands and jobs run beside `turn`, which is awaited for ever
    bench    nothing ever suspends there: commands and jobs run inside `turn`, and the unit's waits
             call `attend` (boards/sim/felix.py)
"""

from micropython import const

from bu.host.felix.link import Link

# How long a read may last while a command is carried out, whose answer sets new times.
_WORKING_MS = const(50)
_QUIET_MS = const(1500)


class Pump:
    """Serves one host on `stream` (as in `bu.hal`)."""

    def __init__(self, felix, stream, clock, spawn=None):
        self.link = Link()
        self._felix = felix
        self._stream = stream
        self._clock = clock
        self._spawn = spawn
        self._working = False
        self._job_runs = False
        # When the last command came to its end; 0: the upper level knows that it is quiet.
        self._served = 0

    async def turn(self, timeout_ms: int) -> None:
        """Waits for bytes while nothing else is due, at most `timeout_ms`; serves them."""
        link = self.link
        await self._write()
        if self._working:
            timeout_ms = min(timeout_ms, _WORKING_MS)
        if link.deadline is not None:
            timeout_ms = min(timeout_ms, link.deadline - self._clock.now_ms())
        if self._served:
            timeout_ms = min(timeout_ms, _QUIET_MS)
        data = await self._stream.read(max(0, timeout_ms))
        now = self._clock.now_ms()
        if data:
            link.receive(data, now)
        link.tick(now)
        if link.request is not None and self._job_runs:
            link.answer(run_through(self._felix.handle(link.request)), now)
        await self._write()
        quiet = self._served and link.deadline is None and now - self._served >= _QUIET_MS
        if (link.request is not None or quiet) and not self._working:
            self._working = True
            if self._spawn:
                self._spawn(self._work())
            else:
                await self._work()

    def attend(self) -> None:
        """Serves the host in the middle of the unit's work, on a port where nothing suspends."""
        if self._working:
            run_through(self.turn(0))

    def resting(self) -> bool:
        """True while no command is carried out and no byte of a session is due."""
        return not self._working and self.link.deadline is None

    async def _write(self):
        while True:
            out = self.link.output()
            if not out:
                return
            await self._stream.write(out)

    async def _work(self):
        """Carries out the request, and then the job that it left behind.

        What raises is at fault: no command is carried out any more, this one least of all.
        """
        felix = self._felix
        self._served = 0
        if self.link.request is None:
            await felix.handle(None)
            self._working = False
            return
        self.link.answer(await felix.handle(self.link.request), self._clock.now_ms())
        await self._write()
        job, felix.job = felix.job, None
        if job is not None:
            self._job_runs = True
            await job
        self._working = self._job_runs = False
        self._served = self._clock.now_ms()


def run_through(coroutine):
    """The result of a coroutine that does not suspend."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError("suspended")
