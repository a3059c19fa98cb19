"""Recorded images of today's formats: firmware and inspector read them, now and later.

Where a format changes, these images stay and must still be read; a new set is recorded beside
them (host_tests/vectors/make_images.py).
"""

import pytest

from boards.sim.board import Board
from bu import app
from bu.control_unit import fold, stored, stored_reports
from bu.fiscal.document import NO_VAT, Z_REPORT, Document
from bu.storage import journal as j
from host_tests import inspect_images as made
from host_tests.unit_register import IDENTITY, Register
from tools.bench.day import FIGURES
from tools.bench.world import World
from tools.inspect import model, read, totals

RECORDED = made.recorded()
REPORT = read(made.images(), made.skno())
STAGES = {j.OPENED: "opened", j.CANCELLED: "cancelled", j.COMMITTED: "printed"}


@pytest.fixture
def unit(tmp_path):
    """A unit that has opened the recorded flash, and does nothing yet."""
    world = World(made.unpack_to(tmp_path / "flash"), IDENTITY)
    unit = app.build(Board(world, world.printer_profile))
    assert unit._core.open_memories()
    yield unit
    world.close()


def figures(known: dict) -> dict:
    """Recorded figures with the counters that `*.expect.json` has."""
    currencies = {
        code: {name: values[name] for name in FIGURES}
        for code, values in known["currencies"].items()
    }
    return {**known, "currencies": currencies}


def test_the_set_is_small():
    assert sum(file.stat().st_size for file in made.SET.iterdir()) < 50_000


def test_the_inspector_reads_what_was_recorded():
    assert totals(REPORT, FIGURES, 2) == figures(RECORDED["shift_2"])
    assert totals(REPORT, FIGURES, 3) == figures(RECORDED["shift_3"])
    last = REPORT.documents[-1]
    kind, number, _ = RECORDED["unfinished"]
    assert (model.KINDS[kind], number, "prepared") == (last.kind, last.number, last.stage)
    assert [item.ordinal for item in REPORT.registrations] == [1, RECORDED["registrations"]]
    assert REPORT.memory[-1].restarts == RECORDED["restarts"]
    assert REPORT.memory[0].serial == RECORDED["serial"]
    for name, value in RECORDED["settings"].items():
        assert REPORT.settings.get(name, value) == (
            tuple(value) if isinstance(value, list) else value
        )
    rates = sorted(tuple(rate) for rate in RECORDED["rates"])
    assert sorted(REPORT.settings["rates"]) == rates
    assert REPORT.settings["secret"].hex() == RECORDED["secret"]
    assert REPORT.goods
    goods = [[item.code, item.name, item.price, item.gtin] for item in REPORT.goods.items]
    assert goods == RECORDED["goods"]


def test_every_kind_of_record_is_in_the_set():
    names = {item.name for item in REPORT.journal}
    assert names >= {
        "opening", "opened", "prepared", "committed", "printed", "withdrawn", "cancelled",
        "checkpoint",
    }  # fmt: skip
    assert "torn" in {item.state for item in REPORT.journal}
    kinds = {item.kind for item in REPORT.documents}
    assert kinds == {*model.NUMBERED, "opening", "z_report", "cancel"}
    assert {item.kind for item in REPORT.memory} == set(made.KINDS)


def test_the_firmware_reads_what_was_recorded(unit):
    core = unit._core
    assert [*unit.unfinished()] == RECORDED["unfinished"]
    report = stored_reports.load_report(core, core.find(number=2, kind=Z_REPORT))
    assert report.totals() == RECORDED["shift_2"]
    core.fold = fold.at_start(core.journal)
    assert unit.figures().totals() == RECORDED["shift_3"]
    assert core.memory.state.registrations == RECORDED["registrations"]
    assert core.memory.state.restarts == RECORDED["restarts"]
    for name, value in RECORDED["settings"].items():
        kept = core.settings.get(name)
        assert (list(kept) if isinstance(kept, tuple) else kept) == value
    assert [list(rate) for rate in unit.rates()] == RECORDED["rates"]
    goods = [[item.code, item.name, item.price, item.gtin] for item in unit.goods.items()]
    assert goods == RECORDED["goods"]


