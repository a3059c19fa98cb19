"""A СКНО as a process of its own, in real time, for a register to be attached to.

    python -m tools.bench.skno_server listen:127.0.0.1:5117 --state skno.json --documents out.json

Takes the same URLs as the bench (listen:HOST:PORT, tcp:HOST:PORT, pty:, serial:PATH@BAUD). Each
document taken and each violation is a line on standard output; `--documents` is written after
each document and at the end. `--faults` is a plan as `tools.bench.models.skno_faults` has it.
"""

import argparse
import json
import pathlib
import signal
import sys
import time
from typing import Any

from tools.bench.attach import AttachError, Channel, attach
from tools.bench.models.skno import Skno
from tools.bench.models.skno_state import StateError
from tools.bench.options import number
from tools.said import said

SERIAL = 310_000_001
TURN_MS = 50


class Server:
    """One device on one channel; `turn` is one round of the loop."""

    def __init__(self, device: Skno, channel: Channel, documents: str | None) -> None:
        self.device = device
        self.channel = channel
        self.documents = documents
        self._documents_told = device.state.taken
        self._violations_told = 0

    def turn(self, started: float) -> None:
        """Waits for bytes or the device's next event, and passes on what there is."""
        event = self.device.next_event_ms()
        wait = TURN_MS if event is None else min(TURN_MS, max(0, event - _ms(started)))
        data = self.channel.read(wait)
        if data:
            self.device.feed(data, _ms(started))
        reply = self.device.output(_ms(started))
        if reply:
            self.channel.write(reply)
        self._tell()

    def _tell(self) -> None:
        device = self.device
        for text in device.violations[self._violations_told:]:
            print(f"violation: {text}", flush=True)
        self._violations_told = len(device.violations)
        if device.state.taken == self._documents_told:
            return
        for record in device.state.records[self._documents_told:]:
            print(f"document: shift {record.shift}, type {int(record.hex[:2], 16)}, "
                  f"{len(record.hex) // 2} bytes, УИ {record.uid}", flush=True)
        self._documents_told = device.state.taken
        self.dump()

    def dump(self) -> None:
        """Writes the file of documents, where one was asked for."""
        if self.documents:
            self.device.dump(self.documents)


def _ms(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.skno_server", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="listen:HOST:PORT, tcp:HOST:PORT, pty: or serial:PATH@BAUD")
    parser.add_argument("--state", help="state file, kept from run to run")
    parser.add_argument("--serial", type=int, default=SERIAL, help="serial number of the СКНО")
    parser.add_argument("--skko", type=int, help="the register's number in СККО (else learned)")
    parser.add_argument("--documents", help="JSON of all documents, totals and violations")
    parser.add_argument("--faults", help="JSON list of faults")
    parser.add_argument("--crc-start", type=number, default=0xFFFF, metavar="N",
                        help="start value of the CRC-16 (0xFFFF)")
    parser.add_argument("--processing-ms", type=int, default=200, metavar="MS",
                        help="how long a command is worked on (200)")
    parser.add_argument("--any-number", action="store_true",
                        help="without a history, take any first document and Z number")
    return parser.parse_args(argv)


def _device(arguments: argparse.Namespace) -> Skno:
    options: dict[str, Any] = {"check_timing": False, "processing_ms": arguments.processing_ms}
    if arguments.any_number:
        options.update(first_number=None, first_z=None)
    device = Skno(arguments.serial, arguments.skko, arguments.state,
                  crc_start=arguments.crc_start, **options)
    if arguments.faults:
        try:
            device.faults.extend(json.loads(pathlib.Path(arguments.faults).read_text("utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{arguments.faults}: no list of faults: {error}") from error
    return device


def _stop(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main(argv: list[str] | None = None) -> int:
    """-> 0, or 1 where the register broke a rule, or 2 where the start failed."""
    arguments = _arguments(argv)
    signal.signal(signal.SIGTERM, _stop)
    try:
        if arguments.url.partition(":")[0] in ("sim", "file"):
            raise AttachError(f"{arguments.url}: a register is expected there")
        server = Server(_device(arguments), attach(arguments.url), arguments.documents)
        server.dump()
    except (AttachError, StateError, ValueError, OSError) as error:
        print(f"skno_server: {said(error)}", file=sys.stderr)
        return 2
    started = time.monotonic()
    try:
        while True:
            server.turn(started)
    except KeyboardInterrupt:
        server.dump()
    return 1 if server.device.violations else 0


if __name__ == "__main__":
    sys.exit(main())
