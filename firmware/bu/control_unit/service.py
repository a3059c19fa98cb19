"""Manufacture, registration and settings (регл. 25, 35): what a service engineer does."""

from micropython import const

from bu.control_unit.core import JOURNAL, MEMORY, Guard
from bu.control_unit.operations import Operations
from bu.fiscal import dates, money
from bu.fiscal.refusal import Refusal
from bu.printing import slips
from bu.storage.errors import NotFormatted
from bu.storage.journal import Journal
from bu.storage.settings import Settings
from bu.storage.settings_table import PRIVATE

_NINE_DIGITS = const(999_999_999)
_MAX_RATE = 10**9
_MAX_UNITS = const(10000)


class Service(Operations):
    """The unit's identity and settings. All but reading wants a closed shift."""

    def manufactured(self) -> bool:
        """True once the manufacturer's step is done."""
        return self._core.manufactured

    def registered(self) -> bool:
        """True once the unit is in its эксплуатационный режим."""
        return self._core.memory.state.registered

    def manufacture(self, serial: str, secret: bytes) -> None:
        """The manufacturer's step, once: memories, serial number, pairing (регл. 35.3, 35.6).

        `secret` (16 bytes and more) keys the БЭП's chain. Cut off, it is called again.
        """
        core = self._core
        now = core.board.rtc.now()
        if core.manufactured:
            raise Refusal("bad_registration", serial)
        if core.memory.state.unit_id and not core.memory.state.paired:
            raise Refusal("memory_foreign")
        with Guard(JOURNAL):
            if _opens(core.journal):  # it is the last to be made: the БЭП was there, and is not
                raise Refusal("memory_absent")
        with Guard(MEMORY):
            if not _opens(core.settings):
                Settings.format(core.board.settings_flash)
                core.settings.open()
            if not core.memory.state.paired:
                core.settings.set("secret", secret)
                core.memory.open(secret)
                if not core.memory.state.manufactured:
                    core.memory.manufacture(serial, core.board.model, now)
                core.memory.pair(secret[:16], now)
        with Guard(JOURNAL):
            Journal.format(core.board.journal_flash)
            core.journal.open()
        core.manufactured = True

    async def register(self, unp: int, skko: int, skno: int) -> int:
        """Registration in the БЭП, with its printed report (регл. 35.1-35.3); its ordinal."""
        core = self._core
        core.require_closed()
        for number in (unp, skko, skno):
            if not 0 < number <= _NINE_DIGITS:
                raise Refusal("bad_registration", str(number))
        if self._people is not None and self._people.user is not None:
            self._people.require_own_passwords()
        self._blockings.require("register")
        await self._cycle.printer_ready()
        now = core.now()
        with Guard(MEMORY):
            ordinal = core.memory.add_registration(now, unp, skko, skno)
        core.latest = now
        core.address_skno()
        await self._print_registered(slips.registration(core.info(), ordinal, now, skno))
        return ordinal

    def set_rate(self, currency: str, rate: int, units: int = 1) -> None:
        """A currency: `rate` ten-thousandths of the base currency per `units` (регл. 25)."""
        core = self._core
        core.require_closed()
        if len(currency) != 3 or not currency.isalpha() or currency != currency.upper():
            raise Refusal("bad_currency", currency)
        if not 0 < rate <= _MAX_RATE or not 0 < units <= _MAX_UNITS:
            raise Refusal("bad_rate", money.short(rate, money.EXCHANGE_DIGITS))
        rates = [entry for entry in core.rates() if entry[0] != currency]
        rates.append((currency, rate, units))
        self.configure("rates", tuple(sorted(rates)))

    def remove_rate(self, currency: str) -> None:
        """Takes a currency out of the programmed ones."""
        core = self._core
        core.require_closed()
        left = tuple(entry for entry in core.rates() if entry[0] != currency)
        if len(left) == len(core.rates()):
            raise Refusal("bad_currency", currency)
        self.configure("rates", left)

    def set_clock(self, time: tuple) -> None:
        """Sets date and time: shift closed, never before the last record (регл. 8, 35.6)."""
        core = self._core
        core.require_closed()
        if not dates.valid(time):
            raise Refusal("bad_time")
        if core.latest is not None and time < core.latest:
            raise Refusal("clock_behind", dates.text(core.latest))
        core.board.rtc.set(time)

    def restart(self) -> int:
        """Операция перезапуска: recorded in the БЭП (регл. 35.5); its ordinal."""
        core = self._core
        core.require_idle()
        core.registration()
        self._blockings.require("restart")
        now = core.now()
        with Guard(MEMORY):
            return core.memory.add_restart(now)

    def configure(self, name: str, value) -> None:
        """Changes one setting; only while the shift is closed."""
        self._core.require_closed()
        if name in PRIVATE:
            raise Refusal("bad_setting", name)
        try:
            self._core.settings.set(name, value)
        except (KeyError, ValueError):
            raise Refusal("bad_setting", name)


def _opens(store) -> bool:
    """Opens a store; False where its region was not formatted yet."""
    try:
        store.open()
    except NotFormatted:
        return False
    return True
