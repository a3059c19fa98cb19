"""What happens besides to a register and its FELIX host: noise, a dead host, paper, the СКНО."""

import random

import pytest

from host_tests.felix_bench import FelixBench, sent_documents
from tools.bench.models.nor import Tear
from tools.felix_host.dialects import DIALECTS
from tools.felix_host.till import ACCESS, Refused, Till

pytestmark = pytest.mark.usefixtures("quick_collections")

AT = "2026-12-01T08:00:00"
SALE = {"do": "sale", "at": AT, "lines": [{"name": "Хлеб", "price": "2.98", "section": 1}],
        "pay": [{"by": "cash", "sum": "5.00"}]}  # fmt: skip


@pytest.fixture(params=DIALECTS)
def bench(request, tmp_path):
    made = FelixBench(tmp_path, request.param)
    made.sell([{"do": "open_shift", "at": AT, "cashier": "Иванова"}])
    yield made
    made.close()


def figures(bench):
    return bench.report()["currencies"]["BYN"]


def test_noise_between_commands(bench):
    chance = random.Random(6)
    line = bench.line

    def noise(size):
        line.sent += chance.randbytes(size)
        yield from line.pause(chance.randrange(3000))

    for _ in range(60):
        bench.work(noise(chance.randrange(1, 400)))
        assert len(bench.work(line.command(ACCESS + b"E"))) == 3
    bench.sell([SALE])
    assert figures(bench)["sales_n"] == 1


def test_a_new_host_finds_an_open_receipt(bench):
    """The one before died behind a payment: what is open is annulled, the next sale is a sale."""

    def dies():
        yield from bench.till.mode(1)
        yield from bench.till._receipt(1, 0x48, SALE)
        yield from bench.till.do(0x99, b"\0\1" + bytes.fromhex("0000000100"))

    bench.work(dies())
    bench.till = Till(bench.line, bench.till.dialect)
    bench.work(bench.till.abandon())
    bench.sell([SALE])
    assert (figures(bench)["sales_n"], figures(bench)["cancels_n"]) == (1, 1)
    assert figures(bench)["drawer"] == "2.98"


@pytest.mark.parametrize("said", [b"\x05", b"\x05\x02", b"\x05\x02\x00\x00H\x00\x00"])
def test_a_host_that_died_in_the_middle_of_a_session(bench, said):
    def dies():
        bench.line.sent += said
        yield from bench.line.pause(1)

    bench.work(dies())
    bench.till = Till(bench.line, bench.till.dialect)
    bench.work(bench.till.abandon())
    bench.sell([SALE])
    assert figures(bench)["sales_n"] == 1


def test_paper_runs_out_behind_a_sale(bench):
    """The answer to 4Ah is an error, the number has gone on: printed later, sold once."""
    printer = bench.world.printer
    bench.sell([SALE])
    printer.paper_after_lines(4, bench.world.now_ms())
    bench.sell([SALE])
    assert bench.till.unprinted == 1
    printer.load_paper()
    bench.sell([SALE])
    assert bench.till.unprinted == 1
    assert (figures(bench)["sales_n"], figures(bench)["drawer"]) == (3, "8.94")
    assert [document["number"] for document in sent_documents(bench.world, bench.folder)] == [
        1, 2, 3]  # fmt: skip


def test_no_paper_before_a_sale(bench):
    """Refused before anything is numbered: nothing is sold, the receipt can be closed later."""
    printer = bench.world.printer
    printer.paper_out()
    with pytest.raises(Refused) as refused:
        bench.sell([SALE])
    assert refused.value.code == 0x67
    printer.load_paper()
    bench.work(bench.till.abandon())
    bench.sell([SALE])
    assert (figures(bench)["sales_n"], bench.till.unprinted) == (1, 0)


def test_a_silent_skno(bench):
    """The register asks it for long: the host gets NAK, then the error, and sells on."""
    skno = bench.world.skno
    skno.power_off()
    with pytest.raises(Refused):
        bench.sell([SALE])
    skno.power_on(bench.world.now_ms())
    bench.work(bench.till.abandon())
    bench.sell([SALE, SALE])
    assert figures(bench)["sales_n"] == 2
    assert figures(bench)["drawer"] == "5.96"


def test_power_goes_in_every_write_of_a_sale(bench):
    """The register forgets mode and receipt; the host sells anew what is not registered."""
    journal = bench.world.regions["journal"]
    before = journal.operation
    bench.sell([SALE])
    writes = journal.operation - before
    for place in range(writes):
        journal.cut(journal.operation + place, Tear(kept=7, bits=0x55))
        bench.sell([SALE])
    sold = 1 + writes
    assert bench.restarts == writes >= 4
    assert (figures(bench)["sales_n"], figures(bench)["cancels_n"]) == (sold, 0)
    assert figures(bench)["drawer"] == f"{2.98 * sold:.2f}"
    numbers = [document["number"] for document in sent_documents(bench.world, bench.folder)]
    assert numbers == list(range(1, sold + 1))
    bench.sell([{"do": "z_report", "at": AT}])
    assert bench.report()["z_number"] == 1


def test_power_goes_in_every_write_of_a_z_report(bench):
    """5Ah was answered; the host sees by 15h that it was cut off, and says it again."""
    shifts = [{"do": "z_report", "at": AT}, {"do": "open_shift", "at": AT, "cashier": "Иванова"}]
    world = bench.world
    names = ("journal", "memory", "settings")
    before = [world.regions[name].operation for name in names]
    bench.sell([SALE, *shifts[:1]])
    writes = [world.regions[name].operation - at for name, at in zip(names, before, strict=True)]
    closed = 1
    for name, count in zip(names, writes, strict=True):
        for place in range(count):
            bench.sell(shifts[1:])
            world.regions[name].cut(world.regions[name].operation + place, Tear(kept=7, bits=0x55))
            bench.sell(shifts[:1])
            closed += 1
            assert bench.report()["z_number"] == closed, (name, place)
    assert bench.restarts >= 4
    assert bench.complaints() == []
