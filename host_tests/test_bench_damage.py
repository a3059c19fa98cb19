"""Flash folders that the bench does not take; what a spoilt image does: test_torture_faults.py."""

import pytest

from host_tests.bench_days import Bench
from tools.bench.world import FlashError


def test_a_truncated_image_is_named(tmp_path):
    bench = Bench(tmp_path)
    bench.world.close()
    path = bench.flash / "journal.nor"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FlashError, match="flash"):
        Bench(tmp_path, resume=True)


def test_two_benches_on_one_flash(tmp_path):
    bench = Bench(tmp_path)
    with pytest.raises(FlashError, match="another bench"):
        Bench(tmp_path, resume=True)
    bench.world.close()
