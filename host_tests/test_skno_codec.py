"""Property tests of the СКНО codecs: random and exhaustive, against simple models of them."""

from __future__ import annotations

import crcmod
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bu.fiscal import document as d
from bu.fiscal import money
from bu.skno import (
    crc,
    document_reader,
    documents,
    field_reader,
    field_writer,
    frames,
    packets,
    tables,
)
from bu.skno.client import BytesSource
from bu.skno.link import Link
from host_tests.portable import skno_peer as peer
from host_tests.portable.support import joined

CRC_TRUE = crcmod.mkCrcFun(0x11021, initCrc=0xFFFF, rev=False, xorOut=0)
CRC_ZERO = crcmod.mkCrcFun(0x11021, initCrc=0, rev=False, xorOut=0)

# Bytes that mean something to the frames come often.
BYTE = st.one_of(st.sampled_from([0x17, 0x17, 0x12, 0x13, 0x05, 0xAA, 0x02, 0x04, 0x07, 0x33]),
                 st.integers(0, 255))
RAW = st.lists(BYTE, max_size=300).map(bytes)


@pytest.mark.regl("70/9")
@given(st.binary(max_size=200))
def test_crc_is_crcmods(data: bytes) -> None:
    assert crc.update_bytecode(data, 0xFFFF) == CRC_TRUE(data)
    assert crc.update_bytecode(data, 0) == CRC_ZERO(data)


@pytest.mark.regl("70/4")
@given(RAW)
def test_stuffing_is_a_replacement(data: bytes) -> None:
    source = bytearray(data)
    target = bytearray(2 * len(data) + 1)
    end = frames.stuff(source, 0, len(source), target, 1)
    assert bytes(target[1:end]) == data.replace(b"\x17", b"\x17\x12")


@given(RAW, st.integers(0, 400))
def test_fit_is_the_longest_that_fits(data: bytes, limit: int) -> None:
    size = frames.fit(bytearray(data), 0, len(data), limit)
    assert len(peer.stuffed(data[:size])) <= limit
    assert size == len(data) or len(peer.stuffed(data[: size + 1])) > limit


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[one:two] for one, two in zip(edges, edges[1:], strict=False)]


def listen(data: list[bytes], capacity: int = 300) -> list[tuple]:
    receiver = frames.Receiver(capacity)
    return [(event, bytes(value) if event == frames.PACKET else value)
            for part in data for event, value in receiver.feed(part)]


@given(RAW, st.lists(st.integers(0, 1000), max_size=5))
def test_garbage_neither_raises_nor_depends_on_its_pieces(data: bytes, cuts: list[int]) -> None:
    events = listen(pieces(data, cuts), 40)
    assert events == listen([data], 40)
    assert all(len(value) <= 40 for event, value in events if event == frames.PACKET)


@given(RAW, RAW.filter(lambda body: len(body) <= 300), BYTE, BYTE)
def test_after_any_garbage_status_and_packet_are_heard(
    garbage: bytes, body: bytes, first: int, second: int
) -> None:
    """Whatever was there before, a repeated exchange comes through: no state keeps it out."""
    exchange = (b"\x17\x02" + peer.stuffed((first, second)) + b"\x17\x13"
                + peer.stuffed(body) + b"\x17\x05")
    events = listen([garbage, exchange, exchange])
    expected = [(frames.STATUS, (first, second, frames.STX)), (frames.PACKET, body)]
    assert events[-2:] == expected


@pytest.mark.regl("72/3")
def test_every_status_in_every_form() -> None:
    receiver = frames.Receiver(10)
    for first in range(256):
        for second in range(256):
            forms = {bytes((first, second)), peer.stuffed((first, second))}
            for form in forms:
                events = list(receiver.feed(b"\x17\x02" + form + b"\x17\x05\x17\xaa"))
                assert events == [(frames.STATUS, (first, second, frames.ETX)),
                                  (frames.ACK, None)]


@pytest.mark.regl("70/8")
@settings(max_examples=60)
@given(st.lists(st.one_of(st.binary(min_size=1, max_size=700), RAW,
                          st.integers(1, 600).map(lambda n: b"\x17" * n)), max_size=8),
       st.integers(0, 0xFFFFFFFF), st.integers(0, 0xFFFFFFFF))
