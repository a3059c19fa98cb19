"""REQ, status and answer: the listening half of the engine (регл. 71, прил. 2 табл. 9).

    state    waits for                             then
    PAUSE    the time of the next REQ              REQ
    ASKED    SOH and status                        REQ again after 2 s
    ANSWER   the packet announced by the status    REQ again after 2 s
    TAKEN    acknowledge()                         ACK

`bu.skno.link` adds the sending of commands and says how an engine is driven.
"""

from micropython import const

from bu.skno import frames, packets
from bu.skno.commands import ANSWER_SIZES, DOCUMENT, UID_SIZE, Z_REPORT
from bu.skno.status import Status
from bu.skno.timing import Timing

# More than any answer of прил. 2 has.
ANSWER_DATA = const(64)

REST = const(0)
PAUSE = const(1)
ASKED = const(2)
ANSWER = const(3)
TAKEN = const(4)
_LISTENING = (PAUSE, ASKED, ANSWER)

_REQ = const(b"\x17\x33")
_ACK = const(b"\x17\xaa")
_NAK = const(b"\x17\x07")


class Inquiry:
    """Asks until the СКНО is idle and no answer waits."""

    def __init__(self, crc_start: int):
        self.timing = Timing()
        self.sender = packets.Sender(crc_start)
        self.running = False
        self.status: "Status | None" = None
        self._receiver = frames.Receiver(packets.HEADER_SIZE + ANSWER_DATA + packets.CRC_SIZE)
        self._last = (0, b"")
        self._rest = 0  # no REQ before: the СКНО said that it is busy (прил. 2 табл. 12)
        self._handlers = {
            frames.STATUS: self._on_status,
            frames.PACKET: self._on_packet,
            frames.BAD: self._on_bad,
        }
        self._clear(0)

    def _clear(self, command):
        self.error = ""
        self.accepted: "bool | None" = False
        self.answer: "tuple | None" = None
        self.data = b""
        self.deadline = 0
        self._command = command
        self._state = REST
        self._control = b""
        self._frame: "bytes | memoryview" = b""
        self._timed = False
        self._startup = False
        self._receiver.reset()
        self._noise = False
        self._unheard = 0  # REQs without an answer
        self._damaged = 0
        self._wrong = 0
        self._busy_since = -1

    def ask(self, now: int, first: "int | None" = None, startup: bool = False) -> None:
        """Begins asking for the status of an idle СКНО without an answer; first REQ at `first`."""
        self._clear(0)
        self._startup = startup
        self._pause(max(now if first is None else first, self._rest))
        self._started = self.deadline
        self.running = True
        self.tick(now)

    def output(self) -> "bytes | memoryview":
        """What is to be written now, b"" if nothing. Call `sent` when its last byte has left."""
        if self._control:
            out, self._control = self._control, b""
            return out
        frame, self._frame = self._frame, b""
        self._timed = bool(frame)
        return frame

    def sent(self, now: int) -> None:
        """The last byte of `output` has left: times run from here (регл. 70)."""
        if self._timed:
            self._timed = False
            self._frame_sent(now)

    def _frame_sent(self, now):
        if self._state == ASKED:
            wait = self.timing.start_poll if self._startup else self.timing.message
            self.deadline = now + wait

    def receive(self, data: bytes, now: int) -> None:
        """Takes what has come in."""
        self._now = now
        if not self._noise and data.strip(b"\x00\xff"):
            self._noise = True
        for event, value in self._receiver.feed(data):
            if event in self._handlers and self.running:
                self._handlers[event](value)

    def tick(self, now: int) -> None:
        """Does what is due at `now`."""
        if self.running and now >= self.deadline and not self._frame:
            self._now = now
            self._due()

    def _due(self):
        if self._state == PAUSE:
            self._request()
        elif self._state == ASKED:
            self._not_heard()
        elif self._state == ANSWER:
            self._damaged_answer(False)

    def acknowledge(self, now: int) -> None:
        """The answer is durable: its ACK goes out, and the СКНО holds the command finished."""
        if self.answer is None:
            raise ValueError("no answer")
        self._last = self.answer
        self.answer = None
        self._control = _ACK
        if self._command:
            self.accepted = True
            self._finish("")
        else:
            self._pause(now + self.timing.poll)

    def _finish(self, error):
        self.error = error
        self.running = False
        self._state = REST

    def _pause(self, until):
        self._state = PAUSE
        self.deadline = until

    def _request(self):
        self._state = ASKED
        self._noise = False
        self._receiver.reset()
        self._frame = _REQ

    def _not_heard(self):
        self._unheard += 1
        if self._startup:
            over = self._now - self._started >= self.timing.start
        else:
            tries = self.timing.noisy_tries if self._noise else self.timing.tries
            over = self._unheard >= tries
        if over:
            self._finish("skno_protocol" if self._noise else "skno_silent")
        else:
            self._request()

    def _on_status(self, value):
        if self._state not in (ASKED, ANSWER) or self._frame:
            return
        byte1, byte0, follow = value
        status = self.status = Status(byte0, byte1)
        self._unheard = 0
        if follow == frames.STX:
            self._state = ANSWER
            self.deadline = self._now + self.timing.message
        elif status.busy:
            self._busy(follow)
        else:
            self._busy_since = -1
            self._idle(status, follow)

    def _busy(self, follow):
        if self._busy_since < 0:
            self._busy_since = self._now
        if self._now - self._busy_since > self.timing.busy:
            self._rest = self._now + self.timing.poll
            self._finish("skno_busy")
        else:
            self._pause(self._now + self.timing.poll)

    def _idle(self, status, follow):
        self._finish("")

    def _on_bad(self, _):
        if self._state in _LISTENING and not self._frame:
            self._damaged_answer(True)

    def _damaged_answer(self, heard):
        """NAK for a damaged packet; REQ again for one that never came."""
        self._damaged += 1
        if self._damaged >= self.timing.noisy_tries:
            self._finish("skno_protocol")
        elif heard:
            self._reject_packet()
        else:
            self._request()

    def _reject_packet(self):
        self._control = _NAK
        self._state = ANSWER
        self.deadline = self._now + self.timing.message

    def _on_packet(self, body):
        if self._frame or self._state == TAKEN:
            return
        packet = packets.parse(body, self.sender.crc_start)
        if packet is not None and self._is_old(packet[2], bytes(packet[5])):
            self._old_answer()
        elif self._state not in _LISTENING:
            return
        elif packet is None:
            self._damaged_answer(True)
        else:
            self._whole_answer(packet)

    def _whole_answer(self, packet):
        name = _fault(packet, self.sender, self._command)
        if not name:
            self.data = bytes(packet[5])
            self.answer = (packet[2], self.data)
            self._state = TAKEN
            return
        self._wrong += 1
        if self._wrong >= self.timing.tries:
            self._finish(name)
        else:
            self._reject_packet()

    def _is_old(self, command, data):
        """An answer that was taken before comes again when its ACK was lost.

        The answer to our own command may equal the last one, unless it is a new document's УИ.
        """
        if (command, data) != self._last:
            return False
        if self._state not in _LISTENING or not self._command:
            return True
        return self._command in (DOCUMENT, Z_REPORT) and len(data) == UID_SIZE

    def _old_answer(self):
        self._control = _ACK
        if self._state in (ASKED, ANSWER):
            # Once more: an earlier REQ is still being answered, or our ACK is not heard.
            again = self._damaged > 0
            self._damaged += 1
            if self._damaged >= self.timing.noisy_tries:
                self._finish("skno_protocol")
            else:
                self._pause(self._now + (self.timing.message if again else self.timing.poll))


def _fault(packet, ours, expected):
    """The refusal name for an answer that is whole but not the one we wait for, else ""."""
    sender, receiver, command, total, number, data = packet
    if sender != ours.skno_serial:
        return "skno_foreign"
    if receiver != ours.skko_number or total != 1 or number != 1:
        return "skno_protocol"
    if expected and command != expected or len(data) not in ANSWER_SIZES.get(command, ()):
        return "skno_protocol"
    return ""
