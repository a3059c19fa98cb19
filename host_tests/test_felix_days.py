"""The three scripted days over FELIX: the same СКНО documents and report as `tools.bench day`."""

import pytest

from host_tests.bench_days import NAMES, Bench, day_file
from host_tests.felix_bench import FelixBench, reduced, sent_documents
from tools.felix_host.dialects import DIALECTS

pytestmark = pytest.mark.usefixtures("quick_collections")


def run_over_felix(folder, dialect, orders, runtime="cpython"):
    bench = FelixBench(folder / "felix", dialect, runtime)
    try:
        bench.sell(orders)
        assert bench.till.silences == 0
        assert bench.till.polls >= 2
        assert bench.complaints() == []
        copies = [order for order in orders if order["do"] == "copy"]
        tape = "\n".join(bench.world.printer.tape.text)
        assert tape.count("Копия документа") == len(copies)
        return sent_documents(bench.world, folder), bench.report()
    finally:
        bench.close()


def run_as_a_day(folder, orders):
    bench = Bench(folder)
    try:
        assert bench.run(*orders) == []
        return sent_documents(bench.world, folder), bench.day.report()
    finally:
        bench.world.close()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", NAMES)
def test_days(tmp_path, name, dialect):
    orders = reduced(day_file(name), dialect)
    documents, report = run_over_felix(tmp_path, dialect, orders)
    known, expected = run_as_a_day(tmp_path, orders)
    assert report == expected
    assert documents == known
    assert len(documents) >= 40
