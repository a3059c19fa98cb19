"""Each part of each board: what is named, and what blocks, when it is away."""

BOARDS = ("pico", "pico_w", "pico2_w", "esp32", "esp32s3")
# A part of the bench: the blocking, the device it names, what the self-test names.
EACH = {
    "keypad": ("device_missing", "клавиатура", ["keypad"]),
    "cashier_display": ("device_missing", "индикатор кассира", ["cashier_display"]),
    "customer_display": ("device_missing", "индикатор потребителя", ["customer_display"]),
    "clock": ("device_missing", "часы", ["clock"]),
    "main_flash": ("device_missing", "память журнала", ["goods", "journal", "settings"]),
    "memory_flash": ("device_missing", "БЭП", ["memory"]),
    "printer": ("printer_silent", "", ["printer"]),
    "skno": ("skno_silent", "", ["skno"]),
}


def switch(place, part, away):
    """A part is unplugged, or plugged in again."""
    if part == "printer":
        place.printer.off = away
    elif part == "skno":
        place.skno.silent = away
    else:
        place.parts[part].away = away


def of(name):
    """The parts of a board that can tell: a keypad on pins cannot."""
    return [part for part in sorted(EACH) if part != "keypad" or name != "esp32s3"]
