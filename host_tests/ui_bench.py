"""A register on the bench with keypad and displays, in this process, for the tests of `bu.ui`."""

import datetime
import gc
from pathlib import Path

import pytest

from host_tests.bench_days import IDENTITY, ROOT
from tools.bench import day, keys, tape
from tools.bench.place import LocalConsole, Place, load_goods
from tools.bench.world import World

KEYS = ROOT / "tools" / "bench" / "keys"
OPENED = "1 1111 ВВОД ВВОД"


class Till:
    """One register in `folder`; `goods`: with a goods base."""

    def __init__(
        self, folder: Path, registered: bool = True, script: str = "", goods: bool = False
    ) -> None:
        gc.freeze()  # the unit collects behind each press; what pytest holds is no matter of its
        self.world = World(folder, IDENTITY)
        self.world.calendar.script(datetime.datetime(2026, 12, 1, 8))
        self.said: list[str] = []
        if registered:
            keys.prepare(self.world, LocalConsole, IDENTITY)
        if goods:
            load_goods(self.world, KEYS / "goods.csv")
        self.place = Place(self.world, LocalConsole)
        self.place.power_on()
        if script:
            self.keys(script)

    def keys(self, script: str) -> None:
        """Runs lines of a key script; fails where one expects what is not shown."""
        replay = keys.Replay(self.place, self.said.append)
        replay.run(keys.steps(script))
        assert replay.failed == [], "\n".join(self.said[-3:])

    @property
    def cashier(self) -> list[str]:
        """The rows above the state row."""
        return [row.rstrip() for row in self.place.cashier[:3]]

    @property
    def status(self) -> str:
        return self.place.cashier[3].rstrip()

    @property
    def customer(self) -> list[str]:
        return [row.rstrip() for row in self.place.customer]

    def figures(self, currency: str = "BYN") -> dict:
        """The register's counters of one currency."""
        return self.place.ask({"do": "state"})["figures"]["currencies"][currency]

    def counted(self, **expected: object) -> None:
        """These counters have these values, sums as decimal strings."""
        figures = self.figures()
        assert {name: figures[name] for name in expected} == expected

    @property
    def core(self):
        """The control unit's parts."""
        return self.place._unit._worker._unit._core

    @property
    def documents(self) -> list[dict]:
        """What the СКНО has taken."""
        assert self.world.skno
        return self.world.skno.documents

    def tape(self) -> str:
        assert self.world.printer
        return tape.text_of(self.world.printer.tape)

    def complaints(self) -> list[str]:
        return day.complaints(self.world)

    def close(self) -> None:
        self.place.power_off()
        self.world.close()


def tills(**how):
    """A fixture: a register of its own for each test, of which nothing complains in the end.

    `how` are the arguments of `Till`.
    """

    @pytest.fixture
    def till(tmp_path):
        made = Till(tmp_path, **how)
        yield made
        assert made.complaints() == []
        made.close()

    return till
