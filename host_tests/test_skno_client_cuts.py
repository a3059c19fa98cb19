"""The unit's power is cut at every byte of an exchange: no document is lost, none doubled."""

from __future__ import annotations

import pytest

from bu.skno.client import SknoError
from host_tests.skno_desk import Cut, Desk, opened


def prepared(make: str) -> Desk:
    """A desk with one document registered and the next one prepared."""
    desk = opened()
    desk.prepare(*getattr(desk, make)())
    return desk


def span(make: str) -> tuple[int, int]:
    """Bytes moved before and after registering that document."""
    desk = prepared(make)
    before = desk.wire.moved
    desk.register(fresh=True)
    desk.check()
    return before, desk.wire.moved


def finish(desk: Desk) -> None:
    """Recovery, and the next document behind it."""
    desk.resume()
    desk.settle()
    desk.prepare(*desk.deposit())
    desk.register(fresh=True)
    desk.check()


@pytest.mark.regl("28/2", "77/1")
@pytest.mark.parametrize("skno_too", [False, True], ids=["stays", "off"])
@pytest.mark.parametrize("make, step", [("deposit", 1), ("sale", 13), ("z_report", 1)])
def test_cut_at_every_byte(make: str, step: int, skno_too: bool) -> None:
    before, after = span(make)
    for at in range(before, after + 1, step):
        desk = prepared(make)
        desk.wire.cut_after = at
        try:
            desk.register(fresh=True)
        except Cut:
            pass
        desk.power_cut(skno_too)
        if make == "z_report":
            desk.resume()
            desk.settle()
            desk.check()
        else:
            finish(desk)


@pytest.mark.parametrize("skno_too", [False, True], ids=["stays", "off"])
def test_cut_again_in_the_recovery(skno_too: bool) -> None:
    before, after = span("deposit")
    for first in range(before + 1, after + 1, 5):
        second = 1
        while True:
            desk = prepared("deposit")
            desk.wire.cut_after = first
            with pytest.raises(Cut):
                desk.register(fresh=True)
            desk.power_cut(skno_too)
            desk.wire.cut_after = desk.wire.moved + second
            try:
                desk.resume()
            except Cut:
                desk.power_cut(skno_too)
                finish(desk)
                second += 3
                continue
            break


@pytest.mark.regl("77/1")
def test_cut_of_the_skno_alone() -> None:
    """It goes off at each of its own points, comes back, and the unit goes on."""
    for point in ("before_take", "after_take", "after_ack", "processed", "after_answer",
                  "before_done", "after_done"):
        desk = prepared("deposit")
        desk.skno.faults.add("power_loss", at=point, ms=700)
        try:
            desk.register(fresh=True)
        except SknoError:
            desk.start()
        desk.resume()
        desk.settle()
        if len(desk.entries) == 1:
            desk.prepare(*desk.deposit())
            desk.register(fresh=True)
        desk.check()
        assert len(desk.entries) == 2
