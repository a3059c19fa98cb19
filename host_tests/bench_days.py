"""What the tests of scripted days share: the days, and running the bench's command line."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DAYS = ROOT / "tools" / "bench" / "days"
NAMES = ("grocery", "marked", "currencies")


def day_file(name: str) -> Path:
    return DAYS / f"{name}.day.jsonl"


def expected(name: str) -> dict:
    return json.loads((DAYS / f"{name}.expect.json").read_text("utf-8"))


def actions(name: str) -> list[dict]:
    return [json.loads(line) for line in day_file(name).read_text("utf-8").splitlines()]


def write_day(path: Path, lines: list) -> Path:
    """A day file of these actions; a string stands as it is."""
    text = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


def bench(*arguments: object, timeout: float = 100) -> subprocess.CompletedProcess[str]:
    """`python -m tools.bench ARGUMENTS`, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "tools.bench", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip
