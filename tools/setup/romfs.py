"""A ROMFS image of everything that MicroPython runs here, and how to start MicroPython with it.

    build/mpy/<arch>/bu.romfs      firmware, boards, portable tests and libraries as .mpy

The image is mapped into the process, outside MicroPython's heap, and bytecode runs in place: as on
a board with a ROMFS partition, the heap holds data and code objects only.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mpremote.romfs import VfsRomWriter

from tools.setup import mpy, runtime

START = runtime.ROOT / "boards" / "sim" / "start.py"


def build(arch: str) -> Path:
    """Compiles what changed and writes the image; its path. Raises mpy.CompileError."""
    image = mpy.BUILD / arch / "bu.romfs"
    roots = [Path(part) for part in mpy.build(arch) if part != mpy.BUILT_IN]
    files = [path for root in roots for path in root.rglob("*.mpy")]
    newest = max(path.stat().st_mtime_ns for path in files)
    names = "\n".join([mpy.mark(), *sorted(str(path) for path in files)])
    note = image.with_suffix(".names")
    if image.exists() and image.stat().st_mtime_ns >= newest and note.read_text() == names:
        return image
    writer = VfsRomWriter()
    _add(writer, roots)
    fresh = image.with_suffix(".new")
    fresh.write_bytes(writer.finalise())
    fresh.replace(image)
    note.write_text(names)
    return image


def _add(writer: VfsRomWriter, folders: list[Path]) -> None:
    """The folders' contents as one folder."""
    entries: dict[str, list[Path]] = {}
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.is_dir() or path.suffix == ".mpy":
                entries.setdefault(path.name, []).append(path)
    for name, paths in sorted(entries.items()):
        if paths[0].is_dir():
            writer.opendir(name)
            _add(writer, paths)
            writer.closedir()
        else:
            writer.mkfile(name, paths[0].read_bytes())


def command(arch: str, heap: str, module: str, *arguments: str) -> Sequence[str]:
    """The argument list that runs `module` from the image with a heap of `heap`."""
    interpreter = runtime.command(arch)
    if interpreter is None:
        raise FileNotFoundError(runtime.missing_reason())
    image = build(arch)
    return [*interpreter, "-X", f"heapsize={heap}", str(START), str(image), module, *arguments]
