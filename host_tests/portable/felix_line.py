"""Drives a FELIX link by hand on virtual time: the test is in the place of the host."""

from bu.host.felix.link import Link

ENQ, ACK, STX, ETX, EOT, NAK, DLE = b"\x05", b"\x06", b"\x02", b"\x03", b"\x04", b"\x15", b"\x10"
# «Carried out», as the upper level says it.
ANSWER = b"U\x00\x00"


def frame(data):
    """STX to check byte, by the words of 1.2: mask, ETX, xor without STX."""
    body = data.replace(DLE, DLE + DLE).replace(ETX, DLE + ETX) + ETX
    check = 0
    for byte in body:
        check ^= byte
    return STX + body + bytes((check,))


class Line:
    """A link, and what it said: [(time, bytes)]."""

    def __init__(self):
        self.link = Link()
        self.now = 0
        self.out = []

    def _flush(self):
        while True:
            out = self.link.output()
            if not out:
                return
            self.out.append((self.now, bytes(out)))

    def hear(self, *parts):
        """The host says something, now; what the link said since the last look."""
        for part in parts:
            self.link.receive(part, self.now)
            self._flush()
        return self.said()

    def wait(self, ms):
        """Time passes; the link does what is due; what it said."""
        end = self.now + ms
        while self.link.deadline is not None and self.link.deadline <= end:
            self.now = max(self.now, self.link.deadline)
            self.link.tick(self.now)
            self._flush()
        self.now = end
        return self.said()

    def said(self):
        """The bytes since the last look, one string a write."""
        out, self.out = self.out, []
        return [data for _, data in out]

    def command(self, data):
        """A whole command session; the request as the upper level sees it."""
        assert self.hear(ENQ) == [ACK]
        assert self.hear(frame(data)) == [ACK]
        assert self.hear(EOT) == []
        return bytes(self.link.request)

    def answer(self, data):
        """The upper level answers; what the link said."""
        self.link.answer(data, self.now)
        self._flush()
        return self.said()

    def offered(self, data=b"U\x00\x00"):
        """A command that was carried out: the link has just offered its answer."""
        self.command(b"\x00\x00E")
        assert self.answer(data) == [ENQ]
