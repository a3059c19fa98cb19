"""Flash images for the tests of the inspector: the recorded set, and writers of images by hand.

The writers make what the register never writes: any record at any place, with good CRCs and MACs.
They follow docs/storage.md and share no code with firmware and inspector.
"""

import hashlib
import hmac
import json
import lzma
import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

SET = Path(__file__).parent / "vectors" / "images"
SECTOR = 4096
HEADER = 22
KINDS = {"manufactured": 0x17, "paired": 0x1B, "registration": 0x1D, "shift": 0x1E,
         "restart": 0x27, "continuation": 0x2B}  # fmt: skip


def unpacked(name: str) -> bytes:
    """A file of the recorded set."""
    return lzma.decompress(SET.joinpath(f"{name}.xz").read_bytes())


def recorded() -> dict[str, Any]:
    """What the recorded set is about."""
    return json.loads(SET.joinpath("recorded.json").read_text("utf-8"))


def images() -> dict[str, bytes]:
    """The recorded images by region."""
    return {name: unpacked(name) for name in ("journal", "memory", "settings", "goods")}


def skno() -> dict[str, Any]:
    """The documents of its СКНО, as the inspector takes them."""
    state = json.loads(unpacked("skno.json"))
    lines = unpacked("skno.json.documents").splitlines()
    return {**state, "documents": [json.loads(line) for line in lines]}


def unpack_to(folder: Path) -> Path:
    """The recorded set as a bench's flash folder."""
    folder.mkdir(exist_ok=True)
    for name, image in images().items():
        folder.joinpath(f"{name}.nor").write_bytes(image)
    for name in ("skno.json", "skno.json.documents"):
        folder.joinpath(name).write_bytes(unpacked(name))
    return folder


# --- logs


def sector_header(label: bytes, first: int, sequence: int, number: int, version: int = 1) -> bytes:
    """The 22 bytes at the start of a sector."""
    head = struct.pack(">2s2sBBHIIH", b"BU", label, version, 255, first, sequence, 1, number)
    return head + struct.pack(">I", crc32(head))


def log(label: bytes, records: list[tuple], sectors: int, sequence: int = 1) -> bytes:
    """A log: records are (kind, payload) or (kind, payload, number), one behind the other."""
    image = bytearray()
    stream = HEADER
    number = 0

    def put(data: bytes) -> None:
        for byte in data:
            if len(image) % SECTOR == 0:
                image.extend(b"\0" * HEADER)
            image.append(byte)

    starts: list[tuple[int, int]] = []
    for kind, payload, *given in records:
        number = given[0] if given else number
        here = len(image) + (HEADER if len(image) % SECTOR == 0 else 0)
        starts.append((here, number))
        seed = crc32(struct.pack(">IH", sequence + here // SECTOR, here % SECTOR))
        head = struct.pack(">BHH", kind, len(payload), number & 0xFFFF)
        put(head + struct.pack(">I", crc32(head, seed)) + payload)
        put(struct.pack(">IB", crc32(payload, crc32(head, seed)), 0))
        number += 1
    assert stream and len(image) <= sectors * SECTOR
    for block in range(-(-len(image) // SECTOR)):
        here = [item for item in starts if item[0] // SECTOR == block]
        after = [item for item in starts if item[0] // SECTOR >= block]
        first = here[0][0] % SECTOR if here else 0
        follows = after[0][1] if after else number
        header = sector_header(label, first, sequence + block, follows & 0xFFFF)
        image[block * SECTOR : block * SECTOR + HEADER] = header
    return bytes(image) + b"\xff" * (sectors * SECTOR - len(image))


@dataclass(frozen=True)
class Entry:
    """The payload of a document, an opening or a cancelled receipt."""

    number: int
    kind: int
    time: bytes
    image: bytes
    paper: bytes
    key: bytes = b""

    @classmethod
    def of(cls, data: bytes) -> "Entry":
        number, kind, time, i, p, k = struct.unpack_from(">IB6sHHB", data)
        start = 20 + k
        return cls(number, kind, time, data[start : start + i], data[start + i :], data[16:16 + k])

    def pack(self) -> bytes:
        head = struct.pack(">IB6sHHB", self.number, self.kind, self.time, len(self.image),
                           len(self.paper), len(self.key)) + self.key  # fmt: skip
        return head + struct.pack(">I", crc32(head)) + self.image + self.paper

    def but(self, **changes: Any) -> bytes:
        """The payload with some fields changed."""
        return replace(self, **changes).pack()


# --- the БЭП


@dataclass(frozen=True)
class Slot:
    """A record of the БЭП before its MAC and CRC; `more`: the body of its continuation."""

    kind: int
    number: int
    seconds: int
    shift: int
    place: int
    restarts: int
    body: bytes
    more: bytes = b""

    def head(self) -> bytes:
        fields = struct.pack(">HIHHH", self.number, self.seconds, self.shift, self.place,
                             self.restarts)  # fmt: skip
        return fields + self.body.ljust(39, b"\0")


def _sealed(data: bytes, slot: int, kind: int) -> bytes:
    crc = crc32(bytes([kind]), crc32(data, crc32(struct.pack(">H", slot))))
    return data + struct.pack(">IB", crc, kind)


def slots_of(image: bytes) -> list[Slot]:
    """The records of a БЭП in order."""
    out = []
    more = b""
    for at in range(0, len(image.rstrip(b"\xff")), 64):
        data = image[at : at + 64]
        if data[63] == KINDS["continuation"]:
            more = data[4:58]
            continue
        out.append(Slot(data[63], *struct.unpack_from(">HIHHH", data), data[12:51], more))
        more = b""
    return out


def memory(slots: list[Slot | bytes], key: bytes, size: int = SECTOR) -> bytes:
    """A БЭП of these records, chained by `key`; bytes stand in their slot as they are."""
    image = b""
    mac = bytes(8)
    for item in slots:
        if isinstance(item, bytes):
            image += item
            continue
        if item.more:
            more = struct.pack(">HH", item.number, 0) + item.more + b"\0"
            image += _sealed(more, len(image) // 64, KINDS["continuation"])
        head = item.head()
        message = mac + item.more + head + bytes([item.kind])
        mac = hmac.new(key, message, hashlib.sha256).digest()[:8]
        image += _sealed(head + mac, len(image) // 64, item.kind)
    return image.ljust(-(-len(image) // size) * size, b"\xff")
