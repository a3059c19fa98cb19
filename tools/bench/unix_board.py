"""A MicroPython process as a board on a serial port (see boards/unix/repl.py).

    with UnixBoard(folder, "i386") as board:
        ... mpremote, `python -m tools.deploy` or a `BoardUnit` at board.port
    python -m tools.bench.unix_board FOLDER          prints the port, and stays until Ctrl-C

Its flash lives in the folder. A reset starts the process anew; where the power fails it stays off
until `power_on`.
"""

import argparse
import os
import signal
import subprocess
import sys
import termios
import threading
import tty
from pathlib import Path

from tools.said import said
from tools.setup import mpy, runtime

from .remote import RemoteUnit
from .world import World

REPL = runtime.ROOT / "boards" / "unix" / "repl.py"
HEAP = {"i386": "6m", "amd64": "12m"}
RESET, CUT = 64, 65
ROM_BYTES = 1 << 20


class UnixBoard:
    """The process, its pty and its power switch."""

    def __init__(self, folder: Path, arch: str, cut: int = 0, version: str = "",
                 rom: bytes = b"") -> None:
        """`version`: what it says of itself; `rom`: what its ROMFS partition begins with."""
        self._version = [version] if version else []
        self._folder = folder.resolve()
        if rom:
            (folder / "romfs.bin").write_bytes(rom.ljust(ROM_BYTES, b"\xff"))
        self._arch = arch
        self._switch = threading.Lock()
        self._line: tuple[int, int] | None = None
        self.port = ""
        self.power_failed = False
        self._process: subprocess.Popen[bytes] | None = None
        self.power_on(cut)

    def power_on(self, cut: int = 0) -> None:
        """Starts it; `cut`: the power fails at that change of a block. The port may be another."""
        self.power_off()
        self.power_failed = False
        if self._line is None:
            self._line = os.openpty()
            tty.setraw(self._line[1])
            self.port = os.ttyname(self._line[1])
        self._spawn(cut)
        self._watch = threading.Thread(target=self._supervise, args=(cut,), daemon=True)
        self._watch.start()

    def _spawn(self, cut: int) -> None:
        interpreter = runtime.command(self._arch)
        assert interpreter and self._line
        master = self._line[0]
        self._process = subprocess.Popen(
            [*interpreter, "-X", f"heapsize={HEAP[self._arch]}",
             str(REPL), str(self._folder), str(cut), *self._version],
            stdin=master, stdout=master, stderr=master,
            cwd=mpy.work_folder(self._arch), env={**os.environ, "MICROPYPATH": mpy.BUILT_IN},
        )

    def _supervise(self, cut: int) -> None:
        process = self._process
        while process is not None:
            status = process.wait()
            with self._switch:
                if process is not self._process:
                    return
                if status != RESET:
                    self.power_failed = status == CUT
                    self._unplug()
                    return
                self._spawn(cut)
                process = self._process

    def failed(self) -> bool:
        """True once the power has failed, as `cut` said."""
        self._watch.join(10)
        return self.power_failed

    def pid(self) -> int:
        """The process that runs now: another one after each start."""
        with self._switch:
            assert self._process
            return self._process.pid

    def power_off(self) -> None:
        """Pulls the plug."""
        with self._switch:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            self._watch.join()

    def _unplug(self) -> None:
        """The port vanishes, as that of a USB board without power."""
        line, self._line = self._line, None
        for descriptor in line or ():
            os.close(descriptor)

    def close(self) -> None:
        """Ends it."""
        self.power_off()
        self._unplug()

    def __enter__(self) -> "UnixBoard":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class BoardUnit(RemoteUnit):
    """The control unit that a board at a serial port has booted."""

    def __init__(self, world: World, port: str) -> None:
        descriptor = os.open(port, os.O_RDWR | os.O_NOCTTY)
        termios.tcflush(descriptor, termios.TCIFLUSH)
        source, sink = os.fdopen(descriptor, "rb"), os.fdopen(os.dup(descriptor), "wb")
        sink.write(b"\0")
        sink.flush()
        self._serve(world, source, sink)


def main(arguments: list[str] | None = None) -> int:
    """A board until Ctrl-C; the exit status."""
    parser = argparse.ArgumentParser("python -m tools.bench.unix_board",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where its flash is kept")
    folder = parser.parse_args(arguments).folder
    arch = runtime.preferred_arch()
    if arch is None:
        print(runtime.missing_reason(), file=sys.stderr)
        return 2
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(said(error), file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with UnixBoard(folder, arch) as board:
        print(board.port, flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
