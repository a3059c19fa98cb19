"""What stands on a board of the Raspberry Pi Pico's shape: the same for Pico, Pico W, Pico 2 W.

GP0 GP1 printer, GP2 its DTR; GP4 GP5 the second UART (scanner, СКНО or host); GP6 GP7 I2C of the
parts; GP8 GP9 I2C of the СКНО; GP16 GP18 GP19 SPI, GP17 GP20 the flash chips; GP21 sounder; GP22
drawer. GP23-GP25 and GP29 are the board's own (supply, LED, the radio of a W).
"""

from boards.parts import PANEL, nor

BUSES = {
    "parts": ("i2c", {"id": 1, "sda": 6, "scl": 7, "freq": 100000}),
    "skno": ("i2c", {"id": 0, "sda": 8, "scl": 9, "freq": 100000}),
    "printer": ("uart", {"id": 0, "tx": 0, "rx": 1, "baudrate": 19200, "flow": "dtr", "dtr": 2}),
    "scanner": ("uart", {"id": 1, "tx": 4, "rx": 5, "baudrate": 9600, "rxbuf": 512}),
    "flash": ("spi", {"id": 0, "sck": 18, "mosi": 19, "miso": 16, "baudrate": 10000000}),
}

DEVICES = dict(PANEL)
DEVICES.update({
    "skno": ("i2c", {"bus": "skno"}),
    "printer": ("stream", {"bus": "printer"}),
    "scanner": ("scanner", {"bus": "scanner"}),
    "buzzer": ("buzzer", {"tone": (21, 2400)}),
    "drawer": ("drawer", {"pin": 22, "pulse_ms": 120}),
    "watchdog": ("watchdog", {"timeout_ms": 8000}),
})  # fmt: skip

NOR = nor(17, 20)
