"""The client on a scripted СКНО: every byte it writes is expected, in order."""

from bu.skno import client as c
from host_tests.portable import skno_peer as peer
from host_tests.portable.support import Clock, raises, run, unhex

REGL = {
    "test_register_fresh": ("71/6", "78/2", "79/1"),
    "test_register_asks_11h_when_the_bit_is_set": ("77/1-2", "77/4", "табл.10.7"),
    "test_bit_that_is_seen_once_is_not_believed": ("77/4",),
    "test_no_ack_when_the_answer_could_not_be_made_durable": ("71/6",),
    "test_status_start_up": ("71/9",),
    "test_identify": ("72/4-6", "табл.10.2", "табл.13.*"),
    "test_open_shift": ("74/1-3", "табл.10.4"),
    "test_time": ("73", "табл.10.3", "табл.14.*"),
    "test_prohibitions_are_looked_at_twice": ("75/1", "табл.9.1", "табл.10.6", "табл.12.прим.2"),
    "test_what_is_known_about_the_document": ("табл.9.1",),
}  # fmt: skip

UID = bytes(range(0x11, 0x1D))
OTHER = bytes(range(0x21, 0x2D))
OPEN = (0xC6, 0x08)
OPEN_UNFINISHED = (0xC6, 0x09)
DOC = b"a document"


class Script:
    """A carrier: [(bytes that must be written, bytes that come back)]; silent at its end."""

    def __init__(self, clock, steps):
        self.clock = clock
        self.steps = steps
        self.back = b""
        self.acknowledged = 0

    async def write(self, data):
        expected, reply = self.steps.pop(0) if self.steps else (peer.REQ, b"")
        assert bytes(data) == expected, (bytes(data), expected)
        self.back += reply
        self.acknowledged += bytes(data) == peer.ACK

    async def read(self, timeout_ms):
        out, self.back = self.back, b""
        if not out:
            self.clock.now += timeout_ms
        return out


class Unit:
    """A client, and what reached `take` (with the number of ACKs sent before it)."""

    def __init__(self, *steps):
        self.clock = Clock()
        self.wire = Script(self.clock, list(steps))
        self.client = c.Client(self.wire, self.clock)
        self.client.set_addresses(peer.SKKO, peer.SERIAL)
        self.got = []

    def take(self, command, data):
        self.got.append((command, data, self.wire.acknowledged))

    def register(self, **options):
        return run(self.client.register(
            c.DOCUMENT, len(DOC), c.BytesSource(DOC), self.take, **options
        ))  # fmt: skip

    def refused(self, function, *args, **kwargs):
        """(name, accepted) of the SknoError, with the script played to its end."""
        error = raises(c.SknoError, function, *args, **kwargs)
        assert self.wire.steps == [] and self.wire.back == b""
        return error.name, error.accepted


def req(values=OPEN, follow=b"\x17\x05"):
    return peer.REQ, peer.status(values, follow)


def answered(command, data, values=OPEN):
    return peer.REQ, peer.status(values, peer.answer(command, data))


SENT = (peer.command(0x10, DOC), peer.ACK)
TAKEN = (peer.ACK, b"")


def test_register_fresh():
    unit = Unit(req(), SENT, req((0xC7, 0x09)), answered(0x10, UID), TAKEN)
    assert unit.register(fresh=True) == UID
    assert unit.got == [(0x10, UID, 0)] and unit.wire.acknowledged == 1
    assert unit.wire.steps == []


def test_register_looks_twice_whether_the_document_is_there():
    unit = Unit(req(), req(), SENT, answered(0x10, UID), TAKEN)
    assert unit.register() == UID
    assert unit.got == [(0x10, UID, 0)]


def test_register_takes_the_answer_that_waits():
    unit = Unit(answered(0x10, UID, OPEN_UNFINISHED), TAKEN, req())
    assert unit.register() == UID
    assert unit.got == [(0x10, UID, 0)] and unit.wire.steps == []


def test_register_has_its_uid_though_the_rest_is_silence():
    unit = Unit(answered(0x10, UID), TAKEN)
    assert unit.register() == UID
    assert unit.got == [(0x10, UID, 0)]


def test_register_takes_the_answer_of_a_skno_that_forbids_the_next_document():
    certificate = (0xCE, 0x08)
    unit = Unit(req(), answered(0x10, UID), TAKEN, req(certificate), req(certificate))
    assert unit.register() == UID
    assert unit.got == [(0x10, UID, 0)] and unit.wire.steps == []


