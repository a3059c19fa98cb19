"""What the unit says of itself, its settings, its goods (регл. 13, 29, 35)."""

import pytest

from bu.fiscal import document as d
from bu.fiscal.receipt import make_line, mark_line
from bu.storage import settings_table as table
from host_tests.bench_days import IDENTITY, ROOT
from host_tests.unit_register import Register, registers
from tools.bench import tape
from tools.bench.place import load_goods
from tools.bench.world import World

BASE = ROOT / "tools" / "bench" / "keys" / "goods.csv"
SHOE = b"010481113709001921z69hRXnK3rGaL\x1d91EE06\x1d922BB810AF"

register = registers()


@pytest.fixture
def stocked(register):
    load_goods(register.world, BASE)
    register.restart()
    return register


# state


def test_state_without_asking_anybody(register):
    unit = register.unit
    assert unit.currencies() == ["BYN"] and unit.base() == "BYN"
    assert (unit.last_number(), unit.shift_open(), unit.shift_age()) == (1, True, 0)
    register.later(hours=1, minutes=2)
    assert unit.shift_age() == 3720
    assert unit.paper_state() is None and unit.skno_state().ok
    assert unit.info(20).columns == 20 and unit.info().columns == 48
    before = unit.free_records()
    register.do(unit.z_report())
    assert unit.free_records() in (before - 1, before)
    assert unit.shift_age() is None


def test_devices_that_fail_are_known_until_they_answer_again(register):
    register.world.printer.paper_out()
    register.world.skno.power_off()
    assert register.unit.skno_state() is not None
    assert set(register.blocked()) == {"printer_paper", "skno_silent"}
    assert register.unit.paper_state() == "printer_paper" and register.unit.skno_state() is None
    register.world.printer.load_paper()
    register.world.skno.power_on(register.world.now_ms())
    assert register.blocked() == []
    assert register.unit.paper_state() is None and register.unit.skno_state().ok


def test_a_registration_is_printed_again(register):
    register.do(register.unit.z_report())
    register.do(register.unit.registration_report())
    text = tape.text_of(register.world.printer.tape)
    reports = [part.split("8<")[0] for part in text.split("Порядковый номер регистрации")[1:]]
    assert len(reports) == 2 and reports[0] == reports[1]


# settings


def test_every_setting_that_may_be_changed_is_listed_once(register):
    listed = list(register.unit.settings())
    names = [entry[0] for entry in listed]
    assert names[:3] == ["name", "outlet", "address"]
    assert len(names) == len(set(names)) and not set(names) & set(table.PRIVATE)
    register.do(register.unit.z_report())
    for name, value, _, _ in listed:
        register.unit.configure(name, value)
    kinds = {name: (kind, limits) for name, _, kind, limits in listed}
    assert "generic-58" in kinds["printer.profile"][1]
    assert kinds["section.16.vat"] == (table.TEXT, (6,))


@pytest.mark.parametrize(
    "name, value, refusal",
    [
        ("printer.profile", "typewriter", "bad_setting"),
        ("columns", 47, "bad_setting"),
        ("unknown", 1, "bad_setting"),
        ("secret", b"x" * 16, "bad_setting"),
        ("section.1.vat", "101", "bad_vat"),
        ("section.1.vat", "x", "bad_vat"),
        ("section.17.name", "x", "bad_setting"),
        ("base", "EUR", "bad_currency"),
        ("rates", (("BYN", 10000, 1),), "bad_currency"),
        ("rates", (("USD", 10000, 1), ("USD", 10001, 1)), "bad_currency"),
    ],
)
def test_wrong_settings(register, name, value, refusal):
    register.do(register.unit.z_report())
    register.unit.set_rate("EUR", 35210)
    register.refused(lambda: register.unit.configure(name, value), refusal)


def test_settings_have_no_room_for_everything(register):
    register.do(register.unit.z_report())
    for name in ("extra", "top", "bottom"):
        register.unit.configure(name, ("Ж" * 64,) * 8)
    register.refused(lambda: register.unit.configure("outlet", "Ж" * 240), "settings_full")


def test_another_printer_is_in_force_at_once(register):
    register.do(register.unit.z_report())
    register.unit.configure("printer.profile", "generic-58")
    assert register.unit.info().columns == 32
    register.unit.configure("printer.profile", "")
    assert register.unit.info().columns == 48
    register.unit.configure("columns", 42)
    assert register.unit.info().columns == 42
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    register.refused(lambda: register.unit.configure("columns", 48), "shift_open")


def test_at_most_nine_currencies_beside_the_base(register):
    register.do(register.unit.z_report())
    for number in range(9):
        register.unit.set_rate("AA" + "ABCDEFGHI"[number], 10000 + number)
    register.refused(lambda: register.unit.set_rate("USD", 30000), "too_many_currencies")
    register.unit.set_rate("AAA", 20000)
    register.refused(lambda: register.unit.set_rate("BYN", 20000), "too_many_currencies",
                     "bad_currency")  # fmt: skip
    assert len(register.unit.currencies()) == 10


# goods and sections


