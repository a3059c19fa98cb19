"""A faulty СКНО or printer in the middle of a sale: what is registered stands, nothing goes twice.

Every fault ends in one of two ways: the sale is carried out, or the unit is blocked with a clear
line and `resume` finishes the sale once the fault is gone. Then the day goes on.
"""

import pytest

from host_tests.bench_days import Bench

AT = "2026-12-01T08:00:00"
SALE = {"at": AT, "do": "sale", "lines": [{"name": "Хлеб", "price": "2.98"}],
        "pay": [{"by": "cash", "sum": "5.00"}]}  # fmt: skip
Z = {"at": AT, "do": "z_report"}

# fault plan of the СКНО -> what the unit says (None: the sale is carried out)
SKNO_FAULTS = {
    "wrong CRC once": ([{"kind": "bad_crc"}], None),
    "wrong CRC for long": ([{"kind": "bad_crc", "times": 40}], "skno_protocol"),
    "wrong sender": ([{"kind": "bad_sender", "times": 40}], "skno_foreign"),
    "wrong receiver once": ([{"kind": "bad_receiver"}], None),
    "NAK once": ([{"kind": "nak"}], None),
    "NAK for long": ([{"kind": "nak", "times": 400}], "skno_protocol"),
    "EOT": ([{"kind": "eot", "times": 400}], "skno_rejected"),
    "refused": ([{"kind": "refuse"}], "skno_rejected"),
    "ACK lost": ([{"kind": "lose", "on": "ack"}], None),
    "answer lost": ([{"kind": "lose", "on": "answer"}], None),
    "silent for a while": ([{"kind": "mute", "on": "packet", "ms": 1500}], None),
    "silent": ([{"kind": "mute", "on": "packet", "ms": 600_000}], "skno_silent"),
    "busy for two minutes": ([{"kind": "busy", "ms": 115_000}], None),
    "busy for ever": ([{"kind": "busy", "ms": 400_000}], "skno_busy"),
    "off when it had it": (
        [{"kind": "power_loss", "at": "after_take", "ms": 3000}], "skno_silent",
    ),
    "off before it had it": (
        [{"kind": "power_loss", "at": "before_take", "ms": 3000}], "skno_identification",
    ),
    "answer twice": ([{"kind": "twice", "on": "answer"}], None),
    "garbage before the answer": (
        [{"kind": "garbage", "on": "answer", "data": "17130517aa17ff"}], None,
    ),
    "status of 17h": ([{"kind": "raw_status", "on": "status", "times": 5}], None),
}  # fmt: skip


@pytest.fixture
def register(tmp_path):
    bench = Bench(tmp_path)
    assert bench.run({"at": AT, "do": "open_shift", "cashier": "Иванова"}, SALE) == []
    return bench


def check_end(register, sales):
    """Everything counted once, by the unit, the СКНО and the paper."""
    skno, printer = register.world.skno, register.world.printer
    assert register.run(Z) == []
    report = register.day.report()
    assert report["payment_documents"] == report["documents"] == sales
    assert report["currencies"]["BYN"]["drawer"] == f"{sales * 2.98:.2f}"
    numbers = [entry["number"] for entry in skno.documents if entry["type"] == 10]
    assert numbers == list(range(1, sales + 1))
    assert skno.violations == []
    assert printer.finish() == []
    for number in numbers:
        assert any(line.split() == ["№", "док.", str(number)] for line in printer.tape.text)


@pytest.mark.regl("26/6", "71/1-2", "78/2")
@pytest.mark.parametrize("name", SKNO_FAULTS)
def test_skno_fault_in_a_sale(register, name):
    plan, refusal = SKNO_FAULTS[name]
    register.world.skno.faults.extend(plan)
    outcome = register.order(**SALE)
    if refusal is None:
        assert outcome["ok"], outcome
        check_end(register, 2)
        return
    assert outcome["refusal"] == refusal, outcome
    register.world.skno.faults.plan.clear()
    register.world.sleep_ms(700_000)
    if outcome["stands"]:
        assert register.order(**SALE)["refusal"] == "unfinished"
        assert register.order(do="resume")["ok"]
        check_end(register, 2)
    else:
        check_end(register, 1)


