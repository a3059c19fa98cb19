"""What stands on a board of the Raspberry Pi Pico's shape: the same for Pico, Pico W, Pico 2 W.

GP0 GP1 printer, GP2 its DTR; GP4 GP5 the second UART (scanner, or СКНО); GP6 GP7 I2C of the parts;
GP8 GP9 I2C of the СКНО; GP16 GP18 GP19 SPI, GP17 GP20 the flash chips; GP21 sounder; GP22 drawer.
"""

BUSES = {
    "parts": ("i2c", {"id": 1, "sda": 6, "scl": 7, "freq": 100000}),
    "skno": ("i2c", {"id": 0, "sda": 8, "scl": 9, "freq": 100000}),
    "printer": ("uart", {"id": 0, "tx": 0, "rx": 1, "baudrate": 19200, "flow": "dtr", "dtr": 2}),
    "scanner": ("uart", {"id": 1, "tx": 4, "rx": 5, "baudrate": 9600, "rxbuf": 512}),
    "flash": ("spi", {"id": 0, "sck": 18, "mosi": 19, "miso": 16, "baudrate": 10000000}),
}

DEVICES = {
    "skno": ("i2c", {"bus": "skno"}),
    "printer": ("stream", {"bus": "printer"}),
    "scanner": ("scanner", {"bus": "scanner"}),
    "clock": ("ds3231", {"bus": "parts", "address": 0x68}),
    "keypad": ("keypad_mcp23017", {"bus": "parts", "address": 0x20, "rows": 6}),
    "cashier_display": (
        "hd44780", {"bus": "parts", "address": 0x27, "rows": 4, "charset": "cyrillic"},
    ),
    "customer_display": (
        "hd44780", {"bus": "parts", "address": 0x26, "rows": 2, "charset": "cyrillic"},
    ),
    "buzzer": ("buzzer", {"tone": (21, 2400)}),
    "drawer": ("drawer", {"pin": 22, "pulse_ms": 120}),
    "watchdog": ("watchdog", {"timeout_ms": 8000}),
}  # fmt: skip

MANDATORY = ("memory", "skno", "printer", "keypad", "cashier_display", "customer_display", "clock")

# External flash: a W25Q32 for journal, settings and goods, a W25Q16 or larger for the БЭП alone.
NOR = (
    {
        "main": ("w25q", {"bus": "flash", "cs": 17, "ids": (0xEF4016, 0xEF7016)}),
        "memory": (
            "w25q", {"bus": "flash", "cs": 20, "ids": (0xEF4015, 0xEF7015, 0xEF4016, 0xEF7016)},
        ),
    },
    {
        "journal": ("main", 0, 64),
        "settings": ("main", 64, 4),
        "goods": ("main", 128, 512),
        "memory": ("memory", 0, 128),
    },
)  # fmt: skip


def internal(start: int, memory: int, goods: int = 0) -> tuple:
    """The set-up in the chip's own flash: from `start` of the storage area on, sizes in blocks."""
    blocks = 64 + 4 + memory + goods
    size = blocks * 4096
    regions = {
        "journal": ("own", 0, 64), "settings": ("own", 64, 4), "memory": ("own", 68, memory),
    }  # fmt: skip
    if goods:
        regions["goods"] = ("own", 68 + memory, goods)
    chip = ("internal_flash", {"device": ("rp2_flash", start, size), "size": size})
    return {"own": chip}, regions
