"""The settings: the log's records -> values by name (docs/storage.md, Settings)."""

from typing import Any

from .findings import Notes
from .log import Log

REGION = "settings"
LABEL = b"SE"
_ALL, _CHANGE = 1, 2
_DEEP = 8
# What no report shows: the key of the БЭП's chain, passwords.
SECRET = ("secret", "access.")


class ValueWrong(Exception):
    """Bytes that are no value; the text says what."""


def decode(data: bytes, depth: int = 0) -> Any:
    """A value: int, str, bytes, or a tuple of them. ValueWrong."""
    kind, rest = data[:1], data[1:]
    if kind == b"i":
        return int.from_bytes(rest, "big", signed=True)
    if kind == b"s":
        try:
            return rest.decode()
        except UnicodeDecodeError:
            raise ValueWrong("не UTF-8") from None
    if kind == b"b":
        return rest
    if kind != b"t" or depth > _DEEP:
        raise ValueWrong(f"тип {kind!r}")
    parts = []
    while rest:
        size = int.from_bytes(rest[:2], "big")
        if len(rest) < 2 + size:
            raise ValueWrong("обрывается")
        parts.append(decode(rest[2 : 2 + size], depth + 1))
        rest = rest[2 + size :]
    return tuple(parts)


def is_secret(name: str) -> bool:
    """True for what no report shows."""
    return name.startswith(SECRET)


class Settings:
    """The settings in `image`; `values` by name, as they are in force."""

    def __init__(self, image: bytes, notes: Notes) -> None:
        self._notes = notes
        self.log = Log(image, LABEL, REGION, notes)
        self.values: dict[str, Any] = {}
        records = self.log.records
        whole = [item.position for item in records if (item.kind, item.state) == (_ALL, "good")]
        start = max(whole, default=0)
        self.log.note_headers(trusted=start < self.log.boundary)
        raw: dict[str, bytes] = {}
        for record in records:
            if record.state in ("lost", "damaged"):
                code = "old" if record.position < start else record.state
                notes.add(
                    REGION, record.address, code, count=record.length,
                    what=f"запись {record.number}",
                )  # fmt: skip
            elif record.state == "good" and record.kind not in (_ALL, _CHANGE):
                notes.add(REGION, record.address, "kind", kind=record.kind, length=record.length)
            elif record.state == "good" and record.position >= start:
                record.name = "all" if record.kind == _ALL else "change"
                if record.kind == _ALL:
                    raw = {}
                self._take(record.address, record.payload, raw)
        for name, data in sorted(raw.items()):
            try:
                self.values[name] = decode(data)
            except ValueWrong as error:
                notes.add(REGION, None, "setting", what=f"{name}: {error}")

    def _take(self, address: int, data: bytes, raw: dict[str, bytes]) -> None:
        """The items of one record."""
        at = 0
        while at < len(data):
            start = at + 1 + data[at]
            end = start + 2 + int.from_bytes(data[start : start + 2], "big")
            if end > len(data) or start + 2 > len(data):
                self._notes.add(REGION, address, "layout", what="настройки обрываются")
                return
            name = data[at + 1 : start].decode("utf-8", "replace")
            raw.pop(name, None)
            if end > start + 2:
                raw[name] = data[start + 2 : end]
            at = end

    @property
    def key(self) -> bytes | None:
        """The key of the БЭП's chain, None where there is none."""
        secret = self.values.get("secret")
        return secret if isinstance(secret, bytes) and secret else None
