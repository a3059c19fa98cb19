"""A keypad as a matrix of rows and columns: debounce, repeat, no ghosts.

`lines` has pressed(row) -> bits of the columns whose keys are pressed in that row, and any() ->
True where some key may be pressed. `scan` is called every 10 ms. A picture of the whole matrix
counts when it came three times in a row; contacts bounce for less. A key is reported when it goes
down; the places in `repeat` again while they alone are held.

Without diodes three keys at the corners of a rectangle look like four: a picture in which two rows
share two columns says nothing for certain and is passed over.
"""

from micropython import const

_STEADY = const(3)
_HOLD_MS = const(600)
_REPEAT_MS = const(150)


class Keypad:
    """The matrix behind `lines`; `repeat` holds places (row, column)."""

    def __init__(self, lines, rows: int, repeat=()):
        self._lines = lines
        self._repeat = repeat
        self._now = bytearray(rows)
        self._seen = bytearray(rows)
        self._down = bytearray(rows)
        self._times = 0
        self._held: "tuple | None" = None
        self._due = 0

    def scan(self, now_ms: int):
        """Places (row, column) of the keys that went down, or repeat, since the last scan; ()."""
        now = self._now
        try:
            some = self._lines.any()
            for row in range(len(now)):
                now[row] = self._lines.pressed(row) if some else 0
        except OSError:
            return ()
        if now != self._seen:
            self._seen[:] = now
            self._times = 1
            return ()
        if self._times < _STEADY:
            self._times += 1
        if self._times < _STEADY:
            return ()
        if now == self._down:
            return self._repeated(now_ms)
        return () if self._ghosts() else self._changed(now_ms)

    def _changed(self, now_ms):
        fresh, held = [], []
        for row, bits in enumerate(self._now):
            column = 0
            while bits >> column:
                if bits >> column & 1:
                    held.append((row, column))
                    if not self._down[row] >> column & 1:
                        fresh.append((row, column))
                column += 1
        self._down[:] = self._now
        self._held = held[0] if len(held) == 1 and held[0] in self._repeat else None
        self._due = now_ms + _HOLD_MS
        return fresh

    def _repeated(self, now_ms):
        if self._held is None or now_ms < self._due:
            return ()
        self._due = now_ms + _REPEAT_MS
        return (self._held,)

    def _ghosts(self):
        for row, bits in enumerate(self._now):
            for other in range(row):
                shared = bits & self._now[other]
                if shared & (shared - 1):
                    return True
        return False
