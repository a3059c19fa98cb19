"""What stops the register, seen from the keypad: message, remedy, and the choice (регл. 26-28)."""

import pytest

from bu.control_unit import blocking_table
from bu.fiscal.refusal import catalogue
from host_tests.bench_days import bench
from host_tests.ui_bench import KEYS, OPENED, tills
from tools.bench import keys

till = tills(script=OPENED)

# what happens, what the display says, what lifts it
TROUBLES = [
    ("paper out", "501 Нет чековой", "paper in"),
    ("cover open", "502 Открыта крышка", "cover close"),
    ("printer fail", "504 Ошибка принтера", "printer repair"),
    ("skno off", "401 СКНО не отвечает", "skno on\nwait: 3"),
    ("skno faulty", "411 СКНО неисправно", "skno in order"),
    ("skno blocked", "410 СКНО", "skno released"),
    ("skno full", "409 СКНО: память", "skno empty"),
]
IDS = [entry[0] for entry in TROUBLES]


@pytest.mark.regl("26/4", "26/6-8", "27/2-4")
@pytest.mark.parametrize(("cause", "says", "lift"), TROUBLES, ids=IDS)
def test_blocked_sale_is_repeated_when_the_cause_is_lifted(till, cause, says, lift):
    till.keys(f"10 С1\n{cause}\nИТОГ")
    assert till.cashier[0] == says
    assert till.place.sounds, "a blocking sounds"
    till.keys("ВВОД")
    assert till.cashier[0] == says, "it holds"
    till.keys(f"{lift}\nВВОД")
    assert till.cashier[1:] == [">1 Повторить", " 2 Отменить"]
    till.counted(sales_n=0)
    till.keys("1")
    assert till.cashier[1] == "ОПЛАЧЕНО       10.00"
    till.counted(sales_n=1, sales_sum="10.00")


@pytest.mark.regl("27/2")
@pytest.mark.parametrize(("cause", "says", "lift"), TROUBLES, ids=IDS)
def test_blocked_sale_is_cancelled_and_the_receipt_stays(till, cause, says, lift):
    till.keys(f"10 С1\n{cause}\nИТОГ C 2")
    assert till.cashier[2] == "ИТОГ           10.00"
    till.keys(f"{lift}\nОТМЕНА ВВОД")
    till.counted(sales_n=0, cancels_n=1)


@pytest.mark.regl("27/4")
def test_idle_register_notices_and_tells(till):
    till.keys("paper out\nwait: 25")
    assert till.place.sounds == [[150, 100, 150]]
    assert till.status == "00:00 СКНО+ БУМ!"
    assert till.cashier[0] == "Нет чековой ленты"
    till.keys("wait: 25")
    assert till.place.sounds == [], "told once"
    till.keys("paper in\nwait: 25")
    assert till.status == "00:00 СКНО+ БУМ+"
    assert till.cashier[0] == "Кассир"


def test_clock_that_fell_behind(till):
    till.keys("at: 2026-12-01T10:00:00\n5 С1 ИТОГ 10 С1\nat: 2026-12-01T09:59:59\nИТОГ")
    assert till.cashier[0] == "304 Часы отстали"
    till.keys("at: 2026-12-01T10:00:01\nВВОД")
    assert till.cashier[1] == ">1 Повторить"
    till.keys("1")
    till.counted(sales_n=2, sales_sum="15.00")


def test_memory_that_is_gone_and_comes_back(till):
    memory = till.world.regions["memory"]
    kept = bytes(memory.cells)
    till.keys("10 С1")
    memory.cells[:] = b"\xff" * len(kept)
    till.keys("ИТОГ")
    assert till.cashier[0].startswith("608 БЭП отключён")
    till.keys("ВВОД")
    assert till.cashier[0].startswith("608 БЭП отключён")
    memory.cells[:] = kept
    till.keys("ВВОД 1")
    till.counted(sales_n=1, sales_sum="10.00")


BLOCKINGS = KEYS / "blockings.keys"


@pytest.mark.regl("26/1-13", "27/2-4")
@pytest.mark.parametrize("runtime", ["cpython", "micropython"])
def test_the_thirteen_blockings_at_the_keypad(runtime, request):
    """Caused, shown, heard, lifted, and the operation repeated, finished or cancelled."""
    if runtime == "micropython":
        request.getfixturevalue("micropython")
    done = bench("keys", BLOCKINGS, "--registered", "--goods", KEYS / "goods.csv",
                 "--runtime", runtime)  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


