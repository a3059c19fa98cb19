"""Day files with troubles in them: cuts, faults, expectations (docs/design.md, Scripted days)."""

import pytest

from host_tests.bench_days import bench, write_day
from tools.bench.disturb import Disturbance, Disturbed

AT = "2026-12-01T08:00:00"
SALE = {"do": "sale", "lines": [{"name": "Хлеб", "price": "2.98"}],
        "pay": [{"by": "cash", "sum": "5.00"}]}  # fmt: skip
OPEN = {"do": "open_shift", "cashier": "Иванова"}
DEPOSIT = {"do": "deposit", "sum": "100.00"}
Z = {"do": "z_report"}
RUNTIMES = ["cpython", "micropython"]


def run(folder, *lines, arguments=()):
    path = write_day(folder / "x.day.jsonl", [{"at": AT, **line} for line in lines])
    return bench("day", path, "--go-on", *arguments)


def totals(number, sales, documents):
    return {"do": "check", "last_number": number, "documents": documents,
            "figures": {"currencies": {"BYN": {"sales_n": sales, "sales_sum": f"{2.98 * sales}"}}}}


@pytest.mark.regl("28/1-2")
@pytest.mark.parametrize("runtime", RUNTIMES)
def test_cut_in_every_place_and_done_anew(request, tmp_path, runtime):
    """Whatever the power cut hits is finished or done anew, on both interpreters."""
    if runtime == "micropython":
        request.getfixturevalue("micropython")
    cuts = [{"do": "cut", "region": "journal", "writes": 1, "kept": 7, "bits": 90},
            {"do": "cut", "writes": 2}, {"do": "cut", "writes": 3}]  # fmt: skip
    lines = [OPEN, DEPOSIT]
    for cut in cuts:
        lines += [cut, SALE]
    lines += [{"do": "cut", "region": "memory"}, Z, {"do": "power"},
              {"do": "power", "devices": False},
              totals(4, 3, [[11, 1], [10, 2], [10, 3], [10, 4], [15, 1]])]  # fmt: skip
    done = run(tmp_path, *lines, arguments=("--runtime", runtime))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count("power cut") == len(cuts) + 1


def test_faults_end_and_what_stands_is_resumed(tmp_path):
    done = run(
        tmp_path, OPEN, DEPOSIT,
        {"do": "fault", "paper_after": 3}, {**SALE, "expect": "interrupted"},
        {**SALE, "expect": "unfinished"}, {"do": "resume", "expect": "printer_paper"},
        {"do": "mend"}, {"do": "resume", "expect": "ok"},
        {"do": "fault", "skno": {"kind": "lose", "on": "answer", "times": 400}},
        {**SALE, "expect": "interrupted"}, {"do": "mend"}, {"do": "wait", "ms": 150_000},
        {"do": "resume", "expect": "ok"},
        {"do": "fault", "event": "skno full"}, {**SALE, "expect": "skno_full"}, {"do": "mend"},
        {"do": "fault", "wire": "skno", "way": "from", "kind": "flip", "after": 40, "value": 85},
        {**SALE, "expect": "ok"}, {"do": "abandon", "expect": "nothing_to_abandon"},
        {**Z, "expect": "ok"}, totals(4, 3, [[11, 1], [10, 2], [10, 3], [10, 4], [15, 1]]),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_other_methods_of_the_facade(tmp_path):
    done = run(
        tmp_path, {"do": "call", "name": "set_rate", "with": ["USD", 32_000, 1], "expect": "ok"},
        {"do": "call", "name": "set_rate", "with": ["usd", 1, 1], "expect": "refused"},
        OPEN, {"do": "call", "name": "control_tape", "expect": "ok"},
        {"do": "call", "name": "tape_records", "expect": "ok"},
        {"do": "call", "name": "check", "expect": "ok"}, {**DEPOSIT, "currency": "USD"},
        {**SALE, "third_party": 100000001, "change": "USD", "expect": "ok"},
        {**SALE, "pay": [{"by": "card", "sum": "0.50", "currency": "USD"},
                         {"by": "cash", "sum": "1.38"}], "expect": "ok"},
        {"do": "refund", "of": 3, "pay": [{"by": "card", "sum": "2.98"}], "expect": "ok"},
        {"do": "call", "name": "__init__", "expect": "bad_command"},
        {"do": "call", "expect": "bad_command"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


WRONG = [
    {"do": "check", "last_number": 2}, {"do": "check", "documents": []},
    {"do": "check", "figures": {"currencies": {"BYN": {"drawer": "99.99"}}}},
    {"do": "check", "free_reccords": 1}, {**SALE, "expect": "refused"},
    {**SALE, "lines": [], "expect": "ok"}, {**SALE, "lines": [], "expect": "drawer_short"},
    {"do": "cut", "region": "moon"}, {"do": "fault", "event": "power off"},
    {"do": "fault", "skno": {"kind": "unknown"}}, {"do": "wait", "hours": 1},
]  # fmt: skip


def test_what_is_not_as_expected_fails_the_day(tmp_path):
    done = run(tmp_path, OPEN, DEPOSIT, *WRONG)
    assert done.returncode == 1, done.stdout + done.stderr
    for line in range(3, 3 + len(WRONG)):
        assert f"строка {line}:" in done.stdout, WRONG[line - 3]


class Echo:
    def feed(self, data, now_ms):
        self.data = data

    def output(self, now_ms):
        return self.data


@pytest.mark.parametrize("way", ["to", "from"])
@pytest.mark.parametrize(("kind", "becomes"), [("flip", b"ab\x63\x64e"), ("drop", b"abe"),
                                               ("add", b"ab\x01c\x01de")])  # fmt: skip
def test_disturbed_wire(way, kind, becomes):
    if kind == "flip":
        becomes = b"ab" + bytes((ord("c") ^ 1, ord("d") ^ 1)) + b"e"
    wire = Disturbed(Echo(), [Disturbance(way, kind, after=2, times=2)])
    wire.feed(b"abcde", 0)
    assert wire.output(0) == becomes and not wire.plan
