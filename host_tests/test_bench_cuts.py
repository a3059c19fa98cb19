"""Power cuts at flash operations of a day with every kind of document, and what comes out after.

A sample of the cut points, spread over the whole day; each run goes on after the cut as `--resume`
does. Three witnesses agree at the end: the register, the СКНО's documents and the tape.
"""

import pytest

from host_tests.bench_days import Bench
from tools.bench import dayfile
from tools.bench.models.nor import PowerCut, Tear

MARK = "010481790415221821TvRFevJXYBGKE\u001d91EE06"
CASH = {"by": "cash", "sum": "500.00"}


def act(minute, do, **more):
    return {"at": f"2026-12-01T08:{minute:02}:00", "do": do, **more}


DAY = [
    act(0, "open_shift", cashier="Иванова"),
    act(1, "deposit", sum="300.00"),
    act(2, "sale", lines=[{"name": "Хлеб", "price": "2.98", "qty": "2"},
                          {"name": "Кроссовки", "price": "189.00", "mark": MARK}], pay=[CASH]),
    act(3, "void"),
    act(4, "cancel", lines=[{"name": "Сыр", "price": "21.49"}]),
    act(5, "refund", lines=[{"name": "Хлеб", "price": "2.98"}],
        pay=[{"by": "cash", "sum": "2.98"}]),
    act(6, "withdraw", sum="10.00"),
    act(7, "card_payout", sum="5.00"),
    act(8, "sale", currency="EUR", lines=[{"name": "Сувенир", "price": "7.50"}], pay=[CASH]),
    act(9, "x_report"),
    act(10, "sale", lines=[{"name": f"Товар {n}", "price": "1.05"} for n in range(30)],
        pay=[CASH]),
    act(11, "copy"),
    act(12, "z_report"),
    act(13, "open_shift", cashier="Петрова"),
    act(14, "sale", lines=[{"name": "Хлеб", "price": "2.98"}], pay=[CASH]),
    act(15, "z_report"),
]  # fmt: skip
# Every so many operations of each region one cut.
STEPS = {"journal": 5, "memory": 1}
TEARS = (Tear(kept=0, bits=0), Tear(kept=7, bits=0x5A), Tear(kept=300))


def go_on(bench):
    """What `--resume` does: the unit says what it did last, the rest follows."""
    last = bench.unit.command({"do": "state"})["last_key"]
    actions = dayfile.read(bench.file)
    bench.day.run(actions, bench.place, bench.place.done(last), lambda *_: None)


def whole_day(folder, region="", operation=0, tear=TEARS[0]):
    """The day, cut at one operation of one region; the bench it ended on."""
    folder.mkdir(exist_ok=True)
    bench = Bench(folder, file=DAY)
    start = {name: nor.operation for name, nor in bench.world.regions.items()}
    if region:
        bench.world.regions[region].cut(start[region] + operation, tear)
    try:
        go_on(bench)
        cut = False
    except PowerCut:
        cut = True
    if cut:
        bench.world.close()
        bench = Bench(folder, resume=True, file=DAY)
        go_on(bench)
    bench.operations = {
        name: nor.operation - start[name] for name, nor in bench.world.regions.items()
    }
    bench.was_cut = cut
    return bench


@pytest.fixture(scope="module")
def uncut(tmp_path_factory):
    bench = whole_day(tmp_path_factory.mktemp("uncut") / "day")
    assert bench.day.refused == []
    return bench.operations, bench.day.report(), documents(bench)


def documents(bench):
    """What the СКНО took, but for the УИ."""
    return [{**entry, "uid": ""} for entry in bench.world.skno.documents]


@pytest.mark.regl("5.1/9", "28/1-2", "34/1", "35.6/1", "77/1")
@pytest.mark.timeout(400)  # half a minute on an idle machine
@pytest.mark.parametrize("tear", range(len(TEARS)))
@pytest.mark.parametrize("region", STEPS)
def test_cut_day_comes_out_the_same(uncut, tmp_path, region, tear):
    operations, report, taken = uncut
    points = range(tear % STEPS[region], operations[region], STEPS[region])
    assert len(points) > 1
    for operation in points:
        bench = whole_day(tmp_path / f"{operation}", region, operation, TEARS[tear])
        where = f"{region} {operation} {TEARS[tear]}"
        assert bench.was_cut, where
        assert bench.day.refused == [], where
        assert bench.day.report() == report, where
        assert documents(bench) == taken, where
        assert bench.world.skno.violations == [], where
        assert bench.world.printer.finish() == [], where
        paper = "\n".join(bench.world.printer.tape.text)
        assert all(entry["uid"] in paper for entry in bench.world.skno.documents), where
        bench.world.close()
