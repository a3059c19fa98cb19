"""What is journalled of a document before it goes to the СКНО: its image, and by `record` its
paper (регл. 14, 67). Imported when asked, both at once.
"""

from bu.control_unit import record  # noqa: F401
from bu.skno import documents as images


def image(core, document) -> tuple:
    """The electronic document of a `Document` or a Z-report (прил. 2), as a content of the
    journal; it was encoded once to see that every value fits."""
    registration = core.registration()

    def pieces():
        return images.encode(document, registration.skko, registration.unp)

    return sum([len(piece) for piece in pieces()]), pieces
