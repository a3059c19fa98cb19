"""Settings on the strict NOR model: power cuts, cuts over cuts, flipped bits, newer firmware."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bu.storage.log import Log
from bu.storage.settings import Settings
from bu.storage.settings_codec import decode, encode
from bu.storage.settings_table import SETTINGS
from host_tests.storage_support import Trace, cuts, flipped
from tools.bench.models.nor import SECTOR, Nor, PowerCut, Tear


def opened(device: Any) -> Settings:
    store = Settings(device)
    store.open()
    return store


def fresh(sectors: int) -> Nor:
    nor = Nor(sectors * SECTOR)
    Settings.format(nor)
    return nor


def values(store: Settings) -> dict[str, Any]:
    return {name: store.get(name) for name in store.names()}


def change(number: int) -> dict[str, Any]:
    """The number-th change of a scenario: a few settings at once."""
    return {
        "name": f"Магазин {number}" * (1 + number % 9), "skno.crc_start": number,
        "rates": tuple(("EUR", number + at + 1, 1) for at in range(number % 9)),
        "columns": (32, 42, 48)[number % 3],
    }


simple = st.recursive(
    st.one_of(st.integers(-2**70, 2**70), st.text(), st.binary()),
    lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=12)


@given(simple)
def test_values_round_trip(value: Any) -> None:
    assert decode(encode(value)) == value


@pytest.mark.parametrize("sectors", [2, 3])
def test_power_cut_at_every_operation(sectors: int) -> None:
    trace = Trace(fresh(sectors))
    store = opened(trace)
    states = [values(store)]
    trace.state = 0
    for number in range(46):
        store.update(change(number))
        states.append(values(store))
        trace.state = number + 1
    assert sum(step.data is None for step in trace.steps) >= 2
    for step, tear, cut in cuts(trace, stride=127):
        store = opened(cut)
        assert values(store) in states[step.state : step.state + 2], (step.state, tear)
        for number in range(3):
            store.update(change(100 + number))
            assert values(opened(cut)) == values(store) == {**states[0], **change(100 + number)}


@settings(max_examples=100)
@given(st.lists(st.one_of(
    st.integers(0, 99), st.tuples(st.integers(0, 6), st.integers(0, 256), st.integers(0, 255)),
), max_size=60))
def test_cuts_over_cuts_in_two_sectors(script: list[Any]) -> None:
    nor = fresh(2)
    store = opened(nor)
    known = values(store)
    for at, step in enumerate(script):
        if isinstance(step, tuple):
            nor.cut(nor.operation + step[0], Tear(*step[1:], seed=at))
            continue
        try:
            store.update(change(step))
        except PowerCut:
            nor.power_on()
            store = opened(nor)
            assert values(store) in (known, {**known, **change(step)})
        else:
            assert values(store) == {**known, **change(step)}
        known = values(store)
    assert not [entry for entry in store.damage if entry[0] not in ("torn", "erase")]


def test_flipped_bits_never_give_another_value() -> None:
    nor = fresh(2)
    store = opened(nor)
    states = [values(store)]
    for number in range(30):
        store.update(change(number))
        states.append(values(store))
    image = bytes(nor.cells)
    chance = random.Random(2)
    seen = {name: {repr(state[name]) for state in states} for name in SETTINGS}
    for bit in {chance.randrange(len(image) * 8) for _ in range(600)}:
        store = opened(flipped(image, bit))
        found = values(store)
        assert all(repr(found[name]) in seen[name] for name in SETTINGS)
        if found != states[-1]:
            assert store.damage, bit


def test_what_a_newer_firmware_stored_survives() -> None:
    nor = fresh(2)
    log = Log(nor, b"SE")
    log.open()
    item = b"\x05newer\x00\x03?ab" + b"\x07columns\x00\x02i\x20"
    log.append(2, len(item), lambda: (item,))
    store = opened(nor)
    assert store.get("columns") == 32
    for number in range(60):
        store.update(change(number))
    assert min(nor.erase_counts) > 0, "everything was written anew"
    assert opened(nor)._values["newer"] == b"?ab"
    with pytest.raises(KeyError):
        store.get("newer")
