"""Flash images with a flipped bit: the unit starts or says what is wrong, and never falls over."""

import random
import re

import pytest

from host_tests.bench_days import Bench
from tools.bench.day import Blocked

AT = "2026-12-01T08:00:00"
SALE = {"at": AT, "do": "sale", "lines": [{"name": "Хлеб", "price": "2.98"}],
        "pay": [{"by": "cash", "sum": "5.00"}]}  # fmt: skip
OPEN = {"at": AT, "do": "open_shift", "cashier": "Иванова"}
Z = {"at": AT, "do": "z_report"}
# What a damaged memory may be called; anything else is a wrong name.
NAMES = {"journal": ("602 ", "603 "), "memory": ("605 ", "606 ", "608 "), "settings": ("609 ",)}
FLIPS = 25


@pytest.fixture(scope="module", params=["closed", "open"])
def images(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    bench = Bench(folder)
    lines = [OPEN, SALE, SALE, Z] + ([OPEN, SALE] if request.param == "open" else [])
    assert bench.run(*lines) == []
    bench.world.close()
    return request.param, {path.name: path.read_bytes() for path in bench.flash.iterdir()}


@pytest.mark.parametrize("region", NAMES)
def test_one_flipped_bit(images, region, tmp_path):
    shift, files = images
    chance = random.Random(region + shift)
    used = [at for at, byte in enumerate(files[f"{region}.nor"]) if byte != 0xFF]
    blocked = 0
    for number in range(FLIPS):
        folder = tmp_path / str(number)
        (folder / "flash").mkdir(parents=True)
        for name, data in files.items():
            (folder / "flash" / name).write_bytes(data)
        image = bytearray(files[f"{region}.nor"])
        image[chance.choice(used)] ^= 1 << chance.randrange(8)
        (folder / "flash" / f"{region}.nor").write_bytes(image)
        try:
            bench = Bench(folder, resume=True)
            refused = bench.run(*([] if shift == "open" else [OPEN]), SALE, Z)
        except Blocked as trouble:
            refused = [f": {trouble}"]
        blocked += bool(refused)
        for line in refused[:1]:
            said = re.search(r": (\d{3} )", line)
            assert said and said[1] in NAMES[region], (number, line)
    if region == "journal" and shift == "closed":
        assert blocked == 0


def test_a_truncated_image_is_named(tmp_path):
    from tools.bench.world import FlashError

    bench = Bench(tmp_path)
    bench.world.close()
    path = bench.flash / "journal.nor"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FlashError, match="flash"):
        Bench(tmp_path, resume=True)


def test_two_benches_on_one_flash(tmp_path):
    from tools.bench.world import FlashError

    bench = Bench(tmp_path)
    with pytest.raises(FlashError, match="another bench"):
        Bench(tmp_path, resume=True)
    bench.world.close()
