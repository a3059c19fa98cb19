"""The bench's end of the pipe to a unit that runs on MicroPython (see boards/sim/remote.py).

The process asks for flash, streams and time while it carries out a command; the bench serves these
calls until the outcome comes.
"""

import json
import struct
import subprocess
from collections.abc import Sequence
from typing import IO, Any

from tools.setup import mpy, romfs, runtime

from .world import World

NAMES = ("journal", "memory", "settings", "skno", "printer", "goods", "host")
# The budget of the unit and its code (docs/memory-speed.md); 64-bit objects are twice as big.
HEAP = {"i386": "128k", "amd64": "256k"}
NEXT, DONE = 1, 2


class RemoteError(Exception):
    """The MicroPython process is not there, or has died."""


class RemoteUnit:
    """A control unit in a MicroPython process; `command` has the shape of `Worker.command`."""

    _process: subprocess.Popen[bytes] | None = None

    def __init__(
        self,
        world: World,
        heap: str | None = None,
        arch: str | None = None,
        under: Sequence[str] = (),
        console: bool = False,
        felix: str = "",
        keeps: bool = False,
        module: str = "boards.sim.main",
    ) -> None:
        """`heap` is the budget unless given.

        `under` is a command that starts the process, such as a profiler's.

        `console`: with an operator's place (boards/sim/console.py); `felix`: with a host of that
        dialect (boards/sim/felix.py); `keeps`: late modules stay, as on a board with a large heap.
        """
        arch = arch or runtime.preferred_arch()
        if arch is None:
            raise RemoteError(f"no MicroPython here: {runtime.missing_reason()}")
        process = subprocess.Popen(
            [*under, *romfs.command(arch, heap or HEAP[arch], module)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=mpy.work_folder(arch),
            process_group=0,  # out of reach of the terminal's Ctrl-C
        )
        assert process.stdout and process.stdin
        self._process = process
        modes = {"console": console, "felix": felix, "keeps": keeps}
        self._serve(world, process.stdout, process.stdin, **modes)

    def _serve(self, world: World, source: IO[bytes], sink: IO[bytes], **modes: object) -> None:
        """Builds the unit that waits at the other end of these streams."""
        self._world = world
        self._source = source
        self._sink = sink
        self.calls = self.orders = 0
        self._calls = {
            3: self._flash_read,
            4: self._flash_program,
            5: self._flash_erase,
            6: self._stream_write,
            7: self._stream_read,
            8: lambda _: struct.pack(">Q", world.now_ms()),
            9: self._sleep,
            10: lambda _: struct.pack(">HBBBBB", *world.rtc_now()),
            11: self._rtc_set,
        }
        self._expect(NEXT)
        first = {"printer_profile": world.printer_profile, **modes}
        self._answer(json.dumps(first).encode())
        self.built: dict[str, Any] = json.loads(self._expect(DONE))
        self._answer(b"")
        self._expect(NEXT)

    def command(self, order: dict[str, Any]) -> dict[str, Any]:
        """Has the unit carry out `order`; serves its calls meanwhile. Ctrl-C cuts it off."""
        self.orders += 1
        self._answer(json.dumps(order, ensure_ascii=False).encode())
        try:
            outcome = self._expect(DONE)
        except KeyboardInterrupt:
            self.kill()
            raise
        self._answer(b"")
        self._expect(NEXT)
        return json.loads(outcome)

    def close(self) -> None:
        if self._process is None or self._process.poll() is None:
            self._answer(b"")
        self._sink.close()
        if self._process:
            self._process.wait(10)

    def kill(self) -> None:
        """The power goes."""
        if self._process:
            self._process.kill()
            self._process.wait(10)

    def _expect(self, wanted: int) -> bytes:
        while True:
            operation, size = struct.unpack(">BI", self._read(5))
            payload = self._source.readline() if operation == DONE else self._read(size)
            if operation == wanted:
                return payload
            if operation not in self._calls:
                raise RemoteError(f"call {operation} instead of {wanted}")
            self.calls += 1
            self._answer(self._calls[operation](payload))

    def _answer(self, payload: bytes) -> None:
        try:
            self._sink.write(struct.pack(">I", len(payload)) + payload)
            self._sink.flush()
        except BrokenPipeError as error:
            raise RemoteError("the MicroPython process is gone") from error

    def _read(self, size: int) -> bytes:
        data = self._source.read(size) if size else b""
        if len(data) < size:
            status = self._process.wait(10) if self._process else "unknown"
            raise RemoteError(f"the MicroPython process ended with status {status}")
        return data

    def _flash_read(self, payload: bytes) -> bytes:
        name, address, size = struct.unpack(">BII", payload)
        data = bytearray(size)
        self._world.flash_read(NAMES[name], address, data)
        return bytes(data)

    def _flash_program(self, payload: bytes) -> bytes:
        name, address = struct.unpack_from(">BI", payload)
        self._world.flash_program(NAMES[name], address, payload[5:])
        return b""

    def _flash_erase(self, payload: bytes) -> bytes:
        name, block = struct.unpack(">BI", payload)
        self._world.flash_erase(NAMES[name], block)
        return b""

    def _stream_write(self, payload: bytes) -> bytes:
        self._world.stream_write(NAMES[payload[0]], payload[1:])
        return b""

    def _stream_read(self, payload: bytes) -> bytes:
        name, timeout = struct.unpack(">BI", payload)
        return self._world.stream_read(NAMES[name], timeout)

    def _sleep(self, payload: bytes) -> bytes:
        self._world.sleep_ms(struct.unpack(">I", payload)[0])
        return b""

    def _rtc_set(self, payload: bytes) -> bytes:
        self._world.rtc_set(struct.unpack(">HBBBBB", payload))
        return b""

