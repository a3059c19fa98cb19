"""The fiscal memory (БЭП, регл. 34, 35): append-only, numbered, dated, chained by a keyed MAC.

    memory = FiscalMemory(device, currencies); memory.open(key)
    memory.check_shift(z, date_time)        before anything is irrevocable; writes nothing
    memory.add_shift(z, date_time, documents, [("BYN", kopecks), ...])

Promises
- Nothing here erases. A blank region is a memory that was not manufactured yet.
- When an `add_` returns, its record was read back; cut off, it is there whole or not at all (a
  shift of five to ten currencies takes two records and counts with the second). What was cut off
  stays in its slot, which is never used again; the call is repeated.
- A slot that does not program is left behind for the next page; `Faulty` after six of them.
- `open` finds the end by looking at the first slots of each sector and at one whole sector, then
  checks the last record, the registration and the pairing against the key. `verify` checks the
  whole chain.
- The memory belongs to the unit whose key its pairing record fits: with another, everything but
  reading is refused as `NotPaired` (регл. 26, 35.6).
- Shift numbers grow and days (not hours: clocks are corrected) never go back: `RepeatedNumber`,
  `EarlierDate` (регл. 26).

Bytes: see `fiscal_records`.
"""

from micropython import const

from bu.fiscal import dates
from bu.storage import errors
from bu.storage import fiscal_records as records
from bu.storage.fiscal_reader import IN_SECTOR, FiscalReader
from bu.storage.layout import BLANK, PAGE

MAX_Z = const(65535)
MAX_DOCUMENTS = const(65535)
_NINE_DIGITS = const(999999999)
_FOUR_BYTES = const(0xFFFFFFFF)
_TRIES = const(6)
_IN_PAGE = const(4)  # records of a page


