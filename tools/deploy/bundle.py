"""A board's files as they lie on it: compiled for its processor, or as one ROMFS image."""

import fcntl
import hashlib
import importlib.util
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

from mpremote.romfs import VfsRomWriter

from tools.deploy import manifest
from tools.setup import mpy, runtime

BUILD = runtime.ROOT / "build" / "deploy"
NATIVE = b"@micropython."


def facts(board: str) -> ModuleType:
    """boards/NAME/board.py: names and figures of the board."""
    path = manifest.BOARDS / board / "board.py"
    spec = importlib.util.spec_from_file_location(f"board_{board}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compiled(board: str, arch: str, sources: dict[str, Path]) -> dict[str, bytes]:
    """{name.mpy: bytecode}; `arch` as mpy-cross names it. Raises mpy.CompileError."""
    BUILD.mkdir(parents=True, exist_ok=True)

    def one(item: tuple[str, Path]) -> tuple[str, bytes]:
        name, source = item
        # Bytecode is the same for every processor, and the firmware for every board.
        native = NATIVE in source.read_bytes()
        place = BUILD / (arch if native else "any") / ("" if name.startswith("bu/") else board)
        target = place / Path(name).with_suffix(".mpy")
        mpy.compile_file(source, target, name, arch)
        return Path(name).with_suffix(".mpy").as_posix(), target.read_bytes()

    with open(BUILD / ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mpy.forget_other_compiler(BUILD)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(pool.map(one, sorted(sources.items())))


def slot_files(board: str, arch: str) -> dict[str, bytes]:
    """What a slot of this board holds."""
    sources = manifest.of(board)
    return compiled(board, arch, {name: path for name, path in sources.items()
                                  if name not in manifest.IMAGE_ONLY})


def root_files(board: str) -> dict[str, bytes]:
    """What lies at the root of the board's file system, as source."""
    own = manifest.BOARDS / board / "main.py"
    main = own if own.exists() else runtime.ROOT / "firmware" / "main.py"
    files = {"boot.py": (manifest.BOARDS / "boot.py").read_bytes(), "main.py": main.read_bytes()}
    if usb_taken(facts(board)):
        files["wait"] = b"\n"
    return files


def usb_taken(table: ModuleType) -> bool:
    """True if a device of the board's table is at the USB line, which the REPL has otherwise."""
    lines = getattr(table, "BUSES", {})
    return any(lines.get(values.get("bus"), ("",))[0] == "usb"
               for _, values in getattr(table, "DEVICES", {}).values())


def romfs(files: dict[str, bytes]) -> bytes:
    """The same files as a ROMFS image."""
    writer = VfsRomWriter()
    _write(writer, "", sorted(files), files)
    return bytes(writer.finalise())


def _write(writer: VfsRomWriter, below: str, names: list[str], files: dict[str, bytes]) -> None:
    for name in [name for name in names if "/" not in name[len(below) :]]:
        writer.mkfile(name[len(below) :], files[below + name[len(below) :]])
    for folder in dict.fromkeys(name[len(below) :].split("/")[0] for name in names
                                if "/" in name[len(below) :]):
        writer.opendir(folder)
        inside = f"{below}{folder}/"
        _write(writer, inside, [name for name in names if name.startswith(inside)], files)
        writer.closedir()


def sha256(data: bytes) -> str:
    """As hex."""
    return hashlib.sha256(data).hexdigest()


def listing_hash(pairs: Iterable[tuple[str, str]]) -> str:
    """One SHA-256 over (name, SHA-256) pairs."""
    return sha256("".join(f"{name} {digest}\n" for name, digest in sorted(pairs)).encode())
