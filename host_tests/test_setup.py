"""Set-up: where the mirror comes from, which MicroPython is used, what is compiled anew."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.setup import debs, micropython, mpy, runtime, valgrind

DEB822 = """\
# the archive of this machine
Types: deb deb-src
# an old address
URIs: http://mirror.example/debian
  http://second.example/debian/
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/one.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
Enabled: no

Types: deb-src
URIs: http://source.example/debian
Suites: bookworm
Components: main
"""
ONE_LINE = """\
# deb http://comment.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://third.example/debian bookworm main non-free # note
deb-src http://third.example/debian bookworm main
deb http://third.example/debian bookworm-updates main
deb http://other.example/apt bookworm stable
deb http://plain.example/packages stable main
"""


@pytest.fixture(autouse=True)
def fresh_search() -> Iterator[None]:
    """Each test looks for runtimes anew."""
    runtime._found.cache_clear()
    yield
    runtime._found.cache_clear()


def fake_runtime(folder: Path, answer: str, name: str = "micropython") -> Path:
    """A program that answers the probe as given."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {answer}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_deb822_sources() -> None:
    keyring = "/usr/share/keyrings/one.gpg"
    assert debs.parse_sources(DEB822) == [
        debs.Archive("http://mirror.example/debian", keyring),
        debs.Archive("http://second.example/debian/", keyring),
    ]


def test_inline_key() -> None:
    text = "Types: deb\nURIs: http://a/debian\nSuites: sid\nComponents: main\n"
    key = "Signed-By:\n -----BEGIN\n .\n x\n"
    assert debs.parse_sources(text + key)[0].signed_by == "\n -----BEGIN\n .\n x"


def test_one_line_sources() -> None:
    assert debs.parse_list(ONE_LINE) == [
        debs.Archive("http://third.example/debian", "/k.gpg"),
        debs.Archive("http://plain.example/packages", ""),
    ]


def test_archives_of_a_machine(tmp_path: Path) -> None:
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text(ONE_LINE + "deb cdrom:[x]/ bookworm main\n")
    (parts / "debian.sources").write_text(DEB822)
    (parts / "old.sources.disabled").write_text(DEB822.replace("mirror", "disabled"))
    assert [archive.uri for archive in debs.archives(tmp_path)] == [
        "http://third.example/debian",
        "http://mirror.example/debian",
        "http://second.example/debian/",
        "http://plain.example/packages",
    ]
    assert debs.archives(tmp_path / "nothing") == []


def test_private_configuration_touches_nothing_of_the_machine(tmp_path: Path) -> None:
    archive = debs.Archive("http://mirror.example/debian", "/k.gpg")
    config = debs.private_config(tmp_path, archive, ["amd64", "i386"])
    sources = (tmp_path / "debian.sources").read_text()
    assert "URIs: http://mirror.example/debian\nSuites: trixie\n" in sources
    assert "Signed-By: /k.gpg\n" in sources
    for line in config.read_text().splitlines():
        if line.startswith("Dir::"):
            assert str(tmp_path) in line or "/dev/null" in line


def test_no_apt_is_an_error_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(debs.FetchError, match="apt-get"):
        debs.fetch(["micropython:i386"], ["i386"], tmp_path / "out")


def test_named_runtime_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = fake_runtime(tmp_path, "micropython i386 6 1.25")
    monkeypatch.setenv("MICROPYTHON", str(named))
    assert runtime.micropython("i386") == runtime.preferred() == named
    assert runtime.micropython("amd64") is None
    assert runtime.command("i386") == [str(named)]


