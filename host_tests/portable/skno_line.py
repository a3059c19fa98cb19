"""Drives a link by hand on virtual time: what it sends is noted with its time."""

from bu.skno.link import Link
from host_tests.portable import skno_peer as peer

UID = bytes(range(0x11, 0x1D))
OTHER = bytes(range(0x21, 0x2D))
ANSWER = peer.answer(0x10, UID)
OPEN = peer.command(0x40)
# A document of two packets.
LONG = bytes(1024) + b"x"
FIRST, SECOND = peer.command(0x10, LONG[:1024], 2, 1), peer.command(0x10, b"x", 2, 2)


class Line:
    """A link and the test in the place of the СКНО."""

    def __init__(self):
        self.link = Link()
        self.link.sender.skko_number = peer.SKKO
        self.link.sender.skno_serial = peer.SERIAL
        self.now = 0
        self.out = []

    def _flush(self):
        while True:
            out = self.link.output()
            if not out:
                return
            self.out.append((self.now, bytes(out)))
            self.link.sent(self.now)

    def ask(self, **options):
        """Begins asking for the status."""
        self.link.ask(self.now, **options)
        self._flush()

    def send(self, command, data=b""):
        """Begins a command."""
        self.link.send(command, len(data), peer.Source(data), self.now)
        self._flush()

    def wait(self, ms):
        """Time passes; the link does what is due."""
        end = self.now + ms
        while self.link.running and self.link.answer is None and self.link.deadline <= end:
            self.now = max(self.now, self.link.deadline)
            self.link.tick(self.now)
            self._flush()
        self.now = end

    def hear(self, *parts):
        """The СКНО says something, now."""
        for part in parts:
            self.link.receive(part, self.now)
            self._flush()

    def acknowledge(self):
        """The answer is durable."""
        self.link.acknowledge(self.now)
        self._flush()

    def taken(self):
        """What was sent since the last look: [(time, bytes)]."""
        out, self.out = self.out, []
        return out

    def polling(self, command=0x10, data=b"abc"):
        """A command that was sent and acknowledged; the first REQ after it has just left."""
        self.send(command, data)
        self.hear(peer.ACK)
        self.wait(200)
        assert self.taken()[-1] == (self.now, peer.REQ)

    def result(self):
        """(error, accepted) of a link that has come to its end, else None."""
        return None if self.link.running else (self.link.error, self.link.accepted)


def with_answer(answer=ANSWER, values=peer.IDLE):
    """A status with an answer behind it."""
    return peer.status(values, answer)


def requests(line):
    """When REQ was sent since the last look."""
    return [at for at, data in line.taken() if data == peer.REQ]


def naks(line):
    """When NAK was sent since the last look."""
    return [at for at, data in line.taken() if data == peer.NAK]


def end(line, data=UID):
    """The answer is there, once; its ACK ends the command."""
    assert line.link.answer == (0x10, data)
    line.taken()
    line.acknowledge()
    assert line.taken() == [(line.now, peer.ACK)]
    assert line.result() == ("", True) and line.link.data == data


def finish(line, command=0x40, data=b""):
    """The СКНО answers the REQ just sent."""
    line.hear(peer.status(follow=peer.answer(command, data)))
    assert line.link.answer == (command, data)
    line.acknowledge()
    assert line.taken()[-1] == (line.now, peer.ACK)
    assert line.result() == ("", True)
