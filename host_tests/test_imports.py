"""What holds for every source file of the firmware: it imports, is portable, has no floats."""

from __future__ import annotations

import ast
import builtins
import subprocess
import sys
from pathlib import Path

import pytest

from host_tests.modules import FIRMWARE, ROOT, firmware_files, firmware_modules, module_name
from tools.setup import runtime

TYPES = ("str", "bytes", "bytearray", "memoryview", "int", "dict", "list", "tuple", "set")
FILES = [pytest.param(path, id=module_name(path)) for path in firmware_files()]
MOST_LINES = 400


def test_every_module_is_imported_on_cpython() -> None:
    modules = firmware_modules()
    script = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
    path = ":".join([str(FIRMWARE), str(ROOT / "tools" / "host_shims")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, *modules],
        env={"PYTHONPATH": path}, cwd=FIRMWARE.anchor, capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_every_folder_is_a_package() -> None:
    """A folder without __init__.py would be invisible to the checks of the layers."""
    folders = {path.parent for path in firmware_files()}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("path", FILES)
def test_no_float(path: Path) -> None:
    """Money, quantities, rates and times are integers."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        operator = getattr(node, "op", None)
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            found.append(f"line {node.lineno}: {node.value}")
        elif isinstance(operator, ast.Div):
            found.append(f"line {node.lineno}: true division")
        elif isinstance(node, ast.Name) and node.id == "float":
            found.append(f"line {node.lineno}: float")
    assert found == []


@pytest.mark.parametrize("path", FILES)
def test_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.fixture(scope="session")
def lacking(micropython: str) -> set[str]:
    """Methods of the built-in types that CPython has and MicroPython does not."""
    script = f"for t in ({', '.join(TYPES)}): print(' '.join(dir(t)))"
    known = subprocess.run(
        [str(runtime.micropython(micropython)), "-c", script],
        capture_output=True, text=True, timeout=20, check=True,
    ).stdout.split()
    ours = {name for kind in TYPES for name in dir(getattr(builtins, kind))}
    return {name for name in ours - set(known) if not name.startswith("__")}


def test_no_method_that_micropython_lacks(lacking: set[str]) -> None:
    """The stubs list `str.ljust` and its like, so the type checker does not see this."""
    assert "ljust" in lacking and "split" not in lacking
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in firmware_files()}
    nodes = [(path, node) for path, tree in trees.items() for node in ast.walk(tree)]
    own = {node.name for _, node in nodes if isinstance(node, ast.FunctionDef)}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: .{node.attr}"
        for path, node in nodes
        if isinstance(node, ast.Attribute) and node.attr in lacking - own
    ]
    assert found == []
