"""The lower level of FELIX (section 1 of both documents): bytes and time in, requests out.

No I/O and no clock; `now` is monotonic ms.

    link.receive(data, now)    whatever came in
    link.tick(now)             at link.deadline at the latest (None: nothing is due)
    out = link.output()        until it is empty: write it
    link.request               None, or <data> of a command to be carried out; then
    link.answer(data, now)     <data> of its answer; b"" where the command has none

    IDLE    neutral
    WAIT    ENQ was answered: STX within T2
    DATA    a frame: the next byte within T6 (DLE and CHECK are inside it, too)
    TAKEN   the frame was acknowledged: EOT within T4
    WORK    the command is being carried out; ENQ is answered NAK
    OFFER   there is an answer: ENQ every T1, for T5
    SENT    the answer's frame left: ACK within T3

A command counts with its EOT, not before: a host that lost our ACK sends the frame once more. An
answer is kept until the host has acknowledged it or began to send something, so an answer behind
the host's EOT never belongs to an earlier command. Both sides may send ENQ at once: then ours says
ACK as well, and the host's next byte decides, ACK (it takes the answer first) or STX (it sends a
command). docs/felix.md has the times and the reasons.
"""

from micropython import const

ENQ = const(0x05)
ACK = const(0x06)
STX = const(0x02)
ETX = const(0x03)
EOT = const(0x04)
NAK = const(0x15)
DLE = const(0x10)

# The longest <data>, both ways. The documents say 42 and have commands of 134.
CAPACITY = 192

# What a channel may set otherwise; see `Link`.
SETTINGS = ("t1", "t2", "t3", "t4", "t5", "t6", "tries", "check_start")

_IDLE = const(0)
_WAIT = const(1)
_DATA = const(2)
_DLE = const(3)
_CHECK = const(4)
_TAKEN = const(5)
_WORK = const(6)
_OFFER = const(7)
_SENT = const(8)

# Control bytes that wait to be written; a flood of ENQs is not answered one by one.
_MOST_CONTROLS = const(8)


