"""The offline inspector on the flash of whole days: it finds nothing, and counts the same."""

import dataclasses
import json
from pathlib import Path

import pytest

from host_tests import bench_days
from tools.bench.day import FIGURES
from tools.inspect import Report, read, skno_of, totals


class Flash:
    """The flash of one day that was run to its end."""

    def __init__(self, name: str, folder: Path) -> None:
        bench = bench_days.Bench(folder)
        assert bench.run(*bench_days.actions(name)) == []
        self.name = name
        self.figures = bench.day.report()
        self.folder = bench.flash
        self.images = {file.stem: file.read_bytes() for file in bench.flash.glob("*.nor")}
        self.skno = skno_of(bench.flash / "skno.json")
        bench.world.close()

    def read(self) -> Report:
        return read(self.images, self.skno)


@pytest.fixture(scope="module", params=bench_days.NAMES)
def flash(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flash:
    return Flash(request.param, tmp_path_factory.mktemp(request.param))


def test_nothing_is_found_in_a_day_in_order(flash: Flash) -> None:
    assert flash.read().findings == []


def test_the_inspector_counts_what_the_register_and_its_author_counted(flash: Flash) -> None:
    own = totals(flash.read(), FIGURES)
    assert own == flash.figures
    assert own == bench_days.expected(flash.name)


def test_documents_are_those_of_the_skno(flash: Flash) -> None:
    found = [item for item in flash.read().documents if item.registered]
    assert [(item.uid, item.image.hex()) for item in found] == [
        (item["uid"], item["hex"]) for item in flash.skno["documents"]
    ]
    assert {item.stage for item in found} == {"printed"}
    numbers = [item.number for item in found if item.numbered]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_memory_is_read_and_its_chain_checked(flash: Flash) -> None:
    report = flash.read()
    kinds = [record.kind for record in report.memory]
    assert kinds == ["manufactured", "paired", "registration", "shift"]
    assert all(record.chain for record in report.memory)
    (shift,) = report.shifts
    sales = {code: values["sales_sum"] for code, values in flash.figures["currencies"].items()}
    assert {code: f"{total / 100:.2f}" for code, total in shift.totals} == sales
    assert shift.documents == flash.figures["payment_documents"]


def test_every_byte_is_accounted_for(flash: Flash) -> None:
    report = flash.read()
    assert set(report.regions) == set(flash.images)
    for region, extents in report.regions.items():
        assert extents[0].start == 0
        assert extents[-1].end == len(flash.images[region])
        for one, other in zip(extents, extents[1:], strict=False):
            assert one.end == other.start
        assert not [extent for extent in extents if "broken" in extent.what]


def test_without_the_key_the_chain_is_said_to_be_unchecked(flash: Flash) -> None:
    report = read({"memory": flash.images["memory"]})
    assert [finding.code for finding in report.findings] == ["chain_unchecked"]
    assert "НЕ ПРОВЕРЕНА" in report.findings[0].text
    assert {record.chain for record in report.memory} == {None}
    key = bytes.fromhex(bench_days.IDENTITY["secret"])
    assert read({"memory": flash.images["memory"]}, key=key).findings == []
    wrong = read({"memory": flash.images["memory"]}, key=b"another unit's key")
    assert {finding.code for finding in wrong.findings} == {"chain_broken", "key_foreign"}


def test_a_report_is_plain_data(flash: Flash) -> None:
    plain = dataclasses.asdict(flash.read())
    assert json.loads(json.dumps(plain, default=bytes.hex))["documents"]
