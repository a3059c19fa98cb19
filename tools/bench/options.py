"""Values of the bench's options: each is the value, or what was wrong with the words."""

from argparse import ArgumentTypeError
from pathlib import Path


def seconds(text: str) -> int:
    """How long."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text}: a number of seconds is expected")
    return int(text)


def png(text: str) -> Path:
    """Where a picture goes."""
    if not text.endswith(".png"):
        raise ArgumentTypeError(f"{text}: a name that ends in .png is expected")
    return Path(text)


def number(text: str) -> int:
    """A number, also as 0x1021."""
    try:
        return int(text, 0)
    except ValueError:
        raise ArgumentTypeError(f"{text}: a number is expected, as 0xFFFF") from None
