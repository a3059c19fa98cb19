"""The bench's СКНО as a device of its own, until somebody wants the REPL."""

import gc
import sys
import time

import carriers
from micropython import const

from tools.bench.models.skno import Skno
from tools.bench.models.skno_commands import TIME

_GARBAGE = const(4096)
# A clock that nobody has set begins years before.
_EARLIEST = const(2024)


class Device(Skno):
    """The bench's СКНО with a board's clock, which forgets the time without power."""

    def refusal(self, packet):
        """55h is refused while the clock is not set; the register then asks the cashier."""
        if packet.command == TIME and time.localtime()[0] < _EARLIEST:
            return ""
        return super().refusal(packet)


class Emulator:
    """One СКНО on one line; `turn` is one round of the loop."""

    def __init__(self, board, line, clock, talks: bool):
        self.device = Device(board.SERIAL, state_path=board.STATE, **board.OPTIONS)
        self._line = line
        self._clock = clock
        self._talks = talks

    def turn(self) -> None:
        """Passes on what came and what there is to say; prints what is wrong."""
        device = self.device
        data = self._line.read()
        if data:
            device.feed(data, self._clock.now_ms())
        reply = device.output(self._clock.now_ms())
        if reply:
            self._line.write(reply)
        if data:
            gc.collect()
        if device.violations:
            if self._talks:
                print("violation:", device.violations.pop(0))
            else:
                device.violations.pop(0)


def main(board) -> None:
    """Serves until KeyboardInterrupt."""
    try:
        with open("/carrier.txt") as file:
            wanted = file.read().strip()
    except OSError:
        wanted = ""
    # Collected often, a document stays in one place and leaves a free block for its text.
    gc.threshold(_GARBAGE)
    name, line = carriers.make(board.LINES[sys.platform], wanted)
    talks = name != "usb"
    emulator = Emulator(board, line, carriers.Clock(), talks)
    if talks:
        if time.localtime()[0] < _EARLIEST:
            print("the clock is not set: python -m mpremote connect PORT rtc --set")
        print("SKNO", board.SERIAL, "on", name, "documents:", emulator.device.state.taken)
    while True:
        emulator.turn()
