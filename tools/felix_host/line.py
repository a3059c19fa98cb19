"""The host's side of the sessions (1.3-1.5): sends a command, waits for its answer."""

from collections.abc import Generator
from typing import Any

from .codec import ACK, ENQ, EOT, NAK, STX, Deframer, frame

# Waits are yielded: at most so many ms, or until bytes come.
Wait = Generator[int, None, Any]

TIMES = {"t1": 500, "t2": 2000, "t3": 500, "t4": 500, "t5": 10_000, "t6": 400}
TRIES = 5
# Between two ENQs while the register says that it is at work.
BUSY_MS = 500
# How long it may be so.
PATIENCE_MS = 180_000


class Silence(Exception):
    """No answer. `sent`: our EOT left, so the command may have been carried out."""

    def __init__(self, sent: bool) -> None:
        super().__init__("the register does not answer")
        self.sent = sent


class Line:
    """One register. The driver sets `now` and fills `received`, and writes what `sent` holds."""

    def __init__(self, **times: int) -> None:
        self.now = 0
        self.received = bytearray()
        self.sent = bytearray()
        self._times = {**TIMES, **times}

    def command(self, data: bytes, answered: bool = True) -> Wait:
        """<data> of the answer to a command; b"" for one that has none (`answered` False)."""
        yield from self._begin()
        yield from self._send(frame(data))
        self.sent.append(EOT)
        if not answered:
            return b""
        until = self.now + self._times["t5"]
        while True:
            byte = yield from self._byte(until - self.now)
            if byte is None:
                raise Silence(True)
            if byte == ENQ:
                answer = yield from self._answer()
                if answer is not None:
                    return answer

    def pause(self, milliseconds: int) -> Wait:
        """Time passes; what comes in belongs to nothing and is dropped."""
        until = self.now + milliseconds
        while self.now < until:
            self.received.clear()
            yield until - self.now

    def _byte(self, milliseconds: int) -> Wait:
        """The next byte, None when the time is over."""
        until = self.now + milliseconds
        while not self.received:
            if self.now >= until:
                return None
            yield until - self.now
        return self.received.pop(0)

    def _begin(self) -> Wait:
        """ENQ until ACK. An ENQ that comes offers an older answer: not wanted any more."""
        busy_until = self.now + PATIENCE_MS
        silent = 0
        while silent < TRIES:
            self.received.clear()
            self.sent.append(ENQ)
            until = self.now + self._times["t1"]
            while True:
                byte = yield from self._byte(until - self.now)
                if byte == ACK:
                    return
                if byte is None:
                    silent += 1
                    break
                if byte == NAK and self.now < busy_until:
                    silent = 0
                    yield from self.pause(BUSY_MS)
                    break
        raise Silence(False)

    def _send(self, block: bytes) -> Wait:
        """The frame until its ACK; without one the register does not carry it out."""
        for _ in range(TRIES):
            self.sent += block
            until = self.now + self._times["t3"]
            while True:
                byte = yield from self._byte(until - self.now)
                if byte == ACK:
                    return
                if byte in (NAK, None):
                    break
        raise Silence(False)

    def _answer(self) -> Wait:
        """The answer behind the register's ENQ; None: it has to offer it again."""
        self.sent.append(ACK)
        until = self.now + self._times["t2"]
        while True:
            byte = yield from self._byte(until - self.now)
            if byte is None:
                return None
            if byte == ENQ:
                self.sent.append(ACK)
            if byte != STX:
                continue
            data = yield from self._data()
            if data is None:
                return None
            if data is not False:
                self.sent.append(ACK)
                until = self.now + self._times["t4"]
                while (yield from self._byte(until - self.now)) not in (EOT, None):
                    pass
                return data
            self.sent.append(NAK)
            until = self.now + self._times["t2"]

    def _data(self) -> Wait:
        """<data> of a frame behind its STX; False: damaged, None: it broke off."""
        block = Deframer()
        while True:
            byte = yield from self._byte(self._times["t6"])
            if byte is None:
                return None
            data = block.take(byte)
            if data is not None:
                return data
