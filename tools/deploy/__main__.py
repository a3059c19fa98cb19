"""Puts the firmware on a board at a serial port.

    python -m tools.deploy PORT --board pico [--method files|rom] [--storage nor|partitions]
          [--format]

What changed is sent, into the slot that does not run; when the board's own hashes agree, a pointer
is switched and the board starts anew. Cut off at any moment, the old version still runs. Status:
0 done, 1 the board or the firmware is not fit, with the reason on standard error.
"""

import argparse
import datetime
import sys
import time

from tools.deploy import bundle, manifest, slots
from tools.deploy.link import Board, LinkError
from tools.setup import mpy
from tools.verify import digest

# Heap that modules of files want, from their bytes: measured on 32-bit MicroPython, 161 KB of
# resident code and 64 KB of data for the register (310 KB), 71 KB for the emulator (40 KB).
HEAP_BASE, HEAP_PERCENT = 40 * 1024, 75


def say(text: str) -> None:
    """A line for the person at the desk."""
    print(f"deploy: {text}", flush=True)


def progress(what: str, done: int, total: int) -> None:
    """Where it stands; on a terminal one line that is overwritten."""
    line = f"  {100 * done // max(total, 1):3d} %  {what}"
    if sys.stdout.isatty():
        print(f"\r\033[K{line}", end="\n" if done == total else "", flush=True)
    elif done == total or done % 20 == 0:
        print(line, flush=True)


def right_board(board: Board, name: str) -> str:
    """The architecture to compile for. LinkError: it is another board, or too old."""
    machine, version, arch, native = board.identify()
    facts = bundle.facts(name)
    wanted, chip = facts.ARCH, getattr(facts, "MCU", "")
    if arch not in ((wanted,) if isinstance(wanted, str) else wanted):
        raise LinkError(f"{board.port}: this is «{machine}», whose code is {arch or 'bytecode'}; "
                        f"BOARD={name} has {wanted}. Name the right board: "
                        f"{', '.join(manifest.boards())}")
    # «Generic ESP32S3 module with ESP32S3», in some releases «... with ESP32-S3»
    if chip and machine.rpartition(" with ")[2].replace("-", "") != chip:
        raise LinkError(f"{board.port}: this is «{machine}»; BOARD={name} is one with {chip}. "
                        f"Name the right board: {', '.join(manifest.boards())}")
    say(f"{machine}, MicroPython {version[0]}.{version[1]}, {arch}")
    if not native:
        say("it takes machine code of another version: the CRC will run as bytecode")
    return arch


def set_clock(board: Board, now: datetime.datetime) -> None:
    """The processor's calendar; a battery-backed clock is the control unit's own business."""
    year, month, day, _, hour, minute, second, _ = board.ask(
        "__import__('machine').RTC().datetime()"
    )
    fields = (now.year, now.month, now.day, now.weekday(), now.hour, now.minute, now.second, 0)
    board.run(f"import machine\nmachine.RTC().datetime({fields})")
    was = f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
    say(f"clock: {was} -> {now:%Y-%m-%d %H:%M:%S}")


def file_system(board: Board, name: str, wanted: bool) -> None:
    """Our own image formats nothing by itself. LinkError: there is none and none is asked for."""
    if board.call("writable"):
        return
    if not wanted:
        raise LinkError("the board has no file system. FORMAT=1 (--format) makes one, where "
                        "nothing else lies: journal, settings and БЭП are not touched")
    facts = bundle.facts(name)
    board.call(f"format_{facts.CHIP}", getattr(facts, "FS_BYTES", 0))
    say("a new file system was made")


def fits_heap(board: Board, size: int) -> None:
    """Modules that are files run from RAM. LinkError: the heap is too small for that."""
    free = board.ask("(__import__('gc').collect(), __import__('gc').mem_free())[1]")
    need = HEAP_BASE + size * HEAP_PERCENT // 100
    if free < need:
        raise LinkError(f"not enough memory: from files the firmware takes {need // 1024} KB of "
                        f"heap, {free // 1024} KB are free. It has to run from a ROMFS partition, "
                        "or frozen in the image (docs/boards.md)")


def write_root(board: Board, files: dict[str, bytes]) -> None:
    """The files outside the slots that differ, each by one rename."""
    for name, data in files.items():
        if board.call("read", f"/{name}").encode() != data:
            board.write(f"/{name}", data)
            say(f"/{name} written")


def deploy(board: Board, name: str, method: str = "", storage: str = "",
           fresh: bool = False) -> None:
    """The whole way. LinkError, ManifestError and CompileError say what stopped it."""
    arch = right_board(board, name)
    known = getattr(bundle.facts(name), "STORAGES", {})
    if storage and storage not in known:
        raise LinkError(f"BOARD={name} has no STORAGE={storage}; it has {', '.join(known)}")
    file_system(board, name, fresh)
    # Before the work here: a register that stands in the REPL is bitten by its watchdog.
    board.reset(hold=True)
    files = bundle.slot_files(name, arch)
    listing = bundle.listing_hash((file, bundle.sha256(data)) for file, data in files.items())
    method, keeper = slots.method_of(board, method)
    running_method, running, old = slots.pointer(board)
    target = "b" if running == "a" else "a"
    if method == "files":
        fits_heap(board, sum(map(len, files.values())))
    if (running_method, old) == (method, listing):
        say(f"slot {running} has this version already; checking it")
        target = running
    started = time.monotonic()
    sent = keeper.fill(files, target, running if running_method == method else "", progress)
    roots = bundle.root_files(name)
    write_root(board, roots)
    if "wait" not in roots:
        board.call("remove", "/wait")
    set_clock(board, datetime.datetime.now())
    if (running_method, running, old) != (method, target, listing):
        slots.switch(board, method, target, listing)
    say(f"{len(files)} files, {sent} bytes sent in {time.monotonic() - started:.1f} s; "
        f"slot {target} ({method}) runs from the next start on")
    # Behind the switch: the old version never sees another version's choice of memories.
    if storage:
        write_root(board, {"storage.txt": f"{storage}\n".encode()})
    board.reset(hold=False)
    reference = bundle.BUILD / f"{name}.romfs"
    reference.write_bytes(bundle.romfs(files))
    say(f"SHA-256 as the unit shows it: {digest(files)}")
    say(f"reference for tools.verify: {reference.relative_to(manifest.ROOT)}")


def main(arguments: list[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser("python -m tools.deploy", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", metavar="PORT", help="/dev/ttyACM0, COM5, a pty, socket://...")
    parser.add_argument("--board", required=True, help=", ".join(manifest.boards()))
    parser.add_argument("--method", choices=slots.METHODS, default="",
                        help="rom where the board has the partition, else files")
    parser.add_argument("--storage", choices=("nor", "partitions"), default="",
                        help="where journal and БЭП lie, if not where board.py says")
    parser.add_argument("--format", action="store_true",
                        help="a file system where the board has none; nothing else is touched")
    options = parser.parse_args(arguments)
    try:
        manifest.of(options.board)
        board = Board(options.port)
        try:
            deploy(board, options.board, options.method, options.storage, options.format)
        finally:
            board.close()
    except (LinkError, manifest.ManifestError, mpy.CompileError) as error:
        print(f"deploy: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("deploy: cut off. Unless a slot is named above, the version before still runs; "
              "deploy again", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
