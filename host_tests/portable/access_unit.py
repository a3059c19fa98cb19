"""What the tests of access share: the access part of a unit on a settings flash in RAM."""

from bu.control_unit.access import CASH_MODE, MEMORY_MODE, PROGRAM_MODE, REGISTER_MODE, Access
from bu.control_unit.access_session import Session
from bu.control_unit.access_tries import Tries
from bu.storage.settings import Settings
from host_tests.portable.ramflash import RamFlash
from host_tests.portable.support import refused

ALL = (CASH_MODE, PROGRAM_MODE, REGISTER_MODE, MEMORY_MODE)
OWN = {CASH_MODE: "kassa-1", PROGRAM_MODE: "79135", REGISTER_MODE: "сервис", MEMORY_MODE: "9999x"}


class Clock:
    """A monotonic clock that stands until it is set; one unit's power-on is not another's."""

    def __init__(self):
        self.time = 1000000

    def now_ms(self):
        return self.time


class Unit:
    """The access part of a unit on its settings flash; `restart` switches it off and on."""

    def __init__(self, flash=None):
        self.flash = flash or RamFlash(2)
        self.clock = Clock()
        if flash is None:
            Settings.format(self.flash)
        self.restart()

    def restart(self):
        self.flash.left = -1
        self.settings = Settings(self.flash)
        self.settings.open()
        self.session = Session(self.settings, self.clock.time)
        self.access = Access(self.settings, self.clock, self.session)
        self._core = self.board = self  # what functions of the facade ask for

    def copy(self, kind=RamFlash):
        flash = kind(len(self.flash.cells))
        for place, sector in enumerate(self.flash.cells):
            flash.cells[place][:] = sector
        return Unit(flash)

    def refused(self, *login):
        return refused(self.access.login, *login)

    def tries(self, whose):
        """Wrong tries as another start of the unit would find them in the flash."""
        settings = Settings(self.flash)
        settings.open()
        return Tries(settings, self.clock, Session(settings, 0)).count(whose)

    def wait(self, seconds):
        self.clock.time += seconds * 1000


def manager(**cashiers):
    """A unit in PROGRAM_MODE with these cashiers: code_7="password"."""
    unit = Unit()
    unit.access.login(PROGRAM_MODE, 0, "2222")
    for code, password in cashiers.items():
        unit.access.add_user(int(code[5:]), "Кассир " + code[5:], password)
    return unit