class Link:
    """One host on one line. The times are settings in ms; the documents give no values."""

    def __init__(self):
        self.t1 = 500  # ACK to our ENQ
        self.t2 = 2000  # STX behind our ACK
        self.t3 = 500  # ACK or NAK to our frame
        self.t4 = 500  # EOT behind our ACK to a frame
        self.t5 = 10000  # an answer is offered for so long
        self.t6 = 400  # the next byte of a frame
        self.tries = 5  # a frame that the host says is damaged
        # What the check byte begins with; 02h counts STX, as the documents' example «123» does.
        self.check_start = 0
        self.deadline: "int | None" = None
        self.request: "memoryview | None" = None
        self._state = _IDLE
        self._data = bytearray(CAPACITY)
        self._size = 0
        self._check = 0
        self._out = b""
        # The answer's frame, STX to check byte; its size, 0: none is kept; it is to be written.
        self._frame = bytearray(2 * CAPACITY + 3)
        self._frame_size = 0
        self._frame_due = False
        self._frames = 0
        # Our ENQ is out, so an ACK takes the answer; until when it is offered.
        self._offered = False
        self._until = 0

    def output(self) -> "bytes | memoryview":
        """What is to be written next; empty: nothing."""
        out = self._out
        if out:
            self._out = b""
            return out
        if self._frame_due:
            self._frame_due = False
            return memoryview(self._frame)[: self._frame_size]
        return b""

    def receive(self, data: "bytes | bytearray | memoryview", now: int) -> None:
        """Takes what came in; never raises."""
        for byte in data:
            state = self._state
            if state == _DATA or state == _DLE:
                self._check ^= byte
                if state == _DATA and byte == DLE:
                    self._state = _DLE
                elif state == _DATA and byte == ETX:
                    self._state = _CHECK
                else:
                    if state == _DLE and byte != DLE and byte != ETX:
                        self._store(DLE)  # a host that masks only what would be misread
                    self._store(byte)
                    self._state = _DATA
            elif state == _CHECK:
                if byte == self._check:
                    self._go(_TAKEN, now + self.t4, b"\x06")
                else:
                    self._go(_WAIT, now + self.t2, b"\x15")
            elif byte == ENQ:
                self._enquired(now)
            else:
                self._control(byte, now)
        if _DATA <= self._state <= _CHECK:
            self.deadline = now + self.t6

    def _store(self, byte):
        # What is too long for every command is refused by its length (14h), cut or not.
        if self._size < CAPACITY:
            self._data[self._size] = byte
            self._size += 1

    def _go(self, state, deadline, out=b""):
        self._state = state
        self.deadline = deadline
        if len(self._out) < _MOST_CONTROLS:
            self._out += out

    def _enquired(self, now):
        if self._state == _WORK:
            self._go(_WORK, None, b"\x15")
            return
        if self._state != _OFFER and self._state != _WAIT:
            self._offered = False
        self._frame_due = False
        self._go(_WAIT, now + self.t2, b"\x06")

    def _control(self, byte, now):
        """A byte outside of frames, other than ENQ; what has no meaning here is passed over."""
        state = self._state
        if byte == STX and (state == _WAIT or state == _TAKEN):
            self._size = self._frame_size = 0
            self._check = self.check_start
            self._offered = False
            self._go(_DATA, now + self.t6)
        elif byte == EOT and state == _TAKEN:
            self.request = memoryview(self._data)[: self._size]
            self._go(_WORK, None)
        elif byte == EOT and state == _WAIT:
            self._rest(now)
        elif byte == ACK and self._offered and (state == _WAIT or state == _OFFER):
            self._offered = False
            self._frames = 0
            self._send(now)
        elif byte == ACK and (state == _OFFER or state == _SENT and not self._frame_due):
            # In OFFER with no ENQ out: the ACK of the frame before, which came late.
            self._frame_size = 0
            self._go(_IDLE, None, b"\x04" if state == _SENT else b"")
        elif state == _WAIT:
            self._frame_size = 0  # the rest of a frame whose STX was lost
        elif byte == NAK and state == _SENT and not self._frame_due:
            if self._frames < self.tries:
                self._send(now)
            else:
                self._go(_IDLE, None, b"\x04")

    def _send(self, now):
        self._frames += 1
        self._frame_due = True
        self._go(_SENT, now + self.t3)

    def _rest(self, now):
        """The host is there and sent no command: it gets the answer that it missed."""
        if self._frame_size:
            self._until = now + self.t5
            self._offered = True
            self._go(_OFFER, now + self.t1, b"\x05")
        else:
            self._go(_IDLE, None)

    def tick(self, now: int) -> None:
        """Does what is due."""
        if self.deadline is None or now < self.deadline:
            return
        state = self._state
        if _DATA <= state <= _CHECK:
            self._go(_WAIT, now + self.t2, b"\x15")
        elif state == _SENT:
            # The host may be in no frame at all any more: a new session, after a pause.
            self._frame_due = False
            self._go(_OFFER, now + self.t1, b"\x04")
        elif state != _OFFER:
            self._rest(now)
        elif now < self._until:
            self._offered = True
            self._go(_OFFER, now + self.t1, b"\x05")
        else:
            self._go(_IDLE, None)

    def answer(self, data: "bytes | bytearray | memoryview", now: int) -> None:
        """The answer to `request`, at most CAPACITY bytes."""
        self.request = None
        size = 0
        if data:
            frame = self._frame
            frame[0] = STX
            size = 1
            check = self.check_start
            for byte in data:
                if byte == DLE or byte == ETX:
                    frame[size] = DLE
                    size += 1
                    check ^= DLE
                frame[size] = byte
                size += 1
                check ^= byte
            frame[size] = ETX
            frame[size + 1] = check ^ ETX
            size += 2
        self._frame_size = size
        self._rest(now)
