"""The mode «Регистрация в БЭП»: registration, its report, restart, passwords (регл. 7, 35)."""

from bu.control_unit import access
from bu.fiscal.refusal import Refusal
from bu.ui import words
from bu.ui import words_service as more
from bu.ui.displays import SOUND_ALARM, pair
from bu.ui.prompts import choose, confirm, number, password
from bu.ui.prompts_rare import new_password
from bu.ui.tasks import serve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console

_NINE_DIGITS = 9


async def run(ui: "Console") -> None:
    """The menu of the mode, until C."""
    await serve(ui, more.SERVICE, _TASKS)


async def _register(ui: "Console"):
    """УНП, number in СККО, serial number of the СКНО; all shown before the question."""
    numbers = []
    for title in (more.ASK_UNP, more.ASK_SKKO, more.ASK_SKNO):
        numbers.append(await _nine_digits(ui, title))
    ui.sound(SOUND_ALARM)
    await confirm(ui, pair(more.UNP, "%09d" % numbers[0]), pair(more.SKKO, "%09d" % numbers[1]))
    await confirm(ui, more.REGISTER, pair(more.SKNO, "%09d" % numbers[2]))
    await ui.do(ui.unit.register, *numbers)
    await ui.message(more.REGISTERED)


async def _nine_digits(ui: "Console", title):
    while True:
        value = await number(ui, title, "bad_registration", 0)
        if 0 < value < 10**_NINE_DIGITS:
            return value
        await ui.refuse(Refusal("bad_registration", str(value)))


async def _report(ui: "Console"):
    await ui.do(ui.unit.registration_report)


async def _restart(ui: "Console"):
    ui.sound(SOUND_ALARM)
    await confirm(ui, more.RESTART)
    ui.unit.restart()
    await ui.message(words.DONE)


async def _passwords(ui: "Console"):
    """The other modes' passwords without the old one; the own one with it."""
    mode = await choose(ui, more.PASSWORDS, words.MODES[:-1])
    old = await password(ui, more.OLD_PASSWORD) if mode == access.REGISTER_MODE else ""
    new = await new_password(ui)
    ui.wait()
    if mode == access.REGISTER_MODE:
        ui.unit.set_password(mode, 0, old, new)
    else:
        ui.unit.reset_password(mode, 0, new)
    await ui.message(words.DONE)


_TASKS = (
    (more.REGISTRATION, _register),
    (more.REGISTRATION_REPORT, _report),
    (more.RESTARTING, _restart),
    (more.PASSWORDS, _passwords),
)
