"""The service engineer's line to a board.

    python -m tools.service PORT console [COMMAND ...]   talks to the running register, reads only
    python -m tools.service PORT self-test               every part named, a remedy where it fails
    python -m tools.service PORT flash FOLDER            its memories as images, for tools.inspect
    python -m tools.service PORT image FILE.romfs        its firmware, for tools.verify (регл. 30)
    python -m tools.service PORT goods FILE.img          loads a goods base made by tools.goods

`console` without commands goes on until Ctrl-C or the end of input. The others let the register
stand aside and start it again at the end. Status: 0 in order, 1 something is not, 2
no board, or the register does not run there.
"""

import argparse
import base64
import os
import sys
import time
from pathlib import Path

import serial

from tools.deploy import slots
from tools.deploy.link import PIECE, Board, LinkError
from tools.said import said
from tools.service.remedies import remedy

REGIONS = ("journal", "memory", "settings", "goods")
BLOCK = 4096
PATIENCE_S = 15.0
AGAIN_S = 4.0
ONBOARD = Path(__file__).with_name("onboard.py")


def console(port: str, commands: list[str]) -> int:
    """Sends commands, prints the answers."""
    try:
        line = serial.Serial(port, 115200, timeout=0.1, exclusive=True)
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        raise LinkError(f"{port}: {os.strerror(number) if number else error}") from error
    with line:
        for command in commands or (text.strip() for text in sys.stdin):
            if command and not _ask(line, command):
                print(f"{port}: no answer: the register does not run there", file=sys.stderr)
                return 2
    return 0


def _ask(line: serial.Serial, command: str) -> bool:
    """Says the command again after a while: opening the port resets some boards."""
    line.reset_input_buffer()
    heard = b""
    begun = time.monotonic()
    said = 0
    while (passed := time.monotonic() - begun) < PATIENCE_S:
        if passed >= said * AGAIN_S:
            line.write(command.encode() + b"\n")
            said += 1
        heard += line.read(256)
        lines = heard.decode("utf-8", "replace").splitlines()
        if "." in lines and heard.endswith(b"\n"):
            print(*(text for text in lines if text not in (command, ".")), sep="\n")
            return True
    return False


def aside(port: str) -> Board:
    """The board with its register standing aside, and the firmware that it runs in reach."""
    board = Board(port)
    board.reset(hold=True)
    board.run(ONBOARD.read_text(encoding="utf-8"))
    return board


def self_test(board: Board) -> bool:
    """A line for each part; True where all are in order."""
    well = True
    for line in board.lines("self_test"):
        part, tab, reason = line.partition("\t")
        if not tab:
            continue
        untold = reason == "?"
        print(f"{part:18}{'there; ask it yourself' if untold else reason or 'in order'}")
        if reason:
            well = well and untold
            print(f"{'':18}-> {remedy(part, reason)}")
    return well


def flash(board: Board, folder: Path) -> None:
    """Reads the regions into FOLDER/NAME.nor."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in REGIONS:
        blocks = board.call("open_region", name)
        if not blocks:
            continue
        with open(folder / f"{name}.nor", "wb") as image:
            for block in range(blocks):
                text = board.call("read_block", block)
                image.write(base64.b64decode(text) if text else b"\xff" * BLOCK)
                if sys.stdout.isatty():
                    print(f"  {name} {100 * (block + 1) // blocks} %", end="\r", flush=True)
        print(f"{name}.nor  {blocks * BLOCK} bytes")
    print(f"python -m tools.inspect {folder}")


def image(board: Board, path: Path) -> None:
    """Reads the ROMFS slot that runs. LinkError: the firmware lies in files."""
    blocks, size = board.call("partition")
    method, slot, _ = slots.pointer(board)
    if method != "rom":
        raise LinkError("the firmware does not run from ROMFS: read /slot_a or /slot_b with "
                        "`python -m mpremote fs cp -r`, or it is frozen in the image")
    first = blocks // 2 if slot == "b" else 0
    with open(path, "wb") as file:
        for block in range(first, first + blocks // 2):
            text = board.call("read_rom", block)
            if not text:
                break
            file.write(base64.b64decode(text))
    print(f"{path}  {path.stat().st_size} bytes, slot {slot}")


def goods(board: Board, path: Path) -> None:
    """Loads a base file; the one on the board stays where this one is not whole. LinkError."""
    data = path.read_bytes()
    if not board.call("open_region", "goods"):
        raise LinkError("this board has no room for a goods base, or its chip does not answer")
    board.run("begin_goods()")
    for at in range(0, len(data), PIECE):
        board.run(f"put_goods({base64.b64encode(data[at : at + PIECE])!r})")
        if sys.stdout.isatty():
            print(f"  {100 * at // len(data)} %", end="\r", flush=True)
    print(f"{path}  {board.call('end_goods')} items in force")


# What is done with a board that stands aside and a path.
_WITH_PATH = {"flash": flash, "image": image, "goods": goods}


def main(arguments: list[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser("python -m tools.service", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", metavar="PORT")
    parser.add_argument("what", choices=("console", "self-test", *_WITH_PATH))
    parser.add_argument("rest", nargs="*", default=[],
                        metavar="COMMAND | FOLDER | FILE")
    options = parser.parse_args(arguments)
    if options.what in _WITH_PATH and len(options.rest) != 1:
        parser.error("flash FOLDER, image FILE, goods FILE")
    try:
        if options.what == "console":
            return console(options.port, options.rest)
        if options.what == "goods":
            open(options.rest[0], "rb").close()
        board = aside(options.port)
        try:
            if options.what == "self-test":
                return 0 if self_test(board) else 1
            _WITH_PATH[options.what](board, Path(options.rest[0]))
        finally:
            board.reset(hold=False)
    except (LinkError, OSError) as error:
        print(f"service: {said(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("service: cut off", file=sys.stderr)
        return 0 if options.what == "console" and not options.rest else 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
