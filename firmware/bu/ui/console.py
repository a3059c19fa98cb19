"""The engine of the operator's interface: keys, scanner lines and time in, rows and sounds out.

A dialogue is a coroutine; it waits with `await ui.event()` and is taken on by `key` and `scan`,
which come back when it waits again or the operation it began is at its end. The fourth row of the
cashier's display is always the state of the register (`status`). What is longer than three rows
turns over by itself and with ↑ ↓.

No I/O of its own: displays, clock and control unit are passed in.
"""

from micropython import const

from bu import late
from bu.control_unit.blocking import Blocking
from bu.fiscal.refusal import Refusal
from bu.printing.items import wrap
from bu.ui import displays, status, words
from bu.ui.keypad import DIGITS
from bu.ui.steps import WAIT, Given, Step

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bu.control_unit.facade import ControlUnit

VIEW_ROWS = const(3)
_TURN_MS = const(2500)
_CHECK_MS = const(10000)
_MOST_KEPT = const(8)
_TROUBLE = const("bu.ui.trouble")


class Leave(Exception):
    """Thrown into the dialogue that waits: the user is logged out, everything typed is gone."""


class Back(Exception):
    """C with nothing left to erase: the dialogue is left, nothing has changed."""


class Console:
    """One operator's place: `unit` is the control unit, the displays are drivers (`displays`).

    `main` is the dialogue that never ends, a function of the console. `left_open`: the
    receipt that the desk was left with. `resting`: the dialogue takes "look" for a key when the
    state of the unit has changed. `mode`: what the digits give, for the state row.
    """

    if TYPE_CHECKING:
        _dialogue: Any

    def __init__(self, unit: "ControlUnit", cashier, customer, clock, main):
        self.unit = unit
        self.clock = clock
        self.left_open = None
        self.resting = False
        self.mode = ""
        self.scanned = ""
        self._given = ""
        self._sounder = cashier
        self._cashier = displays.Rows(cashier, displays.CASHIER_ROWS)
        self._customer = displays.Rows(customer, displays.CUSTOMER_ROWS)
        self._view = []
        self._top = 0
        self._turned = 0
        self._pressed = clock.now_ms()
        self._checked = clock.now_ms()
        self._alarmed = []
        self._working = False
        self._looking = False
        self._kept = []
        self._main = main
        self._dialogue = None

    # the keypad driver, the scanner and the timer call these

    async def start(self) -> None:
        """Begins the dialogue: once, before anything else."""
        self._dialogue = self._main(self)
        await self._take_on(lambda: self._dialogue.send(None))

    async def key(self, name: str) -> None:
        """One key press; while an operation is going on it is answered with a sound only."""
        if self._keep(name, ""):
            return
        if name in ("up", "down") and len(self._view) > VIEW_ROWS:
            self._turn(1 if name == "down" else -1)
            self.redraw()
            return
        await self._take_on(lambda: self._dialogue.send(name))

    async def scan(self, line: str) -> None:
        """One line of the scanner, without its CR or LF; an empty one is nothing."""
        if not line or self._keep("scan", line):
            return
        self.scanned = line
        await self._take_on(lambda: self._dialogue.send("scan"))

    async def tick(self, now_ms: int) -> None:
        """Time passes: long texts move, an idle register looks around and logs its user out."""
        if self._working:
            return
        if len(self._view) > VIEW_ROWS and now_ms - self._turned >= _TURN_MS:
            self._turn(VIEW_ROWS)
        if self.unit.user is not None and self.unit.expired(now_ms):
            await self._take_on(lambda: self._dialogue.throw(Leave()))
        if now_ms - self._checked >= _CHECK_MS and now_ms - self._pressed >= _CHECK_MS:
            await self._look_around()
        self.redraw()

    def _keep(self, name, line):
        """True while the dialogue cannot take a key: what comes in a look around is kept for
        afterwards, in an operation it is answered with a sound."""
        self._pressed = self.clock.now_ms()
        self.unit.touch(self._pressed)
        if not self._working:
            return False
        if self._looking and len(self._kept) < _MOST_KEPT:
            self._kept.append((name, line))
        else:
            self.sound(displays.SOUND_ERROR)
        return True

    async def _look_around(self):
        """An idle register asks its parts; a new trouble sounds (регл. 27)."""
        self._working = self._looking = True
        try:
            found = await self.unit.check()
        finally:
            self._working = self._looking = False
        self._checked = self.clock.now_ms()
        fresh = [trouble for trouble in found if trouble.name not in self._alarmed]
        if fresh:
            self.sound(fresh[0].sound)
        names = [trouble.name for trouble in found]
        if self.resting and names != self._alarmed:
            await self._take_on(lambda: self._dialogue.send("look"))
        self._alarmed = names
        kept, self._kept = self._kept, []
        for name, line in kept:
            if name == "scan":
                await self.scan(line)
            else:
                await self.key(name)

    async def _take_on(self, move):
        self._working = True
        try:
            await Step(self._dialogue, move)
        finally:
            self._working = False
        self.redraw()

    def busy(self) -> bool:
        """True while an operation or a look around is going on: the dialogue takes no key."""
        return self._working

    # dialogues call these

    def event(self):
        """Awaitable: the name of the next key, or "scan" with the line in `scanned`."""
        if self._given:
            given, self._given = self._given, ""
            return Given(given)
        return WAIT

    def show(self, *lines: str) -> None:
        """The lines above the state row; more than three turn over."""
        self._view = list(lines)
        self._top = 0
        self._turned = self.clock.now_ms()

    def customer(self, *lines: str) -> None:
        """What the customer sees, at once."""
        self._customer.put(lines, self.clock.now_ms())

    def sound(self, pattern: tuple) -> None:
        """A sound: milliseconds on, off, on ..."""
        self._sounder.sound(pattern)

    def redraw(self) -> None:
        """Brings both displays up to now."""
        now = self.clock.now_ms()
        rows = self._view[self._top : self._top + VIEW_ROWS]
        rows += [""] * (VIEW_ROWS - len(rows))
        mode = words.MORE if len(self._view) > VIEW_ROWS else self.mode
        rows.append(status.text(self.unit, mode))
        self._cashier.put(rows, now)
        self._customer.tick(now)

    def wait(self) -> None:
        """Says that an operation is going on."""
        self.show(words.WAIT)
        self.redraw()

    def _turn(self, step):
        last = len(self._view) - 1
        self._top += step
        if self._top > last:
            self._top = 0
        self._top = max(0, self._top)
        self._turned = self.clock.now_ms()

    async def message(self, *paragraphs: str) -> str:
        """Shows text until a key is pressed; that key."""
        lines = []
        for text in paragraphs:
            lines += wrap(text, displays.COLUMNS)
        self.show(*lines)
        return await self.event()

    async def refuse(self, refusal) -> None:
        """Shows a refusal with its remedy; any key goes on.

        A digit or a scanned line is not lost by that: it belongs to what comes next.
        """
        self.sound(Blocking(refusal).sound)
        key = await self.message(*explained(refusal))
        if key in DIGITS or key == "scan":
            self._given = key

    async def do(self, call, *arguments, stands=None):
        """Carries out an operation of the control unit; its result.

        What blocks it is shown, and when that is lifted the choice is offered to finish, repeat or
        cancel (регл. 27). Refusal where it was not done, Back where it was given up. `stands` is
        called as soon as the operation stands, though its end is missing.
        """
        self.wait()
        try:
            done = await call(*arguments)
        except Refusal as refusal:
            done = await late.visit(_TROUBLE, "settle", self, refusal, call, arguments, stands)
        self.sound(displays.SOUND_DONE)
        return done


def explained(refusal) -> tuple:
    """A refusal as two paragraphs: number, line and detail; the remedy."""
    detail = " (%s)" % refusal.detail if refusal.detail else ""
    return "%d %s%s" % (refusal.number, refusal.line, detail), refusal.remedy
