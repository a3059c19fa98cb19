"""Raspberry Pi Pico (RP2040, 2 MB): СКНО on I2C, scanner on the second UART."""

from boards.rp2_pins import BUSES, DEVICES, MANDATORY, NOR, internal  # noqa: F401

NAME = "pico"
MODEL = "Open BU Pico"
PORT = "machine"
CHIP = "rp2"
ARCH = "armv6m"
PROFILE = "generic-80"
CAPS = ("usb",)

# Own image: of the 1408 KB storage area the first FS_BYTES are the file system's.
FS_BYTES = 624 * 1024
STORAGE = "nor"
STORAGES = {"nor": NOR, "partitions": internal(FS_BYTES, 128)}
