"""What stops an operation: the cause, its remedy, and the choice behind it (регл. 26-28).

    stage      what stands                                   the choice
    (refused)  nothing                                       repeat, cancel
    sending    the document is prepared, the СКНО may        finish, cancel as long as the СКНО
               have it                                       certainly has it not
    memory     it is registered, its БЭП record is missing   finish
    printing   it is registered, its paper is missing        finish

What only a Z-report lifts (journal or counters full, 24 hours) is lifted here on wish: the shift
is closed, the next one opened, and the choice comes behind that.

C leaves an operation that stands for later: it is then refused to do anything else with a document
until it is finished («Документ не завершён»), from there the choice is reached again.
"""

from micropython import const

from bu import late
from bu.control_unit.blocking import Blocking
from bu.fiscal.refusal import Interrupted, Refusal
from bu.printing.items import wrap
from bu.ui import words_rare as rare
from bu.ui.console import Back, explained
from bu.ui.displays import COLUMNS
from bu.ui.prompts import choose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console

# Causes of `blocking_table` that have to be lifted; the others are answers that have to be mended.
_LIFTED = const(("journal", "paper", "memory", "skno", "skno_blocked", "devices", "order"))
# Refusals that a Z-report lifts.
_FULL = const(("journal_full", "counter_overflow", "too_many_currencies", "shift_over"))


def blocks(refusal: Refusal) -> bool:
    """True for a cause that has to be lifted."""
    return Blocking(refusal).cause in _LIFTED


async def settle(ui: "Console", refusal: Refusal, call, arguments, stands=None):
    """Behind a refused or interrupted operation; its result where it was done after all."""
    while True:
        if isinstance(refusal, Interrupted):
            if stands is not None:
                stands()
            return await _stands(ui, refusal)
        if refusal.name == "unfinished":
            await finish(ui)
            raise Back()
        if refusal.name in _FULL:
            await _new_shift(ui, refusal)
        elif blocks(refusal):
            await show(ui, refusal)
        else:
            raise refusal
        if await choose(ui, refusal.line, (rare.REPEAT, rare.CANCEL)):
            raise Back()
        ui.wait()
        try:
            return await call(*arguments)
        except Refusal as another:
            refusal = another


async def _new_shift(ui: "Console", refusal):
    """Z-report and a new shift; Back where that is not wanted: what was entered is still there."""
    await ui.refuse(refusal)
    if await choose(ui, refusal.line, (rare.Z_NOW, rare.CANCEL)):
        raise Back()
    await late.visit("bu.ui.reports", "close", ui)
    await late.visit("bu.ui.shift", "begin", ui)


async def _stands(ui: "Console", refusal):
    """An interrupted operation: finished, left for later (it stands), or cancelled: Back."""
    try:
        await finish(ui, refusal)
    except Back:
        if ui.unit.unfinished() is None:
            raise


async def show(ui: "Console", refusal: Refusal) -> None:
    """The cause until it is lifted: every key looks again, C goes on to the choice."""
    sound = Blocking(refusal).sound
    lines = []
    for paragraph in explained(refusal):
        lines += wrap(paragraph, COLUMNS)
    while True:
        ui.show(*lines)
        ui.sound(sound)
        if await ui.event() == "clear":
            return
        ui.wait()
        if refusal.name not in [found.name for found in await ui.unit.check()]:
            return


async def finish(ui: "Console", refusal: "Refusal | None" = None) -> None:
    """The interrupted operation to its end; Back where it was cancelled or left for later."""
    while True:
        if refusal is not None and blocks(refusal):
            await show(ui, refusal)
        left = ui.unit.unfinished()
        chosen = 0
        if left is not None:
            kind, number, stage = left
            answers = (rare.FINISH, rare.CANCEL) if stage == "sending" else (rare.FINISH,)
            words = rare.UNFINISHED[kind] % number if number else rare.CANCELLED_SLIP
            chosen = await choose(ui, words, answers)
        ui.wait()
        try:
            if chosen and await ui.unit.abandon():
                raise Back()
            await ui.unit.resume()
            return
        except Refusal as another:
            refusal = another
            if not blocks(another):
                await ui.refuse(another)
