"""The simulated bench as a board: the parts of the unit on a bench port (see `bu.hal.sim`)."""

from bu.hal import sim

# Sizes in blocks of 4096 bytes: design, Budgets (journal 256 KB, БЭП with currencies 512 KB).
REGIONS = {"journal": 64, "memory": 128, "settings": 4}


class Board:
    """What `bu.app` asks of a board: flash regions, streams, clock and calendar.

    `printer_profile` names one of `bu.printing.profiles`. `parts` are the devices without which
    the unit is blocked (регл. 26); the bench takes one off by putting it into `taken_off`.
    """

    name = "sim"
    model = "Open BU"
    parts = ("memory", "skno", "printer", "keypad", "cashier_display", "customer_display")

    def __init__(self, port, printer_profile: str):
        self.journal_flash = sim.SimFlash(port, "journal", REGIONS["journal"])
        self.memory_flash = sim.SimFlash(port, "memory", REGIONS["memory"])
        self.settings_flash = sim.SimFlash(port, "settings", REGIONS["settings"])
        self.skno = sim.SimStream(port, "skno")
        self.printer = sim.SimStream(port, "printer")
        self.printer_profile = printer_profile
        self.clock = sim.SimClock(port)
        self.rtc = sim.SimRtc(port)
        self.taken_off = set()

    def present(self, name: str) -> bool:
        """True while the device of that name in `parts` answers."""
        return name not in self.taken_off
