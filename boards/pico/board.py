"""Raspberry Pi Pico (RP2040, 2 MB): СКНО on I2C, scanner on the second UART."""

from boards.parts import MANDATORY, rp2_storage  # noqa: F401
from boards.rp2_pins import BUSES, DEVICES, NOR  # noqa: F401

NAME = "pico"
MODEL = "Open BU Pico"
PORT = "machine"
CHIP = "rp2"
MCU = "RP2040"
ARCH = "armv6m"
PROFILE = "generic-80"
CAPS = ("usb",)

# Own image: the first FS_BYTES of the storage area are the file system's; the БЭП has 256 KB (3000
# shifts with one currency).
FS_BYTES = 224 * 1024
STORAGE = "nor"
STORAGES = {"nor": NOR, "partitions": rp2_storage(FS_BYTES, 64)}
