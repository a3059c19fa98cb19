"""Modules that are seldom needed: imported on entry, gone with their last user (design, Budgets).

    late.fetch("bu.control_unit.reading").memory_report(unit, 1, 20)

On MicroPython a module that `fetch` had to import is forgotten at once, with all that it alone
imported: it lives as long as somebody holds it, a function of its or a generator. The next visit
imports it anew, in place from ROMFS or frozen. CPython keeps what it imported.

A late module defines no class that others test for (`except`, `isinstance`): each visit makes
another one. What it keeps in its globals is lost.
"""

import sys

_FORGETS = sys.implementation.name == "micropython"


def fetch(path: str):
    """The module of this name. ImportError."""
    if path in sys.modules:
        return sys.modules[path]
    known = list(sys.modules)
    __import__(path)
    module = sys.modules[path]
    if _FORGETS:
        for name in list(sys.modules):
            if name not in known:
                del sys.modules[name]
                package, _, last = name.rpartition(".")
                if package in sys.modules and hasattr(sys.modules[package], last):
                    delattr(sys.modules[package], last)
    return module
