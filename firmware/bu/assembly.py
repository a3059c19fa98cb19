"""From a board's table (`boards/NAME/board.py`) and a port (`bu.hal`) to the parts of the unit.

Nothing here fails: a bus that the chip does not have, a partition that is not there, a chip that
does not answer become faults of the parts that need them, and the unit blocks as регл. 26 says.
Only the drivers that the table names are imported; this module is gone when the board is made.
"""

import gc

from micropython import const

from bu import late
from bu.board import Board
from bu.drivers.region import Region

_ENODEV = const(19)
# What a chip that is not there, or a table with a mistake in it, comes to.
_MISTAKES = (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError)
_STORAGE_FILE = const("/storage.txt")
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


_DEVICES = const((
    "keypad", "cashier_display", "customer_display", "scanner", "buzzer", "drawer",
))  # fmt: skip


def make(table, port, storage: str = "") -> Board:
    """The board of a table; `storage` names one of its set-ups, "" what /storage.txt says."""
    _keep(table)
    return _Assembly(table, port).make(storage or _storage_set_up() or table.STORAGE)


def _keep(table):
    """Late modules stay (`bu.late`) where the table's KEEPS_FROM bytes of heap are free."""
    wanted = getattr(table, "KEEPS_FROM", 0)
    if wanted and hasattr(gc, "mem_free"):
        gc.collect()
        late.forgets = gc.mem_free() < wanted


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


class _Assembly:
    """The board while it is made."""

    def __init__(self, table, port):
        self._table = table
        self._port = port
        self._buses = {}
        self._board = Board(table, port.clock())

    def make(self, storage):
        """All of it."""
        board = self._board
        self._watch()
        self._streams()
        board.rtc = self._device("clock") or self._port.internal_rtc()
        for name in _DEVICES:
            setattr(board, name, self._device(name))
        self._regions(storage)
        return board

    def _watch(self):
        row = self._table.DEVICES.get("watchdog")
        if row is not None:
            from bu.drivers.watchdog import Watchdog

            self._board.watchdog = Watchdog(self._port.watchdog(**row[1]), self._board.clock)

    def _streams(self):
        """СКНО (a stream or an I2C bus), printer, host."""
        for name in ("skno", "printer", "host"):
            row = self._table.DEVICES.get(name)
            if row is None:
                continue
            bus = self._bus(row[1]["bus"])
            self._ask(name, bus)
            if name == "skno" and row[0] == "i2c":
                self._board.skno_bus = bus
            else:
                setattr(self._board, name, bus)
            if name == "host":
                self._board.protocol = row

    def _bus(self, name):
        """The bus or stream of that name, made once; a stand-in where it cannot be made."""
        if name not in self._buses:
            kind, values = self._table.BUSES.get(name, ("no bus", {}))
            if kind == "usb":
                self._board.usb_taken = True
            try:
                self._buses[name] = getattr(self._port, kind)(**values)
            except _MISTAKES as error:
                reason = "%s: %s" % (name, error)
                stream = kind in ("uart", "usb")
                self._buses[name] = (
                    Silence(self._board.clock, reason) if stream else Absent(reason)
                )
        return self._buses[name]

    def _ask(self, name, part):
        if hasattr(part, "fault"):
            self._board.asked[name] = part

    def _device(self, name):
        """The driver of a part, or None where the table has none."""
        row = self._table.DEVICES.get(name)
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
                values["clock"] = self._board.clock
            path = "bu.drivers." + driver
            module = __import__(path, None, None, (driver,))
            return getattr(module, _DRIVERS[driver])(*before, **values)
        except _MISTAKES as error:
            return Absent("%s: %s" % (driver, error))

    def _regions(self, storage):
        table, made = self._table, {}
        chips, regions = table.STORAGES.get(storage, table.STORAGES[table.STORAGE])
        if storage not in table.STORAGES:
            made = {chip: Absent("no storage set-up %s" % storage) for chip in chips}
        watchdog = self._board.watchdog
        breathe = watchdog.breathe if watchdog is not None else None
        for name in ("journal", "memory", "settings", "goods"):
            region = None
            if name in regions:
                chip, first, blocks = regions[name]
                if chip not in made:
                    made[chip] = self._make(*chips[chip])
                region = Region(made[chip], first, blocks, breathe)
                self._board.asked[name] = made[chip]
            setattr(self._board, name + "_flash", region)


def _storage_set_up() -> str:
    """Which storage set-up whoever made the board chose, "" for the table's first choice."""
    try:
        with open(_STORAGE_FILE) as file:
            return file.read().strip()
    except OSError:
        return ""
