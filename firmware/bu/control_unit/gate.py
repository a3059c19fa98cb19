"""The control unit's side of every exchange with the СКНО (регл. 70-78).

Before each command: REQ, identification where the СКНО wants it, and a look at the prohibitions.
A document's УИ is made durable before the ACK of the answer leaves (`take`), whichever way the
answer comes: to 10h or 41h, to 11h, or unasked for, behind a REQ after a power cut.
"""

from bu.control_unit.core import Core
from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.skno.client import DOCUMENT, OPEN_SHIFT, REPEAT_UID, Z_REPORT, SknoError
from bu.storage import journal as j

_BRINGS_UID = (DOCUMENT, Z_REPORT, REPEAT_UID)
# Behind these the last status is an old one.
_SILENT = ("skno_silent", "skno_busy", "skno_protocol", "skno_foreign")


class Gate:
    """Talks to the СКНО for the control unit; errors come out as `Refusal`.

    `settle(command, data)` makes the answer to the prepared entry durable.
    """

    def __init__(self, core: Core, settle):
        self._core = core
        self._settle = settle
        # The last exchange came to its end: what the last status says still holds.
        self.reached = False
        # The waiting entry was sent, and the СКНО's answer to it is due: no other one is taken.
        self._due = False

    def take(self, command: int, data) -> None:
        """An answer, before its ACK: settles the prepared entry, unless it is the last УИ."""
        entry = self._core.waiting()
        if entry is not None and entry.record == j.OPENING:
            if command == OPEN_SHIFT:
                self._settle(command, b"")
            return
        if command not in _BRINGS_UID:
            if entry is not None and self._due:
                # Acknowledged, it would count as the answer to the document (регл. 71).
                raise SknoError("skno_protocol", None)
            return
        if data and bytes(data) == self._core.journal.state.uid:
            return
        if entry is not None:
            self._settle(command, bytes(data))
        else:
            self._core.journal.note(b"uid of nobody: " + bytes(data))

    async def status(self, startup: bool = False):
        """Status of an idle СКНО that has identified the unit."""
        status = await self._guard(self._core.skno.status(self.take, startup))
        return await self._identified(status)

    async def _identified(self, status):
        if status.identified:
            return status
        self._due = False
        registration = self._core.registration()
        memory = self._core.memory.state
        identify = self._core.skno.identify(
            memory.serial, memory.model, registration.unp, self.take
        )
        return await self._guard(identify)

    async def ready(self, command: int):
        """An idle СКНО with nothing unfinished that allows `command`; else Refusal."""
        status = await self.settle()
        if command != OPEN_SHIFT and self._core.skno_replaced():
            status = await self.introduce(status)
        self.allow(status, command)
        return status

    async def introduce(self, status):
        """Tells a СКНО that was registered in the open shift of it (40h), so that it goes on."""
        if status.shift_open:
            return status
        self.allow(status, OPEN_SHIFT)
        return await self._guard(self._core.skno.open_shift())

    def allow(self, status, command: int) -> None:
        """Refusal with the first prohibition that stops `command` (табл. 12)."""
        stops = status.prohibitions(command)
        if stops:
            raise Refusal(stops[0])

    async def register(self, command: int, size: int, source, fresh: bool) -> None:
        """A prepared document to the СКНО; SknoError tells the caller what is certain."""
        uid = self._core.journal.state.uid
        self._due = True
        await self._told(self._core.skno.register(command, size, source, self.take, uid, fresh))

    async def open_shift(self) -> None:
        """40h; SknoError as with `register`."""
        await self._told(self._core.skno.open_shift())

    async def settle(self):
        """Brings the СКНО to rest: a waiting УИ is taken, an unfinished one asked for (11h).

        A СКНО that was switched off under a document wants the identification before 11h.
        """
        status = await self.status()
        if not status.unfinished:
            return status
        return await self._guard(self._core.skno.settle(self.take, self._core.journal.state.uid))

    async def certain_status(self):
        """A status that came twice, because it has no check sum."""
        return await self._guard(self._core.skno.certain_status(self.take))

    async def time(self) -> tuple:
        """The СКНО's date and time (55h)."""
        return await self._guard(self._core.skno.time())

    async def mend_clock(self) -> None:
        """Takes the СКНО's time where the register's clock has stopped, lost its time, or runs a
        day ahead (регл. 8).

        Nobody sets a clock here: it goes on from a time that is not before the last record, and
        without one nothing changes. Else a shift that is open when the clock's battery dies could
        neither go on nor be closed; and a Z-report with a date that is years ahead would stand in
        the БЭП, which takes no earlier one any more.
        """
        core = self._core
        if not core.memory.state.registered:
            return
        behind = core.clock_behind()
        if not behind and not (core.journal.state.shift_open and core.shift_age() >= dates.DAY):
            return
        try:
            time = await self.time()
        except Refusal:
            return
        if core.latest is not None and time < core.latest:
            return
        if behind or time < core.board.rtc.now():
            core.board.rtc.set(time)

    async def _told(self, exchange):
        """An exchange's result, and whether the СКНО was there."""
        try:
            result = await exchange
        except SknoError as error:
            self.reached = error.name not in _SILENT
            raise
        self.reached = True
        return result

    async def _guard(self, exchange):
        try:
            return await self._told(exchange)
        except SknoError as error:
            raise Refusal(error.name)
