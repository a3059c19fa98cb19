"""Modules that are seldom used: imported when they are entered, dropped when they are left.

Between two visits they cost no heap (docs/design.md, Budgets). What such a module imports of
`bu.ui` for itself is dropped with it.
"""

import sys

from bu import late

_PACKAGE = "bu.ui."


async def call(where: tuple, *arguments):
    """Calls `where` = (module of bu.ui, name of a coroutine function in it)."""
    path = _PACKAGE + where[0]
    before = _loaded()
    try:
        __import__(path)
        return await getattr(sys.modules[path], where[1])(*arguments)
    finally:
        for name in _loaded():
            if name not in before:
                _drop(name)
        late.tidy()


def _loaded():
    return [name for name in sys.modules if name.startswith(_PACKAGE)]


def _drop(path):
    del sys.modules[path]
    package = sys.modules["bu.ui"]
    name = path[len(_PACKAGE) :]
    if hasattr(package, name):
        delattr(package, name)
