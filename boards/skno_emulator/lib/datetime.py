"""CPython's datetime as far as the СКНО asks: is there such a moment, and the time now."""

import time

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class datetime:
    """A moment; ValueError where the calendar has none."""

    def __init__(self, year, month, day, hour=0, minute=0, second=0):
        leap = month == 2 and year % 4 == 0 and (year % 100 or year % 400 == 0)
        if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1] + bool(leap):
            raise ValueError("no such day")
        if hour > 23 or minute > 59 or second > 59:
            raise ValueError("no such time")
        self._fields = (year, month, day, hour, minute, second)

    @classmethod
    def now(cls):
        """The board's clock."""
        return cls(*time.localtime()[:6])

    def timetuple(self):
        """Year first."""
        return self._fields
