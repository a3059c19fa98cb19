"""The protocol engine (регл. 70, 71, прил. 2 табл. 9): bytes and time in, bytes and results out.

No I/O and no clock: the caller moves bytes and says what time it is (monotonic ms).

    link.ask(now) or link.send(command, ...)
    while link.running or there is output:
        out = link.output()              if there is some: write it, then link.sent(now)
        link.answer                      if not None: make it durable, then link.acknowledge(now)
        link.receive(data, now)          whatever came in
        link.tick(now)                   at link.deadline at the latest

Then `link.error` is "" or a refusal name, `link.accepted` what is known about the command (False:
certainly not in the СКНО; True: it is; None: not known), `link.status` the last status and
`link.data` the answer's data. States of its own, besides those of `bu.skno.inquiry`:

    SENT     ACK, NAK or EOT to a packet     the packet again after 0,1 s; REQ after 2 s
    QUIET    the end of the time in which a second ACK to a repeated packet may come

It adapts to the line, within what the regulation allows: a message that did not get through goes
again in smaller packets (a СКНО takes any from 1 byte on), and a СКНО whose ACKs come late gets a
packet repeated less often, up to the 2 s of табл. 9, until it answers within 0,1 s again. NAK is
an answer, so the 2 s begin anew (регл. 71); and where packets cannot be made smaller, a message
goes on behind REQ where it stood.

docs/skno.md has the diagram, the times and the reasons.
"""

from micropython import const

from bu.skno import frames
from bu.skno.commands import DOCUMENT, Z_REPORT
from bu.skno.inquiry import ASKED, Inquiry
from bu.skno.packets import DATA_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SENT = const(5)
_QUIET = const(6)
# Data of the smallest packets: with one byte of 100 damaged, two of five arrive whole.
_LEAST = const(64)
# The frame of such a packet, most of it inserted bytes at worst.
_SMALL = const(128)


class Link(Inquiry):
    """One command or status request at a time."""

    def __init__(self, crc_start: int = 0xFFFF):
        super().__init__(crc_start)
        self._slow = 0  # how often the time to a repeat was doubled
        self._handlers[frames.ACK] = self._on_ack
        self._handlers[frames.NAK] = self._on_nak
        self._handlers[frames.EOT] = self._on_eot

    def send(self, command: int, size: int, source: "Any", now: int) -> None:
        """Begins sending `command`; the caller has seen an idle СКНО that does not forbid it."""
        self._clear(command)
        self._acked = False  # all packets are
        self._again = False  # something went twice: an EOT may mean the second copy
        self._owed = 0  # copies that an ACK may still come for
        self._refused = False
        self._rounds = 1
        self._stalls = 0  # how often the packet has met nothing but silence
        self._idle_since = -1
        self._now = now
        self.sender.open(command, size, source)
        self.running = True
        self._next_packet()

    def _next_packet(self):
        self._packet = self.sender.next()
        if self.sender.last():
            self.accepted = None
        self._transmissions = self._naks = self._stalls = 0
        self._transmit()

    def _transmit(self):
        self._state = _SENT
        self._frame = self._packet

    def _frame_sent(self, now):
        if self._state != _SENT:
            super()._frame_sent(now)
            return
        self._transmissions += 1
        if self._transmissions == 1:
            self._first_sent = now
        else:
            self._owed += 1
        self.deadline = now + min(self.timing.repeat << self._slow, self.timing.message)

    def _due(self):
        if self._state == _SENT:
            self._repeat()
        elif self._state == _QUIET:
            self._next_packet()
        else:
            super()._due()

    def _repeat(self):
        """The same packet again, or after two seconds REQ, whose answer decides."""
        if self._transmissions and (
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
            if self._command and self.sender.last():
                self._acked = True
            self._late()
            return
        if self._frame:
            return
        if self._transmissions == 1:
            if self._now - self._first_sent <= self.timing.repeat:
                self._slow = 0
        elif not self.sender.last():
            # The earlier copies may have been heard too; their ACKs are not the next packet's.
            self._state = _QUIET
            return
        if self.sender.last():
            self._acked = True
            if not self._again and self.sender.total > 1:
                self.sender.limit = min(DATA_SIZE, 2 * self.sender.limit)
            self._pause(self._now + self.timing.poll)
        else:
            self._next_packet()

    def _late(self):
        """An ACK (or EOT) too many: copies are worked off one by one, so they are waited for."""
        if not self._command or not self._owed:
            return
        self._owed -= 1
        if self.timing.repeat << self._slow < self.timing.message:
            self._slow += 1
        if self._state == _QUIET and self._owed:
            self.deadline = self._now + self.timing.message
        elif self._state == ASKED:
            self._unheard = 0

    def _on_nak(self, _):
        """Heard and damaged: again at once, unless smaller packets may help."""
        if self._state != _SENT:
            self._late()
        elif not self._frame:
            self._naks += 1
            tries = self.timing.tries
            if len(self._packet) <= _SMALL:
                tries = 3 * self.timing.noisy_tries
            if self._naks >= tries:
                self._request()
                return
            if self._transmissions == 1:
                self._transmissions = 0  # it was heard: the next copy stands alone
            self._repeat()

    def _on_eot(self, _):
        """Refused; after a repeat perhaps only the second copy was. REQ tells."""
        if self._state != _SENT:
            self._late()
        elif not self._frame:
            self._refused = True
            self._pause(self._now + self.timing.poll)

    def _busy(self, follow):
        if self._command:
            self._idle_since = -1
            self._refused = self._refused or follow == frames.EOT
        super()._busy(follow)

    def _idle(self, status, follow):
        """After our command the СКНО is idle and has no answer: wait, and then judge.

        A status has no check sum, so one alone decides nothing.
        """
        if not self._command:
            self._finish("")
            return
        self._refused = self._refused or follow == frames.EOT
        first = self._idle_since < 0
        if first:
            self._idle_since = self._now
        # Not a whole message, or refused at its only copy: no answer will come.
        certain = not self.sender.last() or self._refused and not self._again
        grace = 0 if certain else self.timing.answer
        if first or self._now - self._idle_since < grace:
            self._pause(self._now + self.timing.poll)
        else:
            self._judge(status)

    def _judge(self, status):
        """No answer came: refused, not there, or there without an answer."""
        if self._refused and self._stalls and not status.unfinished:
            self._refused = False  # it has forgotten what came before
            self._stalls = self.timing.noisy_tries
        if self._refused:
            self.accepted = None if status.unfinished else False
            self._finish(status.reason(self._command))
        elif (
            not self._acked
            and self._slow
            and len(self._packet) <= _SMALL
            and self._stalls < self.timing.noisy_tries
            and not status.unfinished
            and not status.prohibitions(self._command)
        ):
            # It holds the packets before this one.
            self._stalls += 1
            self._idle_since = -1
            self._transmissions = self._owed = 0
            self._transmit()
        elif self._acked or status.unfinished or self._rounds >= self.timing.tries:
            if status.unfinished and self._command in (DOCUMENT, Z_REPORT):
                self.accepted = True
            self._finish("skno_protocol")
        elif status.prohibitions(self._command):
            # It went off and on meanwhile, or a prohibition came up.
            self._finish(status.prohibitions(self._command)[0])
        else:
            self._rounds += 1
            self._again = True
            self._idle_since = -1
            if self._naks or not self._slow:
                self.sender.limit = max(_LEAST, self.sender.limit // 4)
            self.sender.rewind()
            self._next_packet()
