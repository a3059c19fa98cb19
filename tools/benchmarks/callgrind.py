"""Instructions by callgrind, of the amd64 MicroPython or of any program; the same in every run."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.setup import mpy, runtime

TIMEOUT_S = 300
MICRO = Path(__file__).with_name("micro.py")


class Profile:
    """`under`: what starts a program under callgrind; `instructions`, when it has ended."""

    def __init__(self, folder: Path) -> None:
        self._out = folder / "callgrind.out"
        self.under = [str(runtime.valgrind()), "--tool=callgrind", "-q",
                      f"--callgrind-out-file={self._out}"]  # fmt: skip

    @property
    def instructions(self) -> int:
        found = re.search(r"^(?:totals|summary): (\d+)", self._out.read_text(), re.MULTILINE)
        assert found, "callgrind left no total"
        return int(found[1])


@contextmanager
def profile() -> Iterator[Profile]:
    """One run of one program."""
    with tempfile.TemporaryDirectory() as folder:
        yield Profile(Path(folder))


def of_command(command: Sequence[str], env: dict[str, str] | None = None) -> int:
    """Instructions of a program from its start to its end."""
    with profile() as run:
        subprocess.run([*run.under, *command], check=True, timeout=TIMEOUT_S,
                       env={**os.environ, "PYTHONHASHSEED": "0", **(env or {})})
        return run.instructions


def each(run: Callable[[int], int], few: int, many: int) -> float:
    """Instructions of one turn, from runs of few and of many turns."""
    return (run(many) - run(few)) / (many - few)


def micro(case: str, few: int = 2, many: int = 12) -> float:
    """Instructions of one turn of a case of micro.py on the amd64 MicroPython."""
    interpreter = runtime.command("amd64")
    assert interpreter
    mpy.build("amd64")
    env = mpy.environment("amd64")

    def run(times: int) -> int:
        return of_command([*interpreter, "-X", "heapsize=1m", str(MICRO), case, str(times)], env)

    return each(run, few, many)
