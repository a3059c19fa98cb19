"""The record log on the strict NOR model: power cuts at every operation, over cuts, at random."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bu.storage.errors import Full
from bu.storage.log import Log
from host_tests.storage_logs import Record, append, contents, fresh, mounted, scenario
from host_tests.storage_support import Trace, cuts, payload
from tools.bench.models.nor import SECTOR, Nor, PowerCut, Tear


def survivors(nor: Nor, done: list[Record], flight: Record, may_go: int) -> Log:
    """Mounts after a cut and checks that nothing but the record in flight is in doubt."""
    log = mounted(nor)
    found = contents(log)
    if found[-1:] == [flight] and flight not in done[-1:]:
        found.pop()
    assert (0, b"") not in found[-(len(done) - may_go):]
    need = done[may_go:]
    assert found[len(found) - len(need):] == need
    rest = iter(done)  # of what may go, a half-erased sector may still give some, in order
    assert all(record in rest for record in found if record != (0, b""))
    return log


@pytest.mark.regl("5.1/9")
def test_power_cut_at_every_operation() -> None:
    nor = fresh(5)
    trace = Trace(nor)
    trace.state = [], (0, b""), 0
    scenario(trace)
    for step, tear, cut in cuts(trace, stride=89):
        done, flight, may_go = step.state
        before = bytes(cut.cells)
        log = survivors(cut, done, flight, may_go)
        assert bytes(cut.cells) == before, "opening changed the flash"
        whole = [record for record in contents(log) if record != (0, b"")]
        more = [(7, payload(99, 10)), (8, payload(98, 700)), (9, b"")]
        keep = [at for at, _, _ in log.records()][-2:]
        log.keep_from = keep[0] if keep else 0
        for kind, data in more:
            append(log, kind, data)
        again = mounted(cut)
        found = [record for record in contents(again) if record != (0, b"")]
        assert found == (whole + more)[-len(found):], (step.offset, tear)
        assert len(found) >= len(more) + len(keep)


def test_cuts_where_a_sector_begins_cost_no_room() -> None:
    """Header whole, record not: that sector holds nothing and is written again."""
    nor = fresh(3)
    log = mounted(nor)
    log.keep_from = first = append(log, 1, payload(1, 4000))
    for kept in range(22, 36):
        log.turn()
        log.reserve(1014)
        nor.cut(nor.operation, Tear(kept=kept))
        with pytest.raises(PowerCut):
            append(log, 2, payload(2, 1000))
        nor.power_on()
        log = mounted(nor)
        assert contents(log) == [(1, payload(1, 4000))]
        log.keep_from = first
    append(log, 3, payload(3, 4060))
    assert contents(mounted(nor)) == [(1, payload(1, 4000)), (3, payload(3, 4060))]


@pytest.mark.parametrize("seed", range(60))
def test_an_erase_that_was_cut_off_is_normal_whatever_it_left(seed: int) -> None:
    """The oldest sector still holds some of its records; nobody needs them."""
    nor = fresh(4)
    log = mounted(nor)
    at: list[int] = []
    for number, size in enumerate([0, 0, 435, 4500, 4500, 4500]):
        log.keep_from = at[-2] if len(at) > 2 else 0
        at.append(append(log, 1 + number, payload(number, size)))
    log.keep_from = at[-2]
    nor.cut(nor.operation, Tear(share=seed * 4, seed=seed))
    with pytest.raises(PowerCut):
        append(log, 7, payload(7, 2030))
    nor.power_on()
    log = mounted(nor)
    assert [what for what, _ in log.damage if what not in ("erase", "torn")] == []
    assert contents(log, at[-2]) == [(5, payload(4, 4500)), (6, payload(5, 4500))]


Action = tuple[str, int, int, int]
actions = st.lists(st.one_of(
    st.tuples(st.just("append"), st.integers(0, 4500), st.just(0), st.just(0)),
    st.tuples(st.just("open"), st.just(0), st.just(0), st.just(0)),
    st.tuples(st.just("reserve"), st.integers(0, 6000), st.just(0), st.just(0)),
    st.tuples(st.just("cut"), st.integers(0, 8), st.integers(0, 256), st.integers(0, 255)),
), max_size=40)


@settings(max_examples=200)
@given(actions)
def test_random_runs_with_cuts_over_cuts(script: list[Action]) -> None:
    nor = fresh(4)
    log = mounted(nor)
    done: list[Record] = []
    at: list[int] = []
    for number, (what, one, two, three) in enumerate(script):
        flight = (1 + number % 60, payload(number, one))
        try:
            if what == "append":
                log.keep_from = at[-2] if len(at) > 2 else 0
                at.append(append(log, *flight))
                done.append(flight)
            elif what == "open":
                log = mounted(nor)
            elif what == "reserve":
                log.keep_from = at[-2] if len(at) > 2 else 0
                log.reserve(one)
            else:
                nor.cut(nor.operation + one, Tear(two, three, two, number))
        except Full:
            pass
        except PowerCut:
            nor.power_on()
            log = mounted(nor)
            found = list(log.records())
            if what == "append" and found and log.check(found[-1][0], found[-1][2]):
                data = log.payload(found[-1][0], found[-1][2]).read()
                if (found[-1][1], data) == flight:
                    at.append(found[-1][0])
                    done.append(flight)
    log = mounted(nor)
    assert not [entry for entry in log.damage if entry[0] in ("lost", "header", "bad")]
    assert contents(log, at[-2] if len(at) > 1 else 0) == done[-2:]
    rest = iter(done)
    assert all(record in rest for record in contents(log) if record != (0, b""))
    assert not nor.counts.violations


@pytest.mark.parametrize("sectors", [2, 3, 5])
def test_a_format_survives_any_number_of_cuts(sectors: int) -> None:
    """Also of the erases that it needs when every sector has the beginning of a header."""
    chance = random.Random(sectors)
    for _ in range(20):
        nor, cuts, done = Nor(sectors * SECTOR), 0, False
        while not done:
            if cuts < 25:
                nor.cut(nor.operation + (chance.random() < 0.2), Tear(
                    kept=chance.randrange(21), bits=chance.randrange(256),
                    share=chance.choice((0, 100, 256, 257)), seed=cuts))  # fmt: skip
            try:
                Log.format(nor, b"EJ")
                done = True
            except PowerCut:
                cuts += 1
                nor.power_on()
        nor.power_on()
        append(mounted(nor), 1, b"first")
        assert contents(mounted(nor)) == [(1, b"first")]
