"""ESP32-S3 DevKitC (8 MB, Wi-Fi, native USB): OLED displays, keypad on pins.

UART 0 (43, 44) stays the REPL's, beside the USB; so there is no line for a scanner.
"""

NAME = "esp32s3"
MODEL = "Open BU ESP32-S3"
PORT = "machine"
CHIP = "esp32"
ARCH = "xtensawin"
PROFILE = "generic-80"
CAPS = ("usb", "wifi", "ble")

BUSES = {
    "parts": ("i2c", {"id": 0, "sda": 8, "scl": 9, "freq": 400000}),
    "skno": ("uart", {"id": 1, "tx": 17, "rx": 18, "baudrate": 115200, "rxbuf": 1200}),
    "printer": ("uart", {"id": 2, "tx": 15, "rx": 16, "baudrate": 115200, "flow": "xon"}),
    "flash": ("spi", {"id": 1, "sck": 12, "mosi": 11, "miso": 13, "baudrate": 20000000}),
}

DEVICES = {
    "skno": ("stream", {"bus": "skno"}),
    "printer": ("stream", {"bus": "printer"}),
    "clock": ("ds3231", {"bus": "parts", "address": 0x68}),
    "keypad": (
        "keypad_gpio", {"rows": (1, 2, 4, 5, 6, 7), "columns": (38, 39, 40, 41, 42, 47, 48, 3)},
    ),
    "cashier_display": ("oled", {"bus": "parts", "address": 0x3C, "rows": 4}),
    "customer_display": ("oled", {"bus": "parts", "address": 0x3D, "rows": 2}),
    "buzzer": ("buzzer", {"tone": (14, 0)}),
    # Pulled down while the chip starts: the drawer stays shut.
    "drawer": ("drawer", {"pin": 46, "pulse_ms": 120}),
    "watchdog": ("watchdog", {"timeout_ms": 8000}),
}  # fmt: skip

MANDATORY = ("memory", "skno", "printer", "keypad", "cashier_display", "customer_display", "clock")

STORAGE = "nor"
STORAGES = {
    # A W25Q32 for journal, settings and goods, a W25Q16 or larger for the БЭП alone.
    "nor": (
        {
            "main": ("w25q", {"bus": "flash", "cs": 10, "ids": (0xEF4016, 0xEF7016)}),
            "memory": (
                "w25q",
                {"bus": "flash", "cs": 21, "ids": (0xEF4015, 0xEF7015, 0xEF4016, 0xEF7016)},
            ),
        },
        {
            "journal": ("main", 0, 64),
            "settings": ("main", 64, 4),
            "goods": ("main", 128, 512),
            "memory": ("memory", 0, 128),
        },
    ),
    # Own image with partitions.csv.
    "partitions": (
        {
            "journal": (
                "internal_flash",
                {"device": ("esp32_partition", "bu_journal"), "size": 256 * 1024},
            ),
            "memory": (
                "internal_flash",
                {"device": ("esp32_partition", "bu_memory"), "size": 512 * 1024},
            ),
            "settings": (
                "internal_flash",
                {"device": ("esp32_partition", "bu_settings"), "size": 16 * 1024},
            ),
            "goods": (
                "internal_flash",
                {"device": ("esp32_partition", "bu_goods"), "size": 2048 * 1024},
            ),
        },
        {
            "journal": ("journal", 0, 64),
            "memory": ("memory", 0, 128),
            "settings": ("settings", 0, 4),
            "goods": ("goods", 0, 512),
        },
    ),
}  # fmt: skip
