"""Letters by repeated presses of a digit key, the digit itself last (регл. 5.3).

Russian and Belarusian, Latin, signs. Fetched where text is typed.
"""

from micropython import const

_SIGNS = const((" 0", ".,-№/()\"«»#&+*:;!?@=<>%_1"))
_RUSSIAN = const(("АБВГ2", "ДЕЁЖЗ3", "ИЙІКЛ4", "МНОП5", "РСТУЎ6", "ФХЦЧ7", "ШЩЪЫ8", "ЬЭЮЯ9"))
_SMALL_RUSSIAN = const(("абвг2", "деёжз3", "ийікл4", "мноп5", "рстуў6", "фхцч7", "шщъы8", "ьэюя9"))
_LATIN = const(("ABC2", "DEF3", "GHI4", "JKL5", "MNO6", "PQRS7", "TUV8", "WXYZ9"))
_SMALL_LATIN = const(("abc2", "def3", "ghi4", "jkl5", "mno6", "pqrs7", "tuv8", "wxyz9"))
# АБВ goes from one to the next: (what the display says, letters of the keys 0-9).
LETTERS = (
    ("АБВ", _SIGNS + _RUSSIAN),
    ("абв", _SIGNS + _SMALL_RUSSIAN),
    ("ABC", _SIGNS + _LATIN),
    ("abc", _SIGNS + _SMALL_LATIN),
    ("123", tuple("0123456789")),
)