def test_the_script_has_every_cause_with_its_sound():
    """Each row of the table of causes is expected, and heard as the table has it."""
    rows = [entry for entry in keys.read(BLOCKINGS) if entry.kind in ("expect", "hear")]
    numbers = {str(number): name for number, name, _, _ in catalogue()}
    found = {}
    for step, after in zip(rows, rows[1:], strict=False):
        name = numbers.get(step.value.split()[0])
        if name and after.kind == "hear":
            found.setdefault(blocking_table.row(name)[0], set()).add(after.value)
    table = {row[0]: {"-".join(map(str, row[2]))} for row in blocking_table.CAUSES}
    assert found == table


@pytest.mark.regl("26/2", "27/2")
@pytest.mark.parametrize("lift", ["C 1 ВВОД 1", "C 1 ВВОД 2 КАРТА"], ids=["repeat", "cancel"])
def test_overflow_is_lifted_by_a_new_shift(till, lift):
    till.keys(f"549755813885.00 С1 КАРТА 5 С1 КАРТА {lift}")
    assert till.cashier[1] == "ОПЛАЧЕНО        5.00"
    till.counted(sales_n=1, sales_sum="5.00")
    kinds = [document["kind"] for document in till.documents]
    assert kinds == ["sale", "z_report", "sale"]


@pytest.mark.regl("26/3", "27/2")
def test_full_journal_does_not_hold_an_open_receipt_for_ever(till):
    """It can be neither sold nor cancelled; left for Z, it may be cancelled in the next shift."""
    till.keys("journal room: 900\n1 1111 ВВОД\n6 С1 НАЛ C 1 C")
    assert till.cashier[2] == "ИТОГ            6.00"
    till.keys("ОТМЕНА ВВОД C 1 ВВОД 1")
    till.counted(sales_n=0, cancels_n=1, cancels_sum="6.00")


@pytest.mark.regl("26/12", "27/2")
def test_z_report_that_breaks_off_leaves_the_receipt_for_the_next_shift(till):
    """24 hours, the shift is closed for the receipt's sake, and the paper ends in the report."""
    till.keys("at: 2026-12-02T08:00:00\n10 С1 ИТОГ C 1\npaper ends: 9\nВВОД")
    assert till.cashier[0] == "501 Нет чековой"
    till.keys("C C C")
    assert till.cashier[2] == "ИТОГ           10.00"
    assert till.status.startswith("--:--")
    till.keys("paper in\nИТОГ")
    assert till.place.says("Z-отчет № 1 не завер")
    till.keys("1 ИТОГ")
    assert till.cashier[0] == "301 Смена закрыта"
    till.keys("C ВВОД ИТОГ")
    till.counted(sales_n=1, sales_sum="10.00")


@pytest.mark.regl("26/10", "27/2")
def test_refund_without_cash_waits_for_a_deposit(till):
    till.keys("ВОЗВРАТ 2 50 С1 НАЛ ВВОД")
    assert till.cashier[0] == "207 В кассе нет"
    till.keys("C X")
    assert till.cashier[0] == "306 Чек не закрыт"
    till.keys("C 50 ВНЕС ВВОД")
    assert till.cashier[0] == "Внесение"
    till.keys("НАЛ ВВОД")
    till.counted(deposits_n=1, refunds_n=1, refunds_sum="50.00", drawer="0.00")


def test_deposit_in_the_middle_of_a_sale_waits(till):
    till.keys("5 С1 50 ВНЕС")
    assert till.cashier[0] == "306 Чек не закрыт"


@pytest.mark.regl("26/5", "35.3/5")
def test_memory_full_is_said_and_what_is_there_can_be_read(till):
    memory = till.core.memory
    while memory.state.free_shifts > 1:
        memory.add_restart((2026, 12, 1, 8, 0, 0))
    till.keys("5 С1 ИТОГ Z ВВОД")
    left = str(till.core.memory.state.free_shifts)
    assert till.cashier[2].split() == ["Записей", "БЭП:", left]
    assert f"Свободных записей БЭП {left}" in " ".join(till.tape().split())
    till.keys("C")
    while till.core.memory.state.free_shifts:
        till.keys("ВВОД Z ВВОД C")
    till.keys("ВВОД")
    assert till.cashier[0] == "604 БЭП заполнен"
    assert till.place.sounds[-1] == [600, 200, 600, 200, 600]
    till.keys("C 2 Z ВВОД")
    assert till.cashier[0] == "Копия напечатана"
