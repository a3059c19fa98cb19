"""A menu of tasks: the shape of the modes behind the desk."""

from bu.fiscal.refusal import Refusal
from bu.ui.console import Back
from bu.ui.displays import SOUND_DONE
from bu.ui.prompts import choose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console


async def serve(ui: "Console", title: str, tasks) -> None:
    """Offers `tasks` = ((name, coroutine function of the console), ...) until C is pressed."""
    names = [name for name, _ in tasks]
    at = 0
    while True:
        try:
            at = await choose(ui, title, names, at)
        except Back:
            return
        try:
            await tasks[at][1](ui)
            ui.sound(SOUND_DONE)
        except Back:
            pass
        except Refusal as refusal:
            await ui.refuse(refusal)
