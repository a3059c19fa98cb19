"""The record log, the same on CPython and MicroPython."""

from bu.storage.errors import Full, NotFormatted
from bu.storage.log import Log
from host_tests.portable.ramflash import SECTOR, Off, RamFlash
from host_tests.portable.support import raises

SIZES = (0, 12, 700, 28, 12, 3300, 650, 28, 12, 2000, 5, 900)


def mounted(flash):
    log = Log(flash, b"EJ")
    log.open()
    return log


def fresh(sectors):
    flash = RamFlash(sectors)
    Log.format(flash, b"EJ")
    return flash


def data(number):
    return bytes((number * 7 + at) & 0xFF for at in range(SIZES[number % len(SIZES)]))


def append(log, number):
    payload = data(number)
    return log.append(1 + number % 60, len(payload), lambda: (payload[:100], payload[100:]))


def kinds(log):
    found = []
    for position, kind, length in log.records():
        assert log.check(position, length)
        assert log.payload(position, length).read() == data(kind - 1)
        found.append(kind)
    return found


def run(flash, count, done):
    """Appends `count` records, keeping the last two; their kinds are added to `done`."""
    log = mounted(flash)
    kept = [position for position, _, _ in log.records()]
    for number in range(count):
        log.keep_from = kept[-2] if len(kept) > 1 else 0
        kept.append(append(log, number))
        done.append(1 + number)
    return log


def test_records_come_back_in_order():
    flash = fresh(4)
    done = []
    log = run(flash, 24, done)
    for found in (kinds(log), kinds(mounted(flash))):
        assert found == done[-len(found) :] and len(found) > 3


def test_one_flipped_bit_is_mended_in_reading():
    flash = fresh(3)
    done = []
    run(flash, 5, done)
    cells = flash.cells[0]
    end = len(cells) - 1
    while cells[end] == 0xFF:
        end -= 1
    for at in list(range(22, end, 331)) + [23, 31, 32, 33, end, end - 1, end - 4, end - 5]:
        cells[at] ^= 0x20
        before = flash.crc()
        assert kinds(mounted(flash)) == done, at
        assert flash.crc() == before
        cells[at] ^= 0x20


def cut_off(flash, log, number, programs, kept):
    """An append that loses the power behind so many programs, and `kept` bytes of the next."""
    flash.left, flash.kept = programs, kept
    raises(Off, append, log, number)
    flash.left = -1


def goes_on(flash, there):
    """A start finds these records and nothing lost, and one more stands behind them."""
    log = mounted(flash)
    assert kinds(log) == there and "lost" not in [what for what, _ in log.damage]
    append(log, 11)
    assert kinds(log) == there + [12] == kinds(mounted(flash))


def test_a_stuck_bit_and_a_power_cut():
    for behind in (0, 4, 8, 30, 1000):
        flash = fresh(3)
        done = []
        log = run(flash, 2, done)
        at = log.end() % SECTOR
        cut_off(flash, log, 2, 1 if behind < 9 else 0, at + 5 if behind == 30 else 200)
        flash.cells[0][at + behind] ^= 0x10  # of its header, of what is blank behind it
        goes_on(flash, done)


def test_a_mended_record_stays_whatever_is_cut_off_behind_it():
    for kept in range(1, 30, 4):
        flash = fresh(3)
        done = []
        at = run(flash, 3, done).end() % SECTOR
        flash.cells[0][at - 50] ^= 0x10
        log = mounted(flash)
        assert kinds(log) == done
        cut_off(flash, log, 3, 0, kept)
        goes_on(flash, done)


def test_two_flipped_bits_are_damage():
    flash = fresh(3)
    run(flash, 5, [])
    flash.cells[0][400] ^= 0x21
    log = mounted(flash)
    broken = [kind for position, kind, length in log.records() if not log.check(position, length)]
    assert broken == [3] and log.damage == []


def test_pieces_of_a_payload():
    flash = fresh(3)
    log = mounted(flash)
    append(log, 1)
    position = append(log, 5)
    reader = log.payload(position, 3300 - 1000, 1000)
    reader.seek(50)
    buf = bytearray(300)
    assert reader.readinto(buf) == 300 and buf == data(5)[1050:1350]
    assert len(reader.read()) == 3300 - 1350 and reader.readinto(buf) == 0


def test_a_full_log_says_so():
    flash = fresh(2)
    log = mounted(flash)
    log.keep_from = append(log, 0)
    before = flash.crc()
    raises(Full, log.reserve, log.room() + 1)
    assert flash.crc() == before
    raises(NotFormatted, Log(RamFlash(2), b"EJ").open)


def test_power_cuts():
    for left in range(0, 40, 3):
        for kept in (0, 1, 9, 22, 30, 200):
            flash = fresh(3)
            flash.left = left
            flash.kept = kept
            done = []
            try:
                run(flash, 12, done)
            except Off:
                pass
            flash.left = -1
            log = mounted(flash)
            found = kinds(log)
            if found and found[-1] == len(done) + 1:
                done.append(found[-1])
            assert found[-2:] == done[-2:]
            log.keep_from = [position for position, _, _ in log.records()][-1] if found else 0
            append(log, 11)
            assert kinds(mounted(flash))[-2:] == done[-1:] + [12]


def test_a_sector_knows_how_often_it_was_erased():
    """From the first round on, in which no sector has a header to go on from."""
    flash = fresh(6)
    erased = [0] * 6
    ioctl = flash.ioctl

    def counted(op, arg=0):
        if op == 6:
            erased[arg] += 1
        return ioctl(op, arg)

    flash.ioctl = counted
    for _ in range(4):
        log = run(flash, 24, [])
        for block in range(6):
            header = log._header(block)
            assert header is None or header[2] == erased[block], (block, header, erased)
    assert min(erased) > 1
