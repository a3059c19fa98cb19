"""The mode «Отчеты БЭП»: the report by dates or numbers, copy of the last Z (регл. 18.3, 34)."""

from bu.ui import words_rare as rare
from bu.ui import words_service as more
from bu.ui.prompts import number
from bu.ui.prompts_rare import date
from bu.ui.tasks import serve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console

_LAST_SECOND = (23, 59, 59)


async def run(ui: "Console") -> None:
    """The menu of the mode, until C."""
    await serve(ui, more.MEMORY, _TASKS)


async def _by_dates(ui: "Console"):
    today = ui.unit.now()
    first = await date(ui, more.FIRST_DATE, today)
    last = await date(ui, more.LAST_DATE, today)
    await ui.do(ui.unit.memory_report, first, last[:3] + _LAST_SECOND)


async def _by_numbers(ui: "Console"):
    first = await number(ui, rare.FIRST_NUMBER, "bad_period", 0)
    last = await number(ui, rare.LAST_NUMBER, "bad_period", 0, text=str(first))
    await ui.do(ui.unit.memory_report, first, last)


async def _copy_z(ui: "Console"):
    await ui.do(ui.unit.copy_z)


_TASKS = (
    (more.BY_DATES, _by_dates),
    (more.BY_NUMBERS, _by_numbers),
    (more.COPY_OF_Z, _copy_z),
)
