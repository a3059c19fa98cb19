"""A register that a host program works: `python -m tools.bench host felix-rmf pty:`.

Ctrl-C ends it when the command at hand is carried out; a second one at once, as a power cut does.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from boards.sim.board import Board
from boards.sim.felix import Attended, FelixWorker
from bu import app
from bu.printing import profiles

from . import day, tape
from .attach import AttachError
from .options import png, seconds
from .place import IDENTITY, read_identity
from .remote import RemoteUnit
from .world import SIM, World

DIALECTS = {"felix-rmf": "rmf", "felix-80k": "80k"}
# How long an order lasts: so long Ctrl-C waits at the most while the host is silent.
SLICE_MS = 200
# A Pico's free heap: the unit, the host's protocol, and the orders of the bench as JSON.
HEAP = "224k"


class LocalFelix:
    """A control unit behind a FELIX host in the bench's own process, on CPython."""

    def __init__(self, world: World, dialect: str) -> None:
        port = Attended(world)
        board = Board(port, world.printer_profile)
        self._worker = FelixWorker(app.build(board), board, port, dialect)

    def command(self, order: dict[str, Any]) -> dict[str, Any]:
        return self._worker.command(order)

    def close(self) -> None:
        """Nothing to end: the unit is gone with the bench."""


RUNTIMES: dict[str, Callable[[World, str], Any]] = {
    "cpython": LocalFelix,
    "micropython": lambda world, dialect: RemoteUnit(world, heap=HEAP, felix=dialect),
}


def run(options: argparse.Namespace) -> int:
    """`tools.bench host`: exit status 0, or 1 where СКНО or printer complain."""
    if options.channel.partition(":")[0] in ("sim", "file"):
        raise AttachError(f"{options.channel}: a host program is expected there")
    with tempfile.TemporaryDirectory() as folder:
        return _run(options, options.flash or Path(folder))


def _run(options: argparse.Namespace, flash: Path) -> int:
    identity = read_identity(options.identity)
    world = World(flash, identity, options.skno, options.printer, scripted=False, resume=True,
                  profile=options.profile, host=options.channel)  # fmt: skip
    unit = RUNTIMES[options.runtime](world, DIALECTS[options.protocol])
    stop = Stop()
    try:
        runner = day.Day(world, unit, identity, options.wait * 1000)
        runner.prepare()
        print("ready; Ctrl-C ends it", file=sys.stderr, flush=True)
        with stop:
            serve(unit, lambda: stop.asked)
        return _conclude(options, world, runner)
    finally:
        unit.close()
        keep_paper(options, world)
        world.close()


def serve(unit: Any, ended: Callable[[], bool], slice_ms: int = SLICE_MS) -> None:
    """Lets the host work the unit until `ended` and no session is in the middle."""
    resting = True
    while not (ended() and resting):
        resting = unit.command({"do": "serve", "ms": slice_ms})["resting"]


class Stop:
    """Ctrl-C and SIGTERM as a wish."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "Stop":
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._ask)
        return self

    def _ask(self, number: int, frame: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)


def _conclude(options: argparse.Namespace, world: World, runner: day.Day) -> int:
    report = runner.report()
    if options.report:
        day.write_json(options.report, report)
    found = day.complaints(world)
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{report['payment_documents']} payment documents, {report['documents']} in all, "
          f"Z {report['z_number']}")
    return 1 if found else 0


def keep_paper(options: argparse.Namespace, world: World) -> None:
    """What a run leaves where its options say: the tape as picture and text, the documents."""
    if world.printer and options.text:
        options.text.write_text(tape.text_of(world.printer.tape), encoding="utf-8")
    if world.printer and options.tape:
        tape.save_png(world.printer.tape, options.tape)
    if world.skno and options.documents:
        world.skno.dump(options.documents)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("protocol", choices=DIALECTS)
    parser.add_argument("channel", help="where the host is: pty:, tcp:HOST:PORT, "
                        "listen:HOST:PORT, serial:PATH@BAUD")
    parser.add_argument("--runtime", choices=RUNTIMES, default="cpython",
                        help="what the unit runs on (cpython)")
    parser.add_argument("--skno", default=SIM, metavar="URL", help="sim:, or as the channel")
    parser.add_argument("--printer", default=SIM, metavar="URL", help="the same, and file:PATH")
    parser.add_argument("--flash", type=Path, metavar="DIR", help="keep the flash images here")
    parser.add_argument("--report", type=Path, metavar="OUT.json",
                        help="what the register counted")
    parser.add_argument("--tape", type=png, metavar="OUT.png", help="the tape as a picture")
    parser.add_argument("--text", type=Path, metavar="OUT.txt", help="the tape as text")
    parser.add_argument("--documents", type=Path, metavar="OUT.json",
                        help="what the СКНО received")
    parser.add_argument("--profile", default="", choices=["", *profiles.names()], metavar="NAME",
                        help="printer profile")
    parser.add_argument("--wait", type=seconds, default=60, metavar="SECONDS",
                        help="how long to wait for a blocked СКНО or printer at the start (60)")
    parser.add_argument("--identity", type=Path, default=IDENTITY, metavar="FILE.json",
                        help="what the factory-new unit is registered with")
