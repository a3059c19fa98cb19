"""The bench's day goes on behind a fault of the СКНО; test_torture_faults.py has all faults."""

from host_tests.bench_days import Bench

AT = "2026-12-01T08:00:00"
SALE = {"at": AT, "do": "sale", "lines": [{"name": "Хлеб", "price": "2.98"}],
        "pay": [{"by": "cash", "sum": "5.00"}]}  # fmt: skip
Z = {"at": AT, "do": "z_report"}


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
