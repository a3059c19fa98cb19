"""What helps when a part fails its self-test, or («?») cannot be asked.

The first row whose part (or "") and piece of the reason match is the remedy.
"""

ROWS = (
    ("keypad", "?",
     "Press every key while the register runs: the display shows digits, ИНФО and C lead in and "
     "out. A key that is another one: rows and columns against docs/boards"),
    ("scanner", "?",
     "Scan a code while a receipt is open: its item, or «Товар не найден», comes up. Nothing: "
     "TX and RX crossed, 9600 8N1, a CR or LF behind each code"),
    ("host", "?",
     "Connect the host program: baud rate and dialect as in board.py"),
    ("drawer", "?",
     "Pay in cash: the drawer opens"),
    ("buzzer", "?",
     "It beeped twice just now. It did not: its pin, and a frequency of 0 for an active one"),
    ("skno", "skno_silent",
     "Is the СКНО powered, SDA/SCL (or TX/RX, crossed) and GND connected? I2C needs "
     "2.2-4.7 kOhm to 3.3 V on both lines. At a UART: 9600 or 115200 baud, as in board.py"),
    ("skno", "skno_crypto",
     "No СКЗИ in the СКНО: insert it, or call the СКНО's service"),
    ("skno", "skno_certificate",
     "The certificate of the СКЗИ has run out: the СКНО's service replaces it"),
    ("skno", "skno_",
     "The СКНО answers and reports trouble of its own: docs/blocking.md, its service"),
    ("printer", "printer_silent",
     "Is the printer on, TX/RX crossed, the baud rate that of board.py (print its own test "
     "page)? A profile without status is for printers that never answer"),
    ("printer", "DTR",
     "DTR says that the printer takes nothing: is it switched on and on line, is DTR wired "
     "(docs/boards)? A printer without DTR: join that pin to GND"),
    ("printer", "printer_",
     "Paper, cover or cutter: see to the printer and test again"),
    ("clock", "stands still",
     "The oscillator does not run: replace the DS3231 module or its battery"),
    ("clock", "no answer",
     "DS3231 at 68h does not answer: SDA, SCL, 3.3 V, and no second chip at 68h"),
    ("clock", "",
     "The clock has lost its time: replace the battery (CR2032). The time comes from the "
     "СКНО when the shift is opened"),
    ("memory", "JEDEC id",
     "Another flash chip than board.py names, or none: CS, MISO, 3.3 V; the БЭП's chip is "
     "the second one"),
    ("journal", "JEDEC id",
     "Another flash chip than board.py names, or none: CS, MISO, 3.3 V"),
    ("", "JEDEC id",
     "The flash chip of this region: CS, MISO, 3.3 V, and its type against board.py"),
    ("", "internal_flash",
     "The board's own flash has no such place: flash our image or our partition table "
     "(docs/boards.md), or deploy with STORAGE=nor and external chips"),
    ("", "bytes, ",
     "The region is smaller than board.py says: flash the image or partition table of this "
     "board"),
    ("keypad", "",
     "MCP23017 at 20h (A0-A2 to GND, RESET to 3.3 V), or the matrix's pins against "
     "docs/boards"),
    ("", "library ssd1306",
     "The library of OLED displays: python -m mpremote connect PORT mip install ssd1306"),
    ("cashier_display", "",
     "Display at 27h (PCF8574, all jumpers open; a PCF8574A is at 3Fh: change board.py) or 3Dh "
     "(SSD1306): SDA, SCL, supply, contrast"),
    ("customer_display", "",
     "Display at 26h (PCF8574, A0 closed; a PCF8574A is at 3Eh: change board.py) or 3Ch "
     "(SSD1306): SDA, SCL, supply, contrast"),
    ("", "not in board.py",
     "The register needs this part: give it a bus in boards/NAME/board.py and deploy"),
    ("", "no answer",
     "The part does not answer on its bus: power, GND, the two lines, its address"),
    ("", "",
     "Look at the wiring (docs/boards) and at board.py"),
)


def remedy(part: str, reason: str) -> str:
    """The text for the engineer."""
    return next(text for name, piece, text in ROWS if name in ("", part) and piece in reason)
