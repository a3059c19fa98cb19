"""Raspberry Pi Pico 2 W (RP2350, 4 MB, Wi-Fi): СКНО on I2C, a FELIX host on the second UART."""

from boards import rp2_pins
from boards.parts import MANDATORY, rp2_storage  # noqa: F401

NAME = "pico2_w"
MODEL = "Open BU Pico 2 W"
PORT = "machine"
CHIP = "rp2"
MCU = "RP2350"
ARCH = "armv7emsp"
PROFILE = "generic-80"
CAPS = ("usb", "wifi", "ble")
# Late modules stay when so much of the heap is free at the start (bu.late).
KEEPS_FROM = 320 * 1024

BUSES = dict(rp2_pins.BUSES)
BUSES["host"] = (
    "uart",
    {"id": 1, "tx": 4, "rx": 5, "cts": 10, "rts": 11, "flow": "rts", "baudrate": 115200,
     "rxbuf": 512},
)  # fmt: skip
DEVICES = dict(rp2_pins.DEVICES)
DEVICES["host"] = ("felix", {"bus": "host", "dialect": "rmf"})
del BUSES["scanner"], DEVICES["scanner"]

# Own image: the first FS_BYTES of the storage area are the file system's.
FS_BYTES = 256 * 1024
STORAGE = "nor"
STORAGES = {"nor": rp2_pins.NOR, "partitions": rp2_storage(FS_BYTES, 128, 256)}
