"""Cashiers and passwords (регл. 7): who is added and removed, and passwords that are changed."""

from bu.control_unit import access
from bu.ui import words
from bu.ui import words_service as more
from bu.ui.prompts import choose, confirm, number, password, text
from bu.ui.prompts_rare import new_password
from bu.ui.tasks import serve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console


async def run(ui: "Console") -> None:
    """The menu of cashiers, until C."""
    await serve(ui, more.CASHIERS, _TASKS)


async def _add(ui: "Console"):
    code = await number(ui, words.ASK_CASHIER, "bad_cashier", 0)
    name = await text(ui, more.ASK_NAME)
    typed = await new_password(ui)
    ui.wait()
    ui.unit.add_user(code, name, typed)
    await ui.message(words.DONE)


async def _chosen(ui: "Console"):
    """(code, name) of a cashier from the list; None where there is none."""
    listed = ui.unit.users()
    if not listed:
        await ui.message(more.NO_CASHIERS)
        return None
    names = ["%d %s" % entry for entry in listed]
    return listed[await choose(ui, more.CASHIERS, names)]


async def _remove(ui: "Console"):
    found = await _chosen(ui)
    if found is not None:
        await confirm(ui, more.REMOVE, found[1])
        ui.unit.remove_user(found[0])


async def _reset(ui: "Console"):
    found = await _chosen(ui)
    if found is not None:
        typed = await new_password(ui)
        ui.wait()
        ui.unit.reset_password(access.CASH_MODE, found[0], typed)
        await ui.message(words.DONE)


async def passwords(ui: "Console") -> None:
    """The passwords of the modes: changed by who knows the old one, until C."""
    while True:
        mode = await choose(ui, more.PASSWORDS, words.MODES[:-1])
        old = await password(ui, more.OLD_PASSWORD)
        new = await new_password(ui)
        ui.wait()
        ui.unit.set_password(mode, 0, old, new)
        await ui.message(words.DONE)


_TASKS = (
    (more.ADD, _add),
    (more.REMOVING, _remove),
    (more.RESET, _reset),
)
