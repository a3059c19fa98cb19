"""A register by hand, for the tests of the СКНО model: bytes out, bytes in, on virtual time.

It keeps to the regulation's order (REQ, command, ACK, 0,2 s, REQ, answer, ACK) and to nothing
else: the data are the test's own.
"""

from host_tests import skno_model_bytes as b
from tools.bench.models.skno import Skno

CLOCK = (2026, 12, 1, 8, 0, 0)
AT = (2026, 12, 1, 8, 30, 0)
DEPOSIT = b.cash_document(11, 1, AT, 10000)
Z_REPORT = b.z_report(1, (2026, 12, 1, 8, 0, 0), (2026, 12, 1, 20, 0, 0), [b.z_currency()])


def z_after_deposit(number=1):
    """The Z-report of a shift that DEPOSIT was all of."""
    return b.z_report(number, (2026, 12, 1, 8, 0, 0), (2026, 12, 1, 20, 0, 0),
                      [b.z_currency(deposits_n=1, deposits_sum=10000)])


def device(**options):
    """A СКНО that answers at once unless told otherwise."""
    return Skno(**{"serial": b.SKNO, "skko_number": b.SKKO, "clock": lambda: CLOCK, **options})


class Unit:
    """The register's end of the wire."""

    def __init__(self, skno):
        self.skno = skno
        self.now = 0

    def send(self, raw, wait=20):
        """Sends and waits `wait` ms: -> what came back."""
        self.skno.feed(raw, self.now)
        return self.wait(wait)

    def wait(self, ms):
        """-> what came in these `ms`."""
        self.now += ms
        return self.skno.output(self.now)

    def status(self):
        """REQ: -> (byte 1, byte 0, what follows them)."""
        return split(self.send(b.REQ))

    def command(self, code, data=b"", pieces=None):
        """A whole command: -> (status, answer's data), or (status, None) where it was refused."""
        self.status()
        for packet in pieces or (b.packets(code, data) if data else [b.packet(code)]):
            reply = self.send(packet)
            if reply != b.ACK:
                assert reply == b.EOT, reply
                return None, None
        self.wait(230)
        byte_1, byte_0, rest = self.status()
        if rest == b.EOT:
            return (byte_1, byte_0), None
        answer = body(rest, code)
        self.send(b.ACK)
        return (byte_1, byte_0), answer

    def identify(self, **fields):
        """AAh."""
        return self.command(0xAA, b.identification(**fields))

    def start(self):
        """Identified, shift open."""
        self.identify()
        assert self.command(0x40)[1] == b""
        return self

    def take(self, raw):
        """A document that has to be taken: -> its УИ."""
        uid = self.command(0x41 if raw[0] == 15 else 0x10, raw)[1]
        assert uid and len(uid) == 12, self.skno.violations
        return uid

    def refused(self, raw, code=None):
        """A document that has to be refused: -> what the СКНО found wrong."""
        before, taken = len(self.skno.violations), len(self.skno.documents)
        code = code or (0x41 if raw[0] == 15 else 0x10)
        status, answer = self.command(code, raw)
        assert answer is None and len(self.skno.documents) == taken
        assert status is None or not status[0] & 1, "bit 0 stays clear"
        return "; ".join(self.skno.violations[before:])


def split(raw):
    """SOH, status, the rest -> (byte 1, byte 0, the rest)."""
    assert raw[:2] == b.SOH, raw
    rest = raw[2:].replace(b"\x17\x12", b"\x17", 2) if b"\x17\x12" in raw[2:6] else raw[2:]
    return rest[0], rest[1], rest[2:]


def body(raw, code, sender=b.SKNO, receiver=b.SKKO):
    """An answer's packet, every field of it looked at: -> its data."""
    assert raw[:2] == b.STX and raw[-2:] == b.ETX, raw
    inner = raw[2:-2].replace(b"\x17\x12", b"\x17")
    assert b.num(b.CRC(inner[:-2]), 2) == inner[-2:]
    head = b.num(sender, 4) + b.num(receiver, 4) + bytes([code]) + b.num(len(inner) - 17, 2)
    assert inner[:15] == head + b"\x00\x01\x00\x01"
    return inner[15:-2]


def interrupted(unit, power=True):
    """A document taken whole, its answer not acknowledged; -> the УИ on the wire."""
    unit.status()
    assert unit.send(b.packet(0x10, DEPOSIT)) == b.ACK
    unit.wait(200)
    uid = body(unit.status()[2], 0x10)
    if power:
        unit.skno.power_off()
        unit.skno.power_on(unit.now)
        unit.wait(10_000)
    return uid
