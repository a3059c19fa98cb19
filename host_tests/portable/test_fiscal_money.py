"""Money and dates: rounding, parsing, formatting, the calendar."""

from bu.fiscal import dates, money
from host_tests.portable.support import refused

REGL = {
    "test_line_total_rounds_half_up_once": ("10/2",),
    "test_parse_takes_decimal_strings_only": ("10/2",),
    "test_convert": ("10/2",),
    "test_dates_that_do_not_exist": ("8/1",),
}  # fmt: skip


def test_line_total_rounds_half_up_once():
    for price, quantity, total in (
        (169, 3099, 524),  # 5.23731
        (100, 1005, 101),  # 1.005
        (1, 500, 1),  # half a kopeck goes up
        (1, 499, 0),
        (4150, 12000, 49800),
    ):
        assert money.line_total(price, quantity) == total, (price, quantity)


def test_percent_rounds_half_up():
    assert money.percent(3318, 200) == 66  # 66.36
    assert money.percent(50, 100) == 1  # 0.5
    assert money.percent(49, 100) == 0
    assert money.percent(12345, 10000) == 12345


def test_vat_of_unit():
    # 20 % in 1.20 is 0.20; 10 % in 2.79 is 0.2536...
    assert money.vat_of_unit(120, 1000, 2000) == 20
    assert money.vat_of_unit(279, 1000, 1000) == 25
    assert money.vat_of_unit(558, 2000, 1000) == 25
    assert money.vat_of_unit(120, 1000, 0) == 0


def test_parse_takes_decimal_strings_only():
    for text, value in (("0", 0), ("12", 1200), ("12.5", 1250), ("12.50", 1250), ("0.07", 7)):
        assert money.parse(text, 2, "bad_sum") == value
    for text in ("", ".", "1.", ".5", "-1", "+1", "1,5", "1.234", "1e3", " 1", "1 ", "0x10",
                 "1.2.3", "\u0663", "1_0", "9" * 16, 5, None, 1.5):  # fmt: skip
        assert refused(money.parse, text, 2, "bad_sum") == "bad_sum", text


def test_text_is_the_inverse_of_parse():
    for amount in (0, 7, 10, 99, 100, 12345, 54975581388799):
        assert money.parse(money.text(amount), 2, "bad_sum") == amount
    assert money.text(-5) == "-0.05"
    assert money.short(1500, 3) == "1.5"
    assert money.short(12000, 3) == "12"
    assert money.short(229, 3) == "0.229"


def test_convert():
    assert money.convert(10000, 36215, 100) == 362  # 100 RUB at 3.6215 for 100
    assert money.convert(100, 35210, 1) == 352
    assert money.convert(5, 35210, 1) == 18  # 17.605
    assert money.convert(1, 5000, 1) == 1  # half a kopeck
    assert money.convert(1, 4999, 1) == 0


def test_dates_go_there_and_back():
    seconds = 0
    while seconds < 100 * 365 * dates.DAY:
        time = dates.from_seconds(seconds)
        assert dates.valid(time) and dates.to_seconds(time) == seconds
        assert dates.unpack(dates.pack(time)) == time
        seconds += 7654321
    assert dates.from_seconds(0) == (2000, 1, 1, 0, 0, 0)
    assert dates.to_seconds((2024, 3, 1, 0, 0, 0)) - dates.to_seconds((2024, 2, 28, 0, 0, 0)) == (
        2 * dates.DAY
    )


def test_dates_that_do_not_exist():
    for time in ((2026, 2, 29, 0, 0, 0), (2026, 13, 1, 0, 0, 0), (2026, 0, 1, 0, 0, 0),
                 (2026, 4, 31, 0, 0, 0), (2026, 1, 1, 24, 0, 0), (2026, 1, 1, 0, 60, 0),
                 (1999, 12, 31, 0, 0, 0), (2100, 1, 1, 0, 0, 0), (2026, 1, 1)):  # fmt: skip
        assert not dates.valid(time), time
    assert dates.valid((2024, 2, 29, 23, 59, 59))
    assert dates.text((2026, 12, 1, 8, 1, 29)) == "01.12.2026 08:01:29"
