"""What the tables of several boards say alike: panel, flash chips, regions, partitions.

Regions are (chip, first block, blocks of 4 KB). Any larger W25Q fits as well as the one named.
"""

MANDATORY = (
    "memory", "journal", "settings", "skno", "printer", "keypad", "cashier_display",
    "customer_display", "clock",
)  # fmt: skip

# On the I2C bus «parts», at 100 kHz.
PANEL = {
    "clock": ("ds3231", {"bus": "parts", "address": 0x68}),
    "keypad": ("keypad_mcp23017", {"bus": "parts", "address": 0x20, "rows": 6}),
    "cashier_display": (
        "hd44780", {"bus": "parts", "address": 0x27, "rows": 4, "charset": "cyrillic"},
    ),
    "customer_display": (
        "hd44780", {"bus": "parts", "address": 0x26, "rows": 2, "charset": "cyrillic"},
    ),
}  # fmt: skip

# W25Q32, 64, 128, each in both of its ids (JV-IQ, JV-IM); the БЭП's chip may be a W25Q16 as well.
_LARGE = (0xEF4016, 0xEF7016, 0xEF4017, 0xEF7017, 0xEF4018, 0xEF7018)
_SMALL = (0xEF4015, 0xEF7015) + _LARGE


def nor(main_cs: int, memory_cs: int) -> tuple:
    """External flash: one chip for journal, settings and goods, one for the БЭП alone."""
    return (
        {
            "main": ("w25q", {"bus": "flash", "cs": main_cs, "ids": _LARGE}),
            "memory": ("w25q", {"bus": "flash", "cs": memory_cs, "ids": _SMALL}),
        },
        {
            "journal": ("main", 0, 64),
            "settings": ("main", 64, 4),
            "goods": ("main", 128, 512),
            "memory": ("memory", 0, 128),
        },
    )


def partitions(**sizes) -> tuple:
    """An ESP32's own flash: the partition bu_NAME of so many blocks for each region NAME."""
    chips = {}
    for name, blocks in sizes.items():
        values = {"device": ("esp32_partition", "bu_" + name), "size": blocks * 4096}
        chips[name] = ("internal_flash", values)
    return chips, {name: (name, 0, blocks) for name, blocks in sizes.items()}


def rp2_storage(start: int, memory: int, goods: int = 0) -> tuple:
    """A Pico's own flash: from `start` of the storage area on, sizes in blocks."""
    regions = {
        "journal": ("own", 0, 64), "settings": ("own", 64, 4), "memory": ("own", 68, memory),
    }  # fmt: skip
    if goods:
        regions["goods"] = ("own", 68 + memory, goods)
    size = (68 + memory + goods) * 4096
    chip = ("internal_flash", {"device": ("rp2_flash", start, size), "size": size})
    return {"own": chip}, regions
