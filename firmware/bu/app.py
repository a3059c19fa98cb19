"""Composition root: a board's parts become a control unit."""

# First: what follows imports nothing inside an import.
from bu import resident  # noqa: F401
from bu.control_unit.core import Core
from bu.control_unit.facade import ControlUnit
from bu.drivers.printer_escpos import Printer
from bu.printing import profiles
from bu.skno.carriers import StreamCarrier
from bu.skno.client import Client
from bu.storage.fiscal_keeper import FiscalKeeper
from bu.storage.journal import Journal
from bu.storage.settings import Settings

# Most currencies of a shift (прил. 2 табл. 7 поле 10).
_CURRENCIES = 10


def build(board) -> ControlUnit:
    """The control unit of a board (see `boards/`); nothing is read or written before `start`."""
    core = Core(
        board,
        Journal(board.journal_flash),
        FiscalKeeper(board.memory_flash, _CURRENCIES),
        Settings(board.settings_flash),
        Client(_carrier(board), board.clock),
        Printer(board.printer, board.clock, profiles.get(board.printer_profile)),
    )
    return ControlUnit(core)


def _carrier(board):
    """What the СКНО is reached by (регл. 69): a stream, or else the I2C bus `skno_bus`."""
    if board.skno is not None:
        return StreamCarrier(board.skno, board.clock)
    from bu.skno.carrier_i2c import I2cCarrier

    return I2cCarrier(board.skno_bus, board.clock)
