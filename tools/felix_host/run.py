"""Drives a host's generator on a real channel."""

import time
from collections.abc import Generator
from typing import Any, Protocol

from .line import Line


class Channel(Protocol):
    def write(self, data: bytes) -> None: ...
    def read(self, timeout_ms: int) -> bytes: ...


def drive(work: Generator[int, None, Any], line: Line, channel: Channel) -> Any:
    """Runs `work` to its end; its result."""
    while True:
        line.now = int(time.monotonic() * 1000)
        try:
            wait = next(work)
        except StopIteration as end:
            return end.value
        finally:
            if line.sent:
                channel.write(bytes(line.sent))
                line.sent.clear()
        line.received += channel.read(max(1, wait))
