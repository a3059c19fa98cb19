"""The parts of the control unit and what they share: one object, made once by `bu.app`.

Holds no rules. Storage errors become refusals here, so that everything above knows one hierarchy.
"""

from micropython import const

from bu.control_unit.fold import Fold
from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.printing import profiles
from bu.printing.unit import UnitInfo
from bu.storage import errors
from bu.storage import journal as j

VERSION = "0.1.0"

JOURNAL = const(0)
MEMORY = const(1)
GOODS = const(2)
SETTINGS = const(3)
# Refusals for what storage says of the journal, the БЭП, the goods base and the settings. A chip
# that does not answer at all is absent; what has no row of its own is faulty.
_STORAGE = const("""
absent journal_faulty memory_absent goods_missing settings_faulty
faulty journal_faulty memory_faulty goods_damaged settings_faulty
not_formatted journal_faulty memory_faulty goods_missing settings_faulty
full journal_full memory_full goods_full bad_setting
too_long receipt_large bad_registration goods_full bad_setting
order unfinished memory_order goods_order settings_faulty
not_paired journal_faulty memory_foreign goods_damaged settings_faulty
not_registered journal_faulty not_registered goods_damaged settings_faulty
repeated_number journal_faulty memory_order goods_damaged settings_faulty
earlier_date journal_faulty memory_order goods_damaged settings_faulty
""")