@pytest.mark.regl("26/6-7")
@pytest.mark.parametrize(
    ("flag", "value", "refusal"),
    [("certificate_ban", True, "skno_certificate"), ("z_ban", True, "skno_z_unsent"),
     ("memory_ban", True, "skno_full"), ("blocked", True, "skno_blocked"),
     ("in_order", False, "skno_faulty"), ("skzi", False, "skno_no_crypto")],
)  # fmt: skip
def test_prohibition(register, flag, value, refusal):
    """Refused before anything is numbered; lifted, the sale goes."""
    images = register.images()
    setattr(register.world.skno.flags, flag, value)
    outcome = register.order(**SALE)
    assert outcome["refusal"] == refusal and not outcome["stands"]
    assert register.images() == images
    setattr(register.world.skno.flags, flag, not value)
    assert register.order(**SALE)["ok"]
    check_end(register, 2)


@pytest.mark.regl("26/6")
def test_another_skno(register, tmp_path):
    register.world.skno.link.serial += 1
    outcome = register.order(**SALE)
    assert outcome["refusal"] in ("skno_foreign", "skno_silent")


PRINTER_FAULTS = {
    "paper": ("paper_out", "load_paper", "printer_paper"),
    "cover": ("open_cover", "close_cover", "printer_cover"),
    "off": ("power_off", "power_on", "printer_silent"),
    "offline": ("go_offline", "go_online", "printer_error"),
}


@pytest.mark.regl("26/4")
@pytest.mark.parametrize("name", PRINTER_FAULTS)
def test_printer_not_ready(register, name):
    """Noticed before anything is numbered (регл. 26)."""
    cause, cure, refusal = PRINTER_FAULTS[name]
    images = register.images()
    getattr(register.world.printer, cause)()
    outcome = register.order(**SALE)
    assert outcome["refusal"] == refusal and not outcome["stands"]
    assert register.images() == images
    getattr(register.world.printer, cure)()
    assert register.order(**SALE)["ok"]
    check_end(register, 2)


@pytest.mark.regl("26/4", "27/1-2")
@pytest.mark.parametrize("lines", [0, 1, 5, 11, 20])
def test_paper_runs_out_while_printing(register, lines):
    """The document is registered; the print waits and is repeated, and says so on paper."""
    register.world.printer.paper_after_lines(lines)
    outcome = register.order(**SALE)
    if outcome["ok"]:
        pytest.fail("the paper was to run out")
    assert outcome["refusal"] == "printer_paper" and outcome["stands"] == (lines > 0)
    assert register.order(do="resume")["ok"] == (lines == 0)
    register.world.printer.load_paper()
    if lines == 0:
        assert register.order(**SALE)["ok"]
    else:
        assert register.order(do="resume")["ok"]
    register.world.skno.faults.plan.clear()
    repeated = any("Повтор печати" in line for line in register.world.printer.tape.text)
    assert repeated == (lines > 0)
    check_end(register, 2)


@pytest.mark.regl("27/1-2")
def test_paper_runs_out_in_the_z_report(register):
    register.world.printer.paper_after_lines(15)
    outcome = register.order(**Z)
    assert outcome["refusal"] == "printer_paper" and outcome["stands"]
    assert register.order(at=AT, do="open_shift", cashier="Иванова")["refusal"] == "unfinished"
    register.world.printer.load_paper()
    assert register.order(do="resume")["ok"]
    closed = [entry for entry in register.world.skno.documents if entry["type"] == 15]
    assert len(closed) == 1
    assert register.order(at=AT, do="open_shift", cashier="Иванова")["ok"]


def test_what_was_withdrawn_is_done_anew(tmp_path):
    """The СКНО is off before it has the sale, forbids it when it is back, and then allows it."""
    register = Bench(tmp_path)
    assert register.run({"at": AT, "do": "open_shift", "cashier": "Иванова"}, SALE) == []
    register.day._wait_ms = 120_000
    faults = register.world.skno.faults
    faults.add("power_loss", at="before_take", ms=3000)
    faults.add("flag", on="req", after=3, name="certificate_ban", value=True)
    faults.add("flag", on="req", after=40, name="certificate_ban", value=False)
    said = []
    command = register.unit.command
    register.unit.command = lambda order: said.append(command(order)) or said[-1]
    assert register.run(SALE) == []
    assert "skno_certificate" in [outcome.get("refusal") for outcome in said]
    check_end(register, 2)
