"""A FELIX register put into any state, and every wrong byte of each command, from its table."""

from bu.fiscal import document as d
from bu.fiscal.receipt import make_line
from bu.host.felix import commands
from host_tests.felix_host import DIALECTS, Host, digits

MODES = range(7)
# Name: kind of the receipt, lines, payments.
RECEIPTS = {
    "closed": (0, 0, 0), "sale": (1, 1, 0), "empty sale": (1, 0, 0), "paid sale": (1, 1, 1),
    "refund": (2, 1, 0), "paid refund": (2, 1, 1), "void": (3, 0, 0),
}  # fmt: skip
MONEY = {"P": 0, "Q": 1, "M": 0}
MONEY_CODE = {"P": 0x08, "Q": 0x0A, "M": 0x08}
MOST = {"rmf": 4294967295, "80k": 9999999999}


class Field:
    """One token of a layout: where it lies, what fits, what else answers."""

    def __init__(self, token, at, dialect):
        self.kind, rest = token[0], token[1:]
        self.at = at
        self.low, self.high, self.code = 0, None, 0x13
        if self.kind in MONEY:
            self.size = 5
            self.low = max(MONEY[self.kind], int(rest or 0))
            self.high, self.code = MOST[dialect], MONEY_CODE[self.kind]
            self.kind = "B"
        elif self.kind == "F":
            self.size, self.kind = 1, "N"
        else:
            parts = rest.split(":")
            self.size = int(parts[0])
            if len(parts) > 1:
                self.low, self.high = (int(part) for part in parts[1].split("-"))
            if len(parts) > 2:
                self.code = int(parts[2], 16)
        self.fixed = self.kind in "BN"

    def bytes(self, value):
        if not self.fixed:
            return b""
        return digits(value, self.size) if self.kind == "B" else value.to_bytes(self.size, "big")

    def most(self):
        return 100**self.size - 1 if self.kind == "B" else 256**self.size - 1


class Command:
    def __init__(self, cells, dialect):
        self.code = int(cells[0], 16)
        self.modes, self.receipts, self.target = cells[2:5]
        self.fields, at = [], 0
        for token in cells[5].split(","):
            if token:
                self.fields.append(Field(token, at, dialect))
                at += self.fields[-1].size if self.fields[-1].fixed else 0
        self.fixed = at
        self.longest = at + sum(field.size for field in self.fields if not field.fixed)

    def data(self):
        """A request that fits: every field at its least."""
        return b"".join(field.bytes(field.low) for field in self.fields)

    def wrong(self):
        """(request, code) for each wrong length, digit and value."""
        good = self.data()
        if self.fixed:
            yield good[:-1], 0x14
        yield good + bytes(self.longest - self.fixed + 1), 0x14
        for field in self.fields:
            if field.kind == "B":
                for at in range(field.at, field.at + field.size):
                    for digit in range(10, 16):
                        for byte in (digit << 4 | good[at] & 15, good[at] & 0xF0 | digit):
                            yield good[:at] + bytes([byte]) + good[at + 1 :], 0x13
            if field.high is None:
                continue
            for value in (field.low - 1, field.high + 1):
                if 0 <= value <= field.most():
                    end = field.at + field.size
                    yield good[: field.at] + field.bytes(value) + good[end:], field.code


class Cross(Host):
    """A host whose register is put into any state without the way there."""

    def __init__(self, folder, dialect):
        super().__init__(folder, dialect)
        self.table = [
            Command(cells, dialect) for cells in commands.rows()
            if "rk"[DIALECTS.index(dialect)] in cells[1]
        ]  # fmt: skip
        self.register.sell()

    def put(self, mode, receipt="closed", printing=False):
        felix, unit = self.felix, self.register.unit
        kind, lines, payments = RECEIPTS[receipt]
        felix.mode, felix.printing, felix.kind = mode, printing, kind
        felix.row, felix.cashier, felix.last, felix.cleared = 1, "Иванова", None, False
        felix.held = {"void": unit.last_sale().number} if kind == 3 else {}
        felix.receipt = unit.receipt({1: d.SALE, 2: d.REFUND}[kind]) if kind in (1, 2) else None
        felix.tenders = [d.Tender(d.CASH, 100)] * payments
        felix.voiding = 298 if kind == 3 else 0
        felix.name, felix.text = [], []
        for _ in range(lines):
            unit.add_line(felix.receipt, make_line("Хлеб", 298))

    def code_of(self, command, data):
        """The error code of the answer; None where it has another shape."""
        coroutine = self.felix.handle(self.password + bytes([command.code]) + data)
        try:
            coroutine.send(None)
        except StopIteration as end:
            answer = end.value
        return answer[1] if len(answer) == 3 and answer[0] == 0x55 and answer[2] == 0 else None

    def snapshot(self):
        felix, world = self.felix, self.register.world
        receipt = felix.receipt
        inside = None
        if receipt is not None:
            lines = [(line.price, line.quantity, line.discount) for line in receipt.lines]
            inside = (receipt.kind, lines, receipt.discount, receipt.discount_rate)
        return (
            felix.mode, felix.kind, inside, len(felix.tenders), felix.voiding, list(felix.name),
            list(felix.text), sorted(map(str, felix.held)), felix.printing, felix.job,
            felix.blocked, self.register.unit.last_number(), self.register.unit.shift_open(),
            len(world.skno.documents), len(world.printer.tape.lines),
            [(chip.counts.programs, chip.counts.erases) for chip in world.regions.values()],
        )  # fmt: skip
