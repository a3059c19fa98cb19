"""`tools.bench host` and `tools.felix_host` as two programs, and the register on MicroPython."""

import gc
import json
import signal
import subprocess
import sys

import pytest

from host_tests.bench_days import ROOT, SHORT_DAY, bench, day_file, write_day
from host_tests.felix_bench import FelixBench, reduced
from tools.bench.host import Stop
from tools.felix_host.__main__ import read
from tools.felix_host.dialects import DIALECTS
from tools.felix_host.reduce import Reducer, total


def felix_host(*arguments, timeout=60):
    return subprocess.run(
        [sys.executable, "-m", "tools.felix_host", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("protocol", "channel", "pattern", "url"),
    [
        ("felix-rmf", "pty:", r"pty (/dev/\S+)", "serial:%s@115200"),
        ("felix-80k", "listen:127.0.0.1:0", r"127\.0\.0\.1:(\d+)", "tcp:127.0.0.1:%s"),
    ],
)
def test_two_programs(programs, tmp_path, protocol, channel, pattern, url):
    report = tmp_path / "report.json"
    register = programs("tools.bench", "host", protocol, channel, "--report", report,
                        "--printer", f"file:{tmp_path / 'paper.bin'}")  # fmt: skip
    where = register.find(pattern)
    sold = felix_host(write_day(tmp_path / "short.day.jsonl", SHORT_DAY), "--dialect", protocol,
                      url % where)  # fmt: skip
    assert sold.returncode == 0, sold.stdout + sold.stderr
    register.process.send_signal(signal.SIGINT)
    assert register.process.wait(20) == 0, register.lines
    figures = json.loads(report.read_text("utf-8"))
    assert figures["z_number"] == 1 and figures["documents"] == 1
    assert figures["currencies"]["BYN"]["sales_sum"] == "5.96"
    assert "Хлеб".encode("cp866") in (tmp_path / "paper.bin").read_bytes()


@pytest.mark.parametrize("channel", ["sim:", "file:/tmp/x", "udp:1"])
def test_wrong_channels(channel):
    done = bench("host", "felix-rmf", channel)
    assert done.returncode == 2 and channel in done.stderr and "Traceback" not in done.stderr


def test_nobody_there(tmp_path):
    done = felix_host(write_day(tmp_path / "d.day.jsonl", SHORT_DAY), "--dialect", "felix-rmf",
                      "tcp:127.0.0.1:9")  # fmt: skip
    assert done.returncode == 2 and "127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_second_ctrl_c_does_not_wait():
    with Stop() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("dialect", ["felix-rmf", "felix-80k"])
def test_a_day_on_micropython(micropython, tmp_path, dialect):
    """A whole small day on the 32-bit interpreter; the host polls while its reports print."""
    gc.collect()
    orders = reduced(day_file("grocery"), dialect)
    some = [order for place, order in enumerate(orders)
            if place < 8 or order["do"] not in ("sale", "void")]  # fmt: skip
    made = FelixBench(tmp_path, dialect, "micropython")
    try:
        made.sell(some)
        assert made.till.silences == 0
        assert made.till.polls >= 4
        assert made.complaints() == []
        figures = made.report()["currencies"]["BYN"]
    finally:
        made.close()
    sales = [order for order in some if order["do"] == "sale"]
    assert figures["sales_n"] == len(sales) >= 5
    assert figures["sales_sum"] == f"{sum(total(order) for order in sales) / 100:.2f}"
    assert figures["cancels_n"] == 3


def test_reduced_days_say_what_was_left_out():
    counted = {}
    for name, dialect in DIALECTS.items():
        reducer = Reducer(dialect)
        left = list(reducer.day(read(day_file("currencies"))))
        counted[name] = reducer.left_out
        assert {order["do"] for order in left} >= {"sale", "refund", "cancel", "z_report"}
        assert not any("gtin" in line for order in left for line in order.get("lines", ()))
    rmf, old = counted["felix-rmf"], counted["felix-80k"]
    assert rmf["void"] == 2 and "void" not in old
    assert rmf["card_payout"] == old["card_payout"] == 2
    assert rmf["mark"] == old["mark"] == 43
    assert old["vat"] == 66, "refunds, and the sections 3 and 5, which have two rates"
    assert "vat" not in rmf and "copy" not in rmf


def test_a_refund_with_discounts(tmp_path):
    """80K: 43h in a refund, of a line and of the whole; the RMF's 57h has no room for them."""
    lines = [{"name": "Хлеб", "price": "3.00", "discount": {"percent": "10"}},
             {"name": "Сыр", "price": "7.00", "surcharge": {"sum": "0.30"}}]  # fmt: skip
    order = {"do": "refund", "at": "2026-12-01T08:10:00", "lines": lines,
             "discount": {"sum": "1.00"}, "pay": [{"by": "cash", "sum": "9.00"}]}  # fmt: skip
    [left] = Reducer(DIALECTS["felix-80k"]).day([order])
    assert left == order
    [plain] = Reducer(DIALECTS["felix-rmf"]).day([order])
    assert plain["pay"][0]["sum"] == "10.00" and "discount" not in plain["lines"][0]
    made = FelixBench(tmp_path, "felix-80k")
    at = order["at"]
    made.sell([{"do": "open_shift", "at": at, "cashier": "Иванова"},
               {"do": "deposit", "at": at, "sum": "20.00"}, order])  # fmt: skip
    figures = made.report()["currencies"]["BYN"]
    assert (figures["refunds_sum"], figures["drawer"]) == ("9.00", "11.00")
    assert made.complaints() == []
    made.close()
