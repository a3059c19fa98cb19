"""Rows of text on their way to a display (регл. 5.4): cashier 4 x 20, customer 2 x 20.

A display driver has show(row, text) with exactly as many characters as a row holds; the cashier's
also has sound(pattern): milliseconds on, off, on ... Only rows that changed are shown again. A
text too long for its row runs through it, a step every `STEP_MS`.
"""

from micropython import const

from bu.printing.items import at_right, clean

COLUMNS = const(20)
CASHIER_ROWS = const(4)
CUSTOMER_ROWS = const(2)

STEP_MS = const(400)
_GAP = const("   ")
_HOLD = const(5)

# Milliseconds on, off, on ...; a blocking has a pattern of its own.
SOUND_READ = (40,)
SOUND_DONE = (80, 60, 80)
SOUND_ERROR = (150,)
SOUND_ALARM = (600, 200, 600)


class Rows:
    """The rows of one display."""

    def __init__(self, display, count: int):
        self._display = display
        self._texts = [""] * count
        self._shown = [None] * count
        self._since = 0

    def put(self, texts, now_ms: int = 0) -> None:
        """New texts, from the top; rows that are not given become empty."""
        fresh = [clean(text) for text in texts][: len(self._texts)]
        fresh += [""] * (len(self._texts) - len(fresh))
        if fresh != self._texts:
            for row in range(len(fresh)):
                if fresh[row] != self._texts[row]:
                    self._shown[row] = None
            self._since = now_ms
            self._texts = fresh
        self.tick(now_ms)

    def tick(self, now_ms: int) -> None:
        """Moves what runs, and shows the rows that changed."""
        step = (now_ms - self._since) // STEP_MS
        for row in range(len(self._texts)):
            text = self._texts[row]
            if self._shown[row] is not None and len(text) <= COLUMNS:
                continue  # what stands still stands there
            text = _window(text, step)
            if text != self._shown[row]:
                self._shown[row] = text
                self._display.show(row, text)


def _window(text, step):
    """The 20 characters of `text` that stand in the row after `step` steps."""
    if len(text) <= COLUMNS:
        return text + " " * (COLUMNS - len(text))
    ring = text + _GAP
    start = max(0, step - _HOLD) % len(ring)
    return (ring[start:] + ring)[:COLUMNS]


def pair(label: str, value: str) -> str:
    """`label` at the left, `value` at the right of one row; the label gives way."""
    if len(value) >= COLUMNS:
        return value
    room = COLUMNS - len(value)
    if label and len(label) >= room:
        label = label[: room - 1]
    return label + at_right(value, COLUMNS - len(label))


def right(text: str) -> str:
    """`text` at the right of a row."""
    return at_right(text, COLUMNS)


def big(label: str, value: str) -> str:
    """Like `pair`, the value drawn apart where it fits: «СДАЧА     1 2 . 3 4»."""
    wide = " ".join(value)
    return pair(label, wide if len(label) + 1 + len(wide) <= COLUMNS else value)
