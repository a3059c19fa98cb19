"""Money: integer kopecks, quantities in thousandths, rates in hundredths of a percent.

Rounding is half up and happens once. There is no float anywhere; text becomes a number in
`parse` and a number becomes text in `text`, and nowhere else.
"""

from micropython import const

from bu.fiscal.refusal import Refusal

SUM_DIGITS = const(2)
QUANTITY_DIGITS = const(3)
RATE_DIGITS = const(2)
EXCHANGE_DIGITS = const(4)

# 39 bits of roubles and 99 kopecks: the widest sum of прил. 2.
MAX_SUM = 549_755_813_887 * 100 + 99
# 24 bits of thousandths: прил. 2 табл. 1 поле 14.
MAX_QUANTITY = const(0xFFFFFF)
ONE = const(1000)
HUNDRED_PERCENT = const(10000)


def half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator for non-negative integers, halves rounded up."""
    return (2 * numerator + denominator) // (2 * denominator)


def line_total(price: int, quantity: int) -> int:
    """Kopecks for `quantity` thousandths at `price` kopecks."""
    return half_up(price * quantity, ONE)


def percent(amount: int, rate: int) -> int:
    """`rate` hundredths of a percent of `amount` kopecks."""
    return half_up(amount * rate, HUNDRED_PERCENT)


def unit_price(total: int, quantity: int) -> int:
    """What one whole unit costs when `quantity` thousandths cost `total` kopecks."""
    return half_up(total * ONE, quantity)


def vat_of_unit(total: int, quantity: int, rate: int) -> int:
    """VAT in one unit of a line that costs `total`: rate / (100 % + rate) of its price."""
    return half_up(total * ONE * rate, quantity * (HUNDRED_PERCENT + rate))


def convert(amount: int, rate: int, units: int) -> int:
    """`amount` of a foreign currency in the base currency; `rate` ten-thousandths per `units`."""
    return half_up(amount * rate, 10000 * units)


def parse(text: str, digits: int, code: str) -> int:
    """A decimal string with at most `digits` decimals as an integer of such parts.

    Signs, spaces, exponents and a bare point are no numbers: Refusal(code).
    """
    if not isinstance(text, str):
        raise Refusal(code, str(text))
    whole, point, part = text.partition(".")
    if point and not (all_digits(part) and len(part) <= digits):
        raise Refusal(code, text)
    if not all_digits(whole) or len(whole) > 15:
        raise Refusal(code, text)
    return int(whole) * 10**digits + (int(part) * 10 ** (digits - len(part)) if part else 0)


def all_digits(text: str) -> bool:
    """True for one or more of 0-9 and nothing else (`str.isdigit` takes more on CPython)."""
    if not text:
        return False
    for byte in text.encode("utf-8", "replace"):
        if not 0x30 <= byte <= 0x39:
            return False
    return True


def text(amount: int, digits: int = SUM_DIGITS) -> str:
    """«1234.50»: the one formatter of money, and with other `digits` of quantities and rates."""
    whole, part = divmod(abs(amount), 10**digits)
    return "%s%d.%0*d" % ("-" if amount < 0 else "", whole, digits, part)


def short(amount: int, digits: int) -> str:
    """`text` without insignificant decimals: «1.5», «12», «0.229»."""
    return text(amount, digits).rstrip("0").rstrip(".")
