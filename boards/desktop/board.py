"""A PC with a USB bridge (Blinka: MCP2221, FT232H ...) for I2C and USB serial adapters.

The memories are image files beside the program; the PC's clock is the calendar.
"""

NAME = "desktop"
MODEL = "Open BU Desktop"
PORT = "blinka"
CHIP = ""
ARCH = ""
PROFILE = "generic-80"
CAPS = ()

BUSES = {
    "parts": ("i2c", {"freq": 100000}),
    "skno": ("uart", {"path": "/dev/ttyACM0", "baudrate": 115200}),
    "printer": ("uart", {"path": "/dev/ttyUSB0", "baudrate": 19200, "flow": "dtr"}),
    "scanner": ("uart", {"path": "/dev/ttyUSB1", "baudrate": 9600}),
}

DEVICES = {
    "skno": ("stream", {"bus": "skno"}),
    "printer": ("stream", {"bus": "printer"}),
    "scanner": ("scanner", {"bus": "scanner"}),
    "clock": ("internal", {}),
    "keypad": ("keypad_mcp23017", {"bus": "parts", "address": 0x20, "rows": 6}),
    "cashier_display": (
        "hd44780", {"bus": "parts", "address": 0x27, "rows": 4, "charset": "cyrillic"},
    ),
    "customer_display": (
        "hd44780", {"bus": "parts", "address": 0x26, "rows": 2, "charset": "cyrillic"},
    ),
}  # fmt: skip

MANDATORY = (
    "memory", "journal", "settings", "skno", "printer", "keypad", "cashier_display",
    "customer_display",
)  # fmt: skip

STORAGE = "files"
STORAGES = {
    "files": (
        {
            "main": (
                "internal_flash",
                {"device": ("file_flash", "bu-main.bin", 640), "size": 640 * 4096},
            ),
            "memory": (
                "internal_flash",
                {"device": ("file_flash", "bu-memory.bin", 128), "size": 128 * 4096},
            ),
        },
        {
            "journal": ("main", 0, 64),
            "settings": ("main", 64, 4),
            "goods": ("main", 128, 512),
            "memory": ("memory", 0, 128),
        },
    ),
}
