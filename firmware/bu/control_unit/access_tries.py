"""Wrong tries and the delay that grows with them (регл. 7; docs/design.md, promise 8).

A try is counted in the flash before the password is looked at, and taken back after a right one:
whoever switches the unit off in between has spent the try. The delay runs on the monotonic clock,
from the last try or from the start of the unit, whichever is later: switching off shortens
nothing, and neither does setting the calendar.

    offset  size  entry of the setting «access.tries»; who has no wrong try has no entry
         0     2  whose: a cashier's code, 0 for all unknown codes, 10000 + mode for a mode,
                  11000 + group for a host's passwords (`attempt`)
         2     1  wrong tries one after the other, 255 at most
"""

import struct

from micropython import const

from bu.fiscal.refusal import Refusal
from bu.storage.errors import StorageError, TooLong

SETTING = "access.tries"
UNKNOWN = const(0)
OF_MODE = const(10000)
_OF_HOST = const(11000)

# Seconds to wait after so many wrong tries; the last one holds for all further ones.
DELAYS = (0, 0, 0, 5, 15, 60, 300, 900)

_ENTRY = const(3)
_MOST = const(255)


class Tries:
    """Counts tries in `settings`; `clock` has now_ms(). Storage errors pass through.

    `session` has `start_ms` and `last_try` (see `access_session`).
    """

    def __init__(self, settings, clock, session):
        self._settings = settings
        self._clock = clock
        self._start = session.start_ms
        self._last = session.last_try

    def count(self, whose: int) -> int:
        """Wrong tries, one after the other."""
        place, blob = self._find(whose)
        return blob[place + 2] if place < len(blob) else 0

    def wait_ms(self, whose: int) -> int:
        """Milliseconds until the next try is allowed; 0: now."""
        seconds = DELAYS[min(self.count(whose), len(DELAYS) - 1)]
        since = self._last.get(whose, self._start)
        return max(0, since + seconds * 1000 - self._clock.now_ms())

    def begin(self, whose: int) -> None:
        """Counts a try as a wrong one: durable when this returns."""
        place, blob = self._find(whose)
        count = blob[place + 2] if place < len(blob) else 0
        entry = struct.pack(">HB", whose, min(count + 1, _MOST))
        self._settings.set(SETTING, blob[:place] + entry + blob[place + _ENTRY :])
        self._last[whose] = self._clock.now_ms()

    def without(self, whose: int) -> bytes:
        """The setting's value with no tries of `whose`."""
        place, blob = self._find(whose)
        return blob[:place] + blob[place + _ENTRY :]

    def clear(self, whose: int) -> None:
        """Forgets the tries of `whose`: the password was right."""
        if self.count(whose):
            self._settings.set(SETTING, self.without(whose))
        self._last.pop(whose, None)

    def _find(self, whose):
        """(where the entry stands or would be appended, the setting's value)."""
        blob = self._settings.get(SETTING)
        for place in range(0, len(blob), _ENTRY):
            if struct.unpack_from(">H", blob, place)[0] == whose:
                return place, blob
        return len(blob), blob


class Kept:
    """`with Kept():` turns storage errors into a refusal: what cannot be counted or kept
    is not allowed."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, TooLong):
            raise Refusal("too_many_users")
        if isinstance(error, StorageError):
            raise Refusal("settings_faulty")
        return False


def waits(wait: int) -> Refusal:
    """The refusal of a try that is allowed in `wait` milliseconds."""
    return Refusal("access_wait", "%d с" % ((wait + 999) // 1000))


def attempt(unit, groups, find, known=b"") -> int:
    """What a password of a host opens: `find(group)` of one of the `groups` (from 0 on) that it
    may have been meant for; 0: nothing. A function of the unit.

    A right password clears the tries of its group; a wrong one counts for each group that it was
    looked for in, so nobody clears the others' tries by a password of their own. A group that must
    wait is not looked at. What is `known` was found since the unit was switched on: it is not
    written down again, because a host enters its modes all day long.
    Refusal: access_wait, bad_password, settings_faulty.
    """
    core = unit._core
    tries = Tries(core.settings, core.board.clock, unit.session)
    looked, wait, found = [], 0, 0
    for group in groups:
        whose = _OF_HOST + group
        left = tries.wait_ms(whose)
        if left:
            wait = max(wait, left)
            continue
        found = find(group)
        if found:
            looked = [whose]
            break
        looked.append(whose)
    if found and found in known and not tries.count(looked[0]):
        return found
    with Kept():
        for whose in looked:
            tries.begin(whose)
        if found:
            tries.clear(looked[0])
            return found
    raise waits(wait) if wait else Refusal("bad_password")
