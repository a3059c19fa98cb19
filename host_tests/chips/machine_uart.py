"""`machine.UART` of the fake `machine`: FIFO, buffers, and what is lost while interrupts are off.

A byte that arrives waits in the FIFO for an interrupt, which brings it into the buffer of `rxbuf`
bytes. While the chip's own flash is erased or programmed there are no interrupts (`World.deaf`).
"""

from host_tests.chips.world import rule

_TXBUF = 256
_NEVER = 1 << 60


class Uart:
    """One UART; `lost` counts the bytes that found no room."""

    RTS, CTS = 2, 1
    home = None

    def __init__(self, number, baudrate, rxbuf, timeout, tx, rx, **lines):
        home = self.home
        flow = lines.pop("flow", 0)
        lines["tx"], lines["rx"] = tx, rx
        rule(all(isinstance(pin, int) for pin in lines.values()), "pins are numbers here")
        home.claim("uart", number, {line: home.Pin(pin) for line, pin in lines.items()})
        rule(timeout == 0, "a read would block the loop")
        rule(bool(flow & 2) == ("rts" in lines), "RTS without its pin, or the reverse")
        rule(bool(flow & 1) == ("cts" in lines), "CTS without its pin, or the reverse")
        self._line = home.bench.lines[number]
        rule(self._line.baudrate == baudrate, "%d baud", baudrate)
        self._char = 10 * 1000000 // baudrate
        self._rxbuf = rxbuf
        self._got = bytearray()
        self._out = []
        self._free_at = self._waiting = 0
        self.lost = 0
        home.bench.uarts[number] = self

    def _go(self):
        world = self.home.world
        for at, byte in self._line.arrived():
            self._waiting = self._waiting + 1 if world.is_deaf(at) else 0
            if self._waiting > self.home.chip.fifo or len(self._got) >= self._rxbuf:
                self.lost += 1
            else:
                self._got.append(byte)
        while self._out and self._out[0][0] <= world.us:
            self._line.peer.take(self._out.pop(0)[1])

    def any(self):
        self._go()
        return len(self._got)

    def read(self, count):
        self._go()
        data, self._got = bytes(self._got[:count]), self._got[count:]
        return data or None

    def write(self, data):
        self._go()
        room = _TXBUF - sum([len(part) for _, part in self._out])
        data = bytes(data)[:room]
        if not data:
            return None
        start = _NEVER if self._line.held else max(self._free_at, self.home.world.us)
        self._free_at = start + len(data) * self._char
        self._out.append((self._free_at, data))
        return len(data)

    def txdone(self):
        self._go()
        return self.home.world.us >= self._free_at - self._char  # said a byte too early
