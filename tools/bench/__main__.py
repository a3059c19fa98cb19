"""The bench's command line.

    python -m tools.bench day FILE.day.jsonl [--runtime cpython|micropython] [--skno URL]
           [--printer URL] [--flash DIR] [--resume] [--clock script|real] [--report OUT.json]
           [--tape OUT.png] [--text OUT.txt] [--documents OUT.json] [--wait SECONDS] [--go-on]
           [--board PORT]
    python -m tools.bench demo
    python -m tools.bench keys FILE.keys [...] [--registered] [--text OUT.txt] [--tape OUT.png]
    python -m tools.bench term [--flash DIR] [--factory]
    python -m tools.bench host felix-rmf|felix-80k CHANNEL [--flash DIR] [--skno URL] [...]

Status: 0 when every action was carried out and the tape printed, 1 when something was refused or
found wrong, 2 when the day could not be run or the unit is blocked (then --resume goes on).
"""

import argparse
import functools
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bu.printing import profiles
from tools.said import said

from . import day, dayfile, demo, host, keys, term
from .attach import AttachError
from .local import LocalUnit
from .options import png, seconds
from .place import IDENTITY, PlaceError, load_goods, read_identity
from .remote import RemoteError, RemoteUnit
from .unix_board import BoardUnit
from .world import SIM, FlashError, World

RUNTIMES = {"cpython": LocalUnit, "micropython": RemoteUnit}
OPERATED = {"keys": keys.run, "term": term.run, "host": host.run}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m tools.bench", description="The virtual bench.")
    commands = top.add_subparsers(dest="command", required=True)
    run = commands.add_parser("day", help="run a scripted trading day")
    run.add_argument("file", type=Path, help="FILE.day.jsonl")
    run.add_argument("--runtime", choices=RUNTIMES, default="cpython",
                     help="what the unit runs on (cpython)")
    run.add_argument("--board", metavar="PORT", help="the unit on a board of BOARD=unix, as "
                     "`python -m tools.bench.unix_board` gives one (docs/boards.md)")
    run.add_argument("--skno", default=SIM, metavar="URL", help="sim:, tcp:HOST:PORT, "
                     "listen:HOST:PORT, pty:, serial:PATH@BAUD")
    run.add_argument("--printer", default=SIM, metavar="URL", help="the same, and file:PATH")
    run.add_argument("--flash", type=Path, metavar="DIR", help="keep the flash images here")
    run.add_argument("--goods", type=Path, metavar="FILE.csv", help="load this goods base first")
    run.add_argument("--resume", action="store_true", help="go on with a day that was cut")
    run.add_argument("--clock", choices=("script", "real"), default="script",
                     help="the calendar: that of the day file, or this machine's (script)")
    run.add_argument("--report", type=Path, metavar="OUT.json", help="what the register counted")
    run.add_argument("--tape", type=png, metavar="OUT.png", help="the tape as a picture")
    run.add_argument("--text", type=Path, metavar="OUT.txt", help="the tape as text")
    run.add_argument("--documents", type=Path, metavar="OUT.json", help="what the СКНО received")
    run.add_argument("--profile", default="", choices=["", *profiles.names()], metavar="NAME",
                     help="printer profile: columns, code page, kind of QR; such as generic-80, "
                     "generic-58, generic-42 (docs/printing.md)")
    run.add_argument("--wait", type=seconds, default=60, metavar="SECONDS",
                     help="how long to wait for a blocked СКНО or printer (60)")
    run.add_argument("--go-on", action="store_true", help="what blocks stops nothing: "
                     "the file has its own troubles, and says when they end")
    run.add_argument("--identity", type=Path, default=IDENTITY, metavar="FILE.json",
                     help="what the factory-new unit is registered with")
    shown = commands.add_parser("demo", help="the grocery day, shown in the terminal")
    shown.add_argument("--out", type=Path, default=Path("build/demo"), metavar="DIR",
                       help="where tape, documents and report go (build/demo)")
    keys.arguments(commands.add_parser("keys", help="replay key presses and scanner lines"))
    term.arguments(commands.add_parser("term", help="the register in this terminal"))
    host.arguments(commands.add_parser("host", help="a register that a host program works"))
    return top


def main(arguments: list[str]) -> int:
    """Runs one command; its exit status."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "demo":
            return demo.run(options.out, lambda words: main(words))
        if options.command in OPERATED:
            return OPERATED[options.command](options)
        if options.resume and options.flash is None:
            raise dayfile.DayFileError("--resume needs the --flash DIR of the day that was cut")
        with tempfile.TemporaryDirectory() as folder:
            return _day(options, options.flash or Path(folder))
    except (AttachError, dayfile.DayFileError, FlashError, PlaceError, keys.KeysError,
            RemoteError, day.Blocked, OSError) as error:
        print(f"\n{said(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        goes_on = "; --resume goes on with it" if getattr(options, "flash", None) else ""
        print(f"\ninterrupted{goes_on if options.command == 'day' else ''}", file=sys.stderr)
        return 2


def _day(options: argparse.Namespace, flash: Path) -> int:
    actions = dayfile.read(options.file)
    place = dayfile.Place(flash, options.file)
    if options.resume:
        place.resume()
    identity = read_identity(options.identity)
    for path in (options.report, options.tape, options.text, options.documents):
        _check_writable(path)
    world = World(flash, identity, options.skno, options.printer, options.clock == "script",
                  options.resume, options.profile)
    first = next((action.moment for action in actions if action.moment), None)
    if first:
        world.calendar.script(first)
    if options.goods:
        load_goods(world, options.goods)
    make: Callable[[World], Any] = RUNTIMES[options.runtime]
    if options.board:
        make = functools.partial(BoardUnit, port=options.board)
    runner = day.Day(world, make(world), identity, options.wait * 1000, make, options.go_on)
    try:
        state = runner.prepare()
        done = 0
        if options.resume:
            done = place.done(state["last_key"])
            print(f"resumed behind line {done}", file=sys.stderr)
        else:
            place.begin()
        runner.run(actions, place, done, _progress(actions, done))
        return _conclude(options, world, runner)
    finally:
        host.keep_paper(options, world)
        runner.unit.close()
        world.close()


def _check_writable(path: Path | None) -> None:
    """Trouble with an output is said before the day, not behind it."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()


def _progress(actions: list[dayfile.Action], done: int):
    """A line that shows where a long day stands; redrawn on a terminal, every tenth otherwise."""
    live = sys.stderr.isatty()
    count = len(actions)
    seen = sum(action.line <= done for action in actions)

    def show(refused: int, action: dayfile.Action) -> None:
        nonlocal seen
        seen += 1
        if live or seen % max(1, count // 10) == 0 or seen == count:
            what = action.order["do"] if action.order else "?"
            line = f"[{seen}/{count}] line {action.line}: {what:<12} refused: {refused}"
            print(f"\r{line}" if live else line, end="" if live else "\n", file=sys.stderr,
                  flush=True)

    return show


def _conclude(options: argparse.Namespace, world: World, runner: day.Day) -> int:
    report = runner.report()
    if options.report:
        day.write_json(options.report, report)
    found = runner.wrong + day.complaints(world)
    for line in found:
        print(line)
    base = next(iter(report["currencies"].values()))
    print(f"\n{report['payment_documents']} payment documents, {report['documents']} in all, "
          f"Z {report['z_number']}, sales {base['sales_sum']}, drawer {base['drawer']}; "
          f"refused {len(runner.refused)}, complaints {len(found)}")
    return 1 if found or runner.refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
