"""A thermal receipt printer: strict ESC/POS in, tape and status bytes out, in virtual time.

It keeps the contract of bench devices: `feed`, `output`, `next_event_ms`; times are milliseconds
that never go back. What makes no sense is in `errors`, each with its byte offset since the printer
was made; nothing that is fed raises. The tape is in `tape`.

Bytes are framed as they arrive and wait in the receive buffer; they are carried out in order, one
line after the other at the speed of the paper, and not at all while the printer is offline: no
paper, an open cover, a failure, switched offline. Status bytes:

| asked by | bits |
| --- | --- |
| DLE EOT 1 | 12h, 04h drawer open, 08h offline, 20h waits for recovery |
| DLE EOT 2 | 12h, 04h cover open, 20h stopped for want of paper, 40h failure |
| DLE EOT 3 | 12h, 04h mechanical, 08h cutter, 20h unrecoverable, 40h overheated |
| DLE EOT 4 | 12h, 0Ch paper near its end, 60h no paper |
| GS r 1, GS r 2 | 03h near its end, 0Ch no paper; 01h drawer open; answered in its turn |
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from math import ceil

from .printer_font import DOTS_PER_MM
from .printer_interpreter import Effect, Interpreter
from .printer_paper import Piece, Tape
from .printer_parser import EOT, Parser, Token
from .printer_profile import COLUMNS, Profile

FIXED = 0x12
BUSY_BELOW, READY_FROM = 512, 1024
MOST_ERRORS = 1000
FAILURES = {"mechanical": 0x04, "cutter": 0x08, "unrecoverable": 0x20, "overheated": 0x40}
RECOVERABLE = ("mechanical", "cutter")


class Printer:
    """The printer. Give it a `profile`, or options of `Profile` by name, or both.

    `errors`, `noise`: what was wrong, see `unit_restarted`; `drawer_kicks`: (time, connector) of
    each pulse; `lost`: bytes that came while it was off or its buffer full; `silent`: set it, and
    the printer prints but never answers.
    """

    def __init__(
        self,
        width_dots: int | None = None,
        columns: int | None = None,
        *,
        profile: Profile | None = None,
        **options,
    ) -> None:
        if width_dots is not None:
            options.update(width_dots=width_dots, columns=columns or COLUMNS[width_dots])
        elif columns is not None:
            options.update(columns=columns)
        self.profile = replace(profile or Profile(), **options)
        self.tape = Tape(self.profile.width_dots)
        self.errors: list[str] = []
        self.noise: list[str] = []
        self.drawer_kicks: list[tuple[int, int]] = []
        self.lost = 0
        self.silent = False
        self.received = 0
        self._windows: list[list[int]] = []
        self._parser = Parser()
        self._interpreter = Interpreter(self.profile, self._fault)
        self._queue: deque[Token] = deque()
        self._held = 0
        self._work: deque[Piece | Effect] = deque()
        self._printing: Piece | None = None
        self._ends = 0
        self._time = 0
        self._now = 0
        self._answers: deque[tuple[int, int]] = deque()
        self._busy = False
        self._powered = True
        self._paper = True
        self._near_end = False
        self._cover = False
        self._online = True
        self._drawer = False
        self._failure = ""
        self._lines_left: int | None = None
        self._running = False
        self._then: Callable[[], None] = self.paper_out

    # the contract of a bench device

    def feed(self, data: bytes, now_ms: int) -> None:
        """Bytes that arrive at `now_ms`."""
        self._run(now_ms)
        place = 0
        while place < len(data):
            room = self.room
            if not self._powered or not room:
                self._lose(len(data) - place)
                return
            piece = data[place : place + room]
            place += len(piece)
            self.received += len(piece)
            for token in self._parser.feed(piece):
                self._arrived(token)
            self._run(self._now)

    def output(self, now_ms: int) -> bytes:
        """Status bytes that have come out by `now_ms`."""
        self._run(now_ms)
        out = bytearray()
        while self._answers and self._answers[0][0] <= self._now:
            out.append(self._answers.popleft()[1])
        return bytes(out)

    def next_event_ms(self) -> int | None:
        """When the next status byte is there, or the line ends that it (or room) may wait for."""
        moments = [self._answers[0][0]] if self._answers else []
        if self._printing:
            moments.append(self._ends)
        return min(moments, default=None)

    # what a test or the bench looks at

    @property
    def room(self) -> int:
        """Bytes the receive buffer takes now; more are lost."""
        return self.profile.buffer_size - self.buffered

    @property
    def buffered(self) -> int:
        """Bytes in the receive buffer."""
        if not self._queue and self.ready and not self._work:
            return 0
        return self._held + self._parser.held

    @property
    def busy(self) -> bool:
        """The flow control line: hold back what is to be sent."""
        self._busy = self.room < (READY_FROM if self._busy else BUSY_BELOW)
        return self._busy or not self._powered

    @property
    def ready(self) -> bool:
        """Switched on, online, with paper, cover closed, no failure."""
        return (
            self._powered and self._online and self._paper and not (self._cover or self._failure)
        )

    @property
    def idle(self) -> bool:
        """Nothing is printing and nothing waits for it."""
        return not (self._queue or self._work or self._printing)

    @property
    def dropped(self) -> list[str]:
        """Unfinished lines that an ESC @ threw away."""
        return self._interpreter.dropped

    def finish(self) -> list[str]:
        """The end of the run: lets it print to its end, reports what is left over; `errors`."""
        while self._printing:
            self._run(self._ends)
        if self._parser.incomplete:
            self._fault(self._parser.start, "incomplete command")
        if self._queue or self._work:
            self._fault(self.received, f"{self.buffered} bytes in the buffer were never printed")
        self._interpreter.finish()
        return self.errors

    def unit_restarted(self) -> None:
        """The unit alone was cut: what makes no sense up to the next ESC @ goes to `noise`."""
        start = self._parser.start
        for token in reversed(self._queue):  # a run of 00h waited for its ESC @
            if token.kind != "nul":
                break
            start = token.offset
        else:
            start = min(start, self._interpreter.zeros_from(start))
        self._windows.append([start])

    # what happens to a printer; `now_ms` is the last known time where it is not given

    def paper_out(self, now_ms: int | None = None) -> None:
        """The paper is gone."""
        self._change(now_ms, _paper=False)

    def paper_after_lines(self, count: int, now_ms: int | None = None) -> None:
        """The paper will end after `count` more lines (a code or a picture is one line)."""
        self._change(now_ms, _lines_left=count or None, _then=self.paper_out, _paper=count > 0)

    def after_lines(self, count: int, then: Callable[[], None]) -> None:
        """Calls `then` when `count` more lines, 1 at least, are on paper; one plan at a time."""
        self._change(None, _lines_left=count, _then=then)

    def load_paper(self, now_ms: int | None = None) -> None:
        """New paper: printing goes on with what waits."""
        self._change(now_ms, _paper=True, _near_end=False, _lines_left=None)

    def near_end(self, near: bool = True, now_ms: int | None = None) -> None:
        """The sensor of the paper's end sees little paper (or enough)."""
        self._change(now_ms, _near_end=near)

    def open_cover(self, now_ms: int | None = None) -> None:
        """The cover is opened; the line being printed is finished."""
        self._change(now_ms, _cover=True)

    def close_cover(self, now_ms: int | None = None) -> None:
        """The cover is closed."""
        self._change(now_ms, _cover=False)

    def go_offline(self, now_ms: int | None = None) -> None:
        """Switched offline by hand."""
        self._change(now_ms, _online=False)

    def go_online(self, now_ms: int | None = None) -> None:
        """Switched online by hand."""
        self._change(now_ms, _online=True)

    def fail(self, kind: str, now_ms: int | None = None) -> None:
        """A failure, one of `FAILURES`."""
        if kind not in FAILURES:
            raise ValueError(kind)
        self._change(now_ms, _failure=kind)

    def repair(self, now_ms: int | None = None) -> None:
        """The failure is over."""
        self._change(now_ms, _failure="")

    def open_drawer(self, is_open: bool = True, now_ms: int | None = None) -> None:
        """The switch of the cash drawer."""
        self._change(now_ms, _drawer=is_open)

    def power_off(self, now_ms: int | None = None) -> None:
        """Everything but the tape is lost: buffer, line, the line being printed, settings."""
        self._change(now_ms, _powered=False)
        self._drop_waiting()
        self._parser.reset(self.received)
        self._printing = None
        self._answers.clear()
        self._interpreter.reset()

    def power_on(self, now_ms: int | None = None) -> None:
        """As after ESC @."""
        self._change(now_ms, _powered=True, _online=True, _failure="")

    def _change(self, now_ms: int | None, **state) -> None:
        self._run(self._now if now_ms is None else now_ms)
        for name, value in state.items():
            setattr(self, name, value)
        self._run(self._now)

    # inside

    def _fault(self, offset: int, message: str) -> None:
        window = next((w for w in reversed(self._windows) if offset >= w[0]), None)
        expected = window is not None and (len(window) == 1 or offset < window[1])
        found = self.noise if expected else self.errors
        if len(found) < MOST_ERRORS:
            found.append(f"byte {offset}: {message}")

    def _lose(self, count: int) -> None:
        if self._powered:
            self._fault(self.received, f"receive buffer is full: {count} bytes lost")
        self.lost += count
        self.received += count
        self._parser.skip(count)

    def _drop_waiting(self) -> None:
        self._queue.clear()
        self._work.clear()
        self._held = 0

    def _arrived(self, token: Token) -> None:
        if token.kind == "realtime":
            self._run(self._now)
            self._realtime(token)
            return
        if token.kind == "init":
            for window in self._windows:
                if len(window) == 1:
                    window.append(token.offset)
            if self.profile.init_drops_buffer:
                self._drop_waiting()
        self._queue.append(token)
        self._held += token.end - token.offset

    def _realtime(self, token: Token) -> None:
        if token.inside:
            name = token.data.hex(" ").upper()
            self._fault(token.offset, f"real-time command 10 {name} inside another command")
        if token.data[0] == EOT:
            self._answer(self._status(token.data[1]), self._now)
        elif len(token.data) == 2 and self._failure in RECOVERABLE:
            if token.data[1] == 2:
                self._drop_waiting()
            self._failure = ""

    def _answer(self, value: int, at_ms: int) -> None:
        if not self.silent:
            self._answers.append((at_ms + self.profile.answer_ms, value))

    def _status(self, number: int) -> int:
        offline = not self.ready
        waits = self._failure in RECOVERABLE
        bits = {
            1: 0x04 * self._drawer | 0x08 * offline | 0x20 * waits,
            2: 0x04 * self._cover | 0x20 * (not self._paper) | 0x40 * bool(self._failure),
            3: FAILURES.get(self._failure, 0),
            4: 0x0C * (self._near_end or not self._paper) | 0x60 * (not self._paper),
        }
        return FIXED | bits[number]

    def _run(self, now_ms: int) -> None:
        """Prints what can be printed by `now_ms`; what happens on a line comes in between."""
        if self._running:
            return
        self._running = True
        try:
            self._print_until(max(self._now, now_ms))
        finally:
            self._running = False

    def _print_until(self, now_ms: int) -> None:
        self._now = now_ms
        while True:
            if self._printing:
                if self._ends > self._now:
                    return
                self._time = self._ends
                self._printed(self._printing)
            elif not self.ready:
                break
            elif self._work:
                self._begin(self._work.popleft())
            elif self._queue:
                token = self._queue.popleft()
                self._held -= token.end - token.offset
                self._work.extend(self._interpreter.execute(token))
            else:
                break
        self._time = self._now

    def _begin(self, item: Piece | Effect) -> None:
        if isinstance(item, Piece):
            speed = self.profile.speed
            took = ceil(item.feed * 1000 / (DOTS_PER_MM * speed)) if speed else 0
            self._printing, self._ends = item, self._time + took
        elif item.kind == "kick":
            self.drawer_kicks.append((self._time, item.value))
        else:
            paper = 0x03 * (self._near_end or not self._paper) | 0x0C * (not self._paper)
            self._answer(paper if item.value == 1 else int(self._drawer), self._time)

    def _printed(self, piece: Piece) -> None:
        self._printing = None
        self.tape.add(piece, self._time)
        if piece.kind == "cut":
            missing = self.tape.cut(self.profile.blade_dots)
            if missing:
                self._fault(piece.offset, f"cut through the print: {missing} dots too early")
        if piece.is_line and self._lines_left:
            self._lines_left -= 1
            if not self._lines_left:
                self._lines_left = None
                self._then()
