"""The parts of a board and their wires, from its table; what a table does not say stands here.

The names of a part's own pins, its supply, and what to buy. A pin that board.py names and no rule
knows is an error.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

TITLES = {
    "pico": "Raspberry Pi Pico (RP2040)", "pico_w": "Raspberry Pi Pico W (RP2040)",
    "pico2_w": "Raspberry Pi Pico 2 W (RP2350)", "esp32": "ESP32 DevKit (WROOM-32, 4 MB)",
    "esp32s3": "ESP32-S3 DevKitC (8 MB)",
}
# Pin of the Pico's 40 by GP number.
PICO = dict(zip((*range(23), 26, 27, 28),
                (1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 19, 20, 21, 22, 24, 25, 26, 27,
                 29, 31, 32, 34), strict=True))


class Kind(NamedTuple):
    """A part as it is bought: its pins by our names, supply, what to mind."""

    what: str
    pins: dict[str, str]
    supply: str
    note: str = ""


PULL_UPS = "2.2-4.7 kOhm to 3.3 V on SDA and SCL, once a bus"
LEVELS = "RS232 through a MAX3232 module; a TTL device directly at 3.3 V"
NO_DTR = "a printer without DTR: join the DTR pin to GND"
KINDS = {
    "w25q": Kind("SPI NOR flash module", {"sck": "CLK", "mosi": "DI", "miso": "DO", "cs": "CS"},
                 "3.3 V", "WP and HOLD to 3.3 V"),
    "ds3231": Kind("DS3231 module with CR2032", {"sda": "SDA", "scl": "SCL"}, "3.3 V", PULL_UPS),
    "hd44780": Kind("HD44780 display, Cyrillic ROM, with PCF8574 backpack",
                    {"sda": "SDA", "scl": "SCL"}, "5 V",
                    "a level shifter on SDA and SCL: at 5 V the backpack wants 3.5 V for a 1 and "
                    "has pull-ups to 5 V; a PCF8574A is at 3Fh and 3Eh"),
    "oled": Kind("SSD1306 display", {"sda": "SDA", "scl": "SCL"}, "3.3 V", PULL_UPS),
    "keypad_mcp23017": Kind("matrix keypad, 6 rows x 8, behind an MCP23017 module",
                            {"sda": "SDA", "scl": "SCL"}, "3.3 V",
                            "A0-A2 to GND, RESET to 3.3 V; rows GPA0-5; columns 1-7 GPB0-6, "
                            "column 8 GPA6; GPA7 and GPB7 stay free"),
    "keypad_gpio": Kind("matrix keypad, 6 rows x 8", {"rows": "row", "columns": "column"}, "",
                        "a diode in each key's line, if more than two keys may be held"),
    "i2c": Kind("СКНО, I2C at 02h", {"sda": "SDA", "scl": "SCL"}, "", PULL_UPS),
    "stream": Kind("serial device", {"tx": "RXD", "rx": "TXD", "dtr": "DTR", "rts": "CTS",
                                     "cts": "RTS"}, "", LEVELS),
    "scanner": Kind("barcode scanner with UART, 9600 8N1, CR LF", {"tx": "RXD", "rx": "TXD"},
                    "5 V", "its TXD through a divider if it has 5 V levels"),
    "buzzer": Kind("piezo sounder", {"tone": "+"}, "", "passive with a frequency in board.py, "
                   "active with 0; over an NPN transistor above 10 mA"),
    "drawer": Kind("drawer lock", {"pin": "gate"}, "24 V",
                   "over a logic-level MOSFET with a flyback diode, its gate pulled to GND by "
                   "10 kOhm"),
}
NAMES = {
    "skno": "СКНО", "printer": "printer", "host": "host", "scanner": "scanner", "clock": "clock",
    "keypad": "keypad", "cashier_display": "cashier's display", "buzzer": "sounder",
    "customer_display": "customer's display", "drawer": "drawer", "main": "flash of the journal",
    "memory": "flash of the БЭП",
}
STREAMS = {"printer": "thermal printer, ESC/POS", "skno": "СКНО, RS232", "host": "host computer"}
INTERNAL = ("watchdog",)


class Wire(NamedTuple):
    """One wire: a pin of the board, and where it goes."""

    pin: int
    part: str
    to: str
    bus: str


class Part(NamedTuple):
    """One part and its wires."""

    name: str
    kind: Kind
    detail: str
    wires: list[Wire]


def parts(table: ModuleType) -> Iterator[Part]:
    """The parts of a board's table with the external memories, in its order."""
    chips = table.STORAGES["nor"][0]
    for name, (driver, values) in [*table.DEVICES.items(), *chips.items()]:
        if name in INTERNAL:
            continue
        serial = driver == "stream" or name == "host"
        kind = KINDS["stream" if serial else driver]
        if serial:
            kind = kind._replace(what=STREAMS[name])
            if "dtr" in table.BUSES[values["bus"]][1]:
                kind = kind._replace(note=f"{kind.note}; {NO_DTR}")
        wires = []
        bus = values.get("bus", "")
        if bus:
            bus_kind, pins = table.BUSES[bus]
            if bus_kind == "usb":
                continue
            wires += [Wire(pins[key], name, to, bus) for key, to in kind.pins.items()
                      if key in pins]
        for key, to in kind.pins.items():
            given = values.get(key)
            if key == "tone" and given is not None:
                given = given[0]
            numbers = given if isinstance(given, tuple) else () if given is None else (given,)
            many = isinstance(given, tuple)
            wires += [Wire(number, name, f"{to} {index + 1}" if many else to, "")
                      for index, number in enumerate(numbers)]
        yield Part(name, kind, _detail(table, driver, values), wires)


def _detail(table: ModuleType, driver: str, values: dict) -> str:
    said = []
    if "address" in values:
        said.append(f"address {values['address']:02X}h")
    if "ids" in values:
        sizes = sorted({number & 0xFF for number in values["ids"]})
        makes = sorted({f"{number >> 8:04X}xx" for number in values["ids"]})
        said += [" or ".join(f"W25Q{1 << size - 17}" for size in sizes),
                 f"JEDEC {' or '.join(makes)}"]
    if "charset" in values:
        said.append(f"{values['rows']} x 20")
    if driver == "oled":
        said.append(f"128 x {16 * values['rows']} dots")
    bus = table.BUSES.get(values.get("bus", ""), ("", {}))[1]
    if driver in ("stream", "scanner") and "baudrate" in bus:
        said.append(f"{bus['baudrate']} baud")
        if bus.get("flow"):
            said.append(f"flow control {bus['flow'].upper()}")
    return ", ".join(said)


def pin(table: ModuleType, number: int) -> str:
    """A pin as it is printed on the board."""
    if table.CHIP == "rp2":
        return f"GP{number} (pin {PICO[number]})"
    return f"GPIO{number}"
