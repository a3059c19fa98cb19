"""The fiscal memory (БЭП), the same on CPython and MicroPython."""

from bu.storage.errors import (
    Damaged,
    EarlierDate,
    Full,
    NotPaired,
    NotRegistered,
    RepeatedNumber,
    WrongOrder,
)
from bu.storage.fiscal_keeper import FiscalKeeper
from bu.storage.fiscal_memory import FiscalMemory
from bu.storage.fiscal_records import (
    DAMAGED,
    MANUFACTURED,
    PAIRED,
    REGISTRATION,
    RESTART,
    SHIFT,
    Chain,
    pack_record,
    place,
    seal,
    unpack_sums,
)
from host_tests.portable.ramflash import Off, RamFlash
from host_tests.portable.support import raises, unhex

REGL = {
    "test_a_life": ("35.2", "35.4/*", "35.5/2"),
    "test_refusals_write_nothing": ("26/9", "35.6/7"),
    "test_what_is_damaged_is_named": ("35.6/6",),
    "test_power_cuts": ("35.6/1",),
}  # fmt: skip

KEY = b"the secret of this very unit"
NINE = [("BYN", 123456789), ("EUR", 5), ("RUB", 0), ("USD", 54975581388799), ("PLN", 1)]


def day(number):
    return (2026, 1 + number // 28, 1 + number % 28, 21, 30, 5)


def opened(flash, key=KEY, currencies=1):
    memory = FiscalMemory(flash, currencies)
    memory.open(key)
    return memory


def registered(sectors=2, currencies=1):
    flash = RamFlash(sectors)
    memory = opened(flash, KEY, currencies)
    memory.manufacture("КСА 1234", "Open БУ-1", day(0))
    memory.pair(b"unit 1", day(0))
    memory.add_registration(day(0), 100200300, 123456789, 4000000000)
    return flash, memory


def test_hmac_is_hmac():
    chain = Chain(b"key")
    text = b"The quick brown fox jumps over the lazy dog"
    assert chain.hmac(text[:5], text[5:]) == unhex(
        "f7bc83f430538424b13298e6aa6fb143 ef4d59a14946175997479dbc2d1a3cd8"
    )


def test_a_life():
    flash, memory = registered(2, 4)
    memory.add_shift(1, day(0), 250, [("BYN", 1)])
    memory.add_restart(day(1))
    memory.add_registration(day(1), 100200300, 1, 2, "model")
    memory.add_shift(5, day(1), 0, [("BYN", 0), ("EUR", 77)])
    for seen in (memory, opened(flash)):
        state = seen.state
        assert (state.serial, state.model) == ("КСА 1234", "Open БУ-1")
        assert state.paired and state.registered and not seen.damage
        assert (state.z_number, state.last_date_time) == (5, day(1))
        assert (state.registrations, state.restarts) == (2, 1)
        assert (state.registration.skno, state.registration.model) == (2, "model")
        assert state.free_records == 2 * 64 - 7
        assert state.free_shifts == 2 * 64 - 7 - 9
    found = list(memory.records())
    kinds = [MANUFACTURED, PAIRED, REGISTRATION, SHIFT, RESTART, REGISTRATION, SHIFT]
    assert [record.kind for record in found] == kinds
    assert [record.number for record in found] == [1, 2, 3, 4, 5, 6, 7]
    assert not [record.fault for record in found if record.fault]
    assert found[2].registration.skno == 4000000000 and found[4].ordinal == 1
    last = found[6]
    assert (last.z, last.date_time, last.documents) == (5, day(1), 0)
    assert last.totals == [("BYN", 0), ("EUR", 77)]
    assert [record.z for record in memory.by_dates(day(1), day(1))] == [1, 1, 5]
    assert [record.number for record in memory.by_numbers(1, 4)] == [4, 5, 6]
    assert flash.erases == 0


def test_refusals_write_nothing():
    flash = RamFlash(2)
    memory = opened(flash)
    raises(NotPaired, memory.check_shift, 1, day(0))
    raises(WrongOrder, memory.pair, b"unit", day(0))
    memory.manufacture("1", "m", day(0))
    raises(WrongOrder, memory.manufacture, "2", "m", day(0))
    raises(NotPaired, memory.add_registration, day(0), 1, 2, 3)
    for unit_id in (b"", bytes(17)):
        raises(ValueError, memory.pair, unit_id, day(0))
    memory.pair(b"unit", day(0))
    raises(WrongOrder, memory.pair, b"unit", day(0))
    raises(NotRegistered, memory.check_shift, 1, day(0))
    for numbers in (
        (1, 1000000000, 3), (1000000000, 2, 3), (1, 2, 2**32), (0, 2, 3), (1, 0, 3), (1, 2, 0)
    ):
        raises(ValueError, memory.add_registration, day(0), *numbers)
    memory.add_registration(day(5), 1, 2, 3)
    memory.add_shift(7, day(5), 1, [("BYN", 1)])
    before = flash.crc()
    for z in (6, 7):
        raises(RepeatedNumber, memory.add_shift, z, day(6), 1, [("BYN", 1)])
    raises(EarlierDate, memory.add_shift, 8, day(4), 1, [("BYN", 1)])
    raises(EarlierDate, memory.add_restart, day(4))
    raises(ValueError, memory.add_shift, 8, day(6), 1, [("BYN", -1)])
    for documents in (-1, 65536):
        raises(ValueError, memory.add_shift, 8, day(6), documents, [("BYN", 1)])
    raises(Full, memory.check_shift, 65536, day(6))
    memory.check_shift(8, day(5)[:3] + (0, 0, 0))
    stranger = opened(flash, b"another key")
    assert not stranger.state.paired and stranger.state.serial == "1"
    raises(NotPaired, stranger.check_shift, 8, day(6))
    raises(WrongOrder, stranger.pair, b"x", day(6))
    assert flash.crc() == before


def test_a_shift_of_many_currencies_takes_two_records():
    flash, memory = registered(2, 10)
    memory.add_shift(1, day(1), 3, NINE + NINE)
    assert memory.state.free_records == 2 * 64 - 5
    shift = list(opened(flash).records())[-1]
    assert shift.totals == NINE + NINE and not shift.fault


def test_power_cuts():
    for left in range(3):
        for kept in (0, 1, 2, 30, 51, 60, 63, 64):
            flash, memory = registered(2, 10)
            memory.add_shift(1, day(1), 1, NINE)
            flash.left = left
            flash.kept = 64 * 3 + kept
            z = 2
            try:
                memory.add_shift(2, day(2), 2, NINE)
                z = 3
                memory.add_restart(day(3))
            except Off:
                pass
            flash.left = -1
            memory = opened(flash, KEY, 10)
            assert memory.state.z_number in (z - 1, z)
            memory.add_shift(memory.state.z_number + 1, day(4), 9, NINE)
            found = [record for record in memory.records() if record.kind == SHIFT]
            assert [record.z for record in found] == list(range(1, len(found) + 1))
            assert not [record.fault for record in memory.records() if record.fault]


def test_records_of_one_kind():
    """The same ones as in a walk over all; a bit of the kind's byte that was lost hides none."""
    flash, memory = registered(2)
    for number in range(1, 70):
        memory.add_shift(number, day(number), 1, [("BYN", number)])
        if number % 30 == 0:
            memory.add_restart(day(number))
            memory.add_registration(day(number), 100200300, 1, number)
    for kind, count in ((REGISTRATION, 3), (RESTART, 2)):
        walked = [record for record in memory.records() if record.kind == kind]
        assert len(walked) == count
        found = list(memory.of_kind(kind))
        assert [vars_of(record) for record in found] == [vars_of(record) for record in walked]
        block, place = divmod(found[0].slot, 64)
        assert flash.cells[block][place * 64 + 63] == kind
        flash.cells[block][place * 64 + 63] |= 0x80
        assert [record.slot for record in memory.of_kind(kind)] == [each.slot for each in walked]


def vars_of(record):
    there = record.registration
    return record.slot, record.kind, record.date_time, record.ordinal, there and there.skno


def test_what_is_damaged_is_named():
    flash, memory = registered()
    for z in range(1, 6):
        memory.add_shift(z, day(z), z, [("BYN", z)])
    flash.cells[0][5 * 64 + 20] ^= 4
    flash.cells[0][7 * 64 + 5] ^= 1
    memory = opened(flash)
    found = list(memory.by_numbers(2, 4))
    assert [(record.kind, record.number, record.slot) for record in found] == [
        (SHIFT, 5, 4), (DAMAGED, 6, 5), (SHIFT, 7, 6), (DAMAGED, 8, 7)
    ]


def test_a_broken_record_before_the_last_one_does_not_stop_the_unit():
    """Its MAC stands in the chain as it was, or as it should be."""
    for at in (20, 59, 62):
        flash, memory = registered()
        for z in (1, 2, 3):
            memory.add_shift(z, day(z), z, [("BYN", z)])
        flash.cells[0][4 * 64 + at] ^= 0x21
        memory = opened(flash)
        assert memory.state.paired and not memory.damage
        memory.add_shift(4, day(4), 4, [("BYN", 4)])
        assert [fault for fault in memory.verify() if fault] == [("damaged", 4)]


def test_a_broken_last_record_tells_nothing_and_keeps_its_number():
    flash, memory = registered()
    for z in (1, 2):
        memory.add_shift(z, day(z), z, [("BYN", z)])
    flash.cells[0][4 * 64 + 20] ^= 0x21
    memory = opened(flash)
    state = memory.state
    assert (state.z_number, state.last_date_time) == (1, day(1))
    assert memory.damage == [("damaged", 4)]
    memory.add_shift(2, day(2), 2, [("BYN", 2)])
    assert [(record.kind, record.number) for record in memory.records()][3:] == [
        (SHIFT, 4), (DAMAGED, 5), (SHIFT, 6)
    ]
    assert [fault for fault in memory.verify() if fault] == [("damaged", 4)]


def test_without_the_serial_number_there_is_no_work():
    flash, memory = registered()
    memory.add_shift(1, day(1), 1, [("BYN", 1)])
    flash.cells[0][20] ^= 0x21
    memory = opened(flash)
    assert memory.state.manufactured and memory.state.paired
    assert ("damaged", 0) in memory.damage
    before = flash.crc()
    raises(Damaged, memory.check_shift, 2, day(2))
    raises(Damaged, memory.add_restart, day(2))
    raises(WrongOrder, memory.manufacture, "1", "m", day(2))
    assert flash.crc() == before


def test_a_bit_of_the_kind_that_is_lost_is_named():
    flash, memory = registered()
    memory.add_shift(1, day(1), 1, [("BYN", 1)])
    cells = flash.cells[0]
    for bit in range(8):
        if cells[3 * 64 + 63] & 1 << bit:
            continue
        cells[3 * 64 + 63] |= 1 << bit
        memory = opened(flash)
        assert memory.damage == [("kind", 3)] and memory.state.z_number == 1
        cells[3 * 64 + 63] &= ~(1 << bit)


def test_what_goes_back_is_named():
    for z, date in ((5, day(5)), (6, day(4))):
        _, memory = registered()
        memory.add_shift(5, day(5), 1, [("BYN", 1)])
        memory.state.z_number, memory.state.last_date_time = 4, day(4)
        memory.add_shift(z, date, 1, [("BYN", 1)])
        assert [fault for fault in memory.verify() if fault] == [("order", 4)]


def test_a_keeper_knows_its_own_memory_only():
    flash, _ = registered()
    keeper = FiscalKeeper(flash, 1)
    keeper.open(KEY)
    assert keeper.is_known()
    flash.cells[0][20] ^= 1
    assert not keeper.is_known()
    for other, key in ((RamFlash(2), KEY), (registered()[0], b"another key")):
        keeper = FiscalKeeper(other, 1)
        keeper.open(key)
        assert not keeper.is_known()


def test_text_that_is_none():
    """A record with a good CRC and MAC and no UTF-8 in it does not stop the unit: by fuzzing."""
    flash = RamFlash(2)
    record = pack_record(MANUFACTURED, (1, 0, 0, 0, 0), b"\x01\xff\xfe\x80" + bytes(35))
    seal(record, Chain(KEY).mac(bytes(8), bytes(record)))
    place(record, 0)
    flash.writeblocks(0, record, 0)
    memory = opened(flash)
    assert memory.state.serial == "?" and not memory.damage
    assert unpack_sums(b"\xff\xfe\xfd" + bytes(5) + b"\x07", 1) == [("?", 7)]
