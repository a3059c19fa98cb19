"""The state row: shift age, СКНО, paper, what the digits give (регл. 8, 26, 27).

    07:41   hours and minutes since the shift was opened, --:-- while it is closed
    СКНО    + in order, ! forbids something, ~ no link to the data centre, ? not known
    БУМ     + in order, ! no paper, or the printer is in trouble
    АБВ     what the digit keys give, while something is being typed
"""

from bu.ui import words


def text(unit, mode: str) -> str:
    """The row: 20 characters."""
    age = unit.shift_age()
    shift = "--:--" if age is None else "%02d:%02d" % (age // 3600, age // 60 % 60)
    row = "%s %s%s %s%s" % (shift, words.SKNO, _skno(unit), words.PAPER, _paper(unit))
    return (row + " " * 20)[: 20 - len(mode)] + mode


def _skno(unit):
    state = unit.skno_state()
    if state is None:
        return "?"
    if [name for name in state.prohibitions() if name != "unfinished"]:
        return "!"
    return "+" if state.online else "~"


def _paper(unit):
    return "!" if unit.paper_state() else "+"
