"""Every dialogue with what does not belong there: scanner lines of any kind, C, a power cut.

Nothing of it registers anything, both displays stay whole and Russian, and C leads out.
"""

import re

import pytest

from host_tests.ui_bench import OPENED, Till

MARK = "010481113709001921z69hRXnK3rGaL91EE06922BB810AFb9Ab/B52/CfA03aBCc25a2daCD548F+55bc="
# How each dialogue of the desk is reached, with № 1 sold and cash in the drawer.
DESK = [
    "", "5", "5.", "3 ×", "3 × 5", "5 %", "5 СЕКЦИЯ", "КОД", "3 КОД", "4 КОД", "УНП", "ВАЛЮТА",
    "5 С1 КОРР", "5 С1 КОРР ВВОД", "5 С1 ОТМЕНА", "5 С1 ПОДЫТОГ", "5 С1 3 НАЛ", "5 С1 2 ВАЛЮТА",
    "5 С1 ВАЛЮТА", "5 С1 6 СКИДКА", "ВОЗВРАТ", "ВОЗВРАТ 1", "ВОЗВРАТ 2", "ВОЗВРАТ 2 3 КОД",
    "ВОЗВРАТ 2 5 С1 НАЛ", "1 ВОЗВРАТ", "1 ВОЗВРАТ НАЛ", "99 ВОЗВРАТ", "АННУЛ", "ВНЕС", "5 ВНЕС",
    "5 ВНЕС ВАЛЮТА", "ИЗЪЯТ", "5 ИЗЪЯТ", "ВЫДАЧА", "5 ВЫДАЧА", "ЛЕНТА", "ЛЕНТА 2",
    "ЛЕНТА 2 1 ВВОД", "ЛЕНТА 3", "99 КОПИЯ", "Z", "ИНФО",
]  # fmt: skip
# The same behind the menu of modes, while the shift is closed.
MODES = [
    "", "1", "1 1111 ВВОД", "1 1111 ВВОД Z", "2", "2 2222 ВВОД", "2 2222 ВВОД 1",
    "2 2222 ВВОД 1 ↓ ↓ ↓ ВВОД", "2 2222 ВВОД 1 ↓ ↓ ↓ ↓ ↓ ↓ ВВОД", "2 2222 ВВОД 2",
    "2 2222 ВВОД 2 1 ВВОД", "2 2222 ВВОД 2 1 ВВОД ↓ ВВОД", "2 2222 ВВОД 3", "2 2222 ВВОД 3 1",
    "2 2222 ВВОД 3 2", "2 2222 ВВОД 4", "2 2222 ВВОД 4 1", "2 2222 ВВОД 4 1 1111 ВВОД",
    "2 2222 ВВОД 5", "2 2222 ВВОД 5 1", "2 2222 ВВОД 5 1 1", "2 2222 ВВОД 5 1 2",
    "2 2222 ВВОД 6", "2 2222 ВВОД 6 29022027 ВВОД", "2 2222 ВВОД 6 ВВОД",
    "2 2222 ВВОД 6 ВВОД 25 ВВОД", "2 2222 ВВОД 6 ВВОД ВВОД", "2 2222 ВВОД 7",
    "2 2222 ВВОД 7 1 ВВОД",
    "2 2222 ВВОД 9", "2 2222 ВВОД 9 1", "2 2222 ВВОД 9 1 99 ВВОД", "2 2222 ВВОД 9 2 2 ВВОД",
    "3", "3 3333 ВВОД", "3 3333 ВВОД 1", "3 3333 ВВОД 1 190000001 ВВОД",
    "3 3333 ВВОД 1 190000001 ВВОД 110000001 ВВОД 310000001 ВВОД", "3 3333 ВВОД 3",
    "3 3333 ВВОД 4", "3 3333 ВВОД 4 1", "4 4444 ВВОД", "4 4444 ВВОД 1", "4 4444 ВВОД 1 ВВОД",
    "4 4444 ВВОД 2", "4 4444 ВВОД 2 5 ВВОД 1 ВВОД", "5",
]  # fmt: skip
LINES = [
    "4814857388436", "00000000", MARK, MARK[:30], "01" + "7" * 10_000,
    "x" * 10_000, "Ж" * 10_000, "".join(map(chr, range(1, 33))), "\x7f\xff\ufffd\U0001f600",
    "\x1d",
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Till(tmp_path_factory.mktemp("desk"), goods=True,
                script=OPENED + " 100 ВНЕС ВВОД 5 С1 ИТОГ\nat: 2026-12-01T08:30:00")  # fmt: skip
    yield made
    assert made.complaints() == []
    made.close()


@pytest.fixture(scope="module")
def menu(tmp_path_factory):
    made = Till(tmp_path_factory.mktemp("menu"), goods=True, script=OPENED + " Z ВВОД РЕЖИМ")
    yield made
    assert made.complaints() == []
    made.close()


def kept(till):
    """What must not change by any of this."""
    regions = till.world.regions
    return bytes(regions["journal"].cells), bytes(regions["memory"].cells), len(till.documents)


def whole(till):
    rows = till.place.cashier + till.place.customer
    assert [len(row) for row in rows] == [20] * 6
    assert any(row.strip() for row in rows[:3])
    for row in rows:
        assert not re.search("[a-z]{4}|[a-z]_[a-z]", row.replace("xxxx", "")), row


def speaks_russian(till):
    """No Latin word stands there but codes of currencies, letters of the keypad and SHA-256."""
    for row in till.place.cashier + till.place.customer:
        assert set(re.findall("[A-Za-z]{3,}", row)) <= {"BYN", "EUR", "RUB", "ABC", "SHA"}, row


def pestered(till, begin, leave="C C C C C C"):
    """The dialogue reached by `begin`, with every line of the scanner; `leave` leads out."""
    before = kept(till)
    for line in LINES:
        till.keys(begin)
        speaks_russian(till)
        till.place.scan(line)
        whole(till)
        till.keys(leave)
        whole(till)
    assert kept(till) == before


def cut(till, begin):
    """The power goes while it waits; what was registered is there, and what was not is not."""
    before = kept(till)
    figures = till.figures()
    till.keys(f"{begin}\npower off\npower on")
    assert till.cashier[0] == "Режим"
    assert till.figures() == figures
    assert kept(till) == before


@pytest.mark.regl("5.4/2", "26/13", "27/1", "28/1-2")
@pytest.mark.parametrize("begin", DESK)
def test_dialogue_of_the_desk(desk, begin):
    pestered(desk, begin)
    home = desk.cashier
    assert home[2].startswith(("ИТОГ", "К ВОЗВРАТУ", "ПОДЫТОГ")) or home[2].endswith(" 0.00")
    cut(desk, begin)
    desk.keys("1 1111 ВВОД")
    assert desk.cashier[2].endswith(" 0.00")


@pytest.mark.regl("5.4/2", "26/13", "28/1-2")
@pytest.mark.parametrize("begin", MODES)
def test_dialogue_behind_the_menu(menu, begin):
    pestered(menu, begin, "C C C C C C РЕЖИМ" if begin.startswith("1 ") else "C C C C C C")
    assert menu.cashier[0] == "Режим"
    cut(menu, begin)


@pytest.mark.regl("7/5")
@pytest.mark.parametrize("mode", ["1", "2 ", "3", "4"])
def test_goods_that_are_scanned_at_a_password_are_no_wrong_try(menu, mode):
    menu.keys(mode)
    for _ in range(9):
        menu.keys("scan: 4814857388435")
        assert menu.place.sounds == [[150]]
    assert menu.cashier == ["Пароль", "", "                   _"]
    menu.keys("C")


def test_factory_new(tmp_path):
    till = Till(tmp_path, registered=False)
    for begin in ("", "12345", "12345 ВВОД"):
        for line in LINES:
            till.keys(begin)
            till.place.scan(line)
            till.keys("C C C")
            whole(till)
        till.keys(f"{begin}\npower off\npower on")
        assert till.cashier[0] == "Заводской номер"
    till.close()
