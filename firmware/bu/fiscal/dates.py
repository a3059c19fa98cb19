"""Calendar arithmetic on 6-tuples (year, month, day, hour, minute, second), without ``datetime``.

The register's calendar runs from 2000 to 2099 (the electronic documents carry year - 2000 in one
byte), in which every fourth year is a leap year.
"""

from micropython import const

DAY = const(86400)
_MONTHS = const(b"\x1f\x1c\x1f\x1e\x1f\x1e\x1f\x1f\x1e\x1f\x1e\x1f")


def _month_days(year: int, month: int) -> int:
    return 29 if month == 2 and year % 4 == 0 else _MONTHS[month - 1]


def valid(time: tuple) -> bool:
    """True for an existing date and time between 2000 and 2099."""
    if len(time) != 6:
        return False
    year, month, day, hour, minute, second = time
    return (
        2000 <= year <= 2099
        and 1 <= month <= 12
        and 1 <= day <= _month_days(year, month)
        and 0 <= hour < 24
        and 0 <= minute < 60
        and 0 <= second < 60
    )


def to_seconds(time: tuple) -> int:
    """Seconds from 2000-01-01 00:00:00 to `time`, which must be valid."""
    year, month, day, hour, minute, second = time
    days = (year - 2000) * 365 + (year - 1997) // 4 + day - 1
    for passed in range(1, month):
        days += _month_days(year, passed)
    return days * DAY + hour * 3600 + minute * 60 + second


def from_seconds(seconds: int) -> tuple:
    """The 6-tuple `seconds` after 2000-01-01 00:00:00."""
    days, rest = divmod(seconds, DAY)
    year = 2000
    while days >= (366 if year % 4 == 0 else 365):
        days -= 366 if year % 4 == 0 else 365
        year += 1
    month = 1
    while days >= _month_days(year, month):
        days -= _month_days(year, month)
        month += 1
    return year, month, days + 1, rest // 3600, rest // 60 % 60, rest % 60


def text(time: tuple) -> str:
    """«ДД.ММ.ГГГГ ЧЧ:ММ:СС» (регл. 8)."""
    year, month, day, hour, minute, second = time
    return "%02d.%02d.%04d %02d:%02d:%02d" % (day, month, year, hour, minute, second)


def pack(time: tuple) -> bytes:
    """Six bytes: year - 2000, month, day, hour, minute, second."""
    return bytes((time[0] - 2000,)) + bytes(time[1:])


def unpack(data: bytes) -> tuple:
    """The inverse of `pack`."""
    return (2000 + data[0],) + tuple(data[1:6])
