"""What stands at the other end of a UART, and the wire between: bytes take their time.

A peer has take(data) for what arrives, due(), which is called whenever the unit looks at its end,
and gives bytes by `line.send(data)`.
"""


class Line:
    """Both directions of a serial line at the peer's `baudrate`. `held`: its CTS says no."""

    held = False

    def __init__(self, world, peer, baudrate):
        self.world = world
        self.baudrate = baudrate
        self.peer = peer
        self.incoming = []
        self.free_at = 0
        peer.line = self

    def send(self, data, after_us=0):
        """The peer says something."""
        at = max(self.free_at, self.world.us + after_us)
        for byte in data:
            at += 10 * 1000000 // self.baudrate
            self.incoming.append((at, byte))
        self.free_at = at

    def arrived(self):
        """[(moment, byte)] of those that are through by now."""
        self.peer.due()
        found = []
        while self.incoming and self.incoming[0][0] <= self.world.us:
            found.append(self.incoming.pop(0))
        return found


class Ear:
    """A peer that only listens."""

    def __init__(self):
        self.heard = bytearray()

    def take(self, data):
        self.heard.extend(data)

    def due(self):
        """Nothing comes of itself."""


class ReceiptPrinter(Ear):
    """A printer in order: keeps what it gets, answers DLE EOT 1, 2, 4. `off`: silent."""

    def __init__(self):
        super().__init__()
        self.off = False
        self.answers = {1: 0x12, 2: 0x12, 4: 0x12}

    def take(self, data):
        for byte in data:
            self.heard.append(byte)
            tail = self.heard[-3:]
            if not self.off and tail[:2] == b"\x10\x04" and tail[2] in self.answers:
                self.heard = self.heard[:-3]
                self.line.send(bytes((self.answers[tail[2]],)), 500)
