"""What there is in firmware/bu, for the tests that look at all of it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRMWARE = ROOT / "firmware"


def firmware_files() -> list[Path]:
    """Every source file of the firmware package."""
    return sorted((FIRMWARE / "bu").rglob("*.py"))


def module_name(path: Path) -> str:
    """The dotted name of a firmware source file."""
    parts = path.relative_to(FIRMWARE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def firmware_modules() -> list[str]:
    """The dotted names of all firmware modules."""
    return sorted(module_name(path) for path in firmware_files())
