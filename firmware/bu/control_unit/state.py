"""What the control unit says of itself and of the shift (регл. 29, 30).

Everything here but `check` and `stand` is read from what is known already: it costs no exchange
and changes nothing.
"""

from bu import late
from bu.control_unit import papers
from bu.control_unit.core import VERSION
from bu.control_unit.operations import Operations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bu.fiscal.document import Document
    from bu.printing.unit import UnitInfo
    from bu.skno.status import Status
    from bu.storage.fiscal_keeper import Registration


class State(Operations):
    """Identity, shift, devices and currencies as they stand."""

    def manufactured(self) -> bool:
        """True once the manufacturer's step is done."""
        return self._core.manufactured

    def registered(self) -> bool:
        """True once the unit is in its эксплуатационный режим."""
        return self._core.memory.state.registered

    def stand(self, cashier: str) -> None:
        """Whose name is on the documents from here on, where a host says it (no log-in)."""
        if cashier != self._core.cashier:
            late.fetch("bu.control_unit.shift").check_cashier(cashier)
            self._core.cashier = cashier

    def version(self) -> str:
        """The version identifier of the firmware (регл. 29)."""
        return VERSION

    def digest(self) -> str:
        """SHA-256 of the firmware's files in hex, compared by `tools.verify` (регл. 30)."""
        digest = late.fetch("bu.control_unit.digest")
        return digest.of_files(self._core.board.firmware_files())

    def info(self, columns: int = 0) -> "UnitInfo":
        """The register as documents show it, laid out on `columns` (0: as on paper)."""
        info = self._core.info()
        info.columns = columns or info.columns
        return info

    def now(self) -> tuple:
        """The register's date and time, a 6-tuple (регл. 8)."""
        return self._core.board.rtc.now()

    def shift_open(self) -> bool:
        """True while a shift is open."""
        return self._core.journal.state.shift_open

    def counter(self, name: str) -> int:
        """A counter of the open shift in the base currency; 0 while the shift is closed."""
        core = self._core
        if not core.journal.state.shift_open:
            return 0
        return core.fold.counters.get(core.settings.get("base"), name)

    def shift_age(self) -> "int | None":
        """Seconds since the shift was opened, never less than 0; None while it is closed."""
        return max(0, self._core.shift_age()) if self.shift_open() else None

    def latest(self) -> "tuple | None":
        """When the last record was made, of journal or БЭП: the clock never goes behind it."""
        return self._core.latest

    def last_number(self) -> int:
        """The last through number given to a document; 0: none yet (регл. 22)."""
        return self._core.journal.state.number

    def last_key(self) -> bytes:
        """The key of the last operation that stands, finished or not."""
        state = self._core.journal.state
        return state.unfinished.key if state.unfinished is not None else state.key

    def last_sale(self) -> "Document | None":
        """The sale that `void` would void, or None."""
        position = self._core.fold.last_sale
        return papers.load(self._core, self._core.entry(position)) if position else None

    def unfinished(self) -> "tuple | None":
        """None, or (kind, number, stage) of what waits for `resume`; kind 0 is a shift opening,
        number 0 a cancelled receipt."""
        entry = self._core.journal.state.unfinished
        if entry is None:
            return None
        return entry.kind, entry.number, self._cycle.stage()

    def skno_state(self) -> "Status | None":
        """The СКНО's last status; None where it did not answer since."""
        return self._core.skno.last_status if self._cycle.gate.reached else None

    def paper_state(self) -> "str | None":
        """The refusal that the printer's last status stands for; None: in order."""
        return self._core.printer.trouble

    async def printer_state(self) -> "str | None":
        """Asks the printer: the refusal that printing would meet now; None: in order."""
        return await self._core.printer.status()

    def registration(self) -> "Registration":
        """The registration in force (`bu.storage.fiscal_records`); Refusal("not_registered")."""
        return self._core.registration()

    def registrations_owed(self) -> int:
        """Registrations that must still be possible (регл. 35.2)."""
        return self._core.memory.state.owed()

    def z_number(self) -> int:
        """The number of the last closed shift; 0: none was closed."""
        return self._core.memory.state.z_number

    def opened_at(self) -> "tuple | None":
        """When the open shift was opened; None while it is closed."""
        state = self._core.journal.state
        return state.shift_date_time if state.shift_open else None

    def last_uid(self) -> bytes:
        """The УИ of the last document or Z-report; b"" before the first."""
        return self._core.journal.state.uid

    def firmware(self) -> "Iterator[tuple]":
        """(name, path to open) of the files that run, in the order of `digest`."""
        return self._core.board.firmware_files()

    def serial(self) -> str:
        """The serial number; "" before the manufacturer's step."""
        return self._core.memory.state.serial

    def columns(self) -> int:
        """Characters of a line on paper."""
        return self._core.columns()

    def dots(self) -> int:
        """Dots across the printer's paper."""
        return self._core.printer.profile.dots

    def beep(self, pattern: tuple) -> None:
        """Sounds milliseconds on, off, on, where the board has a sounder of its own."""
        sound = getattr(self._core.board, "sound", None)
        if sound:
            sound(pattern)

    def free_records(self) -> int:
        """Shifts that the БЭП still takes in the worst case (регл. 35.3)."""
        return self._core.memory.state.free_shifts

    def base(self) -> str:
        """The base currency."""
        return self._core.settings.get("base")

    def rates(self) -> list:
        """[(currency, ten-thousandths of the base currency, per units)] as programmed."""
        return self._core.rates()

    def currencies(self) -> list:
        """The base currency, then the programmed ones."""
        return [self.base()] + [entry[0] for entry in self._core.rates()]

    @property
    def user(self):
        """Who is logged in (`access_session.User`), or None."""
        return self.session.user

    def logout(self) -> None:
        """Closes the mode."""
        self.session.logout()

    def touch(self, now_ms: int) -> None:
        """A key was pressed at `now_ms` of the monotonic clock."""
        self.session.touch(now_ms)

    def expired(self, now_ms: int) -> bool:
        """True when the user was logged out just now, because nobody touched the unit."""
        return self.session.expired(now_ms)

    def blockings(self) -> list:
        """What the last `check` found, as `blocking.Blocking` objects, gravest first."""
        return self._blockings.held

    async def check(self) -> list:
        """Asks devices, БЭП, journal, clock, СКНО and printer; the same list. When idle."""
        return await self._blockings.check()
