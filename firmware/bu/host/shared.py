"""A host beside a keypad: one of the two works the unit at a time.

A host's command waits until the dialogue at the keypad waits for a key again. While a host's
command or the job that outlives it is carried out, `working` is true: a key is answered with a
sound, and the operator's place does not look around. A line that is gone is a host that is silent.
"""

from micropython import const

from bu.host.felix.link import SETTINGS
from bu.host.felix.pump import Pump
from bu.host.felix.register import Felix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LOOK_MS = const(20)


class Shared:
    """The upper level of a host's protocol, for its pump; `busy()` tells of the keypad."""

    def __init__(self, host: "Any", busy: "Any", clock: "Any"):
        self._host = host
        self._busy = busy
        self._clock = clock
        self._at_work = 0

    def working(self) -> bool:
        """True while the unit is the host's."""
        return self._at_work > 0

    async def handle(self, request):
        """As the host's."""
        while not self._at_work and self._busy():
            await self._clock.sleep_ms(_LOOK_MS)
        self._at_work += 1
        try:
            return await self._host.handle(request)
        finally:
            self._at_work -= 1

    @property
    def job(self):
        """What outlives the answer, as a coroutine, or None."""
        job = self._host.job
        if job is None:
            return None
        self._at_work += 1
        return self._carry(job)

    @job.setter
    def job(self, value):
        self._host.job = value

    async def _carry(self, job):
        try:
            await job
        finally:
            self._at_work -= 1


class Line:
    """The host's stream; what is wrong with it is silence."""

    def __init__(self, stream: "Any", clock: "Any"):
        self._stream = stream
        self._clock = clock

    async def write(self, data) -> None:
        """As the stream's."""
        try:
            await self._stream.write(data)
        except OSError:
            pass

    async def read(self, timeout_ms: int) -> bytes:
        """As the stream's."""
        try:
            return await self._stream.read(timeout_ms)
        except OSError:
            await self._clock.sleep_ms(timeout_ms)
            return b""


def felix(unit, channel: dict, busy, stream, clock, spawn) -> tuple:
    """(the upper level, its pump) for a FELIX host. `channel` has the dialect ("rmf", "80k"), and
    settings of the link by their names where they are other ones (`bu.host.felix.link.Link`)."""
    shared = Shared(Felix(unit, channel["dialect"]), busy, clock)
    pump = Pump(shared, Line(stream, clock), clock, spawn)
    for name in SETTINGS:
        if name in channel:
            setattr(pump.link, name, channel[name])
    return shared, pump