@example([b"\x17" * 1024], 0x17171717, 0x17171717)
def test_packets_carry_the_message_and_keep_to_the_limit(
    parts: list[bytes], skko: int, serial: int
) -> None:
    data = b"".join(parts)
    sender = packets.Sender(0xFFFF)
    sender.skko_number, sender.skno_serial = skko, serial
    sender.open(0x10, len(data), BytesSource(data))
    receiver = frames.Receiver(packets.HEADER_SIZE + packets.DATA_SIZE + packets.CRC_SIZE)
    got = b""
    for number in range(1, sender.total + 1):
        frame = bytes(sender.next())
        ((event, body),) = receiver.feed(frame)
        assert event == frames.PACKET
        whole = bytes(body)
        assert CRC_TRUE(whole[:-2]) == int.from_bytes(whole[-2:], "big")
        parsed = packets.parse(body, 0xFFFF)
        assert parsed is not None and parsed[:5] == (skko, serial, 0x10, sender.total, number)
        piece = bytes(parsed[5])
        assert len(peer.stuffed(piece)) <= 1024
        assert len(piece) == int.from_bytes(whole[9:11], "big")
        if number < sender.total:
            following = data[len(got) + len(piece) :][:1]
            assert len(peer.stuffed(piece + following)) > 1024, "a packet is filled up"
        got += piece
    assert got == data and bytes(sender.next()) == b""


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 3000), RAW), max_size=30), st.booleans())
def test_link_survives_any_bytes_at_any_time(script: list[tuple[int, bytes]], send: bool) -> None:
    """No exception, an end in bounded time, and no ACK for an answer that nobody made durable."""
    link = Link()
    link.sender.skko_number, link.sender.skno_serial = peer.SKKO, peer.SERIAL
    now = 0
    if send:
        link.send(0x10, 3, BytesSource(b"abc"), now)
    else:
        link.ask(now)
    taken = False
    for wait, data in [*script, *[(2000, b"")] * 400]:
        out = bytes(link.output())
        while out:
            assert out != b"\x17\xaa", "nothing was taken"
            link.sent(now)
            out = bytes(link.output())
        if not link.running:
            break
        if link.answer is not None:
            taken = True
            break
        now = max(now, min(now + wait, link.deadline))
        link.receive(data, now)
        link.tick(now)
    assert taken or not link.running
    assert now < 400_000


KOPECKS = st.one_of(st.integers(0, 500), st.integers(0, money.MAX_SUM))


@given(st.integers(-money.MAX_SUM, money.MAX_SUM))
def test_sum_is_sign_and_magnitude(value: int) -> None:
    writer = field_writer.Writer()
    table = tables.table(b"sum S6 ")
    assert list(writer.put(table, {"sum": value}.get)) == []
    out = bytes(writer.rest())
    sign, roubles, kopecks = out[0] >> 7, int.from_bytes(out[:5], "big") & (1 << 39) - 1, out[5]
    assert (sign == 1) == (value < 0) and roubles * 100 + kopecks == abs(value)
    assert field_reader.Reader(BytesSource(out)).get(table, 0)[0]["sum"] == value


TEXT = st.text(st.sampled_from("АБяіўЁё «»№aZ0?"), max_size=60).map(str.strip)
CODE = st.text(st.sampled_from("0123456789abcXYZ\x1d+/="), max_size=64).map(str.encode)


@st.composite
def lines(draw: st.DrawFn) -> d.Line:
    line = d.Line(draw(TEXT), draw(KOPECKS), draw(st.integers(1, money.MAX_QUANTITY)),
                  draw(KOPECKS))
    line.section = draw(st.integers(0, 255))
    line.gtin_kind, line.gtin = draw(st.sampled_from(
        [(0, ""), (1, "4810000000018"), (3, ""), (4, "0000012345670")]))
    line.mark, line.uks = draw(CODE), draw(CODE)
    line.discount = draw(st.integers(0, line.total))
    line.surcharge = draw(st.integers(0, 1000))
    line.corrected = draw(st.integers(0, 5)) == 0
    return line


@st.composite
def sales(draw: st.DrawFn) -> d.Document:
    document = d.Document(draw(st.sampled_from([d.SALE, d.REFUND, d.VOID])), "BYN",
                          draw(TEXT)[:20].strip())
    document.number = draw(st.integers(1, 0xFFFFFFFF))
    document.time = (draw(st.integers(2000, 2099)), 12, 31, 23, 59, draw(st.integers(0, 59)))
    document.lines = draw(st.lists(lines(), max_size=6))
    for name in ("subtotal", "discount", "surcharge", "total", "cash", "cashless", "other"):
        setattr(document, name, draw(KOPECKS))
    document.voided = draw(st.integers(0, 0xFFFFFFFF))
    return document


@given(sales())
def test_documents_come_back(document: d.Document) -> None:
    try:
        size = documents.size(document)
    except documents.Refusal as refusal:
        assert refusal.name == "counter_overflow" and document.kind == d.REFUND
        return
    out = joined(documents.encode(document, 1, 2))
    assert len(out) == size
    read = document_reader.decode(BytesSource(out), len(out))
    assert isinstance(read, d.Document)
    names = {
        d.SALE: ("subtotal", "discount", "surcharge", "total", "cash", "cashless", "other"),
        d.REFUND: ("total", "cash", "cashless", "other"),
        d.VOID: ("total", "voided"),
    }[document.kind]
    for name in (*names, "kind", "number", "time", "currency", "cashier"):
        assert getattr(read, name) == getattr(document, name), name
    expected = [line for line in document.sold() if document.kind != d.VOID or line.marking()]
    assert len(read.lines) == len(expected)
    for got, line in zip(read.lines, expected, strict=True):
        assert (got.name, got.mark, got.uks) == (line.name[:50].rstrip(), line.mark, line.uks)
        if document.kind != d.VOID:
            assert (got.gtin_kind, got.gtin, got.section, got.quantity) == (
                line.gtin_kind, line.gtin, line.section, line.quantity)
        if document.kind == d.SALE:
            assert (got.total, got.net()) == (line.total, line.net())


@given(st.binary(max_size=500), st.integers(10, 16))
def test_decoding_garbage_raises_value_error_at_most(raw: bytes, kind: int) -> None:
    image = bytes((kind,)) + raw
    try:
        read = document_reader.decode(BytesSource(image), len(image))
        list(getattr(read, "lines", ()))
    except ValueError:
        pass
