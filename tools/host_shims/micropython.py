"""The `micropython` module for CPython: what firmware modules take from it, and no more.

This folder comes last on the path, so a real `micropython` module (adafruit-blinka has one) wins.
"""

from typing import TypeVar

T = TypeVar("T")


def const(value: T) -> T:
    """Mark a compile-time constant; on CPython it is just the value."""
    return value
