"""What the storage refuses, and what it found broken. The control unit maps `code` to refusals.

Every one of these leaves the flash and the object as they were, unless it says otherwise.
"""


class StorageError(Exception):
    """Base of all; `code` names the case, `where` the position, sector or slot (None: none)."""

    code = "storage"

    def __init__(self, text: str = "", where=None) -> None:
        super().__init__(text or self.code)
        self.where = where


class NotFormatted(StorageError):
    """The region is blank or holds something else: the explicit format function was never run."""

    code = "not_formatted"


class Damaged(StorageError):
    """A record that was there cannot be read: its CRC or MAC is wrong."""

    code = "damaged"


class Full(StorageError):
    """No room without touching what must be kept (регл. 26)."""

    code = "full"


class Faulty(StorageError):
    """The chip does not program any more. What was written before stays readable."""

    code = "faulty"


class TooLong(StorageError):
    """A record or value over its limit."""

    code = "too_long"


class WrongOrder(StorageError):
    """A call that does not fit the state: a commit without a prepared document and the like."""

    code = "order"


class NotPaired(StorageError):
    """The fiscal memory belongs to another unit, or to none yet (регл. 26, 35.6)."""

    code = "not_paired"


class NotRegistered(StorageError):
    """The fiscal memory holds no registration yet (регл. 35.1)."""

    code = "not_registered"


class RepeatedNumber(StorageError):
    """A shift number that is not greater than the last one in the fiscal memory (регл. 26)."""

    code = "repeated_number"


class EarlierDate(StorageError):
    """A date before that of the last record in the fiscal memory (регл. 26, 35.6)."""

    code = "earlier_date"
