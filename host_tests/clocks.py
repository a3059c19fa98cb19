"""A clock of the register's own, for the tests of clocks that stand, lost their time or ran on."""

# What a clock chip says whose battery died.
DEAD = (2000, 1, 1, 0, 0, 7)


class Calendar:
    """The register's own calendar, apart from the СКНО's; it stands until it is set."""

    def __init__(self, now):
        self.time = now

    def now(self):
        return self.time

    def set(self, time):
        self.time = time