class Core:
    """Journal, БЭП, settings, СКНО, printer, clocks, and the fold over the open shift."""

    def __init__(self, board, journal, memory, settings, skno, printer):
        self.board = board
        self.journal = journal
        self.memory = memory
        self.settings = settings
        self.skno = skno
        self.printer = printer
        self.fold = Fold()
        self.latest = None
        self.cashier = ""
        self.manufactured = False
        # Why the counters could not be folded at the start: nothing is registered without them.
        self.fault: "Refusal | None" = None

    def registration(self):
        """The registration in force; Refusal("not_registered") where there is none."""
        if not self.memory.state.registered:
            raise Refusal("not_registered")
        return self.memory.state.registration

    def open_memories(self) -> bool:
        """Opens settings, БЭП and journal at start-up; False while the manufacturer's step is due.

        Never formats: a region that should be there and is not comes out as a refusal. A blank БЭП
        beside a journal in use is not the one that belongs to it (регл. 26, 35.6).
        """
        secret = b""
        with Guard(SETTINGS):
            try:
                self.settings.open()
                secret = self.settings.get("secret")
            except errors.NotFormatted:
                pass
        if any(what == "lost" for what, _ in self.settings.damage):
            raise Refusal("settings_faulty")  # else an older value would rule in silence
        with Guard(MEMORY):
            self.memory.open(secret)
        if self.memory.state.manufactured and not secret:
            raise Refusal("settings_faulty")
        with Guard(JOURNAL):
            try:
                self.journal.open()
            except errors.NotFormatted:
                if self.memory.state.registered:
                    raise
                return False
        if not self.memory.state.manufactured:
            raise Refusal("memory_absent")
        state = self.memory.state
        if state.paired and not state.registered and self.journal.state.shift_position:
            raise Refusal("memory_faulty")  # a shift was opened, so there was a registration
        self.manufactured = True
        self.address_skno()
        self.choose_printer()
        self.find_latest()
        return True

    def address_skno(self) -> None:
        """Tells the СКНО client who speaks to whom (прил. 2 табл. 8)."""
        self.skno.link.sender.crc_start = self.settings.get("skno.crc_start")
        self.skno.carrier.read_size = self.settings.get("skno.read_size")
        if self.memory.state.registered:
            registration = self.memory.state.registration
            self.skno.set_addresses(registration.skko, registration.skno)

    def choose_printer(self) -> None:
        """The printer's profile: the programmed one, else the board's."""
        name = self.settings.get("printer.profile") or self.board.printer_profile
        self.printer.profile = profiles.get(name)

    def rates(self) -> list:
        """[(currency, ten-thousandths of the base currency, per units)]."""
        return list(self.settings.get("rates"))

    def entry(self, position: int):
        """The journal's entry at `position`; Refusal("journal_faulty") where it is damaged."""
        with Guard(JOURNAL):
            return self.journal.entry(position)

    def find(self, number=None, kind=None):
        """The newest journal entry of a number or kind, or None; Refusal where it is damaged."""
        with Guard(JOURNAL):
            entry = self.journal.find(number=number, kind=kind)
        if entry is not None and entry.damaged:
            raise Refusal("journal_faulty", str(entry.number))
        return entry

    def waiting(self):
        """The journal's entry that the СКНО has not answered yet, or None."""
        entry = self.journal.state.unfinished
        if entry is not None and entry.stage in (j.PREPARED, j.OPENING):
            return entry
        return None

    def require_shift(self) -> None:
        """Refusal unless a shift is open and nothing is unfinished."""
        self.require_idle()
        if not self.journal.state.shift_open:
            raise Refusal("shift_closed")

    def require_closed(self) -> None:
        """Refusal unless the shift is closed and nothing is unfinished."""
        self.require_idle()
        if self.journal.state.shift_open:
            raise Refusal("shift_open")

    def require_idle(self) -> None:
        """Refusal while a document waits to be finished (регл. 27)."""
        if self.journal.state.unfinished is not None:
            raise Refusal("unfinished", str(self.journal.state.unfinished.number))

    def now(self) -> tuple:
        """The calendar; Refusal("clock_behind") where it stands before the shift's last record."""
        now = self.board.rtc.now()
        if not dates.valid(now):
            raise Refusal("bad_time")
        if self.latest is not None and now < self.latest:
            raise Refusal("clock_behind", dates.text(self.latest))
        return now

    def skno_replaced(self, since: "tuple | None" = None) -> bool:
        """True where another СКНО was registered in the open shift (регл. 35.3), or behind the
        time `since`."""
        state = self.memory.state
        if state.registrations < 2:
            return False
        time = state.registration.date_time
        if since is not None:
            return since < time
        return self.journal.state.shift_open and self.journal.state.shift_date_time <= time

    def clock_behind(self) -> bool:
        """True where the calendar stands before the last record, or at no date at all."""
        now = self.board.rtc.now()
        return not dates.valid(now) or (self.latest is not None and now < self.latest)

    def find_latest(self) -> None:
        """Learns at start-up when the last record was made, of the journal and of the БЭП."""
        state = self.journal.state
        times = [self.memory.state.last_date_time]
        if state.shift_position:
            times.append(state.shift_date_time)
        if state.last:
            try:
                times.append(self.journal.entry(state.last).date_time)
            except errors.StorageError:  # reported by the journal; what else is known stands
                pass
        if state.unfinished is not None:
            times.append(state.unfinished.date_time)
        known = [time for time in times if time is not None]
        self.latest = max(known) if known else None

    def shift_age(self) -> int:
        """Seconds since the shift was opened."""
        opened = dates.to_seconds(self.journal.state.shift_date_time)
        return dates.to_seconds(self.board.rtc.now()) - opened

    def columns(self) -> int:
        """Characters of a line: as programmed, and no more than the printer has."""
        return min(self.printer.profile.columns, self.settings.get("columns"))

    def info(self, words=None) -> UnitInfo:
        """What the head of every document says; `words` as of `UnitInfo`."""
        get = self.settings.get
        info = UnitInfo(self.columns(), words)
        info.name, info.outlet, info.address = get("name"), get("outlet"), get("address")
        info.extra = list(get("extra"))
        info.top, info.bottom = list(get("top")), list(get("bottom"))
        if any(line[:1] == "\n" for line in info.top + info.bottom):
            info.pictures = get("host.pictures")
        info.base = get("base")
        info.vat, info.gtin = bool(get("vat")), bool(get("gtin"))
        info.sections = bool(get("sections"))
        info.feed = get("feed")
        info.version = VERSION
        state = self.memory.state
        info.serial, info.model = state.serial, state.model
        if state.registered:
            info.unp, info.skko_number = state.registration.unp, state.registration.skko
        return info


class Guard:
    """`with Guard(JOURNAL):` turns storage errors into refusals."""

    def __init__(self, which: int):
        self._which = which

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, errors.StorageError):
            raise Refusal(self._refusal(error.code))
        if isinstance(error, OSError):
            raise Refusal(self._refusal("absent"))
        return False

    def _refusal(self, code):
        start = _STORAGE.find("\n" + code + " ")
        if start < 0:
            start = _STORAGE.find("\nfaulty ")
        return _STORAGE[start + 1 :].split("\n", 1)[0].split()[1 + self._which]
