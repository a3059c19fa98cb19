"""The bench's two kinds of time, and its calendar."""

import datetime
import time


class VirtualClock:
    """Milliseconds that pass only when somebody waits: two minutes cost nothing."""

    virtual = True

    def __init__(self) -> None:
        self._now = 0

    def now_ms(self) -> int:
        return self._now

    def wait_until(self, moment: int) -> None:
        self._now = max(self._now, moment)


class RealClock:
    """The machine's own time, for attachments that do not live in the bench."""

    virtual = False

    def __init__(self) -> None:
        self._start = time.monotonic()

    def now_ms(self) -> int:
        return int((time.monotonic() - self._start) * 1000)

    def wait_until(self, moment: int) -> None:
        time.sleep(max(0, moment - self.now_ms()) / 1000)


class Calendar:
    """The register's RTC: scripted (the day file rules, 55h does not) or real with an offset."""

    def __init__(self, scripted: bool) -> None:
        self._scripted = scripted
        self._now = datetime.datetime(2000, 1, 1)
        self._offset = datetime.timedelta(0)
        self.floor = datetime.datetime(2000, 1, 1)

    def script(self, moment: datetime.datetime) -> None:
        """The day file's time of the action that comes, but never before `floor`.

        The floor is where the unit's memory stood when the run began: an old day can be run on a
        newer memory. Within a run the unit itself refuses a time that turns back.
        """
        self._now = max(self.floor, moment)

    def now(self) -> tuple[int, int, int, int, int, int]:
        moment = self._now if self._scripted else datetime.datetime.now() + self._offset
        return moment.timetuple()[:6]

    def set(self, moment: tuple[int, int, int, int, int, int]) -> None:
        if not self._scripted:
            self._offset = datetime.datetime(*moment) - datetime.datetime.now()
