"""The inspector on what nobody wrote: random bytes, flipped bits, operations that were cut off.

It never raises, accounts for every byte, and is never silently wrong: where it finds nothing, it
read exactly what was there.
"""

import dataclasses
import random
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from host_tests import bench_days
from host_tests import inspect_images as made
from host_tests.storage_support import Trace, tears, torn
from tools.bench.models.nor import Nor, PowerCut, Tear
from tools.inspect import NORMAL, Report, read

IMAGES = made.images()
# The goods region is large and mostly blank: its first half is enough.
SMALL = {**IMAGES, "goods": IMAGES["goods"][:65536] + b"\xff" * 65536}
SKNO = made.skno()
USED = {name: len(image.rstrip(b"\xff")) for name, image in SMALL.items()}
REGIONS = sorted(IMAGES)


def contents(report: Report) -> tuple[Any, ...]:
    """All that a report says of the register."""
    return (
        report.documents, report.folds, report.memory, report.settings, report.goods,
        [item for item in report.journal if item.state == "good"],
    )  # fmt: skip


def accounted(report: Report, images: dict[str, bytes]) -> None:
    for name, image in images.items():
        extents = report.regions[name]
        edges = [0] + [item.end for item in extents]
        assert [item.start for item in extents] == edges[:-1]
        assert edges[-1] == len(image)
        assert all(item.start < item.end for item in extents)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(REGIONS), st.binary(max_size=12_000), min_size=1))
def test_random_bytes(images: dict[str, bytes]) -> None:
    report = read(images)
    accounted(report, images)
    assert not report.documents


WHOLE = read(SMALL, SKNO)


def changed(name: str, image: bytearray) -> dict[str, bytes]:
    return {**SMALL, name: bytes(image)}


@settings(max_examples=150)
@given(st.sampled_from(REGIONS), st.floats(0, 1, exclude_max=True), st.integers(0, 7))
def test_one_bit_is_seen_or_changes_nothing(name: str, where: float, bit: int) -> None:
    image = bytearray(SMALL[name])
    image[int(where * USED[name])] ^= 1 << bit
    images = changed(name, image)
    report = read(images, SKNO)
    accounted(report, images)
    assert report.findings != WHOLE.findings or contents(report) == contents(WHOLE)


@settings(max_examples=40)
@given(
    st.sampled_from(REGIONS), st.integers(0, 1 << 30), st.integers(2, 400),
    st.sampled_from((1, 64, 4096)),
)  # fmt: skip
def test_many_broken_places(name: str, seed: int, count: int, size: int) -> None:
    image, chance = bytearray(SMALL[name]), random.Random(seed)
    for _ in range(count):
        start = chance.randrange(USED[name])
        image[start : start + size] = chance.randbytes(len(image[start : start + size]))
    images = changed(name, image)
    report = read(images, SKNO)
    accounted(report, images)
    assert report.findings != WHOLE.findings or contents(report) == contents(WHOLE)
    assert len(report.findings) < 2000


@settings(max_examples=60)
@given(st.integers(0, 256), st.integers(0, 1 << 30))
def test_an_erase_cut_off_leaves_nothing_that_wants_service(share: int, seed: int) -> None:
    records = [(item.kind, item.payload) for item in WHOLE.journal if item.state == "good"]
    chip = Nor(image=made.log(b"EJ", records, 3, 20))
    chip.cut(0, Tear(share=share, seed=seed))
    with pytest.raises(PowerCut):
        chip.ioctl(6, 0)
    images = {**SMALL, "journal": bytes(chip.cells)}
    report = read(images, SKNO)
    accounted(report, images)
    assert report.worst == NORMAL, report.findings
    assert {finding.code for finding in report.findings} & {"erase", "old"}
    last = [item for item in report.documents if not item.old][-1]
    wanted = WHOLE.documents[-1]
    assert (last.number, last.kind, last.lines) == (wanted.number, wanted.kind, wanted.lines)


class Watch(Trace):
    """Writes down with each operation what the other regions and the СКНО hold by then."""

    def __init__(self, name: str, world: Any) -> None:
        super().__init__(world.regions[name])
        self._name, self._world = name, world

    @property
    def state(self) -> tuple[dict[str, bytes], list[dict[str, Any]]]:
        others = {
            name: bytes(getattr(chip, "nor", chip).cells)
            for name, chip in self._world.regions.items()
            if name != self._name
        }
        taken = self._world.skno.state.records
        return others, [dataclasses.asdict(record) for record in taken]

    @state.setter
    def state(self, value: Any) -> None:
        """Its own."""


@pytest.mark.regl("28")
def test_an_operation_cut_off_leaves_nothing_that_wants_service(tmp_path) -> None:
    bench = bench_days.Bench(tmp_path)
    watches = {}
    for name in ("journal", "memory"):
        watches[name] = bench.world.regions[name] = Watch(name, bench.world)
    lines = bench_days.actions("currencies")
    assert bench.run(*lines[:5], lines[-1]) == []
    seen = set()
    for name, watch in watches.items():
        for step in watch.steps:
            others, taken = step.state
            for tear in list(tears(step, 4096))[::3]:
                image = bytes(torn(step, tear).cells)
                report = read({**others, name: image}, {"documents": taken})
                assert report.worst == NORMAL, (name, tear, report.findings)
                seen |= {finding.code for finding in report.findings}
    assert seen >= {"torn", "unfinished", "slot_torn", "memory_pending", "skno_pending"}
    bench.world.regions.update({name: watch.nor for name, watch in watches.items()})
    bench.world.close()
