"""The printer model as a process of its own, in real time, for anything that speaks ESC/POS.

    python -m tools.bench.printer_server listen:127.0.0.1:9100 --png tape.png
    python -m tools.bench.printer_server pty: --columns 48 --text tape.txt

One sender at a time; a sender that goes away may come again. What the model finds wrong goes to
stderr as it is found. The files are written after cuts, when a sender leaves and at the end
(Ctrl-C, SIGTERM, or with `--once` the end of the first connection); the exit code is 1 if anything
was wrong. Lines of commands on stdin set the state: see `COMMANDS`.
"""

import argparse
import os
import select
import signal
import socket
import sys
import time
import tty
from collections.abc import Callable
from dataclasses import replace

from tools.bench.attach import AttachError, address, listener
from tools.bench.models.printer import Printer
from tools.bench.models.printer_profile import COLUMNS, PROFILES
from tools.bench.options import png
from tools.bench.tape import save_png, text_of
from tools.said import said

CHUNK = 1024
IDLE_S, TICK_S = 0.5, 0.002
SAVE_EVERY_MS = 2000
COMMANDS: dict[str, Callable[[Printer], None]] = {
    "paper-out": Printer.paper_out,
    "load-paper": Printer.load_paper,
    "near-end": Printer.near_end,
    "open-cover": Printer.open_cover,
    "close-cover": Printer.close_cover,
    "power-off": Printer.power_off,
    "power-on": Printer.power_on,
    "offline": Printer.go_offline,
    "online": Printer.go_online,
    "cutter-error": lambda printer: printer.fail("cutter"),
    "repair": Printer.repair,
}


class Server:
    """Moves bytes between one sender and the printer, and keeps the files up to date."""

    def __init__(self, printer: Printer, options: argparse.Namespace) -> None:
        self.printer = printer
        self._options = options
        self._control = [sys.stdin.fileno()] if options.control else []
        self._shown = 0
        self._cuts = 0
        self._saved_ms = 0

    def now_ms(self) -> int:
        """Milliseconds of the monotonic clock."""
        return time.monotonic_ns() // 1_000_000

    def serve(self, descriptor: int) -> None:
        """Until the sender goes away."""
        while True:
            out = self.printer.output(self.now_ms())
            if out:
                os.write(descriptor, out)
            self._look()
            reading = self._control + ([] if self.printer.busy else [descriptor])
            waiting = self.printer.idle and self.printer.next_event_ms() is None
            for ready in select.select(reading, [], [], IDLE_S if waiting else TICK_S)[0]:
                if ready != descriptor:
                    self._command(os.read(ready, CHUNK))
                elif not self._take(descriptor):
                    self.save()
                    return

    def _take(self, descriptor: int) -> bool:
        try:
            data = os.read(descriptor, min(CHUNK, self.printer.room))
        except OSError:
            return False
        self.printer.feed(data, self.now_ms())
        return bool(data)

    def _command(self, lines: bytes) -> None:
        if not lines:
            self._control = []
        for name in lines.decode(errors="replace").split():
            if name in COMMANDS:
                self.printer.feed(b"", self.now_ms())
                COMMANDS[name](self.printer)
            else:
                print("commands:", *COMMANDS, file=sys.stderr)

    def _look(self) -> None:
        for message in self.printer.errors[self._shown :]:
            print(message, file=sys.stderr, flush=True)
        self._shown = len(self.printer.errors)
        cuts = len(self.printer.tape.cuts)
        if cuts != self._cuts and self.now_ms() - self._saved_ms >= SAVE_EVERY_MS:
            self._cuts = cuts
            self.save()
            self._saved_ms = self.now_ms()

    def save(self) -> None:
        """Writes the picture and the text."""
        if self._options.png:
            save_png(self.printer.tape, self._options.png)
        if self._options.text:
            with open(self._options.text, "w", encoding="utf-8") as file:
                file.write(text_of(self.printer.tape))

    def finish(self) -> int:
        """The end: what is left over is an error too; the exit code."""
        self.printer.finish()
        self._look()
        self.save()
        return 1 if self.printer.errors else 0


def _listen(server: Server, where: str, once: bool) -> None:
    with listener(address(where)) as waiting:
        print(f"listening on {where.rpartition(':')[0]}:{waiting.getsockname()[1]}", flush=True)
        while True:
            peer, _ = waiting.accept()
            with peer:
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                server.serve(peer.fileno())
            if once:
                return


def _pty(server: Server) -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    print(os.ttyname(slave), flush=True)
    server.serve(master)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tools.bench.printer_server", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("url", help="listen:HOST:PORT or pty:")
    parser.add_argument("--png", type=png, metavar="OUT.png", help="picture of the tape")
    parser.add_argument("--text", metavar="OUT.txt", help="text of the tape")
    parser.add_argument("--profile", choices=PROFILES, default="default")
    parser.add_argument("--columns", type=int, choices=sorted(COLUMNS.values()))
    parser.add_argument("--speed", type=int, default=0, help="mm of paper a second, 0: at once")
    parser.add_argument("--once", action="store_true", help="end with the first connection")
    parser.add_argument("--control", action="store_true", help="take state commands from stdin")
    return parser.parse_args()


def main() -> int:
    """Entry point: the exit code."""
    options = _parse()
    profile = replace(PROFILES[options.profile], speed=options.speed)
    if options.columns:
        width = {columns: dots for dots, columns in COLUMNS.items()}[options.columns]
        profile = replace(profile, width_dots=width, columns=options.columns)
    server = Server(Printer(profile=profile), options)
    try:
        server.save()
    except OSError as error:
        print(said(error), file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    kind, _, where = options.url.partition(":")
    try:
        if kind == "listen":
            _listen(server, where, options.once)
        elif kind == "pty":
            _pty(server)
        else:
            print(f"{options.url}: listen:HOST:PORT or pty: is expected", file=sys.stderr)
            return 2
    except (AttachError, OSError) as error:
        print(said(error, options.url), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        pass
    return server.finish()


if __name__ == "__main__":
    sys.exit(main())
