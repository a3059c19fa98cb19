"""Settings and exchange rates (регл. 13, 24, 25): what is programmed, and what that changes.

All of it waits for a closed shift: what a document says must not change among those of one shift,
and rates may not (регл. 25). A value is in force when the call returns.
"""

from micropython import const

from bu import late
from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.storage import settings_table as table
from bu.storage.errors import StorageError, TooLong

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_RATE = 10**9
_MAX_UNITS = const(10000)
_PROFILE = const("printer.profile")


def settings(unit) -> "Iterator[tuple]":
    """(name, value, kind, limits) of all that may be changed, in the order to show them.

    Kinds and limits as in `bu.storage.settings_table`.
    """
    settings = unit._core.settings
    for name in settings.names():
        if name in table.PRIVATE:
            continue
        _, kind, limits = table.entry(name)
        if name == _PROFILE:
            kind, limits = table.CHOICE, _profiles()
        yield name, settings.get(name), kind, limits


def configure(unit, name: str, value) -> None:
    """Changes one setting. Refusal: shift_open, bad_setting, settings_full, and of rates
    bad_currency, of a section's VAT bad_vat."""
    core = unit._core
    core.require_closed()
    if name in table.PRIVATE:
        raise Refusal("bad_setting", name)
    _check(unit, name, value)
    _store(unit, name, value)
    if name == _PROFILE:
        core.choose_printer()
    elif name.startswith("skno."):
        core.address_skno()


def _store(unit, name, value):
    try:
        unit._core.settings.set(name, value)
    except (KeyError, ValueError):
        raise Refusal("bad_setting", name)
    except TooLong:
        raise Refusal("settings_full", name)
    except (OSError, StorageError):
        raise Refusal("settings_faulty", name)


def _check(unit, name, value):
    """What the table of the settings cannot know."""
    if name == _PROFILE and value not in _profiles():
        raise Refusal("bad_setting", str(value))
    if name == "base" and unit._core.rates():
        # Rates are rates of the base currency: with another one they are wrong.
        raise Refusal("bad_currency", str(value))
    if name == "rates" and isinstance(value, tuple):
        codes = [entry[0] for entry in value if isinstance(entry, tuple) and entry]
        if unit._core.settings.get("base") in codes or len(set(codes)) < len(codes):
            raise Refusal("bad_currency")
    if name.startswith("section.") and name.endswith(".vat") and isinstance(value, str):
        late.fetch("bu.fiscal.goods").parse_vat(value)


def kept(unit, name: str) -> bytes:
    """What a front end keeps for itself as the setting `name` (host.*)."""
    return unit._core.settings.get(name)


def keep(unit, name: str, value: bytes) -> None:
    """Keeps it. Refusal: settings_full, settings_faulty. The front end says when it may."""
    if not name.startswith("host."):
        raise Refusal("bad_setting", name)
    _store(unit, name, value)


def set_rate(unit, currency: str, rate: int, units: int = 1) -> None:
    """A currency: `rate` ten-thousandths of the base currency per `units` (регл. 25)."""
    core = unit._core
    core.require_closed()
    if len(currency) != 3 or not currency.isalpha() or currency != currency.upper():
        raise Refusal("bad_currency", currency)
    if not 0 < rate <= _MAX_RATE or not 0 < units <= _MAX_UNITS:
        raise Refusal("bad_rate", money.short(rate, money.EXCHANGE_DIGITS))
    rates = [entry for entry in core.rates() if entry[0] != currency]
    if len(rates) >= table.SETTINGS["rates"][2][0]:
        raise Refusal("too_many_currencies")
    rates.append((currency, rate, units))
    configure(unit, "rates", tuple(sorted(rates)))


def remove_rate(unit, currency: str) -> None:
    """Takes a currency out of the programmed ones."""
    core = unit._core
    core.require_closed()
    left = tuple(entry for entry in core.rates() if entry[0] != currency)
    if len(left) == len(core.rates()):
        raise Refusal("bad_currency", currency)
    configure(unit, "rates", left)


def _profiles() -> tuple:
    """The printers that may be chosen; "" is the board's own."""
    return ("",) + tuple(late.fetch("bu.printing.profiles").names())
