"""A session with a board's raw REPL, over mpremote's transport.

Every way in which a board fails to be there, or to be the right one, is a `LinkError` with words
for the person at the desk.
"""

import ast
import base64
import contextlib
import io
import struct
import time
from pathlib import Path
from typing import Any

from mpremote.transport import TransportError, TransportExecError
from mpremote.transport_serial import SerialTransport

ONBOARD = Path(__file__).with_name("onboard.py")
PIECE = 2048
OPEN_S = 20.0
PATIENCE_S = 5.0
ANSWER_S = 10.0
# Of bytecode, and of machine code inside it: what mpy-cross makes.
MPY_VERSION, NATIVE_VERSION = 6, 3
OLDEST = (1, 25)
ARCHITECTURES = ("", "x86", "x64", "armv6", "armv6m", "armv7m", "armv7em", "armv7emsp",
                 "armv7emdp", "xtensa", "xtensawin", "rv32imc")


class LinkError(Exception):
    """The board cannot be worked with; the text says why and what helps."""


class Board:
    """A board at the other end of a serial port, idle and listening."""

    def __init__(self, port: str) -> None:
        self.port = port
        self._transport = self._open(OPEN_S)

    def _open(self, patience: float) -> SerialTransport:
        """The port opened and the REPL raw; waits for a port that comes back after a reset."""
        begun = time.monotonic()
        told = False
        while True:
            try:
                return self._enter()
            except LinkError:
                passed = time.monotonic() - begun
                if passed > patience:
                    raise
            if not told and passed > PATIENCE_S:
                told = True
                print(f"{self.port}: waiting for the board; press its reset button", flush=True)
            time.sleep(0.2)

    def _enter(self) -> SerialTransport:
        try:
            transport = SerialTransport(self.port, timeout=ANSWER_S)
        except (TransportError, OSError, ValueError) as error:
            raise LinkError(
                f"{self.port}: no such port, no right to it, or it is in use. Plug the board in, "
                "look for it with `python -m mpremote devs`, close other programs that hold the "
                "port; on Linux join the group dialout"
            ) from error
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                transport.enter_raw_repl(soft_reset=False, timeout_overall=3)
            transport.exec(ONBOARD.read_text(encoding="utf-8"))
        except (TransportError, OSError, struct.error) as error:
            with contextlib.suppress(OSError):
                transport.close()
            raise LinkError(
                f"{self.port}: no MicroPython answers there. Is it the right port? Is an image "
                "flashed? Press the board's reset button and try again"
            ) from error
        return transport

    def close(self) -> None:
        """Lets go of the port; the board stays as it is."""
        with contextlib.suppress(OSError):
            self._transport.close()

    def run(self, statement: str) -> str:
        """Executes a statement; what it printed. LinkError: it raised, or nobody answers."""
        try:
            return self._transport.exec(statement).decode().replace("\r", "")
        except TransportExecError as error:
            said = error.error_output.strip().splitlines() or ["?"]
            if "ENOSPC" in said[-1] or "28" == said[-1].rpartition(" ")[2]:
                said = ["no space left on the board. Remove what else lies there "
                        "(`python -m mpremote fs tree`)"]
            raise LinkError(f"{self.port}: the board says: {said[-1]}") from error
        except (TransportError, OSError, struct.error, UnicodeDecodeError) as error:
            raise LinkError(
                f"{self.port}: the board has stopped answering: unplugged, without supply, or "
                "started anew. What ran before runs; see to cable and supply, try again"
            ) from error

    def ask(self, expression: str) -> Any:
        """The value of an expression, which `repr` can show."""
        said = self.run(f"print(repr({expression}))").strip()
        try:
            return ast.literal_eval(said)
        except (ValueError, SyntaxError) as error:
            raise LinkError(f"{self.port}: an answer that makes no sense: {said[:80]}") from error

    def call(self, name: str, *arguments: object) -> Any:
        """A function of onboard.py."""
        return self.ask(f"{name}({', '.join(map(repr, arguments))})")

    def lines(self, name: str, *arguments: object) -> list[str]:
        """The lines that a function of onboard.py prints."""
        return self.run(f"{name}({', '.join(map(repr, arguments))})").splitlines()

    def write(self, path: str, data: bytes) -> str:
        """Writes a file beside its old version and renames; the SHA-256 that the board counted."""
        self.run(f"begin({path!r})")
        for at in range(0, len(data), PIECE):
            self.run(f"put({base64.b64encode(data[at : at + PIECE])!r})")
        return self.call("end", path)

    def reset(self, hold: bool) -> None:
        """Starts the board anew: into its firmware, or with `hold` only into the REPL.

        main.py takes /hold away and stays still that once; where there is no main.py yet it stays.
        """
        holding = "open('/hold', 'w').close()" if hold else "remove('/hold')"
        with contextlib.suppress(TransportError, OSError, struct.error):
            self._transport.exec_raw_no_follow(f"import machine\n{holding}\nmachine.reset()")
        self.close()
        if hold:
            time.sleep(0.3)
            self._transport = self._open(OPEN_S)

    def identify(self) -> tuple[str, tuple[int, int], str, bool]:
        """(machine's name, version of MicroPython, architecture of its machine code, whether it
        takes ours)."""
        name, version, mpy = self.ask(
            "(__import__('sys').implementation._machine, "
            "__import__('sys').implementation.version[:2], "
            "__import__('sys').implementation._mpy)"
        )
        if mpy & 0xFF != MPY_VERSION or tuple(version) < OLDEST:
            raise LinkError(
                f"{self.port}: MicroPython {version[0]}.{version[1]} with bytecode {mpy & 0xFF}; "
                f"{OLDEST[0]}.{OLDEST[1]} or later with bytecode {MPY_VERSION} is needed. Flash a "
                "newer image (docs/boards.md)"
            )
        ours = mpy >> 8 & 3 == NATIVE_VERSION
        return name, tuple(version), ARCHITECTURES[mpy >> 10 & 15], ours
