"""The facade's part for people: who works with the unit, and what stops it (регл. 7, 26, 27).

`access` is imported when somebody logs in: a unit that only a host works with does without it.
"""

from bu.control_unit.operations import Operations
from bu.control_unit.shift import check_cashier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.control_unit.access import Access, User


class People(Operations):
    """Log-in, passwords and cashiers: `access.Access`; blockings: `blocking.Blockings`."""

    @property
    def _access(self) -> "Access":
        if self._people is None:
            from bu.control_unit.access import Access

            core = self._core
            self._people = Access(core.settings, core.board.clock, self._started)
        return self._people

    @property
    def user(self) -> "User | None":
        """Who is logged in."""
        return self._access.user

    def login(self, mode: int, code: int, password: str) -> "User":
        """Opens a mode; a cashier who logs in stands on the documents from here on."""
        user = self._access.login(mode, code, password)
        if user.code:
            self._core.cashier = user.name
        return user

    def logout(self) -> None:
        """Closes the mode."""
        self._access.logout()

    def stand(self, cashier: str) -> None:
        """Whose name is on the documents from here on, where a host says it (no log-in)."""
        check_cashier(cashier)
        self._core.cashier = cashier

    def touch(self, now_ms: int) -> None:
        """A key was pressed at `now_ms` of the monotonic clock."""
        self._access.touch(now_ms)

    def expired(self, now_ms: int) -> bool:
        """True when the user was logged out just now, because nobody touched the unit."""
        return self._access.expired(now_ms)

    def set_password(self, mode: int, code: int, old: str, new: str) -> None:
        """Changes a password by whoever knows the old one."""
        self._access.set_password(mode, code, old, new)

    def reset_password(self, mode: int, code: int, new: str) -> None:
        """A new password without the old one, by whoever may (docs/access.md)."""
        self._access.reset_password(mode, code, new)

    def add_user(self, code: int, name: str, password: str) -> None:
        """A new cashier: code 1-9999, name of 1-30 characters. PROGRAM_MODE."""
        self._access.add_user(code, name, password)

    def remove_user(self, code: int) -> None:
        """Removes a cashier. PROGRAM_MODE."""
        self._access.remove_user(code)

    def users(self) -> list:
        """[(code, name)] of the cashiers, by code."""
        return self._access.users()

    def blockings(self) -> list:
        """What the last `check` found, as `blocking.Blocking` objects, gravest first."""
        return self._blockings.held

    async def check(self) -> list:
        """Asks devices, БЭП, journal, clock, СКНО and printer; the same list. When idle."""
        return await self._blockings.check()
