"""The settings that this firmware knows: name, default, kind of value, limits.

    kind      value                                            limits
    INT       int                                              lowest, highest
    CHOICE    int or str                                       the values themselves
    TEXT      str                                              most characters
    TEXTS     tuple of str                                     most lines, most characters of one
    BYTES     bytes                                            most bytes
    CODE      str of three upper-case letters                  -
    RATES     tuple of (code, rate in ten-thousandths of the   most currencies
              base currency, per so many units)
"""

from collections import OrderedDict

from micropython import const

from bu.storage.settings_codec import decode, encode  # noqa: F401

INT = const(0)
CHOICE = const(1)
TEXT = const(2)
TEXTS = const(3)
BYTES = const(4)
CODE = const(5)
RATES = const(6)

# In the order in which they are shown.
SETTINGS = OrderedDict((  # fmt: skip
    # what stands at the head of every document (регл. 15, прил. 1 разделы 1, 2)
    ("name", ("", TEXT, (240,))),
    ("outlet", ("", TEXT, (240,))),
    ("address", ("", TEXT, (240,))),
    ("extra", ((), TEXTS, (8, 64))),
    # free text before and after (регл. 24)
    ("top", ((), TEXTS, (10, 64))),
    ("bottom", ((), TEXTS, (10, 64))),
    # money (регл. 25)
    ("base", ("BYN", CODE, ())),
    ("rates", ((), RATES, (9,))),
    # paper: no more columns than these, and no more than the printer has
    ("columns", (48, CHOICE, (32, 42, 48))),
    ("printer.profile", ("", TEXT, (32,))),
    ("vat", (1, CHOICE, (0, 1))),
    ("gtin", (0, CHOICE, (0, 1))),
    ("sections", (1, CHOICE, (0, 1))),
    ("feed", (0, INT, (0, 20))),
    # void, deposit and withdrawal on paper (регл. 17)
    ("moves", (1, CHOICE, (0, 1))),
    # СКНО (прил. 2): start value of the CRC, size of a read on I2C
    ("skno.crc_start", (0xFFFF, INT, (0, 0xFFFF))),
    ("skno.read_size", (32, INT, (1, 255))),
    # the unit itself: key of the БЭП's chain, its id; reports on the БЭП so far (регл. 18.3); the
    # ordinals of the last registration whose report is on paper (регл. 35.3), and of the last one
    # whose СКНО was told of a shift with a Z-report that waited for the one before
    ("secret", (b"", BYTES, (64,))),
    ("unit.id", (b"", BYTES, (16,))),
    ("memory.reports", (0, INT, (0, 0x3FFFFFFF))),
    ("registration.printed", (0, INT, (0, 0xFFFF))),
    ("registration.told", (0, INT, (0, 0xFFFF))),
    # passwords of the modes, cashiers, wrong tries (packed), seconds to the log-out (регл. 7)
    ("access.cash", (b"", BYTES, (27,))),
    ("access.program", (b"", BYTES, (27,))),
    ("access.register", (b"", BYTES, (27,))),
    ("access.memory", (b"", BYTES, (27,))),
    ("access.cashiers", (b"", BYTES, (2048,))),
    ("access.tries", (b"", BYTES, (128,))),
    ("access.timeout", (600, INT, (0, 86400))),
    # what hosts program by their own protocols (packed), see the protocol's page in docs/
    ("host.felix", (b"", BYTES, (2048,))),
    ("host.pictures", (b"", BYTES, (1536,))),
))

# Names with a number in them: "section.0.name" to "section.16.vat" (регл. 13). A section's VAT is
# a percentage as one types it, "" for none.
SECTIONS = const(16)
_SECTION = const("section.%d.%s")
_OF_SECTION = OrderedDict((("name", ("", TEXT, (40,))), ("vat", ("", TEXT, (6,)))))

# What nobody sees or changes by its name: the unit keeps it for itself.
PRIVATE = (
    "secret", "unit.id", "memory.reports", "registration.printed", "registration.told",
    "access.cash", "access.program", "access.register", "access.memory", "access.cashiers",
    "access.tries", "host.felix", "host.pictures",
)  # fmt: skip


def entry(name: str) -> tuple:
    """(default, kind, limits) of a setting; KeyError if there is no such setting."""
    if name in SETTINGS:
        return SETTINGS[name]
    for number in range(SECTIONS + 1):
        for what in _OF_SECTION:
            if name == _SECTION % (number, what):
                return _OF_SECTION[what]
    raise KeyError(name)


def names() -> list:
    """All names in the table's order, those of the sections last."""
    numbers = range(SECTIONS + 1)
    return list(SETTINGS) + [_SECTION % (n, what) for n in numbers for what in _OF_SECTION]


def _is_text(value, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most


def _is_code(value) -> bool:
    return (
        isinstance(value, str) and len(value) == 3 and value.isalpha() and value == value.upper()
    )


def _is_int(value, low: int, high: int) -> bool:
    return isinstance(value, int) and low <= value <= high


def _is_choice(value, *values) -> bool:
    return value in values and not isinstance(value, bool)


def _are_texts(value, lines: int, most: int) -> bool:
    if not isinstance(value, tuple) or len(value) > lines:
        return False
    for text in value:
        if not _is_text(text, most):
            return False
    return True


def _is_bytes(value, most: int) -> bool:
    return isinstance(value, bytes) and len(value) <= most


def _are_rates(value, most: int) -> bool:
    if not isinstance(value, tuple) or len(value) > most:
        return False
    for rate in value:
        if not isinstance(rate, tuple) or len(rate) != 3 or not _is_code(rate[0]):
            return False
        if not _is_int(rate[1], 1, 10**9) or not _is_int(rate[2], 1, 10000):
            return False
    return True


_CHECKS = (_is_int, _is_choice, _is_text, _are_texts, _is_bytes, _is_code, _are_rates)


def check(name: str, value) -> None:
    """ValueError if the value does not fit the setting; KeyError if there is no such setting."""
    _, kind, limits = entry(name)
    if not _CHECKS[kind](value, *limits):
        raise ValueError("%s: %r" % (name, value))


def in_force(name: str, stored: "dict[str, bytes]"):
    """The value, or its default where none is stored or a stored one does not fit any more.

    KeyError: no such setting.
    """
    default = entry(name)[0]
    if name not in stored:
        return default
    try:
        value = decode(stored[name])
        check(name, value)
    except (KeyError, ValueError):
        return default
    return value
