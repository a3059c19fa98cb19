"""A small СКНО at the other end of a UART or an I2C bus: takes what a day needs, and no more.

It checks frames, header and order, and gives every document a УИ of its own. The strict one with
all faults is the bench's; this one runs on MicroPython as well.
"""

from host_tests.chips.i2c import Chip
from host_tests.chips.world import rule
from host_tests.portable import skno_peer as peer


class Brain:
    """What it knows; `say(bytes)` answers. `silent`: switched off."""

    def __init__(self):
        self.serial, self.skko = 310000001, 110000001
        self.say = None
        self.silent = False
        self.identified = self.shift = False
        self.documents = []
        self.uid = b""
        self.pending = None
        self.packets = []
        self.body = None
        self.pair = False
        self.time = (26, 12, 1, 8, 0, 0)

    def hear(self, byte):
        """One byte from the unit."""
        if self.silent:
            return
        if not self.pair and byte == 0x17:
            self.pair = True
        elif not self.pair:
            if self.body is not None:
                self.body.append(byte)
        else:
            self.pair = False
            self._control(byte)

    def _control(self, byte):
        if byte == 0x13:
            self.body = bytearray()
        elif byte == 0x05 and self.body is not None:
            body, self.body = bytes(self.body), None
            self._packet(body)
        elif byte == 0x12 and self.body is not None:
            self.body.append(0x17)
        elif byte == 0x33:
            self._status()
        elif byte == 0xAA:
            self.pending = None

    def _status(self):
        low = 0x06 | (0x40 if self.identified else 0) | (0x80 if self.shift else 0)
        if self.pending is None:
            self.say(peer.status((low, 0x08)))
        else:
            self.say(peer.status((low, 0x08), self.pending))

    def _packet(self, body):
        rule(peer.crc(body[:-2]) == int.from_bytes(body[-2:], "big"), "CRC of a packet")
        rule(int.from_bytes(body[0:4], "big") == self.skko, "sender")
        rule(int.from_bytes(body[4:8], "big") == self.serial, "receiver")
        total, number = int.from_bytes(body[11:13], "big"), int.from_bytes(body[13:15], "big")
        data = body[15:-2]
        rule(int.from_bytes(body[9:11], "big") == len(data), "length")
        rule(number == len(self.packets) + 1, "packet %d", number)
        self.packets.append(data)
        self.say(peer.ACK)
        if number == total:
            parts, self.packets = self.packets, []
            self._command(body[8], b"".join(parts))

    def _command(self, code, data):
        answer = b""
        if code == 0xAA:
            self.identified = True
        elif code == 0x55:
            answer = bytes(self.time)
        elif code == 0x40:
            rule(not self.shift, "the shift is open")
            self.shift = True
        elif code in (0x10, 0x41):
            rule(self.shift, "no shift is open")
            self.documents.append((code, data))
            self.uid = b"\x8f\xab" + len(self.documents).to_bytes(10, "big")
            self.shift = code == 0x10
            answer = self.uid
        elif code == 0x11:
            answer = self.uid
        self.pending = peer.answer(code, answer, sender=self.serial, receiver=self.skko)


class OnSerial:
    """On a UART."""

    def __init__(self, brain):
        self.brain = brain
        brain.say = self._say
        self.line = None

    def _say(self, data):
        self.line.send(data, 2000)

    def take(self, data):
        for byte in data:
            self.brain.hear(byte)

    def due(self):
        """Nothing comes of itself."""


class OnI2c(Chip):
    """On I2C at 02h: reads give what it has to say, then FFh."""

    max_hz = 200000

    def __init__(self, world, brain):
        super().__init__(world)
        self.brain = brain
        brain.say = self._say
        self.out = bytearray()
        self.place = 0

    def _say(self, data):
        self.out.extend(data)

    def take(self, byte):
        self.brain.hear(byte)
        return True

    def give(self):
        if self.brain.silent or self.place >= len(self.out):
            return 0xFF
        self.place += 1
        return self.out[self.place - 1]
