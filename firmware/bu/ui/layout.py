"""The keypad as data (регл. 5.3): 48 places, 47 keys; ВВОД is two places high.

A key has a name for programs and a legend for people. A keypad driver reports names; only it and
the tools need this table (what the keys give: `keypad`, `letters`).
"""

# Rows from the top, keys from the left: (name, legend).
LAYOUT = (
    (
        ("mode", "РЕЖИМ"), ("x", "X"), ("z", "Z"), ("tape", "ЛЕНТА"),
        ("copy", "КОПИЯ"), ("refund", "ВОЗВРАТ"), ("void", "АННУЛ"), ("cancel", "ОТМЕНА"),
    ),
    (
        ("letters", "АБВ"), ("deposit", "ВНЕС"), ("withdraw", "ИЗЪЯТ"),
        ("payout", "ВЫДАЧА"), ("third", "УНП"), ("currency", "ВАЛЮТА"),
        ("surcharge", "НАДБ"), ("discount", "СКИДКА"),
    ),
    (
        ("up", "↑"), ("7", "7"), ("8", "8"), ("9", "9"),
        ("times", "×"), ("s1", "С1"), ("code", "КОД"), ("correct", "КОРР"),
    ),
    (
        ("down", "↓"), ("4", "4"), ("5", "5"), ("6", "6"),
        ("percent", "%"), ("s2", "С2"), ("section", "СЕКЦИЯ"), ("subtotal", "ПОДЫТОГ"),
    ),
    (
        ("clear", "C"), ("1", "1"), ("2", "2"), ("3", "3"),
        ("enter", "ВВОД"), ("s3", "С3"), ("card", "КАРТА"), ("other", "ИНОЕ"),
    ),
    (
        ("about", "ИНФО"), ("0", "0"), ("00", "00"), ("point", "."),
        ("enter", "ВВОД"), ("s4", "С4"), ("cash", "НАЛ"), ("total", "ИТОГ"),
    ),
)  # fmt: skip


def names() -> list:
    """Every key's name once, row by row."""
    found = []
    for row in LAYOUT:
        for name, _ in row:
            if name not in found:
                found.append(name)
    return found


def legend(name: str) -> str:
    """What is printed on a key; KeyError for a name that no key has."""
    for row in LAYOUT:
        for known, text in row:
            if known == name:
                return text
    raise KeyError(name)
