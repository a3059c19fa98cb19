"""From a board's table (`boards/NAME/board.py`) and a port (`bu.hal`) to the parts of the unit.

Nothing here fails: a bus that the chip does not have, a partition that is not there, a chip that
does not answer become faults of the parts that need them, and the unit blocks as регл. 26 says.
Only the drivers that the table names are imported.
"""

from bu.drivers.region import Region

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.drivers.watchdog import Watchdog

_ENODEV = 19
_STORAGE_FILE = "/storage.txt"
# Driver: module of bu.drivers and its class.
_DRIVERS = {
    "w25q": "W25q",
    "internal_flash": "InternalFlash",
    "ds3231": "Ds3231",
    "hd44780": "Hd44780",
    "oled": "Oled",
    "keypad_gpio": "KeypadGpio",
    "keypad_mcp23017": "KeypadMcp23017",
    "scanner": "Scanner",
    "buzzer": "Buzzer",
    "drawer": "Drawer",
}


class Absent:
    """A bus, chip or stream that could not be made."""

    def __init__(self, reason: str):
        self._reason = reason

    def fault(self) -> str:
        """Why."""
        return self._reason

    def _fail(self, *arguments):
        raise OSError(_ENODEV)

    read = program = erase = write = readinto = _fail
    writeto = readfrom = readfrom_into = readfrom_mem_into = writeto_mem = _fail


class Silence:
    """A stream that could not be made: errors to whoever writes, silence to whoever reads."""

    def __init__(self, clock, reason: str):
        self._clock = clock
        self._reason = reason

    def fault(self) -> str:
        """Why."""
        return self._reason

    async def write(self, data) -> None:
        """OSError."""
        raise OSError(_ENODEV)

    async def read(self, timeout_ms: int) -> bytes:
        """b"" when the time is over."""
        await self._clock.sleep_ms(timeout_ms)
        return b""


class Board:
    """What `bu.app` and `bu.station` ask of a board; `data` is its table, `port` of `bu.hal`.

    Streams, buses and regions as in `bu.hal`; a part that the table does not have is None.
    """

    def __init__(self, data, port, storage: str = ""):
        self.name, self.model = data.NAME, data.MODEL
        self.parts = data.MANDATORY
        self.printer_profile = data.PROFILE
        self.clock = port.clock()
        self.watchdog: "Watchdog | None" = None
        self._port = port
        self._data = data
        self._buses = {}
        # What can say whether it is there, by the part's name: an object with fault().
        self._asked = {}
        self._watch()
        self._streams()
        self.rtc = self._device("clock") or port.internal_rtc()
        self.keypad = self._device("keypad")
        self.cashier_display = self._device("cashier_display")
        self.customer_display = self._device("customer_display")
        self.scanner = self._device("scanner")
        self.buzzer = self._device("buzzer")
        self.drawer = self._device("drawer")
        self._regions(storage or _storage_set_up() or data.STORAGE)
        del self._data, self._buses

    def present(self, name: str) -> bool:
        """True while the part of that name in `parts` answers, or cannot tell."""
        part = self._asked.get(name)
        if part is None:
            return True
        return part.present() if hasattr(part, "present") else not part.fault()

    def faults(self) -> list:
        """[(part, what is wrong with it)] of all parts that can tell, mandatory or not."""
        found = []
        for name in sorted(self._asked):
            reason = self._asked[name].fault()
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

    def _watch(self):
        row = self._data.DEVICES.get("watchdog")
        if row is not None:
            from bu.drivers.watchdog import Watchdog

            self.watchdog = Watchdog(self._port.watchdog(**row[1]), self.clock)

    def _streams(self):
        """СКНО (a stream or an I2C bus), printer, host."""
        self.skno = self.skno_bus = self.printer = self.host = None
        for name in ("skno", "printer", "host"):
            row = self._data.DEVICES.get(name)
            if row is None:
                continue
            bus = self._bus(row[1]["bus"])
            self._ask(name, bus)
            if name == "skno" and row[0] == "i2c":
                self.skno_bus = bus
            else:
                setattr(self, name, bus)

    def _bus(self, name):
        """The bus or stream of that name, made once; a stand-in where it cannot be made."""
        if name not in self._buses:
            kind, values = self._data.BUSES[name]
            try:
                self._buses[name] = getattr(self._port, kind)(**values)
            except (ValueError, OSError) as error:
                reason = "%s: %s" % (name, error)
                stream = kind in ("uart", "usb")
                self._buses[name] = Silence(self.clock, reason) if stream else Absent(reason)
        return self._buses[name]

    def _ask(self, name, part):
        if hasattr(part, "fault"):
            self._asked[name] = part

    def _device(self, name):
        """The driver of a part, or None where the table has none."""
        row = self._data.DEVICES.get(name)
        if row is None or row[0] == "internal":
            return None
        device = self._make(*row)
        self._ask(name, device)
        return None if isinstance(device, Absent) else device

    def _make(self, driver, values):
        """A driver object: its bus and pins made, everything else handed on."""
        port = self._port
        values = dict(values)
        before = []
        try:
            if "bus" in values:
                bus = self._bus(values.pop("bus"))
                if isinstance(bus, (Absent, Silence)):
                    return Absent(bus.fault())
                before.append(bus)
            if "cs" in values:
                values["cs"] = port.pin_out(values["cs"], 1)
            if "pin" in values:
                values["pin"] = port.pin_out(values["pin"])
            if "tone" in values:
                values["tone"] = port.tone(*values["tone"])
            if "columns" in values:
                values["rows"] = [port.pin_open(number) for number in values["rows"]]
                values["columns"] = [port.pin_in(number) for number in values["columns"]]
            if "device" in values:
                make, *place = values["device"]
                values["device"] = getattr(port, make)(*place)
                values["quiet"] = port.quiet
            else:
                values["clock"] = self.clock
            path = "bu.drivers." + driver
            module = __import__(path, None, None, (driver,))
            return getattr(module, _DRIVERS[driver])(*before, **values)
        except (ValueError, OSError) as error:
            return Absent("%s: %s" % (driver, error))

    def _regions(self, storage):
        chips, regions = self._data.STORAGES[storage]
        made = {}
        breathe = self.watchdog.breathe if self.watchdog is not None else None
        for name in ("journal", "memory", "settings", "goods"):
            region = None
            if name in regions:
                chip, first, blocks = regions[name]
                if chip not in made:
                    made[chip] = self._make(*chips[chip])
                region = Region(made[chip], first, blocks, breathe)
                self._asked[name] = made[chip]
            setattr(self, name + "_flash", region)


def _storage_set_up() -> str:
    """Which storage set-up whoever made the board chose, "" for the table's first choice."""
    try:
        with open(_STORAGE_FILE) as file:
            return file.read().strip()
    except OSError:
        return ""
