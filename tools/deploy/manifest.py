"""What belongs on a board: boards/NAME/manifest.py, read the way MicroPython's build reads it.

    package(NAME, FILES, base_path)   a folder of modules; FILES: only these, below it
    module(FILE, base_path)           one module
    include(FILE)                     another manifest
    freeze(FOLDER)                    MicroPython's own, in an image only
    lowered(NAME, FILES, ...)         modules of a package, rewritten for MicroPython (`lower`);
                                      `instead`: a board's own module in the place of one of them

Paths are relative to the manifest. What lies below $(PORT_DIR) or $(MPY_DIR) comes with
MicroPython and is skipped here. The same files are frozen into an image and copied into a slot,
but for those that only an image starts with (`IMAGE_ONLY`).
"""

import importlib.util
import os
from collections.abc import Iterable
from pathlib import Path

from tools.deploy.lower import lower
from tools.setup import mpy

ROOT = Path(__file__).resolve().parents[2]
BOARDS = ROOT / "boards"
LOWERED = ROOT / "build" / "lowered"
LIBRARIES = ROOT / "build" / "lib"
IMAGE_ONLY = ("_boot.py", "boot.py", "main.py")


class ManifestError(Exception):
    """A manifest names what is not there."""


class Manifest:
    """The files of a manifest: `files` is {name on the board: source}."""

    def __init__(self, path: Path) -> None:
        self.files: dict[str, Path] = {}
        self._folder = path.parent
        self._run(path)

    def _run(self, path: Path) -> None:
        before, self._folder = self._folder, path.parent
        names = {name: getattr(self, name)
                 for name in ("package", "module", "include", "freeze", "lowered")}
        try:
            code = compile(path.read_text(encoding="utf-8"), str(path), "exec")
        except OSError as error:
            raise ManifestError(f"{path}: {error.strerror}") from error
        exec(code, names)
        self._folder = before

    def _add(self, name: str, source: Path) -> None:
        if not source.is_file():
            raise ManifestError(f"{source} is not there")
        if self.files.setdefault(name, source) != source:
            raise ManifestError(f"{name}: both {self.files[name]} and {source}")

    def include(self, path: str) -> None:
        """Another manifest."""
        if "$(" not in path:
            self._run(self._folder / path)

    def package(self, name: str, files: Iterable[str] | None = None, base_path: str = ".") -> None:
        """The modules of a package."""
        if "$(" in base_path:
            return
        base = (self._folder / base_path).resolve()
        found = (base / name).rglob("*.py") if files is None else [base / name / f for f in files]
        for source in sorted(found):
            self._add(source.relative_to(base).as_posix(), source)

    def module(self, path: str, base_path: str = ".") -> None:
        """One module, at the root."""
        if "$(" not in base_path:
            self._add(Path(path).name, (self._folder / base_path / path).resolve())

    def lowered(self, name: str, files: Iterable[str], base_path: str = ".",
                instead: dict[str, str] | None = None) -> None:
        """The modules of a package, rewritten."""
        folder = (self._folder / base_path / name).resolve()
        texts = {f"{name}/{file}": (folder / file).read_text(encoding="utf-8") for file in files}
        for target, text in lower(texts).items():
            source = LOWERED / target
            source.parent.mkdir(parents=True, exist_ok=True)
            if not source.exists() or source.read_text(encoding="utf-8") != text:
                fresh = source.with_name(f"{source.name}.{os.getpid()}")
                fresh.write_text(text, encoding="utf-8")
                fresh.replace(source)
            self._add(target, source)
        for file, own in (instead or {}).items():
            self._add(f"{name}/{file}", self._folder / own)

    def freeze(self, path: str) -> None:
        """MicroPython's own modules."""
        if "$(" not in path:
            raise ManifestError(f"freeze({path!r}): use package() or module()")


def boards() -> list[str]:
    """The names of the boards that have a manifest."""
    return sorted(path.parent.name for path in BOARDS.glob("*/manifest.py"))


def libraries() -> None:
    """build/lib: the pinned packages that the firmware uses, where manifests find them."""
    LIBRARIES.mkdir(parents=True, exist_ok=True)
    for name in mpy.LIBRARIES:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            raise ManifestError(f"{name} is not installed here: run `make setup`")
        target = LIBRARIES / f"{name}.py"
        text = Path(found.origin).read_bytes()
        if not target.exists() or target.read_bytes() != text:
            fresh = target.with_name(f"{target.name}.{os.getpid()}")
            fresh.write_bytes(text)
            fresh.replace(target)


def of(board: str) -> dict[str, Path]:
    """All files of a board's manifest."""
    libraries()
    if board not in boards():
        raise ManifestError(f"{board}: no such board; there are {', '.join(boards())}")
    return Manifest(BOARDS / board / "manifest.py").files
