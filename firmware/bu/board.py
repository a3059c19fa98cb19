"""A board with its parts: what `bu.app` and `bu.station` ask of it. Made by `bu.assembly`."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Board:
    """Streams, buses and regions as in `bu.hal`; a part that the board does not have is None.

    `protocol` of the host line `host`: (name, its settings). `parts` are the names of those
    without which the unit is blocked (регл. 26). `usb_taken`: the USB serial line is a device's,
    so no service console can be there.
    """

    usb_taken = False

    skno: "Any" = None
    skno_bus: "Any" = None
    printer: "Any" = None
    host: "Any" = None
    protocol: "tuple" = ()
    keypad: "Any" = None
    cashier_display: "Any" = None
    customer_display: "Any" = None
    scanner: "Any" = None
    buzzer: "Any" = None
    drawer: "Any" = None
    watchdog: "Any" = None
    journal_flash: "Any" = None
    memory_flash: "Any" = None
    settings_flash: "Any" = None
    goods_flash: "Any" = None
    rtc: "Any" = None

    def __init__(self, table, clock):
        self.name, self.model = table.NAME, table.MODEL
        self.parts = table.MANDATORY
        self.printer_profile = table.PROFILE
        self.clock = clock
        # What can say whether it is there, by the part's name: an object with fault().
        self.asked: "dict" = {}

    def present(self, name: str) -> bool:
        """True while the part of that name in `parts` answers, or cannot tell."""
        part = self.asked.get(name)
        if part is None:
            return True
        return part.present() if hasattr(part, "present") else not part.fault()

    def faults(self) -> list:
        """[(part, what is wrong with it)] of all parts that can tell, mandatory or not."""
        found = []
        for name in sorted(self.asked):
            reason = self.asked[name].fault()
            if reason:
                found.append((name, reason))
        return found

    def firmware_files(self):
        """(name, path) of every module that runs here: SHA-256 of the firmware (регл. 30)."""
        import bu
        from bu.control_unit import digest

        home = bu.__file__.rsplit("/", 2)[0]
        yield from digest.beside(home)
        for folder in ("boards", "bu"):
            try:
                yield from digest.below(home + "/" + folder, folder + "/")
            except OSError:
                if folder == "bu":
                    raise
