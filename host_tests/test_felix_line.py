"""The register's engine and the host's own line on a bad wire, in virtual time.

However bytes are lost, changed or doubled: a command is carried out once or not at all, an answer
is the answer to the command it is taken for, and «not sent» means not carried out.
"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bu.host import shared
from bu.host.felix.link import SETTINGS, Link
from host_tests.felix_host import prepared
from tools.felix_host import codec
from tools.felix_host.line import Line, Silence

# Bytes of a frame here, with what stands around it.
FRAME = 12


class Wire:
    """An engine that answers commands, and a host's generator, byte by byte."""

    def __init__(self, fault=None, work_ms=100):
        self.link = Link()
        self.line = Line()
        self.now = 0
        self.done = []
        self._fault = fault or (lambda place, byte: bytes((byte,)))
        self._place = 0
        self._work_ms = work_ms
        self._answer_at = None

    def _through(self, data):
        out = b""
        for byte in bytes(data):
            out += self._fault(self._place, byte)
            self._place += 1
        return out

    def _step(self):
        """Everything that happens at `now`."""
        link = self.link
        link.tick(self.now)
        if link.request is not None and self._answer_at is None:
            self._answer_at = self.now + self._work_ms
        if self._answer_at is not None and self.now >= self._answer_at:
            self.done.append(bytes(link.request))
            self._answer_at = None
            link.answer(b"U" + self.done[-1], self.now)
        while out := link.output():
            self.line.received += self._through(out)

    def run(self, work):
        """The host's work to its end; what it returned."""
        line = self.line
        while True:
            line.now = self.now
            try:
                due = self.now + next(work)
            except StopIteration as end:
                return end.value
            finally:
                if line.sent:
                    self.link.receive(self._through(line.sent), self.now)
                    line.sent.clear()
            while not line.received:
                self._step()
                if line.received:
                    break
                moments = [due, self.link.deadline, self._answer_at]
                self.now = max(self.now, min(m for m in moments if m is not None))
                if self.now >= due:
                    break


def test_a_good_wire():
    wire = Wire()
    for text in (b"\0\0E", bytes(range(180)), b"\x10\x03\x02\x05\x06"):
        assert wire.run(wire.line.command(text)) == b"U" + text
    assert len(wire.done) == 3
    assert wire.link.deadline is None


def test_the_worked_examples_in_the_hosts_codec():
    assert codec.frame(bytes.fromhex("1F00FF1002031A")).hex() == "021f00ff10100210031a03e8"
    assert codec.bcd(6813594, 5) == bytes.fromhex("0006813594")
    assert codec.bcd(4568, 5) == bytes.fromhex("0000004568")
    # «123»: printed without the masking of 10h and with STX in the sum, FAh; by the rule E8h
    assert codec.frame(bytes.fromhex("10974C313233")).hex() == "021010974c31323303e8"


def test_a_host_that_is_slower_than_the_register():
    wire = Wire(work_ms=9_000)
    assert wire.run(wire.line.command(b"\0\0Z")) == b"U\0\0Z"


def test_a_register_that_is_slower_than_t5():
    wire = Wire(work_ms=25_000)
    with pytest.raises(Silence) as silence:
        wire.run(wire.line.command(b"\0\0Z"))
    assert silence.value.sent and wire.done == []
    wire._work_ms = 100
    assert wire.run(wire.line.command(b"\0\0?")) == b"U\0\0?"
    assert wire.done == [b"\0\0Z", b"\0\0?"]


def attempt(wire, text):
    """One command on a bad wire; checks what its end claims."""
    before = wire.done.count(text)
    try:
        answer = wire.run(wire.line.command(text))
    except Silence as silence:
        # The engine may still be at work; nothing of it is carried out later than that.
        wire.now += 60_000
        wire._step()
        times = wire.done.count(text) - before
        assert times <= 1 and (silence.sent or times == 0), text
        return
    assert wire.done.count(text) - before == 1, text
    assert answer == b"U" + text


@settings(max_examples=300)
@given(st.integers(0, 2**32), st.sampled_from((0.004, 0.02, 0.1)))
def test_bad_wires(seed, rate):
    """One fault in a frame at most, and no lone 00h lost: the check is a xor, two may cancel."""
    chance = random.Random(seed)
    last = -FRAME

    def fault(place, byte):
        nonlocal last
        if place - last < FRAME or chance.random() >= rate:
            return bytes((byte,))
        last = place
        kind = chance.randrange(3)
        if kind == 0 and byte:
            return b""
        if kind == 1 and byte not in (0, codec.STX, codec.EOT):
            return bytes((byte, byte))
        return bytes((byte ^ 1 << chance.randrange(8),))

    wire = Wire(fault)
    for count in range(6):
        attempt(wire, b"\0\0H%02d" % count)


# No 00h, and no two bytes alike: what is lost shows in the xor.
PAIR = (b"!CH15", b"!CI29")


def exchange_size():
    wire = Wire()
    for text in PAIR:
        wire.run(wire.line.command(text))
    return wire._place


@pytest.mark.parametrize("gap", [1, 2, 7, 10**9])
def test_every_cut_of_two_commands(gap):
    """`gap` bytes of the wire, both ways together, are lost from every place on."""
    for cut in range(exchange_size()):
        wire = Wire(lambda place, byte, cut=cut: bytes((byte,)) if not cut <= place < cut + gap
                    else b"")  # fmt: skip
        for text in PAIR:
            attempt(wire, text)
        if gap < 10**9:
            attempt(wire, b"E")  # may fall into the rest of the gap
            assert wire.run(wire.line.command(b"F")) == b"UF"


@settings(max_examples=200)
@given(st.lists(st.binary(min_size=1, max_size=300), max_size=5), st.integers(0, 3000))
def test_random_bytes(chunks, wait):
    """Random bytes: control bytes at most come back, nothing is carried out, all goes on."""
    wire = Wire()
    for chunk in chunks:
        wire.link.receive(chunk, wire.now)
        while out := wire.link.output():
            assert set(bytes(out)) <= {codec.ACK, codec.NAK}
        wire.now += wait
        wire.link.tick(wire.now)
        while out := wire.link.output():
            assert set(bytes(out)) <= {codec.ACK, codec.NAK}
    assert wire.link.request is None
    assert wire.run(wire.line.command(b"\0\0E")) == b"U\0\0E"
    assert wire.done == [b"\0\0E"]


def test_a_channel_sets_times_of_its_line(tmp_path):
    """docs/felix.md, The line: what the board's row for the host names is not the default."""
    unit = prepared(tmp_path).unit
    channel = {"bus": "host", "dialect": "80k", "t5": 20_000, "check_start": 2}
    _, pump = shared.felix(unit, channel, lambda: False, None, None, None)
    assert (pump.link.t5, pump.link.check_start, pump.link.t1) == (20_000, 2, Link().t1)
    assert set(vars(Link())) >= set(SETTINGS)
