"""The protocol engine (регл. 71, прил. 2 табл. 9): bytes and time in, bytes and results out.

No I/O and no clock: the caller moves bytes and says what time it is (monotonic ms).

    link.ask(now) or link.send(command, ...)
    while link.running:
        out = link.output()              if there is some: write it, then link.sent(now)
        link.answer                      if not None: make it durable, then link.acknowledge(now)
        link.receive(data, now)          whatever came in
        link.tick(now)                   at link.deadline at the latest

Then `link.error` is "" or a refusal name, `link.accepted` what is known about the command,
`link.status` the last status and `link.data` the answer's data.

    state    waits for                             then
    PAUSE    the time of the next REQ              REQ
    ASKED    SOH and status                        REQ again after 2 s
    ANSWER   the packet announced by the status    REQ again after 2 s
    TAKEN    acknowledge()                         ACK
    SENT     ACK, NAK or EOT                       the packet again after 0,1 s; REQ after 2 s
    QUIET    the end of the time in which a second ACK to a repeated packet may come

docs/skno.md has the diagram, the times and the reasons.
"""

from micropython import const

from bu.skno import frames, packets
from bu.skno.commands import ANSWER_SIZES, DOCUMENT, UID_SIZE, Z_REPORT
from bu.skno.status import Status
from bu.skno.timing import Timing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# More than any answer of прил. 2 has.
ANSWER_DATA = const(64)

_REST = const(0)
_PAUSE = const(1)
_ASKED = const(2)
_ANSWER = const(3)
_TAKEN = const(4)
_SENT = const(5)
_QUIET = const(6)

_REQ = b"\x17\x33"
_ACK = b"\x17\xaa"
_NAK = b"\x17\x07"


