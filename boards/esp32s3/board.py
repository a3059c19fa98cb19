"""ESP32-S3 DevKitC (8 MB, Wi-Fi, native USB): OLED displays, keypad on pins.

UART 0 (43, 44) stays the REPL's, beside the USB (19, 20); so there is no line for a scanner. GPIO
26-32 are the flash, 33-37 the PSRAM of the larger modules; 0 and 45 choose how the chip starts and
stay free. 3 chooses the source of JTAG, which only a burnt fuse makes it do. 38 or 48, by the
board's version, is also the data line of its coloured LED, which a key does not disturb.
"""

from boards.parts import MANDATORY, PANEL, nor, partitions  # noqa: F401

NAME = "esp32s3"
MODEL = "Open BU ESP32-S3"
PORT = "machine"
CHIP = "esp32"
MCU = "ESP32S3"
ARCH = "xtensawin"
PROFILE = "generic-80"
CAPS = ("usb", "wifi", "ble")
# Late modules stay when so much of the heap is free at the start (bu.late): with PSRAM.
KEEPS_FROM = 320 * 1024

BUSES = {
    "parts": ("i2c", {"id": 0, "sda": 8, "scl": 9, "freq": 400000}),
    "skno": ("uart", {"id": 1, "tx": 17, "rx": 18, "baudrate": 115200, "rxbuf": 1200}),
    "printer": ("uart", {"id": 2, "tx": 15, "rx": 16, "baudrate": 115200, "flow": "xon"}),
    "flash": ("spi", {"id": 1, "sck": 12, "mosi": 11, "miso": 13, "baudrate": 20000000}),
}

DEVICES = {
    "skno": ("stream", {"bus": "skno"}),
    "printer": ("stream", {"bus": "printer"}),
    "clock": PANEL["clock"],
    "keypad": (
        "keypad_gpio", {"rows": (1, 2, 4, 5, 6, 7), "columns": (38, 39, 40, 41, 42, 47, 48, 3)},
    ),
    # Modules of 128 x 32 are sold for 3Ch alone; those of 128 x 64 can be changed to 3Dh.
    "cashier_display": ("oled", {"bus": "parts", "address": 0x3D, "rows": 4}),
    "customer_display": ("oled", {"bus": "parts", "address": 0x3C, "rows": 2}),
    "buzzer": ("buzzer", {"tone": (14, 0)}),
    # Pulled down while the chip starts: the drawer stays shut.
    "drawer": ("drawer", {"pin": 46, "pulse_ms": 120}),
    "watchdog": ("watchdog", {"timeout_ms": 8000}),
}  # fmt: skip

STORAGE = "nor"
# The partitions are those of partitions.csv.
STORAGES = {
    "nor": nor(10, 21),
    "partitions": partitions(journal=64, memory=128, settings=4, goods=512),
}
