"""The СКНО's memory that survives switching off: a state file and a file of documents.

    PATH             JSON, replaced as a whole: temporary file, then rename
    PATH.documents   JSON lines, one a document: {"shift", "uid", "hex"}

A document is appended first and counted by the state file after that, so a cut in between leaves
it untaken: what the state file does not count is not read, and the next document overwrites it.
Nothing leaves the СКНО before `append` and `save` have returned. Without a path the same state
lives in memory only.
"""

import json
import os
import pathlib
from dataclasses import asdict, dataclass, field

VERSION = 1


class StateError(Exception):
    """A state file that is not this СКНО's, or is damaged."""


@dataclass(frozen=True)
class Record:
    """One document taken: in which shift, its УИ (hex), its bytes (hex)."""

    shift: int
    uid: str
    hex: str


@dataclass
class State:
    """`register` is (serial number, model, УНП) of the identified register."""

    serial: int
    skko: int | None = None
    register: list[str | int] | None = None
    shift_open: bool = False
    shifts: int = 0
    unfinished: bool = False
    sent: int = 0
    last_number: int | None = None
    last_z: int | None = None
    taken: int = 0
    taken_bytes: int = 0
    version: int = VERSION
    records: list[Record] = field(default_factory=list, repr=False)


class Store:
    """State on disk; `fsync` also waits for the disk itself."""

    def __init__(self, path: str | os.PathLike[str] | None, serial: int,
                 fsync: bool = False) -> None:
        self.path = None if path is None else pathlib.Path(path)
        self.fsync = fsync
        self.state = State(serial)
        if self.path is not None and self.path.exists():
            self.state = self._load(serial)

    @property
    def documents_path(self) -> pathlib.Path:
        """The file of documents beside the state file."""
        assert self.path is not None
        return self.path.with_name(self.path.name + ".documents")

    def _load(self, serial: int) -> State:
        assert self.path is not None
        try:
            state = State(**json.loads(self.path.read_text(encoding="utf-8")))
            raw = b""
            if self.documents_path.exists():
                raw = self.documents_path.read_bytes()[:state.taken_bytes]
            state.records = [Record(**json.loads(line)) for line in raw.splitlines()]
        except (ValueError, TypeError) as error:
            raise StateError(f"{self.path}: {error}") from error
        if state.version != VERSION or state.serial != serial:
            raise StateError(f"{self.path}: version {state.version}, СКНО {state.serial}")
        if len(state.records) != state.taken or len(raw) != state.taken_bytes:
            raise StateError(f"{self.documents_path}: {len(state.records)} of {state.taken}")
        return state

    def append(self, record: Record) -> None:
        """Takes a document; `save` has to follow, and makes it count."""
        self.state.records.append(record)
        self.state.taken += 1
        if self.path is None:
            return
        line = json.dumps(asdict(record)).encode() + b"\n"
        with self.documents_path.open("ab") as file:
            file.truncate(self.state.taken_bytes)
            file.write(line)
            self._flush(file.fileno(), file.flush)
        self.state.taken_bytes += len(line)

    def save(self) -> None:
        """Writes the state file anew."""
        if self.path is None:
            return
        fields = {name: value for name, value in vars(self.state).items() if name != "records"}
        temporary = self.path.with_name(self.path.name + ".new")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(fields, file, ensure_ascii=False, indent=1)
            self._flush(file.fileno(), file.flush)
        temporary.replace(self.path)

    def _flush(self, number: int, flush: object) -> None:
        assert callable(flush)
        flush()
        if self.fsync:
            os.fsync(number)
