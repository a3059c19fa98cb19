"""ESP32 DevKit (WROOM-32, 4 MB, Wi-Fi): СКНО and printer on UARTs; UART 0 is the REPL's."""

NAME = "esp32"
MODEL = "Open BU ESP32"
PORT = "machine"
CHIP = "esp32"
ARCH = "xtensawin"
PROFILE = "generic-80"
CAPS = ("wifi", "ble")

BUSES = {
    "parts": ("i2c", {"id": 0, "sda": 21, "scl": 22, "freq": 100000}),
    "skno": ("uart", {"id": 1, "tx": 25, "rx": 26, "baudrate": 115200, "rxbuf": 1200}),
    "printer": ("uart", {"id": 2, "tx": 17, "rx": 16, "baudrate": 19200, "flow": "dtr", "dtr": 4}),
    "flash": ("spi", {"id": 2, "sck": 18, "mosi": 23, "miso": 19, "baudrate": 10000000}),
}

DEVICES = {
    "skno": ("stream", {"bus": "skno"}),
    "printer": ("stream", {"bus": "printer"}),
    "clock": ("ds3231", {"bus": "parts", "address": 0x68}),
    "keypad": ("keypad_mcp23017", {"bus": "parts", "address": 0x20, "rows": 6}),
    "cashier_display": (
        "hd44780", {"bus": "parts", "address": 0x27, "rows": 4, "charset": "cyrillic"},
    ),
    "customer_display": (
        "hd44780", {"bus": "parts", "address": 0x26, "rows": 2, "charset": "cyrillic"},
    ),
    "buzzer": ("buzzer", {"tone": (32, 2400)}),
    "drawer": ("drawer", {"pin": 33, "pulse_ms": 120}),
    "watchdog": ("watchdog", {"timeout_ms": 8000}),
}  # fmt: skip

MANDATORY = ("memory", "skno", "printer", "keypad", "cashier_display", "customer_display", "clock")

STORAGE = "nor"
STORAGES = {
    # A W25Q32 for journal, settings and goods, a W25Q16 or larger for the БЭП alone.
    "nor": (
        {
            "main": ("w25q", {"bus": "flash", "cs": 5, "ids": (0xEF4016, 0xEF7016)}),
            "memory": (
                "w25q",
                {"bus": "flash", "cs": 27, "ids": (0xEF4015, 0xEF7015, 0xEF4016, 0xEF7016)},
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
        },
        {
            "journal": ("journal", 0, 64),
            "memory": ("memory", 0, 128),
            "settings": ("settings", 0, 4),
        },
    ),
}  # fmt: skip
