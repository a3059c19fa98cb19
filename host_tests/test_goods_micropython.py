"""10 000 items on the 32-bit MicroPython in a small heap: loaded, looked up, sold, built anew."""

from __future__ import annotations

import json
import subprocess

import pytest

from host_tests.portable import goods_support
from tools import goods
from tools.setup import mpy, runtime

COUNT = 10_000
BLOCKS = 512
HEAP = {"i386": "96k", "amd64": "192k"}
BASE_HEAP = {"i386": 1024, "amd64": 2048}
LOADING_HEAP = {"i386": 2048, "amd64": 4096}  # with the 512 bytes of a piece of the file


@pytest.fixture(scope="module")
def figures(micropython: str, tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("goods")
    items = [goods_support.make_item(number) for number in range(COUNT)]
    path = folder / "base.img"
    path.write_bytes(goods.image(items, 1, goods_support.TIME))
    mpy.build(micropython)
    done = subprocess.run(
        [str(runtime.micropython(micropython)), "-X", f"heapsize={HEAP[micropython]}", "-m",
         "host_tests.portable.goods_unit", str(path), str(folder / "region"), str(BLOCKS), "17"],
        cwd=mpy.work_folder(micropython), env=mpy.environment(micropython), timeout=110,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout
    print(done.stdout)
    return json.loads(done.stdout.splitlines()[-1])


def test_the_base_takes_under_a_kilobyte(figures: dict, micropython: str) -> None:
    assert figures["count"] == COUNT
    assert 256 < figures["base_heap"] <= BASE_HEAP[micropython]
    assert figures["kept_heap"] <= 64


def test_loading_takes_two_kilobytes(figures: dict, micropython: str) -> None:
    assert 256 < figures["receive_heap"] <= LOADING_HEAP[micropython]
    assert 256 < figures["build_heap"] <= LOADING_HEAP[micropython]


def test_reads_per_look_up(figures: dict) -> None:
    for found in (figures, figures["again"]):
        assert (found["by_code"]["most"], found["by_code"]["bytes"]) == (5, 5 * 256)
        assert found["by_barcode"]["most"] <= 4
        assert found["by_barcode"]["reads"] / found["by_barcode"]["calls"] < 3.1
        assert found["unknown"]["most"] == 4
        assert found["sold"] > 0
    assert figures["open_reads"] == [2, 512]
    assert figures["version"] == 2
