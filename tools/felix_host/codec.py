"""Frames, numbers and texts as the host writes them (1.2 and 2.2 of both documents)."""

ENQ, ACK, STX, ETX, EOT, NAK, DLE = 0x05, 0x06, 0x02, 0x03, 0x04, 0x15, 0x10

# Signs that CP866 lacks, or that the register cannot print (2.2, note).
_SIGNS = str.maketrans({
    "«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-",
    "…": "...", "і": "i", "І": "I", "₽": "р", "€": "e", "^": " ", "_": " ", "`": "'",
})  # fmt: skip


def frame(data: bytes) -> bytes:
    """The block that carries `data`: STX, masked data, ETX, xor of all behind STX."""
    masked = bytearray()
    for byte in data:
        if byte in (DLE, ETX):
            masked.append(DLE)
        masked.append(byte)
    masked.append(ETX)
    check = 0
    for byte in masked:
        check ^= byte
    return bytes((STX, *masked, check))


class Deframer:
    """Takes the bytes behind STX one at a time: None, the data, or False for a wrong check."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._check = 0
        self._masked = False
        self._ended = False

    def take(self, byte: int) -> bytes | bool | None:
        if self._ended:
            return bytes(self._data) if byte == self._check else False
        self._check ^= byte
        if not self._masked and byte == DLE:
            self._masked = True
        elif not self._masked and byte == ETX:
            self._ended = True
        else:
            self._masked = False
            self._data.append(byte)
        return None


def bcd(value: int, size: int) -> bytes:
    """A number as `size` bytes of two decimal digits, high ones first."""
    return bytes.fromhex(f"{value:0{2 * size}d}")


def number(data: bytes) -> int:
    """The inverse of `bcd`; ValueError where a digit is none."""
    return int(data.hex())


def printable(text: str) -> str:
    """The text with what CP866 lacks replaced by what it has."""
    text = text.translate(_SIGNS)
    return text.encode("cp866", "replace").decode("cp866")


def text(value: str) -> bytes:
    """A `printable` text as bytes."""
    return value.encode("cp866")
