"""Late modules: forgotten behind their use on MicroPython, shared while they are visited there."""

import sys

import bu
from bu import late
from host_tests.portable.support import raises, run

FORGETS = sys.implementation.name == "micropython"
TABLE = {
    "NAME": "none", "MODEL": "", "MANDATORY": (), "PROFILE": "", "DEVICES": {}, "BUSES": {},
    "STORAGE": "none", "STORAGES": {"none": ({}, {})},
}  # fmt: skip
FETCHED = "bu.skno.status_texts"
# Imports `bu.ui.tasks`, `bu.ui.prompts_rare` and more of its package.
VISITED = "bu.ui.memory"
SHARED = "bu.ui.tasks"


class Wait:
    """What a dialogue awaits."""

    def __iter__(self):
        yield self

    __await__ = __iter__


class Ui:
    """As much of a console as a menu asks for."""

    def __init__(self, end):
        self._end = end
        self.seen = []

    def show(self, *lines):
        pass

    async def event(self):
        self.seen.append(SHARED in sys.modules)
        self.modules = [late.fetch(SHARED), late.fetch(SHARED)]
        if self._end == "wait":
            await Wait()
        if self._end == "error":
            raise OSError(5)
        return "clear"


class Port:
    """A port without parts."""

    def clock(self):
        return None

    internal_rtc = clock


def assembled(keeps_from):
    """Whether modules are forgotten on a board whose table says so."""
    table = type("Table", (), TABLE)
    if keeps_from is not None:
        table.KEEPS_FROM = keeps_from
    was = late.forgets
    try:
        late.fetch("bu.assembly").make(table, Port())
        return late.forgets
    finally:
        late.forgets = was


def known():
    return set(sys.modules)


def test_a_fetched_module_is_there_and_forgotten():
    before = known()
    module = late.fetch(FETCHED)
    assert module.texts
    if FORGETS:
        assert known() == before
        assert not hasattr(bu, "skno")
        assert late.fetch(FETCHED) is not module
    else:
        assert late.fetch(FETCHED) is module


def test_what_was_there_is_not_forgotten():
    from bu.fiscal import money

    assert late.fetch("bu.fiscal.money") is money
    assert late.fetch("bu.fiscal.money") is money


def test_a_module_that_cannot_be_imported():
    before = known()
    raises(ImportError, late.fetch, "bu.ui.missing")
    for _ in range(2):  # no half of it is taken for the whole the second time
        raises(OSError, late.fetch, "host_tests.portable.late_broken")
    raises(OSError, run, late.visit("host_tests.portable.late_broken", "WAY"))
    if FORGETS:
        assert known() == before


def test_a_visit_shares_what_came_with_it():
    before = known()
    ui = Ui("clear")
    run(late.visit(VISITED, "run", ui))
    assert ui.seen == [True]
    assert ui.modules[0] is ui.modules[1]
    if FORGETS:
        assert known() == before
        assert late.fetch(SHARED) is not ui.modules[0]


def test_a_visit_inside_another_leaves_what_the_outer_one_needs():
    before = known()
    outer = late.visit(VISITED, "run", Ui("wait"))
    outer.send(None)
    in_outer = known()
    run(late.visit("bu.ui.service", "run", Ui("clear")))
    if FORGETS:
        assert known() == in_outer
    assert VISITED in sys.modules and SHARED in sys.modules
    raises(StopIteration, outer.send, None)
    if FORGETS:
        assert known() == before


def test_visits_that_end_in_another_order():
    """Two tasks: what the first to leave had brought is forgotten, no more."""
    before = known()
    first = late.visit(VISITED, "run", Ui("wait"))
    first.send(None)
    second = late.visit("bu.ui.service", "run", Ui("wait"))
    second.send(None)
    raises(StopIteration, first.send, None)
    assert "bu.ui.service" in sys.modules
    raises(StopIteration, second.send, None)
    if FORGETS:
        assert known() == before


def test_a_visit_that_fails_is_left():
    before = known()
    raises(OSError, run, late.visit(VISITED, "run", Ui("error")))
    if FORGETS:
        assert known() == before


def test_a_visit_that_is_broken_off_is_left():
    before = known()
    visit = late.visit(VISITED, "run", Ui("wait"))
    visit.send(None)
    visit.close()
    if FORGETS:
        assert known() == before
    else:
        assert VISITED in sys.modules


def test_a_board_keeps_them_where_its_table_says_so_and_the_heap_is_large():
    assert assembled(None) == FORGETS
    assert assembled(0) == FORGETS
    assert assembled(1) is False
    assert assembled(1 << 30) == FORGETS


def test_kept_modules_are_found_again():
    was, late.forgets = late.forgets, False
    try:
        kept = late.fetch(FETCHED)
        ui = Ui("clear")
        run(late.visit(VISITED, "run", ui))
        assert late.fetch(FETCHED) is kept and late.fetch(SHARED) is ui.modules[0]
        assert VISITED in sys.modules
    finally:
        late.forgets = was
