"""The other end of the СКНО line for the portable tests; shares no code with the firmware."""

SKKO = 123456789
SERIAL = 500017

ACK = b"\x17\xaa"
NAK = b"\x17\x07"
EOT = b"\x17\x04"
REQ = b"\x17\x33"

IDLE = (0x46, 0x08)  # byte 0: crypto, online, identified; byte 1: in order
BUSY = (0x47, 0x08)
UNFINISHED = (0x46, 0x09)


def crc(data, start=0xFFFF):
    """CRC-16 bit by bit."""
    value = start
    for byte in data:
        for bit in range(7, -1, -1):
            top = value >> 15 ^ byte >> bit & 1
            value = value << 1 & 0xFFFF
            if top:
                value ^= 0x1021
    return value


def stuffed(data):
    """17h becomes 17h 12h."""
    return bytes(data).replace(b"\x17", b"\x17\x12")


def frame(body, check=None):
    """STX, body, CRC, ETX."""
    check = crc(body) if check is None else check
    return b"\x17\x13" + stuffed(body + check.to_bytes(2, "big")) + b"\x17\x05"


def body(command, data=b"", sender=SERIAL, receiver=SKKO, total=1, number=1, length=None):
    """Header and data as the СКНО sends them; the same as the unit sends with `sender` its own."""
    length = len(data) if length is None else length
    return (
        sender.to_bytes(4, "big") + receiver.to_bytes(4, "big") + bytes((command,))
        + length.to_bytes(2, "big") + total.to_bytes(2, "big") + number.to_bytes(2, "big") + data
    )  # fmt: skip


def answer(command, data=b"", **fields):
    """An answer's frame; `fields` as for `body`, to make it a wrong one."""
    return frame(body(command, data, **fields))


def command(code, data=b"", total=1, number=1):
    """A command's frame as the unit has to send it."""
    return frame(body(code, data, SKKO, SERIAL, total, number))


def status(values=IDLE, follow=b"\x17\x05"):
    """SOH, byte 1, byte 0, and what follows: ETX, EOT or an answer's frame."""
    return b"\x17\x02" + stuffed((values[1], values[0])) + follow


class Source:
    """A message or image in RAM."""

    def __init__(self, data):
        self.data = bytes(data)

    def readinto(self, offset, view):
        """Fills `view` from `offset` on; whoever asks beyond the end is wrong."""
        assert offset + len(view) <= len(self.data)
        view[:] = self.data[offset : offset + len(view)]
