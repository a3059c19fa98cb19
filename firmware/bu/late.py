"""Modules that are seldom needed: imported on entry, gone with their last user (design, Budgets).

    late.fetch("bu.control_unit.reading").memory_report(unit, 1, 20)

On MicroPython a module that `fetch` had to import is forgotten at once, with all that it alone
imported: it lives as long as somebody holds it, a function of its or a generator. The next visit
imports it anew, in place from ROMFS or frozen. CPython keeps what it imported.

A late module defines no class that others test for (`except`, `isinstance`): each visit makes
another one. What it keeps in its globals is lost.
"""

import gc
import sys

from micropython import const

_PART = const(16)
_FORGETS = sys.implementation.name == "micropython"


def fetch(path: str):
    """The module of this name. ImportError."""
    if path in sys.modules:
        return sys.modules[path]
    if not _FORGETS:
        __import__(path)
        return sys.modules[path]
    gc.collect()  # what comes stands together then, and leaves one hole
    known = _loaded()
    __import__(path)
    module = sys.modules[path]
    for names in _loaded():
        for name in names:
            if not any(name in part for part in known):
                _forget(name)
    return module


def tidy() -> None:
    """Collects garbage where the heap is small; elsewhere that is a matter of the interpreter."""
    if _FORGETS:
        gc.collect()


def _loaded() -> list:
    """The names of all modules, in parts: a heap in use has no room for one long list."""
    parts: list = [[]]
    for name in sys.modules:
        if len(parts[-1]) >= _PART:
            parts.append([])
        parts[-1].append(name)
    return parts


def _forget(path: str) -> None:
    del sys.modules[path]
    package, _, name = path.rpartition(".")
    if package in sys.modules and hasattr(sys.modules[package], name):
        delattr(sys.modules[package], name)