def test_register_asks_11h_when_the_bit_is_set():
    unit = Unit(
        req(OPEN_UNFINISHED), req(OPEN_UNFINISHED), (peer.command(0x11), peer.ACK),
        answered(0x11, UID, OPEN_UNFINISHED), TAKEN, req(),
    )  # fmt: skip
    assert unit.register() == UID
    assert unit.got == [(0x11, UID, 0)] and unit.wire.steps == []


def test_uid_of_the_document_before_settles_that_one_and_ours_is_sent():
    for found in (
        [answered(0x10, UID), TAKEN, req()],
        [req(OPEN_UNFINISHED), req(OPEN_UNFINISHED), (peer.command(0x11), peer.ACK),
         answered(0x11, UID), TAKEN, req()],
    ):  # fmt: skip
        unit = Unit(*(found + [req(), SENT, answered(0x10, OTHER), TAKEN]))
        assert unit.register(last_uid=UID) == OTHER
        assert unit.got == [(0x10, OTHER, 1)] and unit.wire.steps == []


def test_bit_that_is_seen_once_is_not_believed():
    """11h would be refused: the second look shows the bit clear."""
    unit = Unit(req(OPEN_UNFINISHED), req(), req(), req(), req(), SENT, answered(0x10, UID), TAKEN)
    assert unit.register() == UID
    assert unit.wire.steps == []


def test_bit_that_appears_at_the_second_look():
    unit = Unit(
        req(), req(OPEN_UNFINISHED), req(OPEN_UNFINISHED), req(OPEN_UNFINISHED),
        req(OPEN_UNFINISHED), (peer.command(0x11), peer.ACK), answered(0x11, UID), TAKEN, req(),
    )  # fmt: skip
    assert unit.register() == UID
    assert unit.got == [(0x11, UID, 0)] and unit.wire.steps == []


def test_no_answer_but_the_bit_is_settled_by_11h_in_the_same_call():
    steps = [req(), SENT] + [req(OPEN_UNFINISHED)] * 16
    steps += [req(OPEN_UNFINISHED)] * 2 + [(peer.command(0x11), peer.ACK)]
    steps += [answered(0x11, UID), TAKEN, req()]
    unit = Unit(*steps)
    assert unit.register(fresh=True) == UID
    assert unit.got == [(0x11, UID, 0)] and unit.wire.steps == []


def test_busy_for_two_minutes_is_not_asked_for_two_more():
    unit = Unit(req(), SENT, *[req((0xC7, 0x09))] * 602)
    assert unit.refused(unit.register, fresh=True) == ("skno_busy", None)
    assert 120000 < unit.clock.now < 121000


def test_what_is_known_about_the_document():
    silent = Unit()
    assert silent.refused(silent.register, fresh=True) == ("skno_silent", False)
    silent = Unit()
    assert silent.refused(silent.register) == ("skno_silent", None)
    once = Unit(req())
    assert once.refused(once.register) == ("skno_silent", None)
    certificate = (0xCE, 0x08)
    for fresh, looks in ((True, 2), (False, 3)):
        unit = Unit(*[req(certificate)] * looks)
        assert unit.refused(unit.register, fresh=fresh) == ("skno_certificate", False)
    refused = Unit(req(), (SENT[0], peer.EOT), req(follow=peer.EOT), req())
    assert refused.refused(refused.register, fresh=True) == ("skno_rejected", False)
    lost = Unit(req(), SENT)
    assert lost.refused(lost.register, fresh=True) == ("skno_silent", None)
    gone = Unit(req(), SENT, *[req()] * 16)
    assert gone.refused(gone.register, fresh=True) == ("skno_protocol", None)


def test_fresh_document_is_not_given_an_answer_from_before_it_was_sent():
    unit = Unit(answered(0x10, UID))
    assert unit.refused(unit.register, fresh=True) == ("unfinished", False)
    assert unit.got == [] and unit.wire.acknowledged == 0


class Broken(Exception):
    pass


def test_no_ack_when_the_answer_could_not_be_made_durable():
    unit = Unit(req(), SENT, answered(0x10, UID))

    def fail(command, data):
        raise Broken

    unit.take = fail
    raises(Broken, unit.register, fresh=True)
    assert unit.wire.steps == [] and unit.wire.acknowledged == 0
    # It is still there.
    unit.wire.steps = [answered(0x10, UID), TAKEN, req()]
    unit.take = lambda command, data: unit.got.append(data)
    assert unit.register() == UID and unit.got == [UID]


def test_settle():
    unit = Unit(req())
    assert not run(unit.client.settle(unit.take)).unfinished
    unit = Unit(answered(0x10, UID))
    assert unit.refused(run, unit.client.settle()) == ("unfinished", False)
    assert unit.wire.acknowledged == 0
    unit = Unit(answered(0x10, UID), TAKEN, req())
    run(unit.client.settle(None, UID))
    assert unit.wire.steps == []


