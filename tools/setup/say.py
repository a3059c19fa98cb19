"""What set-up tells the person at the terminal: short progress lines, and a banner that cannot be overlooked."""

from __future__ import annotations

import sys

WIDTH = 100


def step(text: str) -> None:
    """One progress line."""
    print(f"setup: {text}", flush=True)


def banner(title: str, text: str) -> None:
    """A framed warning on stderr."""
    bar = "*" * WIDTH
    lines = ["", bar, f"***  {title}", "***", *(f"***  {line}" for line in text.splitlines()), bar, ""]
    print("\n".join(lines), file=sys.stderr, flush=True)
