"""FELIX: hosts that say anything; beside them a keypad, paper, СКНО, clock and power.

Whatever went before, a host that annuls what is open, closes a shift that is too old and enters
the mode of registration sells again; every error is one of the document's.
"""

import datetime
import random

import pytest

from bu.fiscal.refusal import Refusal
from bu.host.felix import commands, fields
from bu.host.felix.pump import run_through
from bu.host.felix.register import Felix
from host_tests.felix_host import DIALECTS, Host, digits
from host_tests.unit_register import MORNING
from tools import felix_table

STEPS = 700
BETWEEN = 60
# Not said at random: the end of the unit's past (62h), and what has no end (84h).
UNSAID = ("62", "84")
# Their answers do not begin with a code.
QUESTIONS = (0x3F, 0x45, 0x4D, 0xA5)
SIGNS = bytes((0x20, 0x31, 0x40, 0x80, 0x8F, 0xA5, 0xFC, 0x07))


class Anyone(Host):
    """A host, and all that happens besides."""

    def __init__(self, folder, dialect, seed):
        super().__init__(folder, dialect)
        self.chance = random.Random(seed)
        self.world = self.register.world
        self.hours = 0
        place = DIALECTS.index(dialect)
        rows = [row for row in commands.rows() if "rk"[place] in row[1]]
        self.commands = [(int(row[0], 16), row[5]) for row in rows if row[0] not in UNSAID]
        codes = felix_table.notes("codes").items()
        self.known = {int(code, 16) for code, row in codes if "rk"[place] in row[0]}

    def ask(self, code, *parts):
        answer = super().ask(code, *parts)
        if code not in QUESTIONS and len(answer) == 3 and not answer[2]:
            assert answer[1] in self.known, f"{code:02X}: {answer.hex()}"
        return answer

    def field(self, kind, size, low, high):
        chance = self.chance
        if kind in "BN":
            most = (100 if kind == "B" else 256) ** size - 1
            high = min(high if high > 0 else chance.choice((1, 20, 999, 99999)), most)
            value = chance.randint(min(low, high), high)
            return digits(value, size) if kind == "B" else value.to_bytes(size, "big")
        return bytes(chance.choice(SIGNS) for _ in range(chance.randrange(min(size, 30) + 1)))

    def any_command(self):
        code, layout = self.chance.choice(self.commands)
        data = b"".join(self.field(*token[:4]) for token in fields.parse(layout)[3])
        self.ask(code, data[: len(data) - (self.chance.random() < 0.1)])
        self.run_job()

    def sale(self):
        kind = self.chance.randrange(1, 6)
        self.chance.choice((
            lambda: self.line(298), lambda: self.line(100, 500, 2), lambda: self.refund(100),
            lambda: self.ask(0x99, b"\x00", digits(kind, 1), digits(298, 5)),
            lambda: self.close(), lambda: self.ask(0x59), lambda: self.money(0x49, 1000),
            lambda: self.ask(0x4C, "Хлеб"),
            lambda: self.ask(0x41, b"\x00", digits(298, 5), digits(1000, 5)),
        ))()  # fmt: skip

    def mode(self):
        wanted = self.chance.choice((1, 1, 1, 2, 3, 4, 5, 6))
        self.ask(0x52)
        self.ask(0x56, bytes((wanted,)), digits(1 if wanted == 1 else 30, 4))

    def paper(self):
        printer = self.world.printer
        self.chance.choice((
            printer.paper_out, printer.load_paper, printer.load_paper,
            lambda: printer.paper_after_lines(self.chance.randrange(1, 20)),
        ))()  # fmt: skip

    def skno(self):
        skno = self.world.skno
        self.chance.choice((
            skno.power_off, self.power_on,
            lambda: skno.faults.add("power_loss", at="after_take"),
        ))()  # fmt: skip

    def power_on(self):
        self.world.skno.power_on(self.world.now_ms())
        self.world.sleep_ms(180_000)

    def keypad(self):
        unit = self.register.unit
        work = self.chance.choice((
            self.register.sell, lambda: run_through(unit.z_report(b"")),
            lambda: run_through(unit.resume()), lambda: run_through(unit.open_shift("Кассир")),
        ))  # fmt: skip
        try:
            work()
        except Refusal:
            pass  # the keypad says so

    def power(self):
        try:
            self.restart()
        except Refusal:
            self.felix = Felix(self.register.unit, self.dialect)  # it stands, unfinished

    def clock(self):
        self.hours += self.chance.choice((1, 1, 5, 25))
        self.world.calendar.script(MORNING + datetime.timedelta(hours=self.hours))

    def step(self):
        doing = (self.any_command, self.sale, self.mode, self.paper, self.skno, self.keypad,
                 self.quiet, self.power, self.clock)  # fmt: skip
        self.chance.choices(doing, (50, 36, 6, 2, 1, 4, 1, 1, 3))[0]()

    def sells(self):
        """True once a sale went through, by what the answers say."""
        self.world.printer.load_paper()
        self.power_on()
        if self.felix.blocked:
            self.ask(0x56, b"\x05", digits(0, 4))
        if self.ask(0x91, b"\x13\x00\x00")[3]:
            self.ask(0x52)
            self.ask(0x56, b"\x01", digits(1, 4))
            self.ask(0x59)
        self.ask(0x52)
        if self.ask(0x56, b"\x01", digits(1, 4))[1] in (0x88, 0x1A):
            self.enter(3)
            self.code(0x5A)
            return False
        if self.ask(0x9A, b"\x00")[1] == 0x1F:
            self.ask(0x9A, b"\x00")
        if self.line(298):
            return False
        self.ask(0x99, b"\x00\x01", digits(298, 5))
        return self.close() == 0


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("dialect", ["rmf", "80k"])
def test_a_host_always_sells_again(tmp_path, dialect, seed):
    host = Anyone(tmp_path, dialect, seed)
    for place in range(STEPS):
        host.step()
        if place % BETWEEN == BETWEEN - 1:
            assert any(host.sells() for _ in range(5)), place
    assert host.world.skno.violations == []
    assert host.world.printer.finish() == []
    numbers = [one["number"] for one in host.documents() if "number" in one]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len(numbers) > STEPS // BETWEEN
