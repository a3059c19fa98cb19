"""The control unit behind a FELIX host on the bench's «host» stream."""

from micropython import const

from boards.sim.orders import Orders
from bu.hal.sim import SimStream
from bu.host.felix.pump import Pump
from bu.host.felix.register import Felix

# How often the host is looked after while the unit waits for its printer or the СКНО.
_SLICE_MS = const(20)


class Attended:
    """A bench port in whose waits `attend()` is called: nothing suspends there (bu.hal.sim)."""

    def __init__(self, port):
        self._port = port
        self._attending = False
        self.attend = None

    def __getattr__(self, name):
        return getattr(self._port, name)

    def _look(self):
        if self.attend and not self._attending:
            self._attending = True
            try:
                self.attend()
            finally:
                self._attending = False

    def stream_read(self, name, timeout_ms):
        """As the port's; the host's own stream is read by who attends to it."""
        port = self._port
        if name == "host":
            return port.stream_read(name, timeout_ms)
        until = port.now_ms() + timeout_ms
        while True:
            self._look()
            rest = max(0, until - port.now_ms())
            data = port.stream_read(name, min(rest, _SLICE_MS))
            if data or rest <= _SLICE_MS:
                return data

    def sleep_ms(self, duration):
        """As the port's."""
        port = self._port
        until = port.now_ms() + duration
        while True:
            self._look()
            rest = until - port.now_ms()
            if rest <= 0:
                return
            port.sleep_ms(min(rest, _SLICE_MS))


class FelixWorker(Orders):
    """Carries out the bench's orders; `serve` lets the host work the unit for `ms`."""

    def __init__(self, unit, board, port, dialect):
        super().__init__(unit)
        self._clock = board.clock
        self._pump = Pump(Felix(unit, dialect), SimStream(port, "host"), board.clock)
        port.attend = self._pump.attend
        self._actions["serve"] = self._serve

    async def _serve(self, order):
        until = self._clock.now_ms() + order["ms"]
        while True:
            rest = until - self._clock.now_ms()
            if rest <= 0:
                return {"resting": self._pump.resting()}
            await self._pump.turn(rest)
