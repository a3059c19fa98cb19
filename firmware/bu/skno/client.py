"""The СКНО as the control unit uses it: commands to be awaited, over a carrier and a clock.

A carrier has `async write(data)`, which returns when the last byte has left, and `async
read(timeout_ms) -> bytes` (at least one byte, b"" when the time is over). One call at a time.

`on_answer(command, data)` is called with every answer before its ACK leaves, because with the ACK
the СКНО holds the command finished (регл. 71): what must last is made durable in it. It returns
soon (the СКНО repeats its answer after 0,1 s), and when it raises, no ACK goes out and the СКНО
keeps the answer.

`settle` is the one place that decides about an unfinished document, in the working cycle and after
a power cut alike (регл. 77); `register` is `settle`, and then the document where it is not there.
"""

from micropython import const

from bu import late
from bu.fiscal import dates
from bu.skno.commands import (
    BRINGS_UID,
    DOCUMENT,  # noqa: F401
    IDENTIFY,
    OPEN_SHIFT,
    REPEAT_UID,
    TIME,
    Z_REPORT,  # noqa: F401
)
from bu.skno.link import Link
from bu.skno.status import Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# How often 11h is asked before the bit that calls for it is believed to be stuck.
_ROUNDS = const(3)
# How many statuses may differ from the one before; a connection or a delivery may change them.
_LOOKS = const(5)


class SknoError(Exception):
    """The exchange failed; `name` is a refusal name.

    `accepted`: False, the command is certainly not in the СКНО; True, it is; None, not known.
    `status` is the last status seen, or None.
    """

    def __init__(self, name: str, accepted: "bool | None" = False, status: "Status | None" = None):
        super().__init__(name)
        self.name = name
        self.accepted = accepted
        self.status = status


class BytesSource:
    """Command data that stands in RAM."""

    def __init__(self, data: "bytes | bytearray"):
        self._data = memoryview(data)

    def readinto(self, offset: int, view: memoryview) -> None:
        """Fills `view` from byte `offset` on."""
        view[:] = self._data[offset : offset + len(view)]


