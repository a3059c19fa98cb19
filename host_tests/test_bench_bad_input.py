"""Bad day files and bad actions: a refusal with line, code and Russian text; nothing changes."""

import json

import pytest

from host_tests.bench_days import Bench, bench, write_day

AT = "2026-12-01T08:00:00"
OPEN = {"at": AT, "do": "open_shift", "cashier": "Иванова"}
BREAD = {"name": "Хлеб", "price": "2.98"}
MARK = "010481790415221821TvRFevJXYBGKE\u001d91EE06"


def sale(*lines, pay="100.00", **more):
    return {"at": AT, "do": "sale", "lines": list(lines) or [BREAD],
            "pay": [{"by": "cash", "sum": pay}], **more}  # fmt: skip


def line(**more):
    return {**BREAD, **more}


def part(*parts):
    """A refund of the good sale, of these parts of its lines."""
    return {"at": AT, "do": "refund", "of": 2, "parts": list(parts),
            "pay": [{"by": "cash", "sum": "2.98"}]}  # fmt: skip


GOOD = [OPEN, {"at": AT, "do": "deposit", "sum": "50.00"}, sale()]
# name of the refusal -> the line that must bring it, in a shift with 52.98 in the drawer
BAD = [
    ("bad_file_line", '{"at": "2026-12-01T08:00:00", "do": "sale", '),
    ("bad_file_line", "[1, 2]"),
    ("bad_file_line", '{"do": "x_report"}'),
    ("bad_file_line", '{"at": "yesterday", "do": "x_report"}'),
    ("bad_file_line", '{"at": "2026-12-01T08:00:00", "do": 5}'),
    ("bad_command", {"at": AT, "do": "dance"}),
    ("bad_price", sale(line(price="2.985"))),
    ("bad_price", sale(line(price="0.00"))),
    ("bad_price", sale(line(price="-1.00"))),
    ("bad_price", sale(line(price=2.98))),
    ("bad_price", sale({"name": "Хлеб"})),
    ("bad_quantity", sale(line(qty="0"))),
    ("bad_quantity", sale(line(qty="-1"))),
    ("bad_quantity", sale(line(qty="1.0005"))),
    ("bad_quantity", sale(line(qty="16777.216"))),
    ("bad_name", sale(line(name=""))),
    ("bad_name", sale(line(name=7))),
    ("bad_name", sale(line(name="   "))),
    ("bad_name", sale(line(name="a\tb"))),
    ("bad_name", sale(line(name="\u0010\u0004\u0001"))),
    ("bad_name", sale(line(name="a\u007fb"))),
    ("bad_file_line", f'{{"at": "{AT}", "do": "sale", "lines": [{{"name": "\\ud800"}}]}}'),
    ("bad_file_line", '{"at": "2127-12-01T08:00:00", "do": "x_report"}'),
    ("bad_file_line", "[" * 100_000),
    ("bad_command", {"at": AT, "do": "state"}),
    ("bad_command", {"at": AT, "do": "register"}),
    ("bad_mark", sale(line(mark=5))),
    ("bad_mark", sale(line(mark=[1]))),
    ("bad_uks", sale(line(uks=True))),
    ("bad_gtin", sale(line(gtin=4817904152218))),
    ("bad_line", sale(line(corrected="false"))),
    ("bad_tender", {**sale(), "pay": [{"by": ["cash"], "sum": "2.98"}]}),
    ("bad_currency", sale(currency=5)),
    ("nothing_to_copy", {"at": AT, "do": "copy", "number": "abc"}),
    ("clock_behind", {**sale(), "at": "2026-12-01T07:59:59"}),
    ("bad_section", sale(line(section=256))),
    ("bad_section", sale(line(section="five"))),
    ("bad_vat", sale(line(vat=101))),
    ("bad_gtin", sale(line(gtin="4817904152219"))),
    ("bad_mark", sale(line(mark="\u0001"))),
    ("mark_quantity", sale(line(mark=MARK, qty="2"))),
    ("mark_repeated", sale(line(mark=MARK), line(mark=MARK))),
    ("bad_rate", sale(line(discount={"percent": "101"}))),
    ("bad_rate", sale(line(discount={"sum": "1", "percent": "1"}))),
    ("receipt_negative", sale(line(discount={"sum": "2.99"}))),
    ("receipt_negative", sale(discount={"sum": "2.99"})),
    ("receipt_empty", {"at": AT, "do": "sale", "lines": [], "pay": []}),
    ("receipt_empty", {"at": AT, "do": "sale", "lines": "Хлеб", "pay": []}),
    ("receipt_empty", sale(line(corrected=True))),
    ("payment_short", sale(pay="2.97")),
    ("bad_tender", {**sale(), "pay": [{"by": "barter", "sum": "2.98"}]}),
    ("bad_tender", {**sale(), "pay": "cash"}),
    ("cashless_over", {**sale(), "pay": [{"by": "card", "sum": "2.99"}]}),
    ("bad_sum", {**sale(), "pay": [{"by": "card", "sum": "2,98"}]}),
    ("bad_currency", sale(currency="USD")),
    ("receipt_large", sale(*[line(name=f"Товар {number}") for number in range(260)], pay="999")),
    ("refund_mismatch", {**sale(), "do": "refund"}),
    ("refund_over", part([0, "1.001"])),
    ("bad_quantity", part([0, "0"])),
    ("bad_quantity", part([0, "0.5005"])),
    ("bad_quantity", part([0, 1])),
    ("bad_line", part([1, "1"])),
    ("bad_line", part(["0", "1"])),
    ("bad_line", part([0])),
    ("bad_line", {**part(), "parts": 5}),
    ("refund_mismatch", part([0, "0.5"])),
    ("drawer_short", {**sale(line(qty="20"), pay="59.60"), "do": "refund"}),
    ("bad_sum", {"at": AT, "do": "deposit", "sum": "0"}),
    ("bad_sum", {"at": AT, "do": "deposit"}),
    ("drawer_short", {"at": AT, "do": "withdraw", "sum": "52.99"}),
    ("drawer_short", {"at": AT, "do": "card_payout", "sum": "52.99"}),
    ("drawer_short", {"at": AT, "do": "withdraw", "sum": "0.01", "currency": "EUR"}),
    ("nothing_to_copy", {"at": AT, "do": "copy", "number": 77}),
    ("shift_open", OPEN),
]


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    bench_ = Bench(tmp_path_factory.mktemp("register"))
    assert bench_.run(*GOOD) == []
    return bench_


