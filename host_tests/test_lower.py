"""Modules rewritten for MicroPython: what each rule makes; the СКНО's own stay the same."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tools.bench.models.skno_decoder import decode
from tools.bench.models.skno_fields import DocumentError
from tools.deploy import bundle
from tools.deploy.lower import lower
from tools.setup import runtime

HERE = Path(__file__).parent
VECTORS = json.loads((HERE / "vectors" / "skno_documents.json").read_text("utf-8"))

SAMPLE = '''"""A module."""
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from elsewhere import Alias, thing
if TYPE_CHECKING:
    from nowhere import Nothing

Row = tuple[str, ...]
Call = Callable[[int], Any]


class Shape(Protocol):
    """Only a shape."""

    def area(self) -> int: ...


class Pair(NamedTuple):
    """Two."""

    left: int
    right: Any = "r"


@dataclass(frozen=True)
class Box:
    """A box."""

    name: str
    size: int = 3
    inside: list[int] = field(default_factory=list)

    def first(self) -> int | None:
        """The first."""
        return self.inside[0] if self.inside else None


def work(row: Row, *rest: int, key: str = "k") -> dict[str, Any]:
    count: int = len(rest)
    name: str
    name = key
    try:
        int("x")
    except ValueError as error:
        problem = str(error)
    whole = (*rest, count)
    return {"a": 1, **{name: [0, *whole]}, "text": b"\\xcf\\x98"[:1].decode("cp1251"),
            "digits": "12".isdecimal()}


def fails() -> None:
    try:
        raise KeyError("inner")
    except KeyError as error:
        raise ValueError("outer") from error
'''
ELSEWHERE = "Alias = dict[str, int]\nthing = 5\n"


@pytest.fixture
def lowered(monkeypatch: pytest.MonkeyPatch) -> dict:
    """The sample's names after it was rewritten and run."""
    texts = lower({"sample": SAMPLE, "elsewhere": ELSEWHERE})
    for word in ("typing", "dataclass", "Protocol", "Alias", "->", "Row", "Nothing", '"""'):
        assert word not in texts["sample"], word
    monkeypatch.syspath_prepend(str(runtime.ROOT / "boards/skno_emulator/lib"))
    import types

    elsewhere = types.ModuleType("elsewhere")
    exec(texts["elsewhere"], elsewhere.__dict__)
    monkeypatch.setitem(__import__("sys").modules, "elsewhere", elsewhere)
    names: dict = {}
    exec(texts["sample"], names)
    return names


def test_rules(lowered: dict) -> None:
    assert tuple(lowered["Pair"](1)) == (1, "r") and lowered["Pair"](1, right=2).right == 2
    one, two = lowered["Box"]("n"), lowered["Box"]("m", 4, [7])
    assert (one.name, one.size, one.first()) == ("n", 3, None)
    assert (two.size, two.first()) == (4, 7) and one.inside is not lowered["Box"]("o").inside
    assert lowered["work"]((), 8, 9, key="z") == {
        "a": 1, "z": [0, 8, 9, 2], "text": "П", "digits": True}
    assert lowered["thing"] == 5 and "Shape" not in lowered and "Row" not in lowered
    with pytest.raises(ValueError, match="outer") as caught:
        lowered["fails"]()
    assert caught.value.__cause__ is None


SCRIPT = """
import json
import sys
from tools.bench.models.skno_decoder import decode
from tools.bench.models.skno_fields import DocumentError

for line in sys.stdin:
    try:
        print(json.dumps(decode(bytes.fromhex(line.strip()))))
    except DocumentError as error:
        print(json.dumps(str(error)))
"""


def test_the_decoder_says_the_same_on_the_board(micropython: str, tmp_path: Path) -> None:
    """Every document of the vectors, whole and spoiled in each of its first bytes, both ways."""
    bundle.slot_files("skno_emulator", {"i386": "x86", "amd64": "x64"}[micropython])
    documents = []
    for entry in VECTORS:
        whole = bytes.fromhex(entry["hex"])
        documents += [whole, whole[:-1], whole + b"\x00"]
        documents += [whole[:at] + bytes([whole[at] ^ 0x98]) + whole[at + 1 :]
                      for at in range(0, min(len(whole), 120), 3)]
    script = tmp_path / "decode.py"
    script.write_text(SCRIPT)
    interpreter = runtime.command(micropython)
    assert interpreter
    path = f"{bundle.BUILD / 'any' / 'skno_emulator'}:.frozen"
    done = subprocess.run(
        [*interpreter, "-X", "heapsize=256k" if micropython == "i386" else "heapsize=512k",
         str(script)],
        input="".join(f"{data.hex()}\n" for data in documents), capture_output=True, text=True,
        env={**os.environ, "MICROPYPATH": path}, cwd=tmp_path, timeout=60, check=False)
    assert not done.returncode, done.stderr
    said = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert len(said) == len(documents)
    for data, answer in zip(documents, said, strict=True):
        try:
            expected = json.loads(json.dumps(decode(data)))
        except DocumentError as error:
            assert isinstance(answer, str), (data.hex(), answer)
            # A text that is no cp1251 is told in the interpreter's own words.
            assert answer == str(error) or "not cp1251" in answer, (answer, str(error))
        else:
            assert answer == expected, data.hex()
