"""A host in the bench's own time: the shape of the bench's models (tools/bench/attach.py)."""

from collections.abc import Callable, Generator
from typing import Any

from .line import Line


class Host:
    """Runs the work that is begun as the bench's time passes. `wire` may lose or change a byte on
    its way: `wire(byte, outward)` gives what arrives of it."""

    def __init__(
        self, line: Line, wire: Callable[[int, bool], bytes] | None = None
    ) -> None:
        self._work: Generator[int, None, Any]
        self._line = line
        self._wire = wire or (lambda byte, outward: bytes((byte,)))
        self._due = 0
        self.ended = True
        self.failure: Exception | None = None

    def begin(self, work: Generator[int, None, Any]) -> None:
        """Work for it to do, behind what has ended."""
        self._work = work
        self._due = 0
        self.ended = False
        self.failure = None

    def feed(self, data: bytes, now_ms: int) -> None:
        """Bytes of the register."""
        for byte in data:
            self._line.received += self._wire(byte, False)

    def output(self, now_ms: int) -> bytes:
        """What the host says by now."""
        line = self._line
        line.now = now_ms
        if not self.ended and (line.received or now_ms >= self._due):
            try:
                self._due = now_ms + next(self._work)
            except StopIteration:
                self.ended = True
            except Exception as error:
                # Said behind the register's work, not in the middle of it.
                self.ended = True
                self.failure = error
        said = b"".join(self._wire(byte, True) for byte in line.sent)
        line.sent.clear()
        return said

    def next_event_ms(self) -> int | None:
        """When the host wants to go on."""
        return None if self.ended else self._due
