"""Late and resident modules: what is fetched exists, keeps to the layers and is what it says."""

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module

import pytest

from bu import resident
from bu.control_unit.facade import LATE, ControlUnit
from bu.ui import desk, layout
from host_tests.modules import ROOT

FIRMWARE = ROOT / "firmware"
# Layers from the bottom up, as in pyproject.toml.
LAYERS = ("late", "fiscal hal", "storage skno printing", "control_unit", "ui host profiles")
NAMED = re.compile(r"bu(?:\.[a-z_0-9]+)+")


def _layer(module: str) -> int:
    package = module.split(".")[1]
    return next(at for at, names in enumerate(LAYERS) if package in names.split())


def _named() -> list[tuple[str, str]]:
    """(module, module that it names in a string) of the firmware."""
    found = []
    for path in sorted((FIRMWARE / "bu").rglob("*.py")):
        module = ".".join(path.relative_to(FIRMWARE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if NAMED.fullmatch(node.value):
                    found.append((module, node.value))
    return found


@pytest.mark.parametrize("module, named", _named())
def test_a_fetched_module_exists_and_is_not_above(module, named):
    import_module(named)
    if module.count(".") > 1 and not module.startswith("bu.drivers"):
        assert _layer(named) <= _layer(module)


@pytest.mark.parametrize("module, names", LATE)
def test_a_late_module_has_its_methods(module, names):
    part = import_module(f"bu.control_unit.{module}")
    for name in names.split():
        parameters = inspect.signature(getattr(part, name)).parameters
        assert next(iter(parameters)) == "unit", name
    assert not [name for name in names.split() if hasattr(ControlUnit, name)]


def test_mypy_sees_the_late_methods_of_the_facade():
    """Each of `LATE`, and no other; that a wrong call is an error shows in `facade_calls`."""
    tree = ast.parse((FIRMWARE / "bu/control_unit/facade.py").read_text("utf-8"))
    unit = next(node for node in tree.body if isinstance(node, ast.ClassDef))
    typed = next(node for node in unit.body if isinstance(node, ast.If))
    seen = [ast.unparse(line) for line in typed.body]
    assert seen == [f"{name} = {part}.{name}" for part, names in LATE for name in names.split()]


def test_every_key_of_the_desk_has_its_function():
    named = re.findall(r"(?m)^(\w+)=(\w+)\.(\w+)$", desk._KEYS)
    assert len(named) == len(desk._KEYS.split())
    for key, module, function in named:
        assert key == "scan" or layout.legend(key)
        assert inspect.iscoroutinefunction(getattr(import_module("bu.ui." + module), function))


def test_no_import_of_the_start_is_inside_another():
    """Each resident module finds everything that it imports there already."""
    script = f"""
import sys
sys.path[:0] = {[str(FIRMWARE), str(ROOT / "tools/host_shims")]!r}
import bu
for name in {resident.MODULES.split()!r}:
    path = "bu." + name
    package = path.rpartition(".")[0]
    __import__(package)
    before = {{key for key in sys.modules if key.startswith("bu.")}}
    assert path not in before, path + " is named after what imports it"
    __import__(path)
    after = {{key for key in sys.modules if key.startswith("bu.")}}
    assert after - before == {{path}}, (path, after - before)
__import__("bu.app")
left = {{key for key in sys.modules if key.startswith("bu.")}} - after
assert left == {{"bu.app", "bu.resident"}}, left
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
