"""Raspberry Pi Pico W (RP2040, 2 MB, Wi-Fi): СКНО on the second UART (RS232), no scanner."""

from boards import rp2_pins
from boards.parts import MANDATORY, rp2_storage  # noqa: F401

NAME = "pico_w"
MODEL = "Open BU Pico W"
PORT = "machine"
CHIP = "rp2"
MCU = "RP2040"
ARCH = "armv6m"
PROFILE = "generic-80"
CAPS = ("usb", "wifi", "ble")

BUSES = dict(rp2_pins.BUSES)
BUSES["skno"] = ("uart", {"id": 1, "tx": 4, "rx": 5, "baudrate": 115200, "rxbuf": 1200})
DEVICES = dict(rp2_pins.DEVICES)
DEVICES["skno"] = ("stream", {"bus": "skno"})
del BUSES["scanner"], DEVICES["scanner"]

# Own image: the first FS_BYTES of the storage area are the file system's; the БЭП has 256 KB (3000
# shifts with one currency).
FS_BYTES = 256 * 1024
STORAGE = "nor"
STORAGES = {"nor": rp2_pins.NOR, "partitions": rp2_storage(FS_BYTES, 64)}
