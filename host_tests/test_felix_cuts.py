"""The line between host and register is cut at every byte of a sale, and the totals are exact.

The host goes on by «After silence» (docs/felix.md).
"""

import random

import pytest

from host_tests.bench_days import Bench, day_file
from host_tests.felix_bench import FelixBench, reduced, sent_documents
from tools.felix_host.dialects import DIALECTS

SALE = {"do": "sale", "lines": [{"name": "Хлеб", "price": "2.98", "qty": "2", "section": 1}],
        "pay": [{"by": "cash", "sum": "10.00"}]}  # fmt: skip
AT = "2026-12-01T08:00:00"
# What happens to the line at a byte: (step, for the bytes of a sale; the fault).
FAULTS = {
    "a byte is lost": (1, {"lost": 1}),
    "dead for 3 s": (1, {"dead_ms": 3_000}),
    "dead for 30 s": (3, {"dead_ms": 30_000}),
    "deaf for 12 s": (3, {"dead_ms": 12_000, "ways": (True,)}),
    "mute for 12 s": (3, {"dead_ms": 12_000, "ways": (False,)}),
}
pytestmark = pytest.mark.usefixtures("quick_collections")


class Wire:
    """Loses bytes from place `cut` on: `lost` of them, or all of them for `dead_ms`.

    `ways` are the directions that are cut: True is towards the register.
    """

    def __init__(self):
        self.place = 0
        self.cut = None
        self.lost, self.dead_ms, self.ways = 0, 0, (True, False)
        self.bench = None
        self._until = 0

    def begin(self, cut, lost=0, dead_ms=0, ways=(True, False)):
        self.place, self.cut = 0, cut
        self.lost, self.dead_ms, self.ways = lost, dead_ms, ways
        self._until = 0

    def __call__(self, byte, outward):
        at, self.place = self.place, self.place + 1
        if self.cut is None or at < self.cut:
            return bytes((byte,))
        now = self.bench.world.now_ms()
        if at == self.cut:
            self._until = now + self.dead_ms
        dead = now < self._until or at < self.cut + self.lost
        return b"" if dead and outward in self.ways else bytes((byte,))


@pytest.fixture
def bench(request, tmp_path):
    wire = Wire()
    made = wire.bench = FelixBench(tmp_path, request.param, wire=wire)
    made.wire = wire
    made.sell([{"do": "open_shift", "at": AT, "cashier": "Иванова"}])
    yield made
    made.close()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("bench", DIALECTS, indirect=True)
def test_every_byte_of_a_sale(bench, fault):
    bench.wire.begin(None)
    bench.sell([{**SALE, "at": AT}])
    size = bench.wire.place
    step, cut = FAULTS[fault]
    # Three bytes that follow one another are cut by three tests; each byte of them by some.
    places = range(list(FAULTS).index(fault) % step, size, step)
    for place in places:
        bench.wire.begin(place, **cut)
        bench.sell([{**SALE, "at": AT}])
    bench.wire.begin(None)
    sold = 1 + len(places)
    report = bench.report()
    figures = report["currencies"]["BYN"]
    assert (figures["sales_n"], report["documents"]) == (sold, sold)
    assert figures["sales_sum"] == figures["drawer"] == f"{5.96 * sold:.2f}"
    assert (figures["cancels_n"], figures["corrections_n"]) == (0, 0)
    assert fault == "a byte is lost" or bench.till.silences >= len(places) // 3
    bench.sell([{"do": "z_report", "at": AT}])
    assert bench.report()["z_number"] == 1
    assert bench.complaints() == []
    names = [line["name"] for document in sent_documents(bench.world, bench.folder)
             for line in document.get("lines", [])]  # fmt: skip
    assert names == ["Хлеб"] * sold


class Noise:
    """Loses a byte now and then; never two in one frame, and no 00h, which no check would see."""

    def __init__(self, seed):
        self._chance = random.Random(seed)
        self._quiet = 0
        self.lost = 0

    def __call__(self, byte, outward):
        self._quiet += 1
        if self._quiet < 80 or not byte or self._chance.random() > 0.01:
            return bytes((byte,))
        self._quiet = 0
        self.lost += 1
        return b""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_day_on_a_bad_line(tmp_path, dialect):
    orders = reduced(day_file("marked"), dialect)
    noise = Noise(1)
    bench = FelixBench(tmp_path / "felix", dialect, wire=noise)
    bench.sell(orders)
    documents, report = sent_documents(bench.world, tmp_path), bench.report()
    bench.close()
    day = Bench(tmp_path)
    assert day.run(*orders) == []
    known, expected = sent_documents(day.world, tmp_path), day.day.report()
    day.world.close()
    assert noise.lost > 50
    assert report == expected
    assert documents == known
