"""Who is logged in, between two visits to `access` (регл. 7).

One user at a time; after `access.timeout` seconds without `touch` the user is logged out.
"""

_TIMEOUT = "access.timeout"


class User:
    """Who is logged in: `mode`, a cashier's `code` (0: nobody in particular) and `name`."""

    __slots__ = ("mode", "code", "name")

    def __init__(self, mode: int, code: int, name: str):
        self.mode = mode
        self.code = code
        self.name = name


class Session:
    """The user, and since when nobody has touched the unit; times are of the monotonic clock.

    `start_ms`: when the unit was switched on; delays after wrong tries run from there at the
    earliest. `last_try` has the time of the last wrong try by whose it was.
    """

    def __init__(self, settings, start_ms: int):
        self._settings = settings
        self._seen = 0
        self.start_ms = start_ms
        self.last_try = {}
        self.user: "User | None" = None

    def begin(self, user: User, now_ms: int) -> User:
        """Logs a user in."""
        self.user = user
        self._seen = now_ms
        return user

    def logout(self) -> None:
        """Closes the mode."""
        self.user = None

    def touch(self, now_ms: int) -> None:
        """A key was pressed: the time to the automatic log-out begins anew."""
        self._seen = now_ms

    def expired(self, now_ms: int) -> bool:
        """True when the user was logged out just now because nobody touched the unit."""
        if self.user is None:
            return False
        timeout = self._settings.get(_TIMEOUT) * 1000
        if not timeout or now_ms - self._seen < timeout:
            return False
        self.logout()
        return True
