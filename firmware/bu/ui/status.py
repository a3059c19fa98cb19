"""The state row: shift age, СКНО, paper, what the digits give (регл. 8, 26, 27).

    07:41   hours and minutes since the shift was opened, --:-- while it is closed
    СКНО    + in order, ! forbids something, ~ no link to the data centre, ? not known
    БУМ     + in order, ! no paper, or the printer is in trouble
    АБВ     what the digit keys give, while something is being typed
"""

from bu.ui import words

# What the last row said, and the row: it is asked for at each key, and rarely another one.
_said: tuple = ()
_row = ""


def text(unit, mode: str) -> str:
    """The row: 20 characters."""
    global _said, _row
    age = unit.shift_age()
    state, paper = unit.skno_state(), unit.paper_state()
    said = (age is None or age // 60, state and state.raw, not paper, mode)
    if said != _said:
        shift = "--:--" if age is None else "%02d:%02d" % (age // 3600, age // 60 % 60)
        paper = "!" if paper else "+"
        row = "%s %s%s %s%s" % (shift, words.SKNO, _skno(state), words.PAPER, paper)
        _said, _row = said, (row + " " * 20)[: 20 - len(mode)] + mode
    return _row


def _skno(state):
    if state is None:
        return "?"
    if [name for name in state.prohibitions() if name != "unfinished"]:
        return "!"
    return "+" if state.online else "~"