def test_lines_by_hand(register):
    line = register.unit.hand_line(250, 2000, 7)
    assert (line.name, line.section, line.total, line.vat) == ("Секция 7", 7, 500, d.NO_VAT)
    assert register.unit.hand_line(1).name == "Товар"
    assert register.unit.hand_line(1, 1000, 255).name == "Секция 255"
    register.refused(lambda: register.unit.hand_line(0, 1000, 1), "bad_price")
    register.refused(lambda: register.unit.hand_line(1, 1000, 256), "bad_section")
    register.do(register.unit.z_report())
    register.unit.configure("section.7.name", "Хлеб")
    register.unit.configure("section.7.vat", "10")
    line = register.unit.hand_line(250, 1000, 7)
    assert (line.name, line.vat) == ("Хлеб", 1000)


def test_no_base(register):
    register.refused(lambda: register.unit.goods_item("1"), "goods_missing")
    register.refused(lambda: register.unit.goods_price(1, 100), "goods_missing")
    assert register.unit.goods_count() == 0
    register.board.goods_flash = None
    register.refused(lambda: register.unit.goods_item("1"), "goods_missing")
    assert "goods" not in register.world.regions  # nothing was written, nothing was made
    register.sell()


def test_codes_and_barcodes(stocked):
    unit = stocked.unit
    by_barcode = unit.goods_item("4814857388435")
    assert unit.goods_item(str(by_barcode.code)).name == by_barcode.name
    assert unit.goods_item("0" * 5 + str(by_barcode.code)).code == by_barcode.code
    stocked.refused(lambda: unit.goods_item("99999999"), "goods_unknown")
    stocked.refused(lambda: unit.goods_item("48148573884356"), "goods_unknown")
    stocked.refused(lambda: unit.goods_item(""), "bad_code")
    stocked.refused(lambda: unit.goods_item("x"), "bad_code")
    assert unit.line_of("1", 2000).total == 2 * unit.goods_item("1").price


def test_a_price_is_changed_in_an_open_shift(stocked):
    unit = stocked.unit
    line = unit.line_of("1")
    unit.goods_price(1, 999)
    assert (line.price, unit.line_of("1").price) == (298, 999)
    stocked.refused(lambda: unit.goods_price(1, 0), "bad_price")
    stocked.refused(lambda: unit.goods_price(77777, 1), "goods_unknown")
    stocked.restart()
    assert stocked.unit.goods_item("1").price == 999


@pytest.mark.parametrize("kind", [d.SALE, d.REFUND])
def test_a_marked_unit_without_its_code_is_no_line(stocked, kind):
    unit = stocked.unit
    receipt = unit.receipt(kind)
    bare = make_line("Кроссовки", 18900)
    mark_line(bare, "4811137090019")
    stocked.refused(lambda: unit.add_line(receipt, bare), "mark_missing")
    no_gtin = make_line("Сигареты", 500)
    mark_line(no_gtin, "", b"00000046198488X?io+qCABm8wAYa")
    stocked.refused(lambda: unit.add_line(receipt, no_gtin), "mark_missing")
    whole = make_line("Кроссовки", 18900)
    mark_line(whole, "", SHOE)
    unit.add_line(receipt, whole)
    assert receipt.lines == [whole]
    stocked.refused(lambda: unit.line_of("4811137090019"), "mark_missing")


def test_a_damaged_base_is_not_sold_from(stocked):
    chip = stocked.world.regions["goods"]
    for at in range(32 * 256, 200 * 256, 256):
        chip.cells[at + 9] ^= 0x10
    line = make_line("Хлеб", 298)
    mark_line(line, "4814857388435")
    receipt = stocked.unit.receipt(d.SALE)
    stocked.refused(lambda: stocked.unit.add_line(receipt, line), "goods_damaged")
    stocked.refused(lambda: stocked.unit.goods_item("1"), "goods_damaged")
    stocked.sell()


# the manufacturer's step


def test_the_unit_makes_its_secret_itself(tmp_path):
    register = Factory(tmp_path)
    for serial in ("", "1" * 14, "ЗН1", "1 2"):
        register.refused(lambda serial=serial: register.unit.manufacture(serial),
                         "bad_registration")  # fmt: skip
    register.refused(lambda: register.unit.manufacture("1", b"x" * 15), "bad_registration")
    register.unit.manufacture("1000000000001")
    secret = register.board.settings_flash, register.unit._core.settings.get("secret")
    assert len(secret[1]) == 32 and len(set(secret[1])) > 8
    cells = bytes(register.world.regions["memory"].cells)
    assert not any(secret[1][at : at + 4] in cells for at in range(29)), "the key, in the clear"
    register.restart()
    assert register.unit.manufactured() and register.unit.info().serial == "1000000000001"


class Factory(Register):
    """A unit as it leaves the assembly: nothing is in its memories."""

    def __init__(self, folder):
        self.world = World(folder, IDENTITY)
        self.journal_blocks = 64
        self.restart()

    def state(self):
        return {name: bytes(chip.cells) for name, chip in self.world.regions.items()}
