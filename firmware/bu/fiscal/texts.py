"""Texts that stay in flash: one string of lines name=words, searched when a word is asked for.

A module of them has no attribute for each, which would cost heap; its `__getattr__` calls `find`.
"""


def find(text: str, name: str) -> str:
    """The words of this name; AttributeError where there are none."""
    start = text.find("\n%s=" % name)
    if start < 0:
        raise AttributeError(name)
    start += len(name) + 2
    return text[start : text.find("\n", start)]
