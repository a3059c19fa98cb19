"""Raspberry Pi Pico 2 W (RP2350, 4 MB, Wi-Fi): СКНО on I2C, scanner on the second UART."""

from boards.rp2_pins import BUSES, DEVICES, MANDATORY, NOR, internal  # noqa: F401

NAME = "pico2_w"
MODEL = "Open BU Pico 2 W"
PORT = "machine"
CHIP = "rp2"
ARCH = "armv7emsp"
PROFILE = "generic-80"
CAPS = ("usb", "wifi", "ble")

# Own image: the first FS_BYTES of the storage area are the file system's.
FS_BYTES = 256 * 1024
STORAGE = "nor"
STORAGES = {"nor": NOR, "partitions": internal(FS_BYTES, 128, 256)}
