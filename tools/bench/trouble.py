"""What happens in the middle of a scripted day, and what it must come to (design: Scripted days).

    cut      power goes in the so-many-th write of a region; the unit starts again and goes on
    power    off and on between two actions
    fault    of the СКНО, of the printer, of a wire; bounded ones end by themselves
    mend     everything is put right, nothing more is planned
    wait     time passes
    check    the figures, numbers and documents that there must be now
"""

from collections.abc import Callable
from typing import Any, Protocol, cast

from .attach import Channel, SimChannel
from .disturb import Disturbance, Disturbed
from .models.nor import Tear
from .models.printer import Printer
from .models.skno import Skno
from .place import DEVICES, PAIRS, Place

# How a facade method is called: plainly, awaited, or for the whole of what it yields.
CALLS = {
    **dict.fromkeys(("configure", "set_rate", "remove_rate", "set_clock", "restart", "manufacture",
                     "login", "logout", "set_password", "add_user", "remove_user",
                     "last_sale"), ""),
    **dict.fromkeys(("register", "registration_report", "copy_z", "print_text", "control_tape",
                     "memory_report", "check", "confirm_clock_needed"), "await"),
    **dict.fromkeys(("settings", "tape_records"), "each"),
}  # fmt: skip
# What puts right each event that a fault may name.
_GOOD = [good for _, good in PAIRS if good in DEVICES]


class Bench(Protocol):
    """The bench that it happens to: a `World`, or another `Port` with devices of its own."""

    regions: Any
    channels: dict[str, Channel]

    @property
    def skno(self) -> Skno | None: ...
    @property
    def printer(self) -> Printer | None: ...
    def now_ms(self) -> int: ...
    def sleep_ms(self, duration: int) -> None: ...


def power(world: Bench, on: bool, devices: bool = True) -> None:
    """Power off or on: of unit, СКНО and printer, or of the unit alone.

    What was planned for the flash is forgotten with the power's return.
    """
    now = world.now_ms()
    for region in world.regions.values():
        if on:
            region.power_on()
        else:
            region.dead = True
    skno, printer = world.skno, world.printer
    if not devices:
        if on and printer:
            printer.unit_restarted()
    elif on:
        if skno:
            skno.power_on(now)
        if printer:
            printer.power_on(now)
    else:
        if skno:
            skno.power_off()
        if printer:
            printer.power_off(now)


def disturb(world: Bench, name: str, disturbance: Disturbance) -> None:
    """Plans a byte fault on the wire of the bench's own СКНО or printer."""
    channel = world.channels[name]
    if not isinstance(channel, SimChannel):
        raise ValueError(f"{name}: the wire of a device from outside")
    if not isinstance(channel.device, Disturbed):
        channel.device = Disturbed(channel.device)
    channel.device.plan.append(disturbance)


def is_disturbed(world: Bench, name: str) -> bool:
    """True once the wire of this device was disturbed."""
    channel = world.channels[name]
    return isinstance(channel, SimChannel) and isinstance(channel.device, Disturbed)


def calm(world: Bench) -> None:
    """Forgets all that is planned: byte faults, faults of the СКНО, cuts."""
    for channel in world.channels.values():
        if isinstance(channel, SimChannel) and isinstance(channel.device, Disturbed):
            channel.device.plan.clear()
    if world.skno:
        world.skno.faults.plan.clear()
    for region in world.regions.values():
        region.power_on()


class _At:
    """Where the events of the operator's place happen."""

    def __init__(self, world: Bench) -> None:
        self.world = world


def event(world: Bench, words: str) -> None:
    """One of `place.DEVICES`."""
    if words not in DEVICES:
        raise ValueError(words)
    DEVICES[words](cast(Place, _At(world)))


def cut(world: Bench, region: str = "journal", writes: int = 1, **tear: Any) -> None:
    """Plans a power cut in the so-many-th write (program or erase) of a region from now."""
    nor = world.regions[region]
    nor.cut(nor.operation + writes - 1, Tear(**tear))


def fault(world: Bench, *, skno: dict[str, Any] | None = None, event: str = "",
          paper_after: int | None = None, wire: str = "", **disturbance: Any) -> None:
    """A fault of the СКНО's plan, an event, the paper's end, or bytes that go wrong on a wire."""
    if skno is not None and world.skno:
        world.skno.faults.extend([skno])
    if event:
        _event(world, event)
    if paper_after is not None and world.printer:
        world.printer.paper_after_lines(paper_after, world.now_ms())
    if wire:
        disturb(world, wire, Disturbance(**disturbance))


_event = event


def mend(world: Bench) -> None:
    """All faults end, and nothing more is planned."""
    calm(world)
    now = world.now_ms()
    for words in _GOOD:
        if words != "skno on" or (world.skno and not world.skno.powered):
            event(world, words)
    if world.skno:
        for name in ("certificate_ban", "z_ban"):
            setattr(world.skno.flags, name, False)
        world.skno.flags.skzi = True
    if world.printer:
        world.printer.go_online(now)
    world.sleep_ms(1000)


def wait(world: Bench, ms: int) -> None:
    """Time passes."""
    world.sleep_ms(ms)


# Actions of a day file that happen to the bench, not to the unit.
HAPPENS: dict[str, Callable[..., None]] = {"cut": cut, "fault": fault, "mend": mend, "wait": wait}


def differences(order: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """What of a `check` does not stand in `found`; a part that is left out is not compared."""
    listed = []
    for name, wanted in order.items():
        _compare(name, wanted, found.get(name), listed)
    return listed


def _compare(path: str, wanted: Any, found: Any, listed: list[str]) -> None:
    if isinstance(wanted, dict) and isinstance(found, dict):
        for name, value in wanted.items():
            _compare(f"{path}.{name}", value, found.get(name), listed)
    elif wanted != found:
        listed.append(f"{path}: {found!r}, expected {wanted!r}")
