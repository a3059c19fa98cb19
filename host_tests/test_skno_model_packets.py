"""Documents of several packets, as the СКНО model takes them (регл. 70; прил. 2 табл. 8)."""

import pytest

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import Unit, body, device


def document(size):
    """A deposit's bytes, drawn out: framed well, wrong as a document."""
    return b.cash_document(11, 1, (2026, 12, 1, 8, 0, 0), 100) + b"x" * (size - 56)


def test_a_document_in_packets():
    unit = Unit(device()).start()
    raw = b.sale(1, (2026, 12, 1, 8, 0, 0), [b.sale_line("Гвозди", 5)] * 60, 300, cash=300)
    assert len(b.packets(0x10, raw)) == 6
    assert len(unit.take(raw)) == 12
    assert unit.skno.violations == []


@pytest.mark.parametrize(("change", "problem"), [
    ({"number": 3}, "packet 3 behind packet 1"),
    ({"total": 4}, "packet 2 belongs to another command"),
    ({"command": 0x41}, "packet 2 belongs to another command"),
    ({"sender": 5}, "packet 2 belongs to another command"),
    ({"data": b""}, "a packet without data among several"),
])
def test_packets_of_a_document_have_to_fit_together(change, problem):
    unit = Unit(device()).start()
    unit.status()
    assert unit.send(b.packet(0x10, b"a" * 900, 3, 1)) == b.ACK
    fields = {"command": 0x10, "data": b"b" * 900, "total": 3, "number": 2, **change}
    assert unit.send(b.packet(**fields)) == b.EOT
    assert unit.skno.violations == [problem]


def test_a_repeated_packet_among_several():
    unit = Unit(device()).start()
    raw = b.sale(1, (2026, 12, 1, 8, 0, 0), [b.sale_line("Гвозди", 5)] * 60, 300, cash=300)
    twice = [packet for packet in b.packets(0x10, raw) for _ in range(2)]
    unit.status()
    for packet in twice:
        assert unit.send(packet, wait=120) == b.ACK
    unit.wait(200)
    assert len(body(unit.status()[2], 0x10)) == 12
    assert unit.skno.violations == []
    assert len(unit.skno.documents) == 1


def test_the_last_packet_of_two_has_data_too():
    unit = Unit(device()).start()
    unit.status()
    assert unit.send(b.packet(0x10, b"a" * 900, 2, 1)) == b.ACK
    assert unit.send(b.packet(0x10, b"", 2, 2)) == b.EOT


def test_a_document_may_begin_anew():
    unit = Unit(device()).start()
    unit.status()
    unit.send(b.packet(0x10, b"old" * 300, 3, 1))
    unit.status()
    assert len(unit.take(b.cash_document(11, 1, (2026, 12, 1, 8, 0, 0), 100))) == 12
    assert unit.skno.violations == []


@pytest.mark.parametrize(("size", "replies", "oversize"), [(20480, b.ACK, 0), (20481, b.EOT, 4)])
def test_a_document_over_20_kb(size, replies, oversize):
    unit = Unit(device()).start()
    unit.status()
    for packet in b.packets(0x10, document(size), 1024):
        reply = unit.send(packet)
    assert reply == replies
    unit.wait(230)
    assert unit.status()[0] & 4 == oversize
    unit.command(0x55)
    assert unit.status()[0] & 4 == 0
    assert unit.skno.documents == []
