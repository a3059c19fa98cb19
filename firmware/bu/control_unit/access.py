"""Who may do what: four modes, each with its password, and cashiers with theirs (регл. 7).

    mode           what it opens                               password
    CASH_MODE      регистрация кассовых операций               each cashier's; while none is
                                                               programmed, one for all (code 0)
    PROGRAM_MODE   программирование, кассиры                   of the mode
    REGISTER_MODE  регистрация в БЭП, перезапуск               of the mode
    MEMORY_MODE    снятие данных БЭП                           of the mode

A unit leaves the factory with the passwords in `MODES`, which the manual prints; none of them can
be chosen as a new one, and registration in the БЭП waits until they are changed
(`require_own_passwords`). Who is logged in: see `access_session`; wrong tries: `access_tries`.
Settings: access.cash, access.program, access.register, access.memory (credentials, empty: the
factory's password), access.cashiers, access.tries, access.timeout.
"""

from micropython import const

from bu.control_unit import access_cashiers as cashiers
from bu.control_unit import passwords
from bu.control_unit.access_session import User
from bu.control_unit.access_tries import OF_MODE, SETTING, UNKNOWN, Kept, Tries, waits
from bu.fiscal.refusal import Refusal

CASH_MODE = const(0)
PROGRAM_MODE = const(1)
REGISTER_MODE = const(2)
MEMORY_MODE = const(3)

# (setting, the factory's password, name of the user), by mode.
MODES = (
    ("access.cash", "1111", "Кассир"),
    ("access.program", "2222", "Администратор"),
    ("access.register", "3333", "Сервис"),
    ("access.memory", "4444", "Контроль"),
)
_CASHIERS = const("access.cashiers")
# Whoever is in this mode may give others a new password without the old one.
_MAY_RESET = {PROGRAM_MODE: (CASH_MODE,), REGISTER_MODE: (CASH_MODE, PROGRAM_MODE, MEMORY_MODE)}
# Compared with when there is no such cashier, so that an answer takes as long.
_NOBODY = b"\x01" + passwords.ITERATIONS.to_bytes(2, "big") + bytes(passwords.SIZE - 3)


class Access:
    """Passwords and users; `settings` as in `bu.storage.settings`, `clock` has now_ms().

    `session` is what stands between two visits here (`access_session`).
    """

    def __init__(self, settings, clock, session):
        self._settings = settings
        self._clock = clock
        self._session = session
        self._tries = Tries(settings, clock, session)

    def login(self, mode: int, code: int, password: str) -> User:
        """Opens a mode; `code` is the cashier's, 0 in the other modes.

        Refusal: "access_wait" (too many wrong tries, nothing was looked at), "bad_password" (for
        an unknown code too). Whoever was logged in before stays so after a refusal.
        """
        name = self._verify(mode, code, password)
        return self._session.begin(User(mode, code, name), self._clock.now_ms())

    def require(self, *modes: int) -> None:
        """Refusal("access_denied") unless one of `modes` is open."""
        user = self._session.user
        if user is None or user.mode not in modes:
            raise Refusal("access_denied", MODES[modes[0]][2])

    def initial(self) -> list:
        """The modes that still have the factory's password."""
        return [mode for mode in range(len(MODES)) if self._is_initial(mode)]

    def require_own_passwords(self) -> None:
        """Refusal("password_initial") while a mode has the factory's password."""
        modes = self.initial()
        if modes:
            raise Refusal("password_initial", MODES[modes[0]][2])

    def set_password(self, mode: int, code: int, old: str, new: str) -> None:
        """Changes a password by whoever knows the old one; a wrong one counts as a try."""
        _check_new(new)
        if new == old:
            raise Refusal("password_weak")
        self._verify(mode, code, old)
        self._put(mode, code, new)

    def reset_password(self, mode: int, code: int, new: str) -> None:
        """A new password without the old one: PROGRAM_MODE for cashiers, REGISTER_MODE for all
        but its own. The wrong tries against it are forgotten."""
        allowed = [own for own in _MAY_RESET if mode in _MAY_RESET[own]]
        if not allowed:
            raise Refusal("access_denied")
        self.require(*allowed)
        _check_new(new)
        self._put(mode, code, new)

    def add_user(self, code: int, name: str, password: str) -> None:
        """A new cashier: code 1-9999, name of 1-30 characters. PROGRAM_MODE."""
        self.require(PROGRAM_MODE)
        cashiers.check(code, name)
        _check_new(password)
        blob = self._settings.get(_CASHIERS)
        cashiers.added(blob, code, name, _NOBODY)  # refuses before the slow part
        self._save({_CASHIERS: cashiers.added(blob, code, name, passwords.make(password))})

    def remove_user(self, code: int) -> None:
        """Removes a cashier. PROGRAM_MODE."""
        self.require(PROGRAM_MODE)
        blob = cashiers.removed(self._settings.get(_CASHIERS), code)
        self._save({_CASHIERS: blob, SETTING: self._tries.without(code)})

    def users(self) -> list:
        """[(code, name)] of the cashiers, by code."""
        blob = self._settings.get(_CASHIERS)
        return [(code, name) for _, _, code, name in cashiers.entries(blob)]

    def _verify(self, mode, code, password):
        """Who `password` belongs to; counts the try before anything is compared."""
        name, credential, whose = self._find(mode, code)
        wait = self._tries.wait_ms(whose)
        if wait:
            raise waits(wait)
        with Kept():
            self._tries.begin(whose)
        if not _right(password, credential, mode) or not name:
            raise Refusal("bad_password")
        with Kept():
            self._tries.clear(whose)
        return name

    def _find(self, mode, code):
        """(name, credential, whose tries) behind a mode and code; no name: there is nobody."""
        if not 0 <= mode < len(MODES):
            raise Refusal("access_denied", str(mode))
        setting, _, name = MODES[mode]
        blob = self._settings.get(_CASHIERS) if mode == CASH_MODE else b""
        found = cashiers.find(blob, code) if code else None
        if found is not None:
            return found[0], found[1], code
        if code or blob:
            return "", _NOBODY, UNKNOWN
        return name, self._settings.get(setting), OF_MODE + mode

    def _is_initial(self, mode):
        if mode == CASH_MODE and self._settings.get(_CASHIERS):
            return False
        return not self._settings.get(MODES[mode][0])

    def _put(self, mode, code, new):
        _, _, whose = self._find(mode, code)
        if whose == UNKNOWN:
            raise Refusal("user_unknown", str(code))
        setting, value = MODES[mode][0], passwords.make(new)
        if code:
            setting = _CASHIERS
            value = cashiers.replaced(self._settings.get(_CASHIERS), code, value)
        self._save({setting: value, SETTING: self._tries.without(whose)})

    def _save(self, values):
        with Kept():
            self._settings.update(values)


def _right(password, credential, mode):
    if credential:
        return passwords.verify(password, credential)
    return passwords.same(password.encode(), MODES[mode][1].encode())


def _check_new(password):
    """Refusal("password_weak") for a length outside 4-16 or a password of the factory."""
    known = [factory for _, factory, _ in MODES]
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST or password in known:
        raise Refusal("password_weak")
