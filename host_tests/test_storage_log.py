"""The record log on the strict NOR model: power cuts, bad sectors, flipped bits, the ring."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bu.storage.errors import Full, NotFormatted, TooLong
from bu.storage.log import Log
from bu.storage.log_reader import LOST
from host_tests.storage_support import Trace, cuts, flipped
from tools.bench.models.nor import SECTOR, Nor, PowerCut, Stuck, Tear

Record = tuple[int, bytes]


def pieces(data: bytes, size: int = 100) -> Callable[[], Iterator[bytes]]:
    return lambda: (data[at : at + size] for at in range(0, len(data), size))


def append(log: Log, kind: int, data: bytes) -> int:
    return log.append(kind, len(data), pieces(data))


def payload(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


def mounted(device: object) -> Log:
    log = Log(device, b"EJ")
    log.open()
    return log


def fresh(sectors: int) -> Nor:
    nor = Nor(sectors * SECTOR)
    Log.format(nor, b"EJ")
    return nor


def contents(log: Log, start: int = 0) -> list[Record]:
    """All records; one that fails its check counts as (0, b"")."""
    out = []
    for position, kind, length in log.records(start):
        if kind == LOST:
            out += [(0, b"")] * length
        elif log.check(position, length):
            out.append((kind, log.payload(position, length).read()))
        else:
            out.append((0, b""))
    return out


SIZES = [0, 1, 30, 233, 242, 700, 40, 12, 5000, 12, 3, 1800, 2300, 600, 28, 12, 4060, 4074, 9, 650,
         700, 100, 0, 1500]


def scenario(device: Trace | Nor) -> list[Record]:
    """Appends through more than two rounds of a ring of four sectors, with reserves between."""
    log = mounted(device)
    done: list[Record] = []
    kept: list[int] = []
    for number, size in enumerate(SIZES):
        data = payload(number, size)
        log.keep_from = kept[-3] if number > 3 else 0
        if isinstance(device, Trace):
            device.state = list(done), (1 + number % 60, data), len(kept[:-3])
        if number % 3 == 0:
            log.reserve(size + 14)
        kept.append(append(log, 1 + number % 60, data))
        done.append((1 + number % 60, data))
    return done


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


def survivors(nor: Nor, done: list[Record], flight: Record, may_go: int) -> Log:
    """Mounts after a cut and checks that nothing but the record in flight is in doubt."""
    log = mounted(nor)
    found = contents(log)
    if found[-1:] == [flight] and flight not in done[-1:]:
        found.pop()
    assert (0, b"") not in found[-(len(done) - may_go):]
    need = done[may_go:]
    assert found[len(found) - len(need):] == need
    rest = iter(done)  # of what may go, a half-erased sector may still give some, in order
    assert all(record in rest for record in found if record != (0, b""))
    return log


@pytest.mark.regl("5.1/9")
def test_power_cut_at_every_operation() -> None:
    nor = fresh(5)
    trace = Trace(nor)
    trace.state = [], (0, b""), 0
    scenario(trace)
    for step, tear, cut in cuts(trace, stride=89):
        done, flight, may_go = step.state
        before = bytes(cut.cells)
        log = survivors(cut, done, flight, may_go)
        assert bytes(cut.cells) == before, "opening changed the flash"
        whole = [record for record in contents(log) if record != (0, b"")]
        more = [(7, payload(99, 10)), (8, payload(98, 700)), (9, b"")]
        keep = [at for at, _, _ in log.records()][-2:]
        log.keep_from = keep[0] if keep else 0
        for kind, data in more:
            append(log, kind, data)
        again = mounted(cut)
        found = [record for record in contents(again) if record != (0, b"")]
        assert found == (whole + more)[-len(found):], (step.offset, tear)
        assert len(found) >= len(more) + len(keep)


def test_cuts_where_a_sector_begins_cost_no_room() -> None:
    """Header whole, record not: that sector holds nothing and is written again."""
    nor = fresh(3)
    log = mounted(nor)
    log.keep_from = first = append(log, 1, payload(1, 4000))
    for kept in range(22, 36):
        log.turn()
        log.reserve(1014)
        nor.cut(nor.operation, Tear(kept=kept))
        with pytest.raises(PowerCut):
            append(log, 2, payload(2, 1000))
        nor.power_on()
        log = mounted(nor)
        assert contents(log) == [(1, payload(1, 4000))]
        log.keep_from = first
    append(log, 3, payload(3, 4060))
    assert contents(mounted(nor)) == [(1, payload(1, 4000)), (3, payload(3, 4060))]


def turned() -> tuple[Nor, list[Record]]:
    """A ring of five sectors in its second round: a record begins each, one sector is blank."""
    nor = fresh(5)
    log = mounted(nor)
    done, at = [], 0
    for number in range(14):
        if number % 2 == 0:
            log.turn()
        log.keep_from = at
        at = append(log, 1 + number, payload(number, 1500))
        done.append((1 + number, payload(number, 1500)))
    log.reserve(3000)
    return nor, done[-len(contents(log)):]


def test_a_header_that_is_gone_is_known_from_its_neighbours() -> None:
    nor, done = turned()
    assert contents(mounted(nor)) == done and len(done) == 8
    image = bytes(nor.cells)
    blank = [at for at in range(5) if image[at * SECTOR : at * SECTOR + 22] == b"\xff" * 22]
    assert len(blank) == 1
    for sector in range(5):
        nor = Nor(image=image)
        nor.cells[sector * SECTOR : sector * SECTOR + 22] = bytes(22)
        log = mounted(nor)
        assert contents(log) == done
        assert [where for _, where in log.damage] == [sector]


def test_two_headers_in_a_row_are_gone() -> None:
    nor, done = turned()
    image = bytes(nor.cells)
    oldest = min(range(5), key=lambda at: image[at * SECTOR + 8 : at * SECTOR + 12])
    nor.cells[:] = image
    for sector in (oldest + 1, oldest + 2):
        nor.cells[sector % 5 * SECTOR : sector % 5 * SECTOR + 22] = bytes(22)
    assert contents(mounted(Nor(image=bytes(nor.cells)))) == done


def test_a_last_record_that_was_whole_once_is_lost_and_not_torn() -> None:
    nor = fresh(3)
    log = mounted(nor)
    append(log, 1, b"one")
    at = append(log, 2, payload(2, 300))
    nor = Nor(image=nor.cells)
    nor.cells[at % SECTOR + 50] ^= 0x21
    log = mounted(nor)
    assert log.damage == [("lost", at)]
    append(log, 3, b"three")
    for found in (contents(log), contents(mounted(nor))):
        assert found == [(1, b"one"), (0, b""), (3, b"three")]


@pytest.mark.parametrize("sizes", [[3000, 2000], [3000, 2000, 10]])
@pytest.mark.parametrize("torn", [False, True])
def test_the_header_of_the_newest_sector_is_gone(sizes: list[int], torn: bool) -> None:
    """A record ends in it, and others begin there or not; the log goes on behind them."""
    nor = fresh(4)
    log = mounted(nor)
    for kind, size in enumerate(sizes, 1):
        append(log, kind, payload(kind, size))
    if torn:
        nor.cut(nor.operation, Tear(kept=250))
        with pytest.raises(PowerCut):
            append(log, 8, payload(8, 200))
    nor = Nor(image=nor.cells)
    nor.cells[SECTOR : SECTOR + 22] = bytes(22)
    log = mounted(nor)
    done = [(kind, payload(kind, size)) for kind, size in enumerate(sizes, 1)]
    assert contents(log) == done and ("header", 1) in log.damage
    assert [what for what, _ in log.damage].count("torn") == torn
    append(log, 9, b"goes on")
    assert contents(mounted(nor)) == [*done, (9, b"goes on")]


def test_the_first_record_that_is_kept_is_missed() -> None:
    nor, done = turned()
    at = next(mounted(nor).records())[0]
    cells = bytearray(nor.cells)
    here = cells.index(done[0][1])
    assert at % SECTOR == here % SECTOR - 9 == 22
    cells[here - 9 : here] = b"\x5a" * 9
    log = mounted(Nor(image=bytes(cells)))
    assert contents(log) == [(0, b""), *done[1:]]


@pytest.mark.parametrize("seed", range(60))
def test_an_erase_that_was_cut_off_is_normal_whatever_it_left(seed: int) -> None:
    """The oldest sector still holds some of its records; nobody needs them."""
    nor = fresh(4)
    log = mounted(nor)
    at: list[int] = []
    for number, size in enumerate([0, 0, 435, 4500, 4500, 4500]):
        log.keep_from = at[-2] if len(at) > 2 else 0
        at.append(append(log, 1 + number, payload(number, size)))
    log.keep_from = at[-2]
    nor.cut(nor.operation, Tear(share=seed * 4, seed=seed))
    with pytest.raises(PowerCut):
        append(log, 7, payload(7, 2030))
    nor.power_on()
    log = mounted(nor)
    assert [what for what, _ in log.damage if what not in ("erase", "torn")] == []
    assert contents(log, at[-2]) == [(5, payload(4, 4500)), (6, payload(5, 4500))]


Action = tuple[str, int, int, int]
actions = st.lists(st.one_of(
    st.tuples(st.just("append"), st.integers(0, 4500), st.just(0), st.just(0)),
    st.tuples(st.just("open"), st.just(0), st.just(0), st.just(0)),
    st.tuples(st.just("reserve"), st.integers(0, 6000), st.just(0), st.just(0)),
    st.tuples(st.just("cut"), st.integers(0, 8), st.integers(0, 256), st.integers(0, 255)),
), max_size=40)


@settings(max_examples=200)
@given(actions)
def test_random_runs_with_cuts_over_cuts(script: list[Action]) -> None:
    nor = fresh(4)
    log = mounted(nor)
    done: list[Record] = []
    at: list[int] = []
    for number, (what, one, two, three) in enumerate(script):
        flight = (1 + number % 60, payload(number, one))
        try:
            if what == "append":
                log.keep_from = at[-2] if len(at) > 2 else 0
                at.append(append(log, *flight))
                done.append(flight)
            elif what == "open":
                log = mounted(nor)
            elif what == "reserve":
                log.keep_from = at[-2] if len(at) > 2 else 0
                log.reserve(one)
            else:
                nor.cut(nor.operation + one, Tear(two, three, two, number))
        except Full:
            pass
        except PowerCut:
            nor.power_on()
            log = mounted(nor)
            found = list(log.records())
            if what == "append" and found and log.check(found[-1][0], found[-1][2]):
                data = log.payload(found[-1][0], found[-1][2]).read()
                if (found[-1][1], data) == flight:
                    at.append(found[-1][0])
                    done.append(flight)
    log = mounted(nor)
    assert not [entry for entry in log.damage if entry[0] in ("lost", "header", "bad")]
    assert contents(log, at[-2] if len(at) > 1 else 0) == done[-2:]
    rest = iter(done)
    assert all(record in rest for record in contents(log) if record != (0, b""))
    assert not nor.counts.violations


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


@pytest.mark.parametrize("fault", ["program", "erase", "one", "zero", "first page"])
@pytest.mark.parametrize("sector", [1, 2])
def test_a_bad_sector_is_set_aside(fault: str, sector: int) -> None:
    nor = fresh(6)
    if fault == "program":
        nor.fail_program.add(sector)
    elif fault == "erase":
        nor.cells[sector * SECTOR + 100] = 0
        nor.fail_erase.add(sector)
    elif fault == "first page":
        nor.stuck[sector * SECTOR + 40] = Stuck(ones=0xFF)
    else:
        at = sector * SECTOR + 1500
        nor.stuck[at] = Stuck(ones=0xFF) if fault == "one" else Stuck(zeros=0x08)
        nor.ioctl(6, sector)
    log = mounted(nor)
    done = []
    for number in range(40):
        data = payload(number, 400)
        log.keep_from = [at for at, _, _ in log.records()][-3] if number > 4 else 0
        append(log, 1 + number, data)
        done.append((1 + number, data))
        found = contents(log)
        assert found == done[-len(found):]
    assert ("bad", sector) in log.damage
    found = contents(mounted(nor))
    assert found == done[-len(found):] and len(found) > 20


def test_a_sector_whose_header_does_not_program_is_set_aside() -> None:
    nor = fresh(4)
    nor.stuck[SECTOR + 21] = Stuck(ones=0xFF)
    log = mounted(nor)
    log.turn()
    append(log, 1, b"the first of its sector")
    assert log.damage == [("bad", 1)]
    assert contents(mounted(nor)) == [(1, b"the first of its sector")]


def test_no_sector_erases_any_more() -> None:
    nor = fresh(4)
    log = mounted(nor)
    nor.cells[SECTOR:] = bytes(3 * SECTOR)
    nor.fail_erase.update(range(4))
    append(log, 1, payload(1, 3000))
    with pytest.raises(Full):
        append(log, 2, payload(2, 3000))
    append(log, 3, payload(3, 700))
    assert contents(mounted(nor)) == [(1, payload(1, 3000)), (3, payload(3, 700))]


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


def test_every_flipped_bit_is_mended_in_reading() -> None:
    nor = fresh(4)
    log = mounted(nor)
    done = []
    for number, size in enumerate([20, 300, 5000, 12, 0, 900, 2500, 40, 12, 500]):
        append(log, 1 + number, payload(number, size))
        done.append((1 + number, payload(number, size)))
    image = bytes(nor.cells)
    end = max(at for at, cell in enumerate(image) if cell != 0xFF)
    chance = random.Random(5)
    sample = {chance.randrange(end * 8) for _ in range(300)}
    sample |= {bit for sector in range(3) for bit in range(sector * 32768, sector * 32768 + 176)}
    sample |= {(end - at) * 8 + bit for at in range(20) for bit in range(8)}
    for bit in sorted(sample):
        log = mounted(flipped(image, bit))
        assert contents(log) == done, bit
        append(log, 50, b"goes on")
        assert contents(log) == [*done, (50, b"goes on")]
        assert contents(mounted(log._device)) == [*done, (50, b"goes on")], bit


def test_two_flipped_bits_of_a_record_are_noticed_and_nothing_is_misread() -> None:
    nor = fresh(4)
    log = mounted(nor)
    done = []
    for number, size in enumerate([20, 300, 2500, 12, 0, 900, 40, 500]):
        append(log, 1 + number, payload(number, size))
        done.append((1 + number, payload(number, size)))
    image = bytes(nor.cells)
    end = max(at for at, cell in enumerate(image) if cell != 0xFF)
    chance = random.Random(6)
    for _ in range(400):
        first = chance.randrange(22, end)
        nor = Nor(image=image)
        for at in (first, min(end, first + chance.randrange(12))):
            nor.cells[at] ^= 1 << chance.randrange(8)
        log = mounted(nor)
        found = contents(log)
        good = [record for record in found if record != (0, b"")]
        assert all(record in done for record in good)
        if good != done:
            assert (0, b"") in found or log.damage, first


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


@pytest.mark.parametrize("sectors", [2, 3, 5])
def test_a_format_survives_any_number_of_cuts(sectors: int) -> None:
    """Also of the erases that it needs when every sector has the beginning of a header."""
    chance = random.Random(sectors)
    for _ in range(20):
        nor, cuts, done = Nor(sectors * SECTOR), 0, False
        while not done:
            if cuts < 25:
                nor.cut(nor.operation + (chance.random() < 0.2), Tear(
                    kept=chance.randrange(21), bits=chance.randrange(256),
                    share=chance.choice((0, 100, 256, 257)), seed=cuts))  # fmt: skip
            try:
                Log.format(nor, b"EJ")
                done = True
            except PowerCut:
                cuts += 1
                nor.power_on()
        nor.power_on()
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


def test_a_copy_of_a_record_elsewhere_is_no_record() -> None:
    nor = fresh(4)
    log = mounted(nor)
    at = append(log, 1, b"the original")
    copy = bytes(nor.cells[at % SECTOR : at % SECTOR + 26])
    append(log, 2, copy * 3)
    cells = bytearray(nor.cells)
    second = at % SECTOR + 26
    cells[second + 1] ^= 3  # the header that leads over the copies is gone
    log = mounted(Nor(image=bytes(cells)))
    assert contents(log) == [(1, b"the original")]
    assert ("lost", at + 26) in log.damage


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