class Client:
    """One СКНО on one carrier."""

    def __init__(self, carrier: "Any", clock: "Any", crc_start: int = 0xFFFF):
        self.link = Link(crc_start)
        self.carrier = carrier
        self._clock = clock
        self._made = clock.now_ms()

    @property
    def last_status(self) -> "Status | None":
        """The last status that came, None if none did yet."""
        return self.link.status

    def set_addresses(self, skko_number: int, skno_serial: int) -> None:
        """Registration number in СККО and serial number of the СКНО."""
        self.link.sender.skko_number = skko_number
        self.link.sender.skno_serial = skno_serial

    async def status(
        self, on_answer: "Callable | None" = None, startup: bool = False
    ) -> Status:
        """REQ until the СКНО is idle and no answer waits; else SknoError.

        `startup`: the first REQ 2 s after this object was made, then one a second for two minutes
        (регл. 71). Without `on_answer` a waiting УИ is left where it is: SknoError("unfinished").
        """
        now = self._clock.now_ms()
        first = max(now, self._made + self.link.timing.power) if startup else now
        # What came in since the last exchange is late; what matters comes again behind REQ.
        await self.carrier.read(0)
        self.link.ask(self._clock.now_ms(), first, startup)
        await self._run(on_answer or _keep_uid)
        return self._status()

    async def certain_status(self, on_answer: "Callable | None" = None) -> Status:
        """A status that came twice in a row, for decisions that stay: it has no check sum."""
        before = await self.status(on_answer)
        for _ in range(_LOOKS):
            status = await self.status(on_answer)
            if status.raw == before.raw:
                return status
            before = status
        raise SknoError("skno_protocol", False, before)

    async def execute(
        self, command: int, size: int = 0, source: "Any" = None,
        on_answer: "Callable | None" = None,
    ) -> bytes:  # fmt: skip
        """One command with `size` data bytes of `source`; returns the answer's data.

        SknoError: a prohibition, silence, a refusal (see `accepted`).
        """
        stops = await self._stops(command, on_answer)
        if stops:
            raise SknoError(stops[0], False, self.last_status)
        return await self._send(command, size, source, on_answer)

    async def _stops(self, command, on_answer):
        """The prohibitions of an idle СКНО that stop `command`, [] when it may go.

        A status has no check sum: a prohibition that is seen once is not believed.
        """
        status = await self.status(on_answer)
        if status.prohibitions(command):
            status = await self.status(on_answer)
        return status.prohibitions(command)

    async def _send(self, command, size, source, on_answer):
        self.link.send(command, size, source, self._clock.now_ms())
        await self._run(on_answer)
        return self.link.data

    async def settle(
        self, on_answer: "Callable | None" = None, last_uid: bytes = b""
    ) -> Status:
        """Brings the СКНО to idle, nothing unfinished: takes a waiting answer, asks 11h.

        `on_answer` gets a УИ that is not `last_uid`, that of the last committed document; without
        it such a УИ stays: SknoError("unfinished"). Also to be called before a document is
        prepared, because the bit may belong to the one before.
        """
        taker = _uid_taker(on_answer or _keep_uid, last_uid)
        for _ in range(_ROUNDS):
            status = await self.status(taker)
            if not status.unfinished:
                return status
            try:
                await self.execute(REPEAT_UID, on_answer=taker)
            except SknoError as error:
                # Refused: the bit was not set after all, or not any more.
                if error.name != "skno_rejected" or error.accepted is not False:
                    raise
        raise SknoError("unfinished", False, self.last_status)

    async def register(
        self, command: int, size: int, source: "Any", on_answer: "Callable",
        last_uid: bytes = b"", fresh: bool = False,
    ) -> bytes:  # fmt: skip
        """Gets the prepared document registered, whatever has become of it so far; its УИ.

        `command` is DOCUMENT or Z_REPORT. `settle`; if that did not bring the УИ, the document is
        sent; if it was taken and the СКНО has no answer but the bit, `settle` again. Within one
        call it is not sent again once all its packets were acknowledged.

        `fresh`: it was prepared just now, behind `settle`, so nothing of it can be in the СКНО.
        `accepted` of the SknoError speaks of the document, not of this call: False only where the
        СКНО certainly has not got it. Otherwise call again, not fresh, with the same bytes.
        """
        taken = []

        def take(code, data):
            on_answer(code, data)
            taken.append(data)

        if fresh:
            # Whatever comes before the command was sent is not its answer.
            stops = await self._stops(command, _uid_taker(_keep_uid, last_uid))
        else:
            stops = await self._find(command, take, last_uid, taken)
        if not taken and stops:
            raise SknoError(stops[0], False, self.last_status)
        if not taken:
            try:
                await self._send(command, size, source, _uid_taker(take, last_uid))
            except SknoError as error:
                known = error.status
                if known is None or known.busy or not known.unfinished:
                    raise
                await self._find(command, take, last_uid, taken)
        if not taken:
            raise SknoError("skno_protocol", None, self.last_status)
        return taken[0]

    async def _find(self, command, take, last_uid, taken):
        """Takes the УИ if the СКНО has the document; else two statuses in a row say it has not.

        Two, because a status has no check sum. Returns the prohibitions.
        """
        try:
            for _ in range(_ROUNDS):
                await self.settle(take, last_uid)
                if taken:
                    return []
                stops = await self._stops(command, _uid_taker(take, last_uid))
                if taken or "unfinished" not in stops:
                    return stops
        except SknoError as error:
            if taken:
                return []
            error.accepted = None
            raise
        raise SknoError("unfinished", None, self.last_status)

    async def identify(
        self, serial: str, model: str, unp: int, on_answer: "Callable | None" = None
    ) -> Status:
        """AAh with the unit's serial number (13), model (20) and УНП; bit 6 says how it ended."""
        data = late.fetch("bu.skno.documents").identification(serial, model, unp)
        await self.execute(IDENTIFY, len(data), BytesSource(data), on_answer)
        return await self._expect("identified", "skno_identification", on_answer)

    async def open_shift(self, on_answer: "Callable | None" = None) -> Status:
        """40h; bit 7 of the status says whether the shift is open now (регл. 74)."""
        await self.execute(OPEN_SHIFT, 0, None, on_answer)
        return await self._expect("shift_open", "skno_shift", on_answer)

    async def time(self, on_answer: "Callable | None" = None) -> tuple:
        """55h: the date and time of the СКНО as a 6-tuple."""
        time = dates.unpack(await self.execute(TIME, 0, None, on_answer))
        if not dates.valid(time):
            raise SknoError("skno_protocol", True, self.last_status)
        return time

    async def _expect(self, name, refusal, on_answer):
        """The status behind a command that was answered."""
        try:
            status = await self.status(on_answer)
        except SknoError as error:
            error.accepted = True
            raise
        if not getattr(status, name):
            raise SknoError(refusal, None, status)
        return status

    def _status(self):
        if self.link.status is None:
            raise SknoError("skno_silent")
        return self.link.status

    async def _run(self, on_answer):
        """Moves bytes between carrier and link until the link has an end."""
        link, carrier, clock = self.link, self.carrier, self._clock
        while True:
            out = link.output()
            if out:
                await carrier.write(out)
                link.sent(clock.now_ms())
            elif not link.running:
                break
            elif link.answer is not None:
                if on_answer is not None:
                    on_answer(*link.answer)
                link.acknowledge(clock.now_ms())
            else:
                wait = link.deadline - clock.now_ms()
                data = await carrier.read(wait) if wait > 0 else b""
                if data:
                    link.receive(data, clock.now_ms())
                link.tick(clock.now_ms())
        if link.error:
            raise SknoError(link.error, link.accepted, link.status)


def _keep_uid(command, data):
    """For callers who take no УИ: an answer with one is not acknowledged."""
    if command in BRINGS_UID:
        raise SknoError("unfinished", False)


def _uid_taker(on_answer, last_uid):
    """Hands УИ on, but for `last_uid`: its document is committed, only its ACK was lost."""

    def take(command, data):
        if command in BRINGS_UID and not (last_uid and data == last_uid):
            on_answer(command, data)

    return take
