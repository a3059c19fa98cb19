"""`machine.Pin`, PWM, WDT and RTC of the fake `machine`; `home` is the Machine they belong to."""

from host_tests.chips.world import rule


class Pin:
    """A pin; made a second time it is used twice."""

    IN, OUT, OPEN_DRAIN, PULL_UP = 0, 1, 2, 1
    home = None

    def __init__(self, number, mode=None, pull=None, value=None):
        home = self.home
        if number not in home.chip.pins:
            raise ValueError("no pin %s" % number)
        drives = mode in (Pin.OUT, Pin.OPEN_DRAIN)
        if drives and number in home.chip.readers:
            raise ValueError("pin %s can only be read" % number)
        rule(number not in home.used, "pin %s is used twice", number)
        rule(mode != Pin.IN or pull == Pin.PULL_UP, "pin %s floats", number)
        home.used[number] = self
        self.number, self.mode = number, mode
        self.level = 1 if value is None else value
        if drives:
            home.bench.pin_changed(self)

    def __call__(self, value=None):
        if value is None:
            return self.home.bench.pin_level(self)
        rule(self.mode in (Pin.OUT, Pin.OPEN_DRAIN), "pin %s is no output", self.number)
        self.level = value
        self.home.bench.pin_changed(self)


class Pwm:
    """A tone on a pin."""

    home = None

    def __init__(self, pin, freq, duty_u16):
        rule(7 < freq < 1000000, "%d Hz", freq)
        self._number = pin.number
        self.duty_u16(duty_u16)

    def duty_u16(self, value):
        rule(0 <= value <= 65535, "duty %d", value)
        self.home.bench.tones[self._number] = value


class Wdt:
    """A watchdog that bites in `check`, and when it is fed too late."""

    home = None

    def __init__(self, timeout):
        if timeout > self.home.watchdog_most_ms:
            raise ValueError("timeout exceeds %d" % self.home.watchdog_most_ms)
        self.timeout, self.fed_at = timeout, self.home.world.us
        self.home.bench.dog = self

    def check(self):
        passed = self.home.world.us - self.fed_at
        rule(passed <= self.timeout * 1000, "bitten by the watchdog")

    def feed(self):
        self.check()
        self.fed_at = self.home.world.us


class Rtc:
    """The chip's own calendar."""

    home = None

    def datetime(self, value=None):
        if value is None:
            return self.home.bench.calendar
        self.home.bench.calendar = value
