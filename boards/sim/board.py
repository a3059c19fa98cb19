"""The simulated bench as a board: the parts of the unit on a bench port (see `bu.hal.sim`)."""

import bu
from bu.hal import sim

# Sizes in blocks of 4096 bytes: design, Budgets (journal 256 KB, БЭП with currencies 512 KB); a
# goods base of 10 000 items takes 792 KB, twice.
REGIONS = {"journal": 64, "memory": 128, "settings": 4, "goods": 512}


class Board:
    """What `bu.app` asks of a board: flash regions, streams, clock and calendar.

    `printer_profile` names one of `bu.printing.profiles`, `regions` has the sizes. `parts` are the
    devices without which the unit is blocked (регл. 26); the bench takes one off by putting it
    into `taken_off`. A board without room for a goods base has None for `goods_flash`.
    """

    name = "sim"
    model = "Open BU"
    parts = ("memory", "skno", "printer", "keypad", "cashier_display", "customer_display")

    def __init__(self, port, printer_profile: str, regions=REGIONS):
        self.journal_flash = sim.SimFlash(port, "journal", regions["journal"])
        self.memory_flash = sim.SimFlash(port, "memory", regions["memory"])
        self.settings_flash = sim.SimFlash(port, "settings", regions["settings"])
        self.goods_flash = sim.SimFlash(port, "goods", regions["goods"])
        self.skno = sim.SimStream(port, "skno")
        self.printer = sim.SimStream(port, "printer")
        self.printer_profile = printer_profile
        self.clock = sim.SimClock(port)
        self.rtc = sim.SimRtc(port)
        self.taken_off = set()

    def present(self, name: str) -> bool:
        """True while the device of that name in `parts` answers."""
        return name not in self.taken_off

    def firmware_files(self):
        """(name, path) of every module that runs here: SHA-256 of the firmware (регл. 30)."""
        from bu.control_unit import digest

        home = bu.__file__.rsplit("/", 2)[0]
        yield from digest.beside(home)
        yield from digest.below(__file__.rsplit("/", 1)[0], "boards/sim/")
        yield from digest.below(home + "/bu", "bu/")
