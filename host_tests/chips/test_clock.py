"""DS3231 and the chip's own calendar: a time that was set, or none; that the rules are rules."""

from bu.drivers.ds3231 import LOST, Ds3231
from bu.hal import machine_more as more
from host_tests.chips import clock as clocks
from host_tests.chips.rig import Bus, Clock, wired


def calendar(time=(2026, 12, 31, 23, 59, 58)):
    world, wires, chip = wired(clocks.Ds3231, 0x68)
    rtc = Ds3231(Bus(wires), Clock(world))
    if time:
        rtc.set(time)
    return world, chip, rtc


def test_clock_goes_and_turns_over():
    world, chip, rtc = calendar()
    assert rtc.now() == chip.time() == (2026, 12, 31, 23, 59, 58)
    world.us += 2000000
    assert rtc.now() == (2027, 1, 1, 0, 0, 0)
    for time, then in (
        ((2028, 2, 28, 23, 59, 59), (2028, 2, 29, 0, 0, 0)),
        ((2099, 9, 30, 9, 9, 59), (2099, 9, 30, 9, 10, 0)),
    ):
        rtc.set(time)
        world.us += 1000000
        assert rtc.now() == then


def test_clock_that_stood_still_has_no_time_until_it_is_set():
    world, chip, rtc = calendar(None)
    assert rtc.now() == LOST and rtc.fault() == "lost its time (battery?)"
    rtc.set((2026, 12, 1, 8, 0, 0))
    assert rtc.now() == (2026, 12, 1, 8, 0, 0) and rtc.fault() == ""
    assert not chip.registers[0x0E] & 0x80  # the oscillator goes on with the battery
    chip.power_off(60000000)
    assert rtc.now() == (2026, 12, 1, 8, 1, 0)
    chip.battery = False
    chip.power_off(1000000)
    world.us += 200000
    assert rtc.now() == LOST


def test_clock_that_is_away_or_talks_nonsense():
    world, chip, rtc = calendar()
    chip.away = True
    world.us += 200000
    assert rtc.now() == LOST and rtc.fault() == "no answer at 68h" and not rtc.present()
    rtc.set((2026, 12, 1, 8, 0, 0))
    chip.away = False
    assert rtc.now()[0] == 2026 and rtc.present()
    for register, value in ((1, 0x5A), (2, 0x65)):  # no BCD; twelve hours
        world, chip, rtc = calendar((2026, 12, 1, 8, 0, 0))
        chip.registers[register] = value
        chip.set_at = world.us
        assert rtc.now() == LOST


def test_clock_setting_cut_off_leaves_it_lost():
    for kept in range(3):
        world, wires, chip = wired(clocks.Ds3231, 0x68)
        rtc = Ds3231(Bus(wires), Clock(world))
        chip.take, allowed, take = None, [kept], chip.take

        def counted(byte, allowed=allowed, take=take, chip=chip):
            if chip.first:
                allowed[0] -= 1
            return allowed[0] >= 0 and take(byte)

        chip.take = counted
        rtc.set((2026, 12, 1, 8, 0, 0))
        chip.take = take
        assert rtc.now() == LOST


def test_internal_calendar_is_lost_with_the_power():
    class Chip:
        value = (2021, 1, 1, 4, 0, 0, 7, 0)

        def datetime(self, value=None):
            if value is None:
                return self.value
            self.value = value

    rtc = more.Rtc(Chip())
    assert rtc.now() == more.LOST
    rtc.set((2026, 12, 1, 8, 30, 15))
    assert rtc.now() == (2026, 12, 1, 8, 30, 15)
