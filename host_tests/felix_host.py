"""A FELIX host for the tests of the upper level: bytes in, bytes out, an encoder of its own."""

import functools
import shutil
import tempfile
from pathlib import Path

import pytest

from bu.host.felix.pump import run_through
from bu.host.felix.register import Felix
from host_tests.unit_register import Register

DIALECTS = ("rmf", "80k")


@functools.cache
def template():
    """A folder with the memories of a register in its first shift; it goes with the process."""
    kept = tempfile.TemporaryDirectory()
    Register(Path(kept.name)).world.close()
    return kept


def prepared(folder):
    """The register of a copy of it."""
    shutil.copytree(template().name, folder, dirs_exist_ok=True)
    register = Register(folder)
    assert register.blocked() == []  # the СКНО knows it
    return register


def digits(value, size):
    """`value` as `size` bytes of BCD."""
    return bytes.fromhex(str(value).zfill(2 * size))


class Host:
    """A register on the bench with its FELIX; `register` has the unit and the counterparts."""

    def __init__(self, folder, dialect):
        self.register = prepared(folder)
        self.dialect = dialect
        self.felix = Felix(self.register.unit, dialect)
        self.password = b"\x00\x00"

    def restart(self):
        self.register.restart()
        self.felix = Felix(self.register.unit, self.dialect)

    def raw(self, request):
        """The answer to these bytes; the report that they left behind is not run."""
        return run_through(self.felix.handle(memoryview(request)))

    def quiet(self):
        """The host says nothing for a while."""
        return run_through(self.felix.handle(None)) == b""

    def ask(self, code, *parts):
        """The answer to a command; parts are bytes or text."""
        data = b"".join(part.encode("cp866") if isinstance(part, str) else part for part in parts)
        return self.raw(self.password + bytes([code]) + data)

    def code(self, code, *parts):
        """The error code of the answer; a report behind it is run to its end."""
        answer = self.ask(code, *parts)
        assert answer[:1] == b"U", answer
        self.run_job()
        return answer[1]

    def do(self, code, *parts):
        """Carries out a command that must succeed; what its answer says behind the code."""
        answer = self.ask(code, *parts)
        assert answer[:2] == b"U\x00", f"{code:02X}: {answer.hex()}"
        self.run_job()
        return answer[2:]

    def run_job(self):
        job, self.felix.job = self.felix.job, None
        if job is not None:
            run_through(job)

    def enter(self, mode, password=30):
        self.do(0x52)
        self.do(0x56, bytes([mode]), digits(password, 4))

    def state(self):
        """(mode, submode, flags) of 45h."""
        answer = self.ask(0x45)
        assert answer[:1] == b"U" and len(answer) == 3
        return answer[1] & 15, answer[1] >> 4, answer[2]

    def line(self, price, quantity=1000, section=0, flags=0, tail=None, code=0x48):
        """48h or 4Eh of the dialect; `tail` replaces what the RMF has behind the section."""
        data = bytes([flags]) + digits(price, 5) + digits(quantity, 5) + digits(section, 1)
        if self.dialect == "rmf":
            data += self.tail() if tail is None else tail
        return self.code(code, data)

    @staticmethod
    def tail(kind=0, rate=0, amount=0, tax=0, tax_sum=0, cost=0, subject=1, way=4):
        """What the RMF has behind the section of 48h."""
        return b"".join((
            bytes([kind]), digits(rate, 3), digits(amount, 5), bytes([tax]), digits(tax_sum, 5),
            digits(cost, 5), digits(subject, 1), digits(way, 1),
        ))  # fmt: skip

    def refund(self, price, quantity=1000, flags=0):
        data = bytes([flags]) + digits(price, 5) + digits(quantity, 5)
        if self.dialect == "rmf":
            data += bytes(9) + bytes([0]) + bytes(10) + b"\x01\x04"
        return self.code(0x57, data)

    def pay(self, kind, amount, flags=0):
        """(left to pay, change)."""
        answer = self.do(0x99, bytes([flags]) + digits(kind, 1) + digits(amount, 5))
        return int(answer[:5].hex()), int(answer[5:].hex())

    def close(self, kind=1, amount=0, flags=0):
        return self.code(0x4A, bytes([flags]) + digits(kind, 1) + digits(amount, 5))

    def number(self, register, first=0, second=0):
        """The whole of a BCD register."""
        return int(self.do(0x91, bytes([register, first, second])).hex())

    def money(self, code, amount, flags=0):
        """49h, 4Fh."""
        return self.code(code, bytes([flags]) + digits(amount, 5))

    def tape(self):
        return "\n".join(self.register.world.printer.tape.text)

    def documents(self):
        return self.register.world.skno.documents


def hosts(make):
    """Three fixtures for a file of tests: a host of either dialect, of the RMF, of the 80K.

    `make(folder, dialect)` gives the host.
    """

    @pytest.fixture(params=DIALECTS)
    def either(request, tmp_path):
        return make(tmp_path, request.param)

    @pytest.fixture
    def rmf(tmp_path):
        return make(tmp_path, "rmf")

    @pytest.fixture
    def old(tmp_path):
        return make(tmp_path, "80k")

    return either, rmf, old


def selling(folder, dialect):
    """A host whose register is in mode 1, its shift open."""
    host = Host(folder, dialect)
    host.enter(1, 1)
    return host


def closed(folder, dialect):
    """A host whose register has closed its first shift, in mode 4."""
    host = Host(folder, dialect)
    host.enter(3)
    assert host.code(0x5A) == 0
    host.enter(4)
    return host


def sell(host, price=298):
    host.line(price)
    host.pay(1, price)
    assert host.close() == 0


def finish(host):
    """The day's end: the СКНО adds up for itself, the printer took all that came."""
    world = host.register.world
    assert world.skno.violations == []
    assert world.printer.finish() == []


def where(table, row, field):
    """A field as 46h and 50h name it."""
    return bytes([table]) + row.to_bytes(2, "big") + bytes([field])
