"""What set-up tells the person at the terminal: progress lines, and a banner for bad news."""

from __future__ import annotations

import sys

WIDTH = 90


def step(text: str) -> None:
    """One progress line."""
    print(f"setup: {text}", flush=True)


def banner(title: str, text: str) -> None:
    """A framed warning on stderr."""
    bar = "*" * WIDTH
    body = [f"***  {line}" for line in text.splitlines()]
    lines = ["", bar, f"***  {title}", "***", *body, bar, ""]
    print("\n".join(lines), file=sys.stderr, flush=True)
