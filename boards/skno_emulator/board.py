"""The СКНО on a second board: pins by chip, and what the device is.

/carrier.txt on the board chooses another line than the chip's first: i2c, uart or usb. No ESP32
has I2C here: the first cannot be a target, and on the others MicroPython answers from a fixed
memory instead of asking for each byte.
"""

NAME = "skno_emulator"
CHIP = "rp2"
ARCH = ("armv6m", "armv7emsp", "xtensawin", "x86", "x64")

SERIAL = 310000001
STATE = "/skno.json"
# Real hosts and real time: no complaints about 0,1 s; a register with a history may come.
OPTIONS = {"check_timing": False, "first_number": None, "first_z": None,
           "max_document": 8192}  # a Pico cannot hold the fields of a longer one

LINES = {
    "rp2": {
        "i2c": {"id": 0, "scl": 9, "sda": 8},
        "uart": {"id": 1, "tx": 4, "rx": 5, "baudrate": 115200, "rxbuf": 2048},
        "usb": {},
    },
    "esp32": {
        "uart": {"id": 1, "tx": 17, "rx": 18, "baudrate": 115200, "rxbuf": 2048},
        "usb": {},
    },
    "linux": {"usb": {}},
}
