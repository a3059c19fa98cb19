"""A sounder: plays patterns of milliseconds on, off, on ... (`bu.ui.displays`)."""


class Buzzer:
    """`tone` is a function of 0 or 1. `step` is called every few milliseconds."""

    def __init__(self, clock, tone):
        self._clock = clock
        self._tone = tone
        self._pattern: "tuple" = ()
        self._place = 0
        self._until = 0

    def sound(self, pattern: tuple) -> None:
        """Begins a pattern; one that is still playing gives way."""
        self._pattern = pattern
        self._place = 0
        self._until = self._clock.now_ms()
        self.step(self._until)

    def step(self, now_ms: int) -> None:
        """Goes on where a part of the pattern is over."""
        while self._pattern and now_ms >= self._until:
            if self._place == len(self._pattern):
                self._pattern = ()
                self._tone(0)
                return
            self._tone(1 - self._place % 2)
            self._until += self._pattern[self._place]
            self._place += 1
