"""Marks of portable tests, which import no pytest: a module's `REGL` becomes its tests' marks.

    REGL = ("14", "прил.1.I.*")                     all tests of the module show these points
    REGL = {"test_power_cuts": ("14/5", "28/1")}    this test does

The points are those of docs/coverage/*.txt; see tools/coverage_table.py.
"""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Adds the marks; a name in a REGL that no test has is an error."""
    for item in items:
        module = getattr(item, "module", None)
        named = getattr(module, "REGL", None)
        if isinstance(named, dict):
            unknown = [name for name in named if not hasattr(module, name)]
            if unknown:
                raise pytest.UsageError(f"{module.__name__}: REGL names {unknown}")
            named = named.get(getattr(item, "originalname", item.name))
        if named:
            item.add_marker(pytest.mark.regl(*named))