class Link:
    """One command or status request at a time."""

    def __init__(self, crc_start: int = 0xFFFF):
        self.timing = Timing()
        self.sender = packets.Sender(crc_start)
        self.running = False
        self.status: "Status | None" = None
        self._receiver = frames.Receiver(packets.HEADER_SIZE + ANSWER_DATA + packets.CRC_SIZE)
        self._last = (0, b"")
        self._handlers = {
            frames.ACK: self._on_ack,
            frames.NAK: self._on_nak,
            frames.EOT: self._on_eot,
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
        self._state = _REST
        self._control = b""
        self._frame = b""
        self._packet = b""
        self._timed = False
        self._startup = False
        self._receiver.reset()
        self._noise = False
        self._unheard = 0  # REQs without an answer
        self._damaged = 0
        self._wrong = 0
        self._busy_since = -1
        self._idle_since = -1
        self._acked = False  # all packets are
        self._again = False  # something went twice: an EOT may mean the second copy
        self._refused = False
        self._rounds = 1

    # -- what the caller does

    def ask(self, now: int, first: "int | None" = None, startup: bool = False) -> None:
        """Begins asking for the status of an idle СКНО without an answer; first REQ at `first`."""
        self._clear(0)
        self._startup = startup
        self._pause(now if first is None else first)
        self._started = self.deadline
        self.running = True
        self.tick(now)

    def send(self, command: int, size: int, source: "Any", now: int) -> None:
        """Begins sending `command`; the caller has seen an idle СКНО that does not forbid it."""
        self._clear(command)
        self.sender.open(command, size, source)
        self.running = True
        self._next_packet()

    def output(self) -> "bytes | memoryview":
        """What is to be written now, b"" if nothing. Call `sent` when its last byte has left."""
        if self._control:
            out, self._control = self._control, b""
            return out
        out, self._frame = self._frame, b""
        self._timed = bool(out)
        return out

    def sent(self, now: int) -> None:
        """The last byte of `output` has left: times run from here (регл. 70)."""
        if not self._timed:
            return
        self._timed = False
        if self._state == _SENT:
            self._transmissions += 1
            if self._transmissions == 1:
                self._first_sent = now
            self.deadline = now + self.timing.repeat
        elif self._state == _ASKED:
            wait = self.timing.start_poll if self._startup else self.timing.message
            self.deadline = now + wait

    def receive(self, data: "bytes", now: int) -> None:
        """Takes what has come in."""
        self._now = now
        if not self._noise and data.strip(b"\x00\xff"):
            self._noise = True
        for event, value in self._receiver.feed(data):
            if event in self._handlers and self.running:
                self._handlers[event](value)

    def tick(self, now: int) -> None:
        """Does what is due at `now`."""
        if not self.running or now < self.deadline or self._frame:
            return
        self._now = now
        if self._state == _PAUSE:
            self._request()
        elif self._state == _QUIET:
            self._next_packet()
        elif self._state == _SENT:
            self._repeat()
        elif self._state == _ASKED:
            self._not_heard()
        elif self._state == _ANSWER:
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

    # -- sending packets

    def _next_packet(self):
        self._packet = self.sender.next()
        if self.sender.last():
            self.accepted = None
        self._transmissions = 0
        self._transmit()

    def _transmit(self):
        self._state = _SENT
        self._frame = self._packet

    def _repeat(self):
        """The same packet again, or after two seconds REQ, whose answer decides."""
        if (
            self._now - self._first_sent >= self.timing.message
            or self._transmissions >= self.timing.packets
        ):
            self._request()
            return
        self._again = True
        self._receiver.reset()
        self._transmit()

    def _on_ack(self, _):
        if self._state != _SENT:
            # Too late, but the message is there: it is not sent again.
            self._acked = self._acked or bool(self._command and self.sender.last())
            return
        if self._frame:
            return
        if self.sender.last():
            self._acked = True
            self._pause(self._now + self.timing.poll)
        elif self._transmissions > 1:
            # The earlier copies may have been heard too; their ACKs are not the next packet's.
            self._state = _QUIET
        else:
            self._next_packet()

    def _on_nak(self, _):
        if self._state == _SENT and not self._frame:
            self._repeat()

    def _on_eot(self, _):
        """Refused; after a repeat perhaps only the second copy was. REQ tells."""
        if self._state == _SENT and not self._frame:
            self._refused = True
            self._pause(self._now + self.timing.poll)

    # -- asking for the status

    def _pause(self, until):
        self._state = _PAUSE
        self.deadline = until

    def _request(self):
        self._state = _ASKED
        self._noise = False
        self._receiver.reset()
        self._frame = _REQ

    def _not_heard(self):
        self._unheard += 1
        if self._startup:
            over = self._now - self._started >= self.timing.start
        else:
            over = self._unheard >= (self.timing.noisy_tries if self._noise else self.timing.tries)
        if over:
            self._finish("skno_protocol" if self._noise else "skno_silent")
        else:
            self._request()

    def _on_status(self, value):
        if self._state not in (_ASKED, _ANSWER) or self._frame:
            return
        byte1, byte0, follow = value
        status = self.status = Status(byte0, byte1)
        self._unheard = 0
        if follow == frames.STX:
            self._state = _ANSWER
            self.deadline = self._now + self.timing.message
            return
        if follow == frames.EOT:
            self._refused = True
        if status.busy:
            self._idle_since = -1
            if self._busy_since < 0:
                self._busy_since = self._now
            if self._now - self._busy_since > self.timing.busy:
                self._finish("skno_busy")
            else:
                self._pause(self._now + self.timing.poll)
            return
        self._busy_since = -1
        if self._command:
            self._idle_without_answer(status)
        else:
            self._finish("")

    def _idle_without_answer(self, status):
        """After our command the СКНО is idle and has no answer: wait, and then judge.

        A status has no check sum, so one alone decides nothing.
        """
        first = self._idle_since < 0
        if first:
            self._idle_since = self._now
        certain = self._refused and not self._again or not self.sender.last()
        grace = 0 if certain else self.timing.answer
        if first or self._now - self._idle_since < grace:
            self._pause(self._now + self.timing.poll)
            return
        unfinished = status.unfinished
        if self._refused:
            self.accepted = None if unfinished else False
            self._finish(status.reason(self._command))
        elif self._acked or unfinished or self._rounds >= self.timing.tries:
            if unfinished and self._command in (DOCUMENT, Z_REPORT):
                self.accepted = True
            self._finish("skno_protocol")
        elif status.prohibitions(self._command):
            # It went off and on meanwhile, or a prohibition came up.
            self._finish(status.prohibitions(self._command)[0])
        else:
            self._rounds += 1
            self._again = True
            self._idle_since = -1
            self.sender.rewind()
            self._next_packet()

    # -- the answer

    def _on_bad(self, _):
        if self._state in (_PAUSE, _ASKED, _ANSWER) and not self._frame:
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
        self._state = _ANSWER
        self.deadline = self._now + self.timing.message

    def _wrong_answer(self, name):
        self._wrong += 1
        if self._wrong >= self.timing.tries:
            self._finish(name)
        else:
            self._reject_packet()

    def _on_packet(self, body):
        if self._frame or self._state == _TAKEN:
            return
        packet = packets.parse(body, self.sender.crc_start)
        if packet is not None and self._is_old(packet[2], bytes(packet[5])):
            self._old_answer()
            return
        if self._state in (_SENT, _QUIET):
            return
        if packet is None:
            self._damaged_answer(True)
            return
        name = _fault(packet, self.sender, self._command)
        if name:
            self._wrong_answer(name)
            return
        self.data = bytes(packet[5])
        self.answer = (packet[2], self.data)
        self._state = _TAKEN

    def _is_old(self, command, data):
        """An answer that was taken before comes again when its ACK was lost.

        The answer to our own command may equal the last one, unless it is a new document's УИ.
        """
        if (command, data) != self._last:
            return False
        if self._state in (_SENT, _QUIET) or not self._command:
            return True
        return self._command in (DOCUMENT, Z_REPORT) and len(data) == UID_SIZE

    def _old_answer(self):
        self._control = _ACK
        if self._state in (_ASKED, _ANSWER):
            # Once more: an earlier REQ is still being answered, or our ACK is not heard.
            again = self._damaged > 0
            self._damaged += 1
            if self._damaged >= self.timing.noisy_tries:
                self._finish("skno_protocol")
            else:
                self._pause(self._now + (self.timing.message if again else self.timing.poll))

    def _finish(self, error):
        self.error = error
        self.running = False
        self._state = _REST


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
