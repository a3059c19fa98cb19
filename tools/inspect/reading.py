"""Images -> `Report`: the regions one by one, then one against the other."""

from typing import Any

from . import cross, fold
from .extents import used
from .findings import Notes
from .goods import GoodsImage
from .journal import Journal
from .log import SECTOR
from .memory import Memory
from .model import Extent, Report
from .settings import Settings

REGIONS = ("journal", "memory", "settings", "goods")


def read(
    images: dict[str, bytes], skno: dict[str, Any] | None = None, key: bytes | None = None
) -> Report:
    """Reads any of the regions `journal`, `memory`, `settings`, `goods`; never raises.

    `skno`: the СКНО's documents, as `skno_of` reads them. `key` keys the БЭП's chain; by default
    the one in the settings.
    """
    report = Report()
    notes = Notes()
    for region, image in images.items():
        if len(image) % SECTOR:
            notes.add(region, len(image) // SECTOR * SECTOR, "size", size=len(image))
    if "settings" in images:
        settings = Settings(images["settings"], notes)
        report.settings = settings.values
        report.regions["settings"] = settings.log.extents
        report.wear["settings"] = settings.log.wear()
        key = key or settings.key
    journal = None
    if "journal" in images:
        journal = Journal(images["journal"], notes)
        report.journal, report.documents = journal.log.records, journal.documents
        report.folds = journal.folds
        report.regions["journal"] = journal.log.extents
        report.wear["journal"] = journal.log.wear()
        cross.z_reports(journal, notes)
    if "memory" in images:
        found = Memory(images["memory"], key, notes)
        report.memory = found.records
        report.regions["memory"] = found.extents()
    if "goods" in images:
        goods = GoodsImage(images["goods"], notes)
        report.goods = goods.base
        report.regions["goods"] = goods.extents()
    report.findings = notes.take()
    blank = {region: not used(image) for region, image in images.items()}
    cross.presence(report, blank, notes)
    if "journal" in images and report.memory:
        cross.memory(report, notes)
    if skno is not None and "journal" in images:
        cross.skno(report, skno, notes)
    report.findings = notes.take()
    report.regions = {name: report.regions[name] for name in REGIONS if name in report.regions}
    for region, extents in report.regions.items():
        _tail(extents, len(images[region]))
    return report


def _tail(extents: list[Extent], size: int) -> None:
    """Bytes behind the last whole sector or slot are accounted for, too."""
    end = extents[-1].end if extents else 0
    if end < size:
        extents.append(Extent(end, size, "behind the last whole sector"))


def totals(report: Report, names: tuple[str, ...], shift: int = -1) -> dict[str, Any]:
    """The inspector's own figures of a shift (-1: the last) as the bench's `*.expect.json` has
    them; IndexError for a shift that is not there."""
    return fold.totals(cross.find_shift(report, shift), names)
