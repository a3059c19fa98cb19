"""Small helpers for the portable tests, the same on CPython and MicroPython.

Import it as `from host_tests.portable.support import raises`.
"""

import asyncio
import sys

from bu.fiscal.refusal import Refusal


def run(coro):
    """Drive a coroutine to its end in an event loop of its own; returns its result."""
    try:
        return asyncio.run(coro)
    finally:
        if sys.implementation.name == "micropython":
            asyncio.new_event_loop()  # it has one loop for all: leave no tasks behind


class Clock:
    """A clock that moves when somebody waits."""

    def __init__(self):
        self.now = 0

    def now_ms(self):
        return self.now

    async def sleep_ms(self, duration):
        self.now += duration


def raises(exception, function, *args, **kwargs):
    """Call `function`, which must raise `exception`; returns the exception."""
    try:
        result = function(*args, **kwargs)
    except exception as error:
        return error
    raise AssertionError("%r returned %r, %s expected" % (function, result, exception.__name__))


def refused(function, *args, **kwargs):
    """The name of the refusal that a call ends with."""
    return raises(Refusal, function, *args, **kwargs).name


def unhex(text):
    """Bytes of a hex dump; spaces and line ends do not count."""
    return bytes.fromhex("".join(text.split()))


def joined(pieces):
    """The bytes of pieces, each of which is valid until the next only."""
    out = bytearray()
    for piece in pieces:
        out.extend(piece)
    return bytes(out)
