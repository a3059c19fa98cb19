"""Wrong calls of the facade's late methods, for mypy alone (`make lint`); nothing runs this.

Each is marked as an error: mypy complains of a mark that is not needed (`warn_unused_ignores`), so
lint fails as soon as a wrong call is taken for a right one.
"""

from bu.control_unit.facade import ControlUnit


async def right(unit: ControlUnit) -> None:
    """As the methods are."""
    number: int = await unit.z_report(b"key")
    await unit.open_shift("Иванова", confirmed=True)
    await unit.copy(number)
    for code, _ in unit.users():
        unit.remove_user(code)


async def wrong(unit: ControlUnit) -> None:
    """Too much, too little, of another type, by another name."""
    await unit.z_report(b"key", 1)  # type: ignore[call-arg]
    await unit.open_shift()  # type: ignore[call-arg]
    await unit.open_shift(5)  # type: ignore[arg-type]
    await unit.open_shift("Иванова", agreed=True)  # type: ignore[call-arg]
    unit.remove_user("12")  # type: ignore[arg-type]
    text: str = await unit.z_report()  # type: ignore[assignment]
    unit.close_shift(text)  # type: ignore[attr-defined]
