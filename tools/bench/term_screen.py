"""What `tools.bench term` shows, as lines of text: displays, switches, tape, keypad (80 x 24).

    +--------------------+   tape, 48 columns
    |cashier's display   |
    +--------------------+
    |customer's display  |
    +--------------------+
    switches of the bench
    keypad, each key behind the host's key that presses it
"""

from bu.ui import layout

from .place import Place

WIDTH, HEIGHT = 80, 24
TAPE_COLUMNS = 48
_LEFT = WIDTH - TAPE_COLUMNS - 1
_CELL = WIDTH // 8
_KEYPAD_ROWS = len(layout.LAYOUT)
_EDGE = "+" + "-" * 20 + "+"

# The host's key -> the keypad's; `host_key` also finds what a Russian keyboard gives.
HOST = {
    **{digit: digit for digit in "0123456789"}, "o": "00", ".": "point", "\n": "enter",
    "m": "mode", "x": "x", "z": "z", "t": "tape", "c": "copy", "r": "refund", "v": "void",
    "k": "cancel", "a": "letters", "d": "deposit", "w": "withdraw", "p": "payout", "u": "third",
    "y": "currency", "+": "surcharge", "-": "discount", "*": "times", "%": "percent",
    "f": "s1", "g": "s2", "h": "s3", "j": "s4", "i": "code", "s": "section", "b": "subtotal",
    "e": "correct", "q": "card", "n": "other", "l": "cash", "=": "total", "?": "about",
    "KEY_UP": "up", "KEY_DOWN": "down", "KEY_BACKSPACE": "clear", "\x7f": "clear", "\x1b": "clear",
}  # fmt: skip
_NAMED = {"\n": "Ent", "KEY_UP": "Up", "KEY_DOWN": "Dn", "KEY_BACKSPACE": "Bs"}
_RUSSIAN = str.maketrans("йцукенгшщзфывапролдячсмитьюю", "qwertyuiopasdfghjklzxcvbnm..")

# The host's key -> (what the bench does while a thing is in order, and while it is not).
SWITCHES = {
    "KEY_F(2)": ("paper out", "paper in"),
    "KEY_F(3)": ("cover open", "cover close"),
    "KEY_F(4)": ("skno off", "skno on"),
    "KEY_F(5)": ("skno faulty", "skno in order"),
    "KEY_F(6)": ("skno blocked", "skno released"),
    "KEY_F(7)": ("power off", "power on"),
}
HELP = "F8 обрыв питания на третьей записи в журнал   F9 сканер   F10 выход"


def host_key(pressed: str) -> str | None:
    """The keypad's key that a key of the host stands for."""
    return HOST.get(pressed) or HOST.get(pressed.lower().translate(_RUSSIAN))


def state(place: Place, key: str) -> bool:
    """True while the thing behind a switch is in order."""
    return place.powered if key == "KEY_F(7)" else SWITCHES[key][0] not in place.wrong


def toggle(place: Place, key: str) -> None:
    """Turns a switch over."""
    place.event(SWITCHES[key][0 if state(place, key) else 1])


def compose(place: Place, tape: list[str], note: str = "", width: int = WIDTH,
            height: int = HEIGHT) -> list[str]:
    """The whole screen; a terminal that is too small gets a note instead."""
    if width < WIDTH or height < HEIGHT:
        text = f"Окно {width}x{height}: нужно не меньше {WIDTH}x{HEIGHT}"
        return [text[: max(0, width - 1)]]
    rows = height - _KEYPAD_ROWS - 2
    left = [*_displays(place), *_switches(place)][:rows]
    left += [""] * (rows - len(left))
    columns = width - _LEFT
    shown = tape[-rows:] + [""] * (rows - len(tape))
    both = zip(left, shown, strict=True)
    lines = [f"{one:<{_LEFT - 1}} {other[:columns]}".rstrip() for one, other in both]
    return [*lines, "-" * (width - 1), *_keypad(), (note or HELP)[: width - 1]]


def _displays(place: Place) -> list[str]:
    lines = [_EDGE, *(f"|{row}|" for row in place.cashier), _EDGE]
    return [*lines, *(f"|{row}|" for row in place.customer), _EDGE]


def _switches(place: Place) -> list[str]:
    lines = []
    for key, (bad, good) in SWITCHES.items():
        name = "F" + key[6]
        lines.append(f"{name} {_SAYS[good] if state(place, key) else _SAYS[bad]}")
    sounds = " ".join("-".join(map(str, sound)) for sound in place.sounds)
    return [*lines, f"звук {sounds}" if sounds else ""]


_SAYS = {
    "paper in": "лента есть", "paper out": "ЛЕНТЫ НЕТ", "cover close": "крышка закрыта",
    "cover open": "КРЫШКА ОТКРЫТА", "skno on": "СКНО включено", "skno off": "СКНО ОТКЛЮЧЕНО",
    "skno in order": "СКНО исправно", "skno faulty": "СКНО НЕИСПРАВНО",
    "skno released": "СКНО не заблокировано", "skno blocked": "СКНО ЗАБЛОКИРОВАНО",
    "power on": "питание есть", "power off": "ПИТАНИЯ НЕТ",
}  # fmt: skip


def _keypad() -> list[str]:
    """Rows of cells: the host's key, then the legend."""
    hosts: dict[str, str] = {}
    for host, name in HOST.items():
        hosts.setdefault(name, _NAMED.get(host, host))
    lines = []
    for row in layout.LAYOUT:
        cells = [f"{hosts[name]} {legend}"[: _CELL - 1] for name, legend in row]
        lines.append("".join(f"{cell:<{_CELL}}" for cell in cells).rstrip())
    return lines
