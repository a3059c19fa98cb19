"""ESC/POS by hand for the tests of the printer model."""

from tools.bench.models.printer import Printer

INIT = b"\x1b@\x1c.\x1bt\x11"
UID = b"8FAB703F74748FDE1D0BD551"
# A document of eight lines, and these.
DOCUMENT = INIT + b"".join(b"line %d\n" % n for n in range(8))
LINES = [f"line {n}" for n in range(8)]


def cp866(text: str) -> bytes:
    """Text as code page 17 has it."""
    return text.encode("cp866")


def qr_function(function: int, *values: int, data: bytes = b"") -> bytes:
    """GS ( k with cn = 49."""
    body = bytes([49, function, *values]) + data
    return b"\x1d(k" + len(body).to_bytes(2, "little") + body


def qr(data: bytes = UID, module: int = 4, level: int = 49) -> bytes:
    """The five functions that print a QR code."""
    return (
        qr_function(65, 50, 0)
        + qr_function(67, module)
        + qr_function(69, level)
        + qr_function(80, 48, data=data)
        + qr_function(81, 48)
    )


def printed(data: bytes, **options) -> Printer:
    """A printer that has been sent INIT and `data`, and ended."""
    printer = Printer(**options)
    printer.feed(INIT + data, 0)
    printer.finish()
    return printer


def text(data: bytes, **options) -> list[str]:
    """The lines that come out; nothing is wrong."""
    printer = printed(data, **options)
    assert printer.errors == []
    return printer.tape.text


def error(data: bytes, **options) -> str:
    """The one thing that is wrong."""
    printer = printed(data, **options)
    assert len(printer.errors) == 1, printer.errors
    return printer.errors[0]
