"""`make demo`: the grocery day, with a look at its tape."""

import sys
from collections.abc import Callable
from pathlib import Path

from .tape import CUT

DAY = Path(__file__).parent / "days" / "grocery.day.jsonl"
SHOWN = 2


def run(out: Path, command: Callable[[list[str]], int]) -> int:
    """Runs the day, shows a few receipts and the Z-report; everything is left in `out`."""
    text = out / "tape.txt"
    print(f"A trading day on the virtual bench: {DAY.name}", file=sys.stderr)
    status = command([
        "day", str(DAY), "--report", str(out / "report.json"), "--tape", str(out / "tape.png"),
        "--text", str(text), "--documents", str(out / "documents.json"),
    ])  # fmt: skip
    if not text.exists():
        return status
    slips = split(text.read_text(encoding="utf-8"))
    sales = [slip for slip in slips if "Платежный документ" in slip]
    for slip in sales[:SHOWN] + slips[-1:]:
        print(slip)
    print(f"tape: {out / 'tape.png'}, the СКНО's documents: {out / 'documents.json'}, "
          f"report: {out / 'report.json'}")
    return status


def split(text: str) -> list[str]:
    """The tape's text, slip by slip."""
    return [slip for slip in text.split(CUT) if slip.strip()]