def test_both_read_the_same_out_of_the_journal(unit):
    """Entry by entry, line by line: two readers that share no code."""
    core = unit._core
    theirs = list(core.journal.entries(0))
    ours = [item for item in REPORT.documents if item.stage in STAGES.values()]
    assert len(theirs) == len(ours) > 20
    for entry, item in zip(theirs, ours, strict=True):
        assert (entry.number, entry.uid.hex().upper()) == (item.number, item.uid)
        assert entry.position == item.position
        assert STAGES[entry.stage] == item.stage
        assert model.moment(*entry.date_time) == item.time
        assert entry.key.hex() == item.key
        if item.kind in model.NUMBERED:
            same_document(stored.load(core, entry), item)


def same_document(theirs: Document, ours: model.Document) -> None:
    for name in (
        "number", "currency", "cashier", "total", "subtotal", "discount", "discount_rate",
        "surcharge", "surcharge_rate", "cash", "cashless", "other", "change", "change_currency",
        "change_amount", "voided", "third_party",
    ):  # fmt: skip
        same = getattr(theirs, name) == getattr(ours, name)
        assert same or (name, ours.kind) in ABSENT, (name, ours.number)
    assert len(theirs.lines) == len(ours.lines)
    for line, other in zip(theirs.lines, ours.lines, strict=True):
        assert (line.mark.decode("latin-1"), line.uks.decode("latin-1")) == (other.mark, other.uks)
        assert (None if line.vat == NO_VAT else line.vat) == other.vat
        for name in (
            "name", "price", "quantity", "total", "section", "gtin", "discount", "surcharge",
            "discount_rate", "surcharge_rate", "corrected",
        ):  # fmt: skip
            assert getattr(line, name) == getattr(other, name), (name, ours.number)
    for tender, other in zip(theirs.tenders, ours.tenders, strict=True):
        assert (tender.sum, tender.name, tender.currency) == (
            other.sum, other.name, other.currency
        )  # fmt: skip
        if tender.currency:
            assert (tender.amount, tender.rate, tender.units) == (
                other.amount, other.rate, other.units
            )  # fmt: skip


# What neither section of the record has: the inspector takes it from elsewhere.
ABSENT = {("cash", kind) for kind in ("deposit", "withdrawal", "card_payout")}
ABSENT.add(("third_party", "void"))


def test_both_read_the_same_out_of_the_memory(unit):
    theirs = list(unit._core.memory.records())
    ours = [item for item in REPORT.memory if item.kind != "continuation"]
    for record, item in zip(theirs, ours, strict=True):
        assert record.fault == "" and item.chain
        assert (record.slot, record.number, record.kind) == (
            item.slot, item.number, made.KINDS[item.kind]
        )  # fmt: skip
        assert model.moment(*record.date_time) == item.time
        assert (record.z, record.restarts, record.documents) == (
            item.shift, item.restarts, item.documents
        )  # fmt: skip
        assert (record.totals, record.serial, record.model) == (
            item.totals, item.serial, item.model or record.model
        )  # fmt: skip


def test_the_firmware_goes_on_with_the_recorded_flash(tmp_path):
    register = Register(made.unpack_to(tmp_path / "flash"))
    unit = register.unit
    assert unit.unfinished() is None  # the start has finished it
    register.later(days=1, minutes=10)
    assert register.sell() == RECORDED["unfinished"][1] + 1
    assert register.do(unit.z_report()) == 3
    images = {name: bytes(chip.cells) for name, chip in register.world.regions.items()}
    records = [vars(record) for record in register.world.skno.state.records]
    register.world.close()
    report = read(images, {"documents": records})
    assert {finding.code for finding in report.findings} == {"torn"}
    assert report.skno_documents == len(records) == 3 + 18
