"""What is being typed: numbers, and text by repeated presses (регл. 5.3).

An entry takes keys by name and holds `text`; `press` says whether the key was of use. It knows
nothing of what the text is for.
"""

from micropython import const

from bu import late
from bu.ui.keypad import DIGITS

# A second press within this time takes the next letter of the same key.
REPEAT_MS = const(1200)
_LONGEST_NUMBER = const(18)


class NumberEntry:
    """Digits, and a point where `point` says so; at most `limit` characters.

    `text` is what is proposed: the first digit takes its place.
    """

    mode = "123"

    def __init__(self, text: str = "", limit: int = _LONGEST_NUMBER, point: bool = True):
        self.text = text
        self._given = text
        self._limit = limit
        self._point = point

    def press(self, key: str, now_ms: int) -> bool:
        """Takes a digit or the point; False for other keys and where there is no room."""
        added = DIGITS.get(key)
        text = "" if self._given else self.text
        if added is None or len(text) + len(added) > self._limit:
            return False
        if added == ".":
            if not self._point or "." in text:
                return False
            added = added if text else "0."
        self.text = text + added
        self._given = ""
        return True

    def paste(self, text: str) -> bool:
        """False: a number is typed, not scanned."""
        return False

    def erase(self) -> bool:
        """Takes back all that was typed; False where that is nothing."""
        was = bool(self.text)
        self.text = self._given = ""
        return was


class TextEntry:
    """Text of at most `limit` characters; АБВ changes the letters, ↓ ends one.

    `letters`: the place in `letters.LETTERS` to begin with.
    """

    def __init__(self, text: str = "", limit: int = 255, letters: int = 0):
        self._tables = late.fetch("bu.ui.letters").LETTERS
        self.text = text
        self._limit = limit
        self._letters = letters
        self._key = ""
        self._turn = 0
        self._pressed = 0

    @property
    def mode(self) -> str:
        """Which letters the digits give now."""
        return self._tables[self._letters][0]

    def press(self, key: str, now_ms: int) -> bool:
        """Takes a digit key as the letter it stands for; False for keys without letters."""
        if key == "letters":
            self._letters = (self._letters + 1) % len(self._tables)
            self._key = ""
            return True
        if key == "down":
            self._key = ""
            return True
        if key == "point":
            return self._add(".")
        if len(key) != 1 or key not in DIGITS:
            return False
        return self._letter(key, now_ms)

    def _letter(self, key, now_ms):
        choice = self._tables[self._letters][1][int(key)]
        again = key == self._key and now_ms - self._pressed < REPEAT_MS and len(choice) > 1
        if again:
            self._turn = (self._turn + 1) % len(choice)
            self.text = self.text[:-1] + choice[self._turn : self._turn + 1]
        elif not self._add(choice[:1]):
            return False
        else:
            self._key, self._turn = key, 0
        self._pressed = now_ms
        return True

    def _add(self, letter):
        self._key = ""
        if len(self.text) >= self._limit:
            return False
        self.text += letter
        return True

    def paste(self, text: str) -> bool:
        """Takes a scanned line for the whole text; False where there is no room."""
        if len(text) > self._limit:
            return False
        self.text = text
        return True

    def erase(self) -> bool:
        """Takes back the last letter; False where there is none."""
        was = bool(self.text)
        self.text = self.text[:-1]
        self._key = ""
        return was
