"""The watchdog: bites when the loop stands still, not when one turn of it is long.

`feed` belongs to the loop. `breathe` belongs to long work without a pause (a day's journal is
folded in one go, which may take longer than the chip's watchdog allows): it feeds, too, but only
for `patience_ms` since the loop's own last feed, so work that never ends is bitten as well.
"""


class Watchdog:
    """`dog` has feed() and bites after `timeout_ms` without it."""

    def __init__(self, dog, clock, patience_ms: int = 90000):
        self._dog = dog
        self._clock = clock
        self._patience_ms = patience_ms
        self._fed_at = clock.now_ms()

    def feed(self) -> None:
        """The loop is alive."""
        self._fed_at = self._clock.now_ms()
        self._dog.feed()

    def breathe(self) -> None:
        """Long work goes on."""
        if self._clock.now_ms() - self._fed_at < self._patience_ms:
            self._dog.feed()