class FiscalMemory(FiscalReader):
    """The БЭП in one flash region; `currencies` is the most that a shift can have (1-10)."""

    def __init__(self, device, currencies: int = 1) -> None:
        super().__init__(device, 1 if currencies <= records.IN_FIRST else 2)
        self._currencies = min(currencies, records.MAX_CURRENCIES)
        self._page = bytearray(PAGE)

    # --- the manufacturer

    def manufacture(self, serial: str, model: str, date_time: tuple) -> None:
        """The register's serial number, once (регл. 35.3); WrongOrder if it is there already."""
        if self._next > 1:
            raise errors.WrongOrder("serial number %s is there" % self.state.serial)
        body = bytes((records.VERSION,)) + records.padded(serial, records.MAX_SERIAL)
        body += records.padded(model, records.MAX_MODEL)
        self._add(records.MANUFACTURED, date_time, body)
        self.state.manufactured = True
        self.state.serial, self.state.model = serial, model

    def pair(self, unit_id: bytes, date_time: tuple) -> None:
        """Ties the memory to the unit with the key that `open` was given, once."""
        if self._next != 2:
            raise errors.WrongOrder("paired already" if self._next > 2 else "not manufactured")
        if not 0 < len(unit_id) <= records.MAX_UNIT:
            raise ValueError("unit id of %d bytes" % len(unit_id))
        unit_id = unit_id + bytes(records.MAX_UNIT - len(unit_id))
        self._add(records.PAIRED, date_time, unit_id + self._chain.owner(unit_id))
        self.state.paired = True
        self.state.unit_id = unit_id

    # --- operation

    def add_registration(
        self, date_time: tuple, unp: int, skko: int, skno: int, model: str = ""
    ) -> int:
        """Registers the unit (регл. 35.1): УНП and СККО number of nine digits; the ordinal."""
        self._require_pair()
        if not (0 < unp <= _NINE_DIGITS and 0 < skko <= _NINE_DIGITS and 0 < skno <= _FOUR_BYTES):
            raise ValueError("numbers of the registration")
        ordinal = self.state.registrations + 1
        registration = records.Registration(ordinal, date_time, (unp, skko, skno), model)
        self._require_day(date_time)
        self._add(records.REGISTRATION, date_time, records.pack_registration(registration))
        self.state.registration = registration
        self.state.registered = True
        self.state.registrations = ordinal
        return ordinal

    def add_restart(self, date_time: tuple) -> int:
        """Notes a restart (перезапуск, регл. 35.5); its ordinal."""
        self._require_registration()
        self._require_day(date_time)
        self._add(records.RESTART, date_time, b"")
        return self.state.restarts

    def check_shift(self, z: int, date_time: tuple) -> None:
        """Raises what would keep a shift from being recorded; writes nothing.

        NotPaired, NotRegistered, Full, RepeatedNumber, EarlierDate.
        """
        self._require_registration()
        if self.state.free_shifts < 1 or z > MAX_Z:
            raise errors.Full("no room for a shift")
        if z <= self.state.z_number:
            raise errors.RepeatedNumber("%d after %d" % (z, self.state.z_number))
        self._require_day(date_time)

    def add_shift(self, z: int, date_time: tuple, documents: int, totals) -> None:
        """Records a shift: payment documents, and sales [(currency, kopecks)], base first.

        Errors as `check_shift`; TooLong with more currencies than the memory is laid out for.
        """
        self.check_shift(z, date_time)
        if not 0 < len(totals) <= self._currencies:
            raise errors.TooLong("%d currencies" % len(totals))
        for currency, total in totals:
            if len(currency.encode()) != 3 or not 0 <= total <= records.MAX_SUM:
                raise ValueError("%s %d" % (currency, total))
        if not 0 <= documents <= MAX_DOCUMENTS:
            raise ValueError("%d documents" % documents)
        body = documents.to_bytes(2, "big") + bytes((len(totals),))
        body += records.pack_sums(totals[: records.IN_FIRST])
        self._add(records.SHIFT, date_time, body, z, totals[records.IN_FIRST :])

    def _require_pair(self) -> None:
        if not self.state.paired:
            raise errors.NotPaired("another unit's" if self.state.unit_id else "not paired yet")
        if not self._sound:
            raise errors.Damaged("the last record or the registration is not what this unit wrote")

    def _require_registration(self) -> None:
        self._require_pair()
        if not self.state.registered:
            raise errors.NotRegistered()

    def _require_day(self, date_time: tuple) -> None:
        last = self.state.last_date_time
        if last is not None and tuple(date_time[:3]) < last[:3]:
            raise errors.EarlierDate("%s after %s" % (dates.text(date_time), dates.text(last)))

    # --- writing

    def _add(self, kind: int, date_time: tuple, body: bytes, z: int = 0, more=()) -> None:
        """Appends a record, after its continuation if it has one; takes over what it says."""
        if not dates.valid(date_time):
            raise ValueError("no date: %r" % (date_time,))
        state = self.state
        if state.free_records < (2 if more else 1):
            raise errors.Full("no free slot")
        seconds = dates.to_seconds(date_time)
        restarts = state.restarts + (kind == records.RESTART)
        z = z or state.z_number
        tail = bytearray()
        if more:
            tail = records.pack_continuation(self._next, more)
            self._program(lambda slot: tail)

        def build(slot: int) -> bytearray:
            if kind == records.REGISTRATION:
                self._registered = slot + 1
            head = self._next, seconds, z, self._registered, restarts
            record = records.pack_record(kind, head, body)
            records.seal(record, self._chain.mac(self._mac, record, tail))
            return record

        registered = self._registered
        try:
            self._mac = records.mac_of(self._program(build))
        except (errors.Faulty, errors.Full):
            self._registered = registered
            raise
        self._next += 1
        state.last_date_time = tuple(date_time)
        state.z_number, state.restarts = z, restarts

    def _program(self, build) -> bytearray:
        """Programs build(slot) in the next slot that takes it."""
        for _ in range(_TRIES):
            if self._end >= self._slots:
                raise errors.Full("no slot takes a record any more")
            slot = self._end
            record = build(slot)
            records.place(record, slot)
            self._end += 1
            done = self._try(slot, record)
            if not done:
                self._note("bad", slot)
                self._end = self._skip(slot)
            self._count_free()
            if done:
                return record
        raise errors.Faulty("%d slots do not program" % _TRIES)

    def _skip(self, slot: int) -> int:
        """Where to go on behind a slot that does not program.

        In the first slot of a sector the whole sector is given up: `open` looks only there.
        """
        step = IN_SECTOR if slot % IN_SECTOR == 0 else _IN_PAGE
        return (slot // step + 1) * step

    def _try(self, slot: int, record: bytearray) -> bool:
        """Programs a slot and reads it back; True if it holds the record."""
        at = slot % _IN_PAGE * records.RECORD
        for start in range(0, PAGE, len(BLANK)):
            self._page[start : start + len(BLANK)] = BLANK
        self._page[at : at + records.RECORD] = record
        try:
            self._device.writeblocks(
                slot // IN_SECTOR, self._page, slot % IN_SECTOR // _IN_PAGE * PAGE
            )
        except OSError:
            return False
        return self._load(slot) == record
