"""What the tests of scripted days share: the days, and running the bench's command line."""

import datetime
import json
import subprocess
import sys
from pathlib import Path

from host_tests.modules import ROOT
from tools.bench import dayfile
from tools.bench.day import Day
from tools.bench.local import LocalUnit
from tools.bench.world import World

DAYS = ROOT / "tools" / "bench" / "days"
IDENTITY = json.loads((ROOT / "tools/bench/identity.json").read_text("utf-8"))
NAMES = ("grocery", "marked", "currencies")
# A sale of 5.96 and its Z-report.
SHORT_DAY = [
    {"at": "2026-12-01T08:00:00", "do": "open_shift", "cashier": "Иванова"},
    {"at": "2026-12-01T08:01:00", "do": "sale",
     "lines": [{"name": "Хлеб «Нарочанский»", "price": "2.98", "qty": "2"}],
     "pay": [{"by": "cash", "sum": "10.00"}]},
    {"at": "2026-12-01T08:02:00", "do": "z_report"},
]  # fmt: skip


def day_file(name: str) -> Path:
    return DAYS / f"{name}.day.jsonl"


def expected(name: str) -> dict:
    return json.loads((DAYS / f"{name}.expect.json").read_text("utf-8"))


def actions(name: str) -> list[dict]:
    return [json.loads(line) for line in day_file(name).read_text("utf-8").splitlines()]


def write_day(path: Path, lines: list) -> Path:
    """A day file of these actions; a string stands as it is."""
    texts = [
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    ]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def bench(*arguments: object, timeout: float = 100) -> subprocess.CompletedProcess[str]:
    """`python -m tools.bench ARGUMENTS`, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "tools.bench", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip


class Bench:
    """A register on the virtual bench, inside this process."""

    def __init__(
        self, folder: Path, resume: bool = False, profile: str = "", file: list | None = None
    ) -> None:
        self.flash = folder / "flash"
        self.world = World(self.flash, IDENTITY, resume=resume, profile=profile)
        self.unit = LocalUnit(self.world)
        self.day = Day(self.world, self.unit, IDENTITY, 0)
        self.day.prepare()
        self.file = write_day(folder / "day.jsonl", file or [])
        self.place = dayfile.Place(self.flash, self.file)
        if resume:
            self.place.resume()
        else:
            self.place.begin()

    def run(self, *lines: object) -> list[str]:
        """Runs these lines; what was refused."""
        self.day.refused = []
        actions = dayfile.read(write_day(self.file, list(lines)))
        self.day.run(actions, self.place, 0, lambda *_: None)
        return self.day.refused

    def order(self, **order: object) -> dict:
        """One order to the unit, as it answers it; `at` sets the calendar."""
        if "at" in order:
            self.world.calendar.script(datetime.datetime.fromisoformat(str(order.pop("at"))))
        return self.unit.command(order)

    def images(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.flash.glob("*.nor")}