@pytest.mark.regl("26/10", "26/13", "67/1")
@pytest.mark.parametrize(("name", "bad"), BAD, ids=lambda value: str(value)[:40])
def test_refused_and_nothing_changes(register, name, bad):
    images, report = register.images(), register.day.report()
    taken = len(register.world.skno.documents)
    (refused,) = register.run(bad)
    assert refused.startswith(f"строка 1: отказ {name}: ")
    assert any("а" <= letter <= "я" for letter in refused.split(name)[1])
    assert register.day.report() == report
    assert register.images() == images
    assert len(register.world.skno.documents) == taken


def test_sale_before_the_shift(tmp_path):
    register = Bench(tmp_path)
    images = register.images()
    (refused,) = register.run(sale())
    assert "отказ shift_closed" in refused and register.images() == images
    (refused,) = register.run({"at": AT, "do": "z_report"})
    assert "отказ shift_closed" in refused and register.images() == images
    assert register.run(OPEN, sale()) == []


@pytest.mark.regl("10.16")
@pytest.mark.parametrize("cashier", [7, None, ["a"], "", " ", "\n\n", "x" * 61])
def test_bad_cashier(tmp_path, cashier):
    register = Bench(tmp_path)
    images = register.images()
    (refused,) = register.run({**OPEN, "cashier": cashier})
    assert "отказ bad_cashier" in refused and register.images() == images


def test_a_code_corrected_away_can_be_read_again(tmp_path):
    register = Bench(tmp_path)
    shoes = {"name": "Кроссовки", "price": "189.00", "gtin": "4817904152218", "mark": MARK}
    paid = [{"by": "card", "sum": "189.00"}]
    again = {**sale({**shoes, "corrected": True}, shoes), "pay": paid}
    assert register.run(OPEN, again) == []
    assert register.day.report()["currencies"]["BYN"]["mark_sold_n"] == 1


def test_refund_with_a_discount_on_the_whole(tmp_path):
    register = Bench(tmp_path)
    back = {**sale(line(price="10.00"), pay="9.00", discount={"percent": "10"}), "do": "refund"}
    assert register.run(OPEN, sale(), sale(line(price="10.00")), back) == []
    assert register.day.report()["currencies"]["BYN"]["refunds_sum"] == "9.00"


def test_void_only_once(tmp_path):
    register = Bench(tmp_path)
    void = {"at": AT, "do": "void"}
    assert register.run(OPEN)[:1] == []
    assert "nothing_to_void" in register.run(void)[0]
    assert register.run(sale(), void) == []
    images = register.images()
    assert "nothing_to_void" in register.run(void)[0]
    assert register.images() == images


@pytest.mark.regl("26/12")
def test_sale_after_24_hours(tmp_path):
    register = Bench(tmp_path)
    late = {"at": "2026-12-02T08:00:00"}
    assert register.run(OPEN, {**sale(), "at": "2026-12-02T07:59:59"}) == []
    images = register.images()
    assert "shift_over" in register.run({**sale(), **late})[0]
    assert register.images() == images
    assert register.run({"do": "deposit", "sum": "1.00", **late}, {"do": "z_report", **late}) == []


def test_the_rest_of_the_day_goes_on(tmp_path):
    """The command line: exit status 1, every refusal with its line, the good lines carried out."""
    report = tmp_path / "report.json"
    day = write_day(tmp_path / "day.jsonl", [*GOOD, "{", sale(pay="1.00"), sale(),
                                             {"at": AT, "do": "z_report"}])  # fmt: skip
    done = bench("day", day, "--report", report)
    assert done.returncode == 1
    assert "строка 4: отказ bad_file_line" in done.stdout
    assert "строка 5: отказ payment_short: 204 Оплата недостаточна (1.98)" in done.stdout
    figures = json.loads(report.read_text("utf-8"))
    assert figures["payment_documents"] == 2 and figures["z_number"] == 1


def test_no_such_file(tmp_path):
    done = bench("day", tmp_path / "none.jsonl")
    assert done.returncode == 2 and "none.jsonl" in done.stderr
