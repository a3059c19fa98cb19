"""Stands in for micropython-lib's `ssd1306` where that is not at hand: what the driver uses of it.

The same constructor, `buffer`, `write_cmd` and `write_data`, and the bytes on the bus that the
chip's data sheet wants for a module with its own charge pump.
"""


class SSD1306_I2C:
    """A display of `width` x `height` dots; sets it up at once."""

    def __init__(self, width, height, i2c, addr=0x3C, external_vcc=False):
        self.width, self.height = width, height
        self.buffer = bytearray(width * height // 8)
        self._i2c, self._address = i2c, addr
        lines = 0x12 if height == 64 else 0x02
        for command in (
            0xAE, 0x20, 0x00, 0x40, 0xA1, 0xA8, height - 1, 0xC8, 0xD3, 0x00, 0xDA, lines,
            0xD5, 0x80, 0xD9, 0xF1, 0xDB, 0x30, 0x81, 0xFF, 0xA4, 0xA6, 0xAD, 0x30,
            0x8D, 0x14, 0xAF,
            0x21, 0, width - 1, 0x22, 0, height // 8 - 1,
        ):  # fmt: skip
            self.write_cmd(command)
        self.write_data(self.buffer)

    def write_cmd(self, command):
        """One command byte."""
        self._i2c.writeto(self._address, bytes((0x80, command)))

    def write_data(self, data):
        """Dots."""
        self._i2c.writevto(self._address, (b"\x40", data))
