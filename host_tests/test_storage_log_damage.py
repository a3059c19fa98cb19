"""The record log on the strict NOR model: bad sectors, flipped bits, headers that are gone."""

from __future__ import annotations

import random

import pytest

from bu.storage.errors import Full
from host_tests.storage_logs import Record, append, contents, fresh, mounted
from host_tests.storage_support import flipped, payload
from tools.bench.models.nor import SECTOR, Nor, PowerCut, Stuck, Tear


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


def test_a_walk_says_when_the_record_that_it_starts_from_is_gone() -> None:
    nor = fresh(3)
    log = mounted(nor)
    for kind in (1, 2, 3):
        at = append(log, kind, payload(kind, 100))
    second = at - 114
    assert contents(log, second) == [(2, payload(2, 100)), (3, payload(3, 100))]
    nor = Nor(image=nor.cells)
    nor.cells[second % SECTOR : second % SECTOR + 9] = b"\x5a" * 9
    assert contents(mounted(nor), second) == [(0, b""), (3, payload(3, 100))]


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
