"""Time and rules: one world for all chips of a board."""

TICKS = 1 << 30
_REMEMBERED = 100


class Violation(AssertionError):
    """A driver did what the data sheet forbids."""


def rule(holds, text, *values):
    """Violation with `text` unless `holds`."""
    if not holds:
        raise Violation(text % values if values else text)


class World:
    """Virtual time in microseconds. `us` only grows. `deaf`: (start, end) without interrupts."""

    def __init__(self, us=0):
        self.us = us
        self.deaf = []

    def without_interrupts(self, us):
        """So much time passes in which no interrupt is served."""
        self.deaf = self.deaf[-_REMEMBERED:] + [(self.us, self.us + us)]
        self.us += us

    def is_deaf(self, at):
        """True where there were no interrupts at that moment, which is not long ago."""
        return any(start <= at < end for start, end in self.deaf)


class Time:
    """The `time` module of a MicroPython board: ticks wrap."""

    def __init__(self, world):
        self._world = world

    def ticks_ms(self):
        return self._world.us // 1000 % TICKS

    def ticks_us(self):
        return self._world.us % TICKS

    def ticks_diff(self, end, start):
        return (end - start + TICKS // 2) % TICKS - TICKS // 2

    def sleep_us(self, duration):
        self._world.us += duration

    def sleep_ms(self, duration):
        self._world.us += duration * 1000