@pytest.mark.parametrize("answer", ["micropython amd64 5 1.18", "cpython amd64 6 3.11", "", "x"])
def test_unfit_runtime_is_not_used(
    answer: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MICROPYTHON", str(fake_runtime(tmp_path, answer)))
    assert runtime.preferred() is None
    assert micropython.main() == 0
    said = capsys.readouterr().err
    assert "***  NO MICROPYTHON" in said and str(tmp_path) in said


def test_runtime_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path = fake_runtime(tmp_path, "micropython amd64 6 1.25")
    monkeypatch.delenv("MICROPYTHON", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(runtime, "CACHE", tmp_path / "cache")
    assert runtime.preferred() == on_path
    assert runtime.preferred_arch() == "amd64"
    cached = tmp_path / "cache" / "micropython"
    cached.mkdir(parents=True)
    fake_runtime(cached, "", "micropython-i386")
    runtime._found.cache_clear()
    assert runtime.preferred() == cached / "micropython-i386"
    assert runtime.micropython("amd64") == on_path


def test_wrapper_starts_the_runtime_with_its_own_libraries(tmp_path: Path) -> None:
    loader = tmp_path / "i386" / runtime.LOADERS["i386"]
    loader.parent.mkdir(parents=True)
    loader.write_text('#!/bin/sh\nfor word in "$@"; do echo "$word"; done\n')
    loader.chmod(0o755)
    wrapper = micropython.write_wrapper(tmp_path, "i386")
    said = subprocess.run([wrapper, "-c", "a b"], capture_output=True, text=True, timeout=20)
    root = tmp_path / "i386"
    assert said.stdout.splitlines() == [
        "--library-path", str(loader.parent), str(root / "usr/bin/micropython"), "-c", "a b",
    ]


def test_runtime_is_what_the_firmware_is_made_for(micropython: str) -> None:
    command = runtime.command(micropython)
    assert command is not None
    script = "import sys; print(sys.implementation[1][:2], 2 ** 31 > sys.maxsize)"
    said = subprocess.run([*command, "-c", script], capture_output=True, text=True, timeout=20)
    assert said.stdout.split("\n")[0] == f"{runtime.VERSION} {micropython == 'i386'}"


def test_valgrind_wrapper_starts_callgrind(tmp_path: Path) -> None:
    tool = tmp_path / valgrind.TOOL
    tool.write_text('#!/bin/sh\necho "$VALGRIND_LIB $VALGRIND_LAUNCHER $*"\n')
    wrapper = tmp_path / "valgrind"
    wrapper.write_text(valgrind.WRAPPER)
    for path in (tool, wrapper):
        path.chmod(0o755)
    said = subprocess.run(
        [wrapper, "--tool=callgrind", "x"], capture_output=True, text=True, timeout=20
    ).stdout
    assert said == f"{tmp_path} {wrapper} --tool=callgrind x\n"


def test_only_changed_sources_are_compiled(tmp_path: Path) -> None:
    source, target = tmp_path / "src", tmp_path / "out"
    (source / "pack").mkdir(parents=True)
    (source / "pack" / "__init__.py").write_text("")
    (source / "pack" / "one.py").write_text("A = 1\n")
    assert mpy.compile_tree(source, target) == 2
    assert mpy.compile_tree(source, target) == 0
    os.utime(source / "pack" / "one.py", ns=(1, 1))
    assert mpy.compile_tree(source, target) == 1
    (source / "pack" / "one.py").unlink()
    assert mpy.compile_tree(source, target) == 0
    assert [path.name for path in target.rglob("*.mpy")] == ["__init__.mpy"]
    (target / ".compiler").write_text("another")
    assert mpy.compile_tree(source, target) == 1


def test_syntax_error_is_reported_and_the_rest_compiled(tmp_path: Path) -> None:
    source, target = tmp_path / "src", tmp_path / "out"
    source.mkdir()
    (source / "bad.py").write_text("match 1:\n    case 1: pass\n")
    (source / "good.py").write_text("A = 1\n")
    with pytest.raises(mpy.CompileError, match="bad.py"):
        mpy.compile_tree(source, target)
    assert [path.name for path in target.rglob("*.mpy")] == ["good.mpy"]


def test_search_path_is_where_things_are_compiled() -> None:
    path = [Path(entry) for entry in mpy.build()]
    arch = runtime.preferred_arch() or "i386"
    assert path[-1] == Path(mpy.BUILT_IN)
    assert mpy.environment(arch)["MICROPYPATH"] == ":".join(str(entry) for entry in path)
    for name in ("bu/__init__", "boards/sim/board", "host_tests/portable/run", "adafruit_miniqr"):
        assert [entry for entry in path if (entry / f"{name}.mpy").exists()], name
