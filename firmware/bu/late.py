"""Modules that are seldom needed: imported on entry, gone with their last user (design, Budgets).

    late.fetch("bu.control_unit.reading").memory_report(unit, 1, 20)
    await late.visit("bu.ui.cash", "deposit", desk)

On MicroPython what had to be imported for `fetch` is forgotten at once: it lives as long as
somebody holds it, a function of its or a generator. A visited module is known to imports until its
function is over: what is fetched or imported meanwhile shares it. The next time it is imported
anew, in place from ROMFS or frozen.

CPython forgets nothing: several registers run there in one process, and the `finally` of a visit
that nobody ended runs when it is collected, in the middle of another register's work.

A late module defines no class that others test for (`except`, `isinstance`): each time makes
another one. What it keeps in its globals is lost.
"""

import gc
import sys

from micropython import const

_PART = const(16)
# A board with a large heap has it False (`bu.assembly`): what was imported stays.
forgets = sys.implementation.name == "micropython"


def fetch(path: str):
    """The module of this name. ImportError."""
    came = _bring(path)
    module = sys.modules[path]
    _forget(came)
    return module


async def visit(path: str, name: str, *arguments):
    """What the coroutine function `name` of the module of this name returns. ImportError."""
    came = _bring(path)
    try:
        return await getattr(sys.modules[path], name)(*arguments)
    finally:
        if came:
            _forget(came)
            tidy()


def tidy() -> None:
    """Collects garbage on MicroPython; elsewhere that is a matter of the interpreter."""
    if hasattr(gc, "mem_free"):
        gc.collect()


def _bring(path):
    """Imports a module; the names of all that came with it and is to be forgotten."""
    came: list = []
    if path in sys.modules:
        return came
    if not forgets:
        __import__(path)
        return came
    gc.collect()  # what comes stands together then, and leaves one hole
    known = _loaded()
    try:
        __import__(path)
    finally:
        for names in _loaded():
            for name in names:
                for part in known:
                    if name in part:
                        break
                else:
                    came.append(name)
        if path not in sys.modules:  # it failed: what it had imported before
            _forget(came)
    return came


def _loaded() -> list:
    """The names of all modules, in parts: a heap in use has no room for one long list."""
    parts: list = [[]]
    for name in sys.modules:
        if len(parts[-1]) >= _PART:
            parts.append([])
        parts[-1].append(name)
    return parts


def _forget(names):
    for path in names:
        del sys.modules[path]
        package, _, name = path.rpartition(".")
        if package in sys.modules and hasattr(sys.modules[package], name):
            delattr(sys.modules[package], name)
