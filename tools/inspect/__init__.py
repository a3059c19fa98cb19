"""The service engineer's offline inspector of flash images (docs/inspect.md).

    report = read({"journal": ..., "memory": ..., "settings": ...}, skno_of("flash/skno.json"))
    report.worst, report.findings, report.documents, report.shifts

It is written from docs/storage.md and прил. 2 of the regulation and shares no code with the
firmware, so that it can witness against it.
"""

from .model import NORMAL, SERVICE, WARNING, Document, Finding, Report
from .reading import REGIONS, read, totals
from .sknofile import skno_of

__all__ = [
    "NORMAL", "REGIONS", "SERVICE", "WARNING", "Document", "Finding", "Report", "read", "skno_of",
    "totals",
]  # fmt: skip
