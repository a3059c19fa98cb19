"""The facade's part for people: log-in, passwords and cashiers (регл. 7). Imported when asked.

Functions of the unit; `access` has what they do.
"""

from bu.control_unit.access import Access


def _access(unit) -> Access:
    core = unit._core
    return Access(core.settings, core.board.clock, unit.session)


def login(unit, mode: int, code: int, password: str):
    """Opens a mode; a cashier who logs in stands on the documents from here on."""
    user = _access(unit).login(mode, code, password)
    if user.code:
        unit._core.cashier = user.name
    return user


def set_password(unit, mode: int, code: int, old: str, new: str) -> None:
    """Changes a password by whoever knows the old one."""
    _access(unit).set_password(mode, code, old, new)


def reset_password(unit, mode: int, code: int, new: str) -> None:
    """A new password without the old one, by whoever may (docs/access.md)."""
    _access(unit).reset_password(mode, code, new)


def require_own_passwords(unit) -> None:
    """Refusal("password_initial") while a mode has the factory's password."""
    _access(unit).require_own_passwords()


def add_user(unit, code: int, name: str, password: str) -> None:
    """A new cashier: code 1-9999, name of 1-30 characters. PROGRAM_MODE."""
    _access(unit).add_user(code, name, password)


def remove_user(unit, code: int) -> None:
    """Removes a cashier. PROGRAM_MODE."""
    _access(unit).remove_user(code)


def users(unit) -> list:
    """[(code, name)] of the cashiers, by code."""
    return _access(unit).users()
