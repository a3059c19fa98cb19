"""The menu of modes, each behind its password (регл. 7), and what is done at start-up (регл. 28).

    1 Касса              регистрация кассовых операций
    2 Программирование   параметры, кассиры, курсы, часы
    3 Регистрация        регистрация в БЭП, перезапуск
    4 Отчеты БЭП         снятие данных БЭП
    5 О кассе            version, digest, state: no password
"""

from micropython import const

from bu import late
from bu.fiscal.refusal import Interrupted, Refusal
from bu.ui import words
from bu.ui.console import Back, Leave
from bu.ui.displays import SOUND_ALARM
from bu.ui.prompts import choose, number, password

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console

# The menu's places are the numbers of the modes (bu.control_unit.access).
_CASH = const(0)
# What serves each, by its `run`.
_SERVED = const(("bu.ui.desk", "bu.ui.program", "bu.ui.service", "bu.ui.memory", "bu.ui.about"))


async def main(ui: "Console") -> None:
    """The dialogue that never ends."""
    refused = await _begin(ui)
    while True:
        try:
            if refused is not None:
                refusal, refused = refused, None
                await ui.refuse(refusal)
            await _menu(ui)
        except (Back, Leave):
            ui.resting = False
            ui.mode = ""
        except Refusal as refusal:
            refused = refusal
        ui.unit.logout()


async def _begin(ui: "Console"):
    """Starts the control unit; what was cut off is finished first. A refusal, or None."""
    ui.customer(words.CLOSED_DESK)
    ui.wait()
    try:
        await ui.unit.start()
    except Interrupted as refusal:
        ui.sound(SOUND_ALARM)
        try:
            await late.visit("bu.ui.trouble", "finish", ui, refusal)
        except (Back, Leave):
            pass
    except Refusal as refusal:
        return refusal
    return None


async def _menu(ui: "Console"):
    unit = ui.unit
    if not unit.manufactured():
        await late.visit("bu.ui.factory", "run", ui)
        return
    ui.customer(words.CLOSED_DESK)
    mode = await choose(ui, words.MODE, words.MODES)
    if mode != len(words.MODES) - 1:
        await _login(ui, mode)
    await late.visit(_SERVED[mode], "run", ui)


async def _login(ui: "Console", mode):
    """Asks for code and password until they are right; Back for C."""
    while True:
        code = 0
        if mode == _CASH and ui.unit.users():
            code = await number(ui, words.ASK_CASHIER, "bad_cashier", 0)
        typed = await password(ui, words.ASK_PASSWORD)
        ui.wait()
        try:
            ui.unit.login(mode, code, typed)
            return
        except Refusal as refusal:
            await ui.refuse(refusal)
