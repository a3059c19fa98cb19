"""A receipt printer behind a byte stream (регл. 14, 26, 27).

Asks for its state, feeds it no faster than it prints, and says when a print is on paper.

Status requests (`DLE EOT n`, answers have b & 93h == 12h) are asked one at a time, only between
commands:

    n   bit      means
    2   04h      cover open
    2   20h      stopped for want of paper
    4   60h      no paper
    2   40h      error
    1   08h      offline without a reason given
    4   0Ch      paper near its end (no refusal)

A profile without status is written to, and that is all that can be known. Otherwise a print is
done when the paper it needs had time to pass (or `GS r 1` was answered, which waits in the
printer's queue) and the printer still says that it is in order. A print that fails is given up:
the printer may still hold a part of it and print that when it has paper again, so the next print
keeps its buffer's room free at first.
"""

from micropython import const

from bu.fiscal.refusal import Refusal
from bu.printing import escpos

_POLL_MS = const(500)
_ANSWER_MS = const(300)
_ATTEMPTS = const(2)
_SETTLE_MS = const(300)
_BARRIER_MS = const(10000)

_DLE_EOT = const(b"\x10\x04")
_GS_R_PAPER = const(b"\x1dr\x01")
_ANSWER = const((0x93, 0x12))
_BARRIER_ANSWER = const((0x90, 0x00))
_QUERIES = const((1, 2, 4))
# In order of what helps most to know; (query, bits, refusal).
_TROUBLES = const((
    (2, 0x04, "printer_cover"),
    (2, 0x20, "printer_paper"),
    (4, 0x60, "printer_paper"),
    (2, 0x40, "printer_error"),
    (1, 0x08, "printer_error"),
))
_NEAR_END = const((4, 0x0C))


class Printer:
    """One printer; `stream` and `clock` as in `bu.hal`, `profile` one of `bu.printing.profiles`.

    One task uses it at a time. `trouble`: what the last status said, and `near_end`: that paper
    is running out. `begun`: the last print put something on paper, so that after its failure it
    is to be repeated as a repetition.
    """

    def __init__(self, stream, clock, profile):
        self._stream = stream
        self._clock = clock
        self.profile = profile
        self._free_at = 0
        self._asked_at = 0
        self._flush = True
        self._failed = True
        self.trouble: "str | None" = None
        self.near_end = False
        self.begun = False

    async def status(self) -> "str | None":
        """The name of the refusal that printing would meet now, or None when all is in order."""
        self.trouble = await self._look()
        return self.trouble

    async def _look(self):
        if self.profile.status is None:
            return None
        answers = {}
        try:
            await self._clean()
            for query in _QUERIES:
                answer = await self._ask(_DLE_EOT + bytes((query,)), _ANSWER, _ANSWER_MS)
                if answer is None:
                    return "printer_silent"
                answers[query] = answer
        except OSError:
            return "printer_silent"
        self._flush = False
        self._asked_at = self._clock.now_ms()
        self.near_end = bool(answers[_NEAR_END[0]] & _NEAR_END[1])
        for query, bits, name in _TROUBLES:
            if answers[query] & bits:
                return name
        return None

    async def print(self, layout) -> None:
        """Prints the items of `layout`; back when they are on paper.

        Refusal("printer_...") with the cause; whether to repeat is the caller's decision.
        """
        self.begun = False
        await self._check()
        now = self._clock.now_ms()
        # What a failed print left in the printer's buffer may come first.
        self._free_at = now + (self.profile.ahead_ms if self._failed else 0)
        self._failed = True
        try:
            await self._clean()
            for data, dots in escpos.encode(layout, self.profile):
                await self._room()
                await self._send(data)
                self.begun = self.begun or dots > 0
                starts = max(self._free_at, self._clock.now_ms())
                self._free_at = starts + self.profile.paper_ms(dots)
            await self._finish()
        except OSError:
            self.trouble = "printer_silent"
            raise Refusal("printer_silent")
        self._failed = False

    async def _check(self):
        trouble = await self.status()
        if trouble:
            raise Refusal(trouble)

    async def _clean(self):
        """After a start or a broken write, ends the command that the printer may be in.

        Comes before any status request: that would become a part of the command.
        """
        if self._flush:
            await self._stream.write(escpos.FLUSH)

    async def _send(self, data):
        self._flush = True
        await self._stream.write(data)
        self._flush = False

    async def _room(self):
        """Waits while the printer holds as much as its buffer may; asks for its state as well."""
        if not self.profile.ahead_ms:
            return
        while True:
            if self._clock.now_ms() - self._asked_at >= _POLL_MS:
                await self._check()
            excess = self._free_at - self._clock.now_ms() - self.profile.ahead_ms
            if excess <= 0:
                return
            await self._clock.sleep_ms(min(excess, _POLL_MS))

    async def _finish(self):
        """Waits until all that was sent is on paper."""
        if self.profile.status is None:
            return
        if self.profile.barrier:
            await self._barrier()
        else:
            until = self._free_at + _SETTLE_MS
            while self._clock.now_ms() < until:
                await self._clock.sleep_ms(min(until - self._clock.now_ms(), _POLL_MS))
                await self._check()
        await self._check()

    async def _barrier(self):
        """Waits for the answer that comes when everything before its request is printed."""
        await self._stream.write(_GS_R_PAPER)
        deadline = self._free_at + _BARRIER_MS
        while self._clock.now_ms() < deadline:
            if await self._answer(_BARRIER_ANSWER, _POLL_MS) is not None:
                return
            await self._check()
        raise Refusal("printer_error")

    async def _ask(self, request, pattern, timeout_ms):
        for attempt in range(_ATTEMPTS):
            await self._drain()
            await self._stream.write(request)
            answer = await self._answer(pattern, timeout_ms)
            if answer is not None:
                if attempt:
                    await self._answer(pattern, timeout_ms)  # the late answer to the first request
                return answer
        return None

    async def _answer(self, pattern, timeout_ms):
        """The first byte that looks like an answer, or None; other bytes are skipped."""
        mask, value = pattern
        deadline = self._clock.now_ms() + timeout_ms
        while True:
            rest = deadline - self._clock.now_ms()
            if rest <= 0:
                return None
            for byte in await self._stream.read(rest):
                if byte & mask == value:
                    return byte

    async def _drain(self):
        """Throws away what nobody asked for."""
        for _ in range(16):
            if not await self._stream.read(0):
                return
