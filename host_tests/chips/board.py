"""A board on the bench: chips of the right kind on the wires that its table names.

    bench = Bench(table)          world, chips, peers; the fake modules are in place
    board, unit = bench.make()    the unit as `bu.station` makes it
    bench.run(station)            the register's tasks, until `bench.until` is satisfied
"""

import sys

from host_tests.chips.clock import Ds3231
from host_tests.chips.i2c import Wires
from host_tests.chips.keys import Matrix, Mcp23017
from host_tests.chips.lcd import Lcd
from host_tests.chips.loop import Loop
from host_tests.chips.machine import Machine
from host_tests.chips.nor import Internal, W25q
from host_tests.chips.oled import Ssd1306
from host_tests.chips.serial import Ear, Line, ReceiptPrinter
from host_tests.chips.skno import Brain, OnI2c, OnSerial
from host_tests.chips.world import Time, World


class _Module:
    """A module of one function each."""

    def __init__(self, **entries):
        for name, value in entries.items():
            setattr(self, name, value)


class Bench:
    """Everything around one board."""

    def __init__(self, table, storage=""):
        self.table = table
        self.storage = storage or table.STORAGE
        self.world = World(5000000)
        self.loop = Loop(self.world)
        self.wires, self.lines, self.spi, self.uarts = {}, {}, {}, {}
        self.rows, self.tones, self.levels = (), {}, {}
        self.not_ready = []
        self.dog = None
        self.calendar = (2021, 1, 1, 4, 0, 0, 0, 0)
        self.skno, self.printer, self.scanner = Brain(), ReceiptPrinter(), Ear()
        self.parts = {}
        self.internal = {}
        self._buses()
        self._devices()
        self._flash()

    def _buses(self):
        for kind, values in self.table.BUSES.values():
            if kind == "i2c":
                self.wires[(values["sda"], values["scl"])] = Wires(self.world)
            elif kind == "uart":
                self.lines[values["id"]] = Line(self.world, Ear(), values["baudrate"])

    def _kind(self, name):
        return self.table.BUSES[name][0]

    def _on(self, name):
        kind, values = self.table.BUSES[name]
        if kind == "i2c":
            return self.wires[(values["sda"], values["scl"])]
        return self.lines[values["id"]]

    def _devices(self):
        makers = {
            "ds3231": lambda values: Ds3231(self.world),
            "hd44780": lambda values: Lcd(self.world, values["rows"], values["charset"]),
            "oled": lambda values: Ssd1306(self.world),
        }
        self.matrix = Matrix(self.world, 6, 8)
        self.columns = {}
        for name, (driver, values) in self.table.DEVICES.items():
            if driver in makers:
                self._place(name, values, makers[driver](values))
            elif driver == "keypad_mcp23017":
                self._place(name, values, Mcp23017(self.world, self.matrix))
            elif driver == "keypad_gpio":
                self.rows = values["rows"]
                for place, number in enumerate(values["columns"]):
                    self.columns[number] = place
            elif name == "skno" and driver == "i2c":
                self._on(values["bus"]).chips[2] = OnI2c(self.world, self.skno)
            elif name in ("skno", "printer", "scanner") and self._kind(values["bus"]) == "uart":
                peers = {"printer": self.printer, "scanner": self.scanner}
                peer = OnSerial(self.skno) if name == "skno" else peers[name]
                line = self._on(values["bus"])
                line.peer = peer
                peer.line = line

    def _place(self, name, values, chip):
        self.parts[name] = chip
        self._on(values["bus"]).chips[values["address"]] = chip

    def _flash(self):
        for name, (driver, values) in self.table.STORAGES[self.storage][0].items():
            if driver == "w25q":
                chip = W25q(self.world, values["ids"][0])
                self.spi[values["cs"]] = self.parts[name + "_flash"] = chip
            else:
                kind, *place = values["device"]
                device = Internal(self.world, values["size"], kind == "rp2_flash")
                self.internal[place[0]] = self.parts[name + "_flash"] = device

    # what the fake machine asks

    def pin_changed(self, pin):
        """An output changed its level."""
        number, level = pin.number, pin.level
        for (_, scl), wires in self.wires.items():
            if scl == number and level and not self.levels.get(number, 1):
                wires.clocked()
        self.levels[number] = level
        chip = self.spi.get(number)
        if chip is not None:
            if level:
                if chip.bytes is not None:
                    chip.deselect()
            else:
                chip.select()

    def pin_level(self, pin):
        """What an input reads: a column, a bus's data, or a line that says «ready» (low)."""
        for (sda, _), wires in self.wires.items():
            if sda == pin.number:
                return 0 if wires.stuck else 1
        if pin.number not in self.columns:
            return 1 if pin.number in self.not_ready else 0
        driven = {}
        for place, number in enumerate(self.rows):
            if not self.levels[number]:
                driven[place] = 0
        return 0 if self.matrix.low_columns(driven) >> self.columns[pin.number] & 1 else 1

    # the board on the bench

    def plug_in(self):
        """Puts the fake modules in place; the port."""
        from bu import station
        from bu.hal import machine as port
        from bu.hal import machine_lines as lines

        chip = self.table.CHIP if self.table.NAME != "esp32s3" else "esp32s3"
        self.machine = Machine(self.world, self, chip)
        sys.modules["machine"] = self.machine
        sys.modules["rp2"] = _Module(Flash=self._rp2_flash)
        sys.modules["esp32"] = _Module(Partition=_Partitions(self.internal))
        from host_tests.chips import ssd1306

        sys.modules["ssd1306"] = ssd1306
        lines.time = Time(self.world)
        lines.asyncio = station.asyncio = self.loop
        lines.uarts.clear()
        station.FAILURE = "/dev/null"
        return port

    def _rp2_flash(self, start, len):
        if start not in self.internal:
            raise ValueError("%d bytes from %d" % (len, start))
        return self.internal[start]

    def make(self):
        """The board and its unit."""
        from bu import app, assembly

        self.board = assembly.make(self.table, self.plug_in(), self.storage)
        self.unit = app.build(self.board)
        return self.board, self.unit

    def start(self):
        """The register's tasks begin."""
        from bu.station import Station

        self.station = Station(self.board, self.unit)
        self.main = self.loop.create_task(self.station.run())
        self.loop.pass_ms(300)

    def wait(self, ready, limit_ms=120000):
        """Runs until something is so, looking every 20 ms; a register that stopped is an error."""
        end = self.world.us + limit_ms * 1000
        while not ready():
            assert self.world.us < end, "%d ms are over" % limit_ms
            self.loop.pass_ms(20)
            if self.dog is not None:
                self.dog.check()
            assert not self.main.done, "the register stopped"

    def key(self, name):
        """A finger on a key: down for 60 ms, up for 60."""
        from bu.ui.layout import LAYOUT

        for row, keys in enumerate(LAYOUT):
            for column, (known, _) in enumerate(keys):
                if known == name:
                    self.matrix.press(row, column)
                    self.loop.pass_ms(60)
                    self.matrix.release(row, column)
                    self.loop.pass_ms(60)
                    return
        raise KeyError(name)


class _Partitions:
    TYPE_DATA = 1

    def __init__(self, found):
        self._found = found

    def find(self, kind, label):
        return [self._found[label]] if label in self._found else []
