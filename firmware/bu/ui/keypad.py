"""The keypad as data (регл. 5.3): 48 places, 47 keys; ВВОД is two places high.

A key has a name for programs and a legend for people. Digits and point are entered; letters come
from repeated presses of a digit, as `LETTERS` has them, the digit itself last.
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

# What these keys put into a number.
DIGITS = {
    "0": "0", "1": "1", "2": "2", "3": "3", "4": "4", "5": "5", "6": "6", "7": "7", "8": "8",
    "9": "9", "00": "00", "point": ".",
}  # fmt: skip

# The same four keys as СЕКЦИЯ with 1-4.
SECTIONS = {"s1": 1, "s2": 2, "s3": 3, "s4": 4}

_SIGNS = (" 0", ".,-№/()\"«»#&+*:;!?@=<>%_1")
_RUSSIAN = ("АБВГ2", "ДЕЁЖЗ3", "ИЙІКЛ4", "МНОП5", "РСТУЎ6", "ФХЦЧ7", "ШЩЪЫ8", "ЬЭЮЯ9")
_SMALL_RUSSIAN = ("абвг2", "деёжз3", "ийікл4", "мноп5", "рстуў6", "фхцч7", "шщъы8", "ьэюя9")
_LATIN = ("ABC2", "DEF3", "GHI4", "JKL5", "MNO6", "PQRS7", "TUV8", "WXYZ9")
_SMALL_LATIN = ("abc2", "def3", "ghi4", "jkl5", "mno6", "pqrs7", "tuv8", "wxyz9")
# АБВ goes from one to the next: (what the display says, letters of the keys 0-9).
LETTERS = (
    ("АБВ", _SIGNS + _RUSSIAN),
    ("абв", _SIGNS + _SMALL_RUSSIAN),
    ("ABC", _SIGNS + _LATIN),
    ("abc", _SIGNS + _SMALL_LATIN),
    ("123", tuple("0123456789")),
)


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
