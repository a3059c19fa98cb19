"""What the firmware weighs on a board, proven without one.

    python -m tools.deploy.image_check BOARD [--image MICROPYTHON.uf2]

Compiles every file of the board's manifest for its processor, and holds the sum against the
flash: a ROMFS slot, and the image that would hold it frozen. Their space is read from
boards/NAME/partitions.csv or mpconfigboard.h. MicroPython's own size is that of `--image`
(a .uf2 or .bin), else about that of the 1.25 release. Status 1: something does not compile or fit.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.deploy import bundle, manifest, partitions
from tools.said import said
from tools.setup import mpy

KB = 1024
# flash of the board, MicroPython's own image (rounded up, release 1.25)
CHIPS = {"pico": (2048, 350), "pico_w": (2048, 860), "pico2_w": (4096, 920),
         "esp32": (4096, 1700), "esp32s3": (8192, 1700)}
# Frozen, a module has its names and constants in tables of the image: more than its .mpy.
FROZEN_PERCENT = 120


class Layout(NamedTuple):
    """One way of using the flash, bytes: the image's space, one ROMFS slot, the storage area."""

    name: str
    image: int
    slot: int
    storage: int


def layouts(board: str) -> Iterator[Layout]:
    """The ways that the board's files describe."""
    folder = manifest.BOARDS / board
    if (folder / "partitions.csv").exists():
        table = {row.label: row.size for row in partitions.read(folder / "partitions.csv")}
        yield Layout("partitions.csv", table["factory"], table["romfs"] // 2, table["vfs"])
    elif (folder / "mpconfigboard.h").exists():
        for name, internal in (("nor", False), ("partitions", True)):
            sizes = defines((folder / "mpconfigboard.h").read_text("utf-8"), internal)
            rom, storage = sizes.get("ROMFS", 0), sizes["FLASH_STORAGE"]
            yield Layout(name, CHIPS[board][0] * KB - rom - storage, rom // 2, storage)


def defines(text: str, internal: bool) -> dict[str, int]:
    """MICROPY_HW_..._BYTES of a header whose only condition is BU_INTERNAL."""
    out: dict[str, int] = {}
    taken = True
    for line in text.splitlines():
        if line.startswith("#ifdef BU_INTERNAL"):
            taken = internal
        elif line.startswith("#else"):
            taken = not taken
        elif line.startswith("#endif"):
            taken = True
        found = re.match(r"#define MICROPY_HW_(\w+)_BYTES \((\d+) \* 1024\)", line)
        if found and taken:
            out[found[1]] = int(found[2]) * KB
    return out


def packages(sources: dict[str, Path], files: dict[str, bytes]) -> Iterator[tuple[str, list[int]]]:
    """(package, [files, source bytes, compiled bytes]) in their order."""
    sums: dict[str, list[int]] = {}
    for name, data in files.items():
        package = "/".join(name.split("/")[:-1][:2]) or "(root)"
        row = sums.setdefault(package, [0, 0, 0])
        source = sources[name.removesuffix(".mpy") + ".py"]
        row[0], row[1], row[2] = row[0] + 1, row[1] + source.stat().st_size, row[2] + len(data)
    yield from sorted(sums.items())


def check(board: str, own: int | None = None) -> bool:
    """Prints the tables; False where something does not fit."""
    sources = manifest.of(board)
    known = bundle.facts(board).ARCH
    arch = known if isinstance(known, str) else known[0]
    files = bundle.compiled(board, arch, sources)
    print(f"{board}: {len(files)} files for {arch}, all compiled\n")
    print(f"{'package':24}{'files':>6}{'source':>9}{'.mpy':>9}   bytes")
    for package, (count, source, size) in packages(sources, files):
        print(f"{package:24}{count:6}{source:9}{size:9}")
    total = sum(map(len, files.values()))
    source = sum(path.stat().st_size for path in sources.values())
    print(f"{'in all':24}{len(files):6}{source:9}{total:9}")
    image = len(bundle.romfs(bundle.slot_files(board, arch)))
    print(f"\nROMFS image: {image} bytes")
    if board not in CHIPS:
        return True
    micropython = own or CHIPS[board][1] * KB
    frozen = micropython + total * FROZEN_PERCENT // 100
    print(f"MicroPython: {'' if own else 'about '}{micropython // KB} KB, "
          f"with the firmware frozen about {frozen // KB} KB\n")
    fits = True
    for layout in layouts(board):
        in_slot, in_image = image <= layout.slot, frozen <= layout.image
        print(f"{layout.name}: image area {layout.image // KB} KB, ROMFS slot "
              f"{layout.slot // KB} KB, storage {layout.storage // KB} KB")
        if layout.slot:
            print(f"    in a slot: {'fits' if in_slot else 'DOES NOT FIT'}, "
                  f"{100 * image // layout.slot} % of it")
        print(f"    MicroPython {'fits' if micropython <= layout.image else 'DOES NOT FIT'}; "
              f"frozen: {'fits' if in_image else 'does not fit'}")
        fits &= micropython <= layout.image and (in_slot or in_image)
    return fits


def main(arguments: list[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser("python -m tools.deploy.image_check", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("board", help=", ".join(manifest.boards()))
    parser.add_argument("--image", type=Path, help="MicroPython's .uf2 or .bin for this board")
    options = parser.parse_args(arguments)
    try:
        own = None
        if options.image:
            # a UF2 block of 512 bytes carries 256
            size = options.image.stat().st_size
            own = size // 2 if options.image.suffix == ".uf2" else size
        return 0 if check(options.board, own) else 1
    except (manifest.ManifestError, mpy.CompileError, ValueError, OSError) as error:
        print(f"image-check: {said(error)}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
