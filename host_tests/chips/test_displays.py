"""HD44780 behind a PCF8574 and SSD1306: what eyes see; that the models' rules are rules."""

from bu.drivers import charsets
from bu.drivers.hd44780 import Hd44780
from bu.drivers.oled import Oled
from host_tests.chips import ssd1306
from host_tests.chips.lcd import Lcd, alike
from host_tests.chips.oled import Ssd1306
from host_tests.chips.rig import Bus, Clock, wired
from host_tests.chips.world import Violation
from host_tests.portable.support import raises

DRAWN = "×ЎўІ↑↓№~"
ABC = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def display(rows=4, charset="cyrillic"):
    world, wires, chip = wired(lambda world: Lcd(world, rows, charset), 0x27)
    return chip, Hd44780(Bus(wires), Clock(world), 0x27, rows, charset)


def test_lcd_shows_the_alphabet_and_the_drawn_signs():
    for charset in ("cyrillic", "cp1251"):
        chip, lcd = display(4, charset)
        see = alike if charset == "cyrillic" else lambda text: text
        for start in range(0, len(ABC), 20):
            text = (ABC[start : start + 20] + " " * 20)[:20]
            lcd.show(2, text)
            assert chip.shown(DRAWN)[2] == see(text)
        lcd.show(0, "«" + DRAWN + "» 0–9…і€ aZ")
        assert chip.shown(DRAWN)[0] == '"' + DRAWN + '" 0-9.i? aZ'
        assert len({bytes(chip.cgram[place : place + 8]) for place in range(0, 64, 8)}) == 8


def test_lcd_rows_are_where_they_belong():
    for rows in (2, 4):
        chip, lcd = display(rows)
        for row in range(rows):
            lcd.show(row, "%d" % row * 20)
        assert chip.shown() == ["%d" % row * 20 for row in range(rows)]


def test_lcd_of_a_board_that_was_reset_in_the_middle():
    """The controller goes on with power, in four lines, between two nibbles or not."""
    for nibbles in range(4):
        chip, lcd = display()
        lcd.show(1, "x" * 20)
        for place in range(nibbles):
            for byte in (0x49 | place << 4 | 4, 0x49 | place << 4):
                chip.world.us += 90
                chip.take(byte)
        fresh = Hd44780(lcd._i2c, lcd._clock, 0x27, 4, "cyrillic")
        fresh.show(0, "12345678901234567890")
        assert chip.shown()[:2] == ["12345678901234567890", " " * 20]


def test_lcd_just_switched_on_is_waited_for():
    world, wires, chip = wired(lambda world: Lcd(world, 2), 0x27, 0)
    lcd = Hd44780(Bus(wires), Clock(world), 0x27, 2, "cyrillic")
    lcd.show(0, "a" * 20)
    assert chip.shown()[0] == "a" * 20 and world.us > 40000


def test_lcd_that_lost_its_power_for_a_moment():
    chip, lcd = display()
    lcd.show(3, "a" * 20)
    chip.power()
    chip.world.us += 1000000
    assert chip.shown()[3] == " " * 20
    assert lcd.fault() == "" and chip.shown()[3] == "a" * 20


def test_lcd_rules_are_rules():
    chip, lcd = display()
    lcd.show(0, "a" * 20)
    for byte in (0x0D, 0x4E):  # E with another RS; E with R/W
        chip.pins = 0x08
        assert "R" in str(raises(Violation, chip.take, byte))
    chip.pins = 0x08
    chip.ready = chip.world.us + 1
    assert "busy" in str(raises(Violation, chip.take, 0x0C))
    assert raises(KeyError, Hd44780, None, None, 0x27, 4, "klingon")
    assert len(charsets.table("cyrillic")) == len(charsets.table("cp1251")) == 66


def test_lcd_at_400_khz_is_a_violation():
    world, wires, _ = wired(lambda world: Lcd(world, 2), 0x27)
    lcd = Hd44780(Bus(wires, 400000), Clock(world), 0x27, 2, "cyrillic")
    assert "too fast" in str(raises(Violation, lcd.show, 0, "a" * 20))


def test_oled_without_its_library():
    """It is installed beside the firmware; a register without it starts and says so."""
    import sys

    sys.modules.pop("ssd1306", None)
    world, wires, _ = wired(Ssd1306, 0x3C)
    oled = Oled(Bus(wires, 400000), Clock(world), 0x3C, 4)
    oled.show(0, "x" * 20)
    assert oled.fault() == "library ssd1306 is missing"
    sys.modules["ssd1306"] = ssd1306
    assert oled.fault() == ""


def test_oled_at_100_khz_is_too_slow_to_be_set_up():
    """Its first picture takes 93 ms; a transfer may take 50."""
    import sys

    sys.modules["ssd1306"] = ssd1306
    for hz, fault in ((400000, ""), (100000, "no answer at 3ch")):
        world, wires, _ = wired(Ssd1306, 0x3C)
        assert Oled(Bus(wires, hz), Clock(world), 0x3C, 4).fault() == fault


def test_oled():
    import sys

    sys.modules["ssd1306"] = ssd1306
    world, wires, chip = wired(Ssd1306, 0x3C)
    oled = Oled(Bus(wires, 400000), Clock(world), 0x3C, 4)
    oled.show(1, "Ж1" + " " * 18)
    assert chip.on and chip.pump
    assert chip.art(4, 16, 12, 16) == [
        "............", "#.#.#...#...", "#.#.#...#...", "#.#.#..##...", "#.#.#..##...",
        "#.#.#...#...", "#.#.#...#...", ".###....#...", ".###....#...", "#.#.#...#...",
        "#.#.#...#...", "#.#.#...#...", "#.#.#...#...", "#.#.#..###..", "#.#.#..###..",
        "............",
    ]  # fmt: skip
    assert not any("#" in line for line in chip.art(0, 0, 128, 16))
    chip.power()
    chip.away = True
    oled.show(0, "x" * 20)
    assert oled.fault() == "no answer at 3ch"
    chip.away = False
    assert oled.fault() == "" and "#" in chip.art(4, 16, 12, 16)[1]
    assert "#" in "".join(chip.art(4, 0, 12, 16))
