"""ESP32 DevKit (WROOM-32, 4 MB, Wi-Fi): СКНО and printer on UARTs; UART 0 is the REPL's.

GPIO 6-11 are the module's flash; 0, 2, 12 and 15 choose how the chip starts and stay free. GPIO 5
does too, and wants the high level that the select line of a flash chip rests at. A WROVER module
has its PSRAM at 16 and 17: another board.py is needed there.
"""

from boards.parts import MANDATORY, PANEL, nor, partitions  # noqa: F401

NAME = "esp32"
MODEL = "Open BU ESP32"
PORT = "machine"
CHIP = "esp32"
MCU = "ESP32"
ARCH = "xtensawin"
PROFILE = "generic-80"
CAPS = ("wifi", "ble")

BUSES = {
    "parts": ("i2c", {"id": 0, "sda": 21, "scl": 22, "freq": 100000}),
    "skno": ("uart", {"id": 1, "tx": 25, "rx": 26, "baudrate": 115200, "rxbuf": 1200}),
    "printer": ("uart", {"id": 2, "tx": 17, "rx": 16, "baudrate": 19200, "flow": "dtr", "dtr": 4}),
    "flash": ("spi", {"id": 2, "sck": 18, "mosi": 23, "miso": 19, "baudrate": 10000000}),
}

DEVICES = dict(PANEL)
DEVICES.update({
    "skno": ("stream", {"bus": "skno"}),
    "printer": ("stream", {"bus": "printer"}),
    "buzzer": ("buzzer", {"tone": (32, 2400)}),
    "drawer": ("drawer", {"pin": 33, "pulse_ms": 120}),
    "watchdog": ("watchdog", {"timeout_ms": 8000}),
})  # fmt: skip

STORAGE = "nor"
# The partitions are those of partitions.csv.
STORAGES = {"nor": nor(5, 27), "partitions": partitions(journal=64, memory=128, settings=4)}
