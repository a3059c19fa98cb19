"""The record log on the strict NOR model: the ring and its budgets, limits, formats."""

from __future__ import annotations

import pytest

from bu.storage.errors import Full, NotFormatted, TooLong
from bu.storage.log import Log
from host_tests.storage_logs import SIZES, append, contents, fresh, mounted, pieces, scenario
from host_tests.storage_support import payload
from tools.bench.models.nor import SECTOR, Nor, PowerCut, Tear


def test_ring_keeps_order_and_budgets() -> None:
    nor = fresh(5)
    nor.counts.programs = 0
    done = scenario(nor)
    log = mounted(nor)
    found = contents(log)
    assert found == done[-len(found):] and len(found) >= 4
    total = sum(SIZES) + 14 * len(SIZES)
    assert nor.counts.erases <= total // 4074 + 1
    assert max(nor.erase_counts) - min(nor.erase_counts) <= 2
    assert nor.counts.programs <= total / 256 + 2 * len(SIZES)
    assert not nor.counts.violations


def test_one_program_for_each_page_touched() -> None:
    nor = fresh(8)
    log = mounted(nor)
    for number, size in enumerate([3, 200, 242, 600, 3000, 9000, 77]):
        log.reserve(size + 14)
        before = nor.counts.programs
        at = append(log, 1, payload(number, size))
        pages = set()
        for count in range(size + 14):
            position = at
            offset = position % SECTOR + count
            sector = position // SECTOR
            while offset >= SECTOR:
                offset -= SECTOR - 22
                sector += 1
            pages.add((sector, offset // 256))
        assert nor.counts.programs - before == len(pages)
    assert nor.counts.erases == 3


def test_a_full_log_refuses_and_changes_nothing() -> None:
    nor = fresh(3)
    log = mounted(nor)
    first = append(log, 1, b"open shift")
    log.keep_from = first
    append(log, 2, payload(1, 6000))
    before = bytes(nor.cells)
    room = log.room()
    with pytest.raises(Full):
        append(log, 3, payload(2, room - 13))
    for kind, size in ((3, 28673), (0, 1), (64, 1)):
        with pytest.raises(TooLong):
            append(log, kind, bytes(size))
    assert bytes(nor.cells) == before
    append(log, 3, payload(2, room - 14))
    assert log.room() == 0
    assert [kind for kind, _ in contents(mounted(nor))] == [1, 2, 3]


def test_what_may_go_stays_where_there_is_no_room() -> None:
    nor = fresh(4)
    log = mounted(nor)
    for kind in range(1, 7):
        log.keep_from = append(log, kind, payload(kind, 2000))
    before = bytes(nor.cells)
    with pytest.raises(Full):
        append(log, 7, payload(7, log.room()))
    assert bytes(nor.cells) == before
    assert contents(log) == [(kind, payload(kind, 2000)) for kind in range(1, 7)]


def test_the_largest_record_and_the_last_kind() -> None:
    nor = fresh(8)
    append(mounted(nor), 63, payload(1, 28672))
    assert contents(mounted(nor)) == [(63, payload(1, 28672))]


@pytest.mark.parametrize("size", [2048, 8192])
def test_other_sectors_are_refused(size: int) -> None:
    class Other(Nor):
        def ioctl(self, op: int, arg: int = 0) -> int | None:
            return size if op == 5 else super().ioctl(op, arg)

    for device in (Other(4 * SECTOR), Nor(SECTOR)):
        for call in (Log(device, b"EJ").open, lambda device=device: Log.format(device, b"EJ")):
            with pytest.raises(ValueError):
                call()
        assert device.cells.strip(b"\xff") == b""


def test_a_record_that_fails_to_come_leaves_the_log_usable() -> None:
    nor = fresh(5)
    log = mounted(nor)
    append(log, 1, b"one")
    for size, have in ((1000, 900), (10, 11), (6000, 5000), (100, 0), (10, 9000)):
        with pytest.raises(ValueError):
            log.append(2, size, pieces(bytes(have)))
    append(log, 3, b"three")
    assert contents(log) == [(1, b"one"), (3, b"three")]
    assert contents(mounted(nor)) == [(1, b"one"), (3, b"three")]


@pytest.mark.regl("14/5")
def test_a_mount_never_formats() -> None:
    nor = Nor(4 * SECTOR)
    with pytest.raises(NotFormatted):
        mounted(nor)
    assert nor.counts.programs == nor.counts.erases == 0
    Log.format(nor, b"EJ")
    with pytest.raises(NotFormatted):
        Log.format(nor, b"EJ")
    with pytest.raises(NotFormatted):
        Log(nor, b"SE").open()
    image = bytearray(nor.cells)
    nor = Nor(4 * SECTOR)
    nor.writeblocks(3, b"x", 4000)
    with pytest.raises(NotFormatted):
        Log.format(nor, b"EJ")
    for kept in range(23):  # a format that was cut off can be done again
        nor = Nor(4 * SECTOR)
        nor.cut(0, Tear(kept=kept, bits=0x3C))
        with pytest.raises(PowerCut):
            Log.format(nor, b"EJ")
        nor.power_on()
        if bytes(nor.cells[:22]) != bytes(image[:22]):
            Log.format(nor, b"EJ")
        append(mounted(nor), 1, b"first")
        assert contents(mounted(nor)) == [(1, b"first")]


def test_a_format_of_a_newer_version_is_left_alone() -> None:
    import struct
    from zlib import crc32

    nor = fresh(4)
    head = bytes(nor.cells[:4]) + b"\x02" + bytes(nor.cells[5:18])
    nor = Nor(image=head + struct.pack(">I", crc32(head)) + bytes(nor.cells[22:]))
    with pytest.raises(NotFormatted):
        mounted(nor)
    with pytest.raises(NotFormatted):
        Log.format(nor, b"EJ")


def test_opening_reads_headers_and_tail_only() -> None:
    nor = fresh(64)
    log = mounted(nor)
    at = 0
    for number in range(900):
        log.keep_from = 0 if number < 20 else at
        at = append(log, 1, payload(number, 300))
    nor.counts.read_bytes = 0
    mounted(nor)
    assert nor.counts.read_bytes < 64 * 22 + 2000