def test_settle_gives_up_on_a_bit_that_stays():
    steps = [req(OPEN_UNFINISHED)] * 2 + [(peer.command(0x11), peer.EOT)]
    unit = Unit(*(steps + [req(OPEN_UNFINISHED)] * 2))
    assert unit.refused(run, unit.client.settle(unit.take)) == ("skno_rejected", None)
    steps = [req(OPEN_UNFINISHED)] * 2 + [(peer.command(0x11), peer.ACK)]
    steps += [answered(0x11, UID), TAKEN]
    unit = Unit(*(steps * 3))
    assert unit.refused(run, unit.client.settle(None, UID)) == ("unfinished", False)


def test_settle_says_what_forbids_11h():
    blocked = (0xC6, 0x19)
    unit = Unit(req(blocked), req(blocked), req(blocked))
    assert unit.refused(run, unit.client.settle(unit.take)) == ("skno_blocked", False)
    unit = Unit(req(blocked), req(blocked), req(blocked))
    assert unit.refused(unit.register) == ("skno_blocked", None)


def test_status_start_up():
    unit = Unit(req(peer.BUSY), req())
    unit.clock.now = 700
    status = run(unit.client.status(startup=True))
    assert status.raw == OPEN
    assert unit.clock.now == 2000 + 200 and unit.client.last_status is status


def test_certain_status_is_one_that_came_twice():
    unit = Unit(req(peer.IDLE), req(), req(peer.IDLE), req(peer.IDLE))
    assert run(unit.client.certain_status()).raw == peer.IDLE
    assert unit.wire.steps == []
    unit = Unit(*([req(), req(peer.IDLE)] * 3))
    assert unit.refused(run, unit.client.certain_status()) == ("skno_protocol", False)


def test_status_without_taker_keeps_a_uid_and_takes_the_rest():
    unit = Unit(answered(0x10, UID))
    assert unit.refused(run, unit.client.status()) == ("unfinished", False)
    unit = Unit(answered(0x55, bytes(6)), TAKEN, req())
    run(unit.client.status())
    assert unit.wire.steps == []


def test_identify():
    data = b"KSA0000000001" + b"BU-1" + b" " * 16 + unhex("0B532B81")
    unit = Unit(
        req((0x06, 8)), (peer.command(0xAA, data), peer.ACK), answered(0xAA, b"", (6, 8)), TAKEN,
        req((0x46, 8)),
    )  # fmt: skip
    assert len(data) == 37
    assert run(unit.client.identify("KSA0000000001", "BU-1", 190000001)).identified
    unit = Unit(
        req((0x06, 8)), (peer.command(0xAA, data), peer.ACK), answered(0xAA, b"", (6, 8)), TAKEN,
        req((0x06, 8)),
    )  # fmt: skip
    failed = unit.client.identify("KSA0000000001", "BU-1", 190000001)
    assert unit.refused(run, failed) == ("skno_identification", None)


def test_open_shift():
    steps = [req((0x46, 8)), (peer.command(0x40), peer.ACK), answered(0x40, b""), TAKEN]
    unit = Unit(*(steps + [req()]))
    assert run(unit.client.open_shift()).shift_open
    unit = Unit(*(steps + [req((0x46, 8))]))
    assert unit.refused(run, unit.client.open_shift()) == ("skno_shift", None)
    unit = Unit(*steps)
    assert unit.refused(run, unit.client.open_shift()) == ("skno_silent", True)
    unit = Unit(req(), req())
    assert unit.refused(run, unit.client.open_shift()) == ("skno_shift", False)


def test_time():
    def unit(data):
        return Unit(req(), (peer.command(0x55), peer.ACK), answered(0x55, unhex(data)), TAKEN)

    assert run(unit("1A0C1F173B3A").client.time()) == (2026, 12, 31, 23, 59, 58)
    wrong = unit("1A0D01000000")
    assert wrong.refused(run, wrong.client.time()) == ("skno_protocol", True)


def test_prohibitions_are_looked_at_twice():
    steps = [req(), (peer.command(0x41), peer.ACK), answered(0x41, UID), TAKEN]
    unit = Unit(req((0xC6, 0x18)), *steps)
    assert run(unit.client.execute(c.Z_REPORT)) == UID
    unit = Unit(req((0xC6, 0x18)), req((0xC6, 0x18)))
    assert unit.refused(run, unit.client.execute(c.Z_REPORT)) == ("skno_blocked", False)
