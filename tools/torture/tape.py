"""What a tape says, read as a person reads it: slips, repeats, copies, and prints that broke off.

It knows the words on paper (docs/printing.md) and takes nothing from the firmware.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tools.bench.models.printer_paper import Tape

INTERRUPTED, REPEATED = "# Печать прервана #", "# Повтор печати #"
COPIES = ("Копия документа", "Копия Z-отчета")
TITLES = {
    "sale": "Платежный документ",
    "refund": "Документ возврата",
    "void": "Документ аннулирования",
    "deposit": "Документ внесения",
    "withdrawal": "Документ изъятия",
    "card_payout": "Документ выдачи",
    "z_report": "Суточный (сменный) отчет (Z-отчет)",
}
_HEAD = re.compile(r"УНП +\d{9}$")
_UID = re.compile(r"\[QR ([0-9A-F]{24})\]$|\[image ")
Z_NUMBER = re.compile(r"Порядковый номер записи +(\d+)$")
_NUMBER = re.compile(r"(?:№ док\.|Порядковый номер записи) +(\d+)$")
_SUM = re.compile(r"(?:(.*?) +)?(-?\d+\.\d\d)(?: ([A-Z]{3}))?$")


@dataclass(frozen=True)
class Print:
    """A document that came out whole: from its head to its УИ."""

    uid: str
    kind: str
    number: int
    lines: tuple[str, ...]
    repeated: bool  # it says «Повтор печати»
    copy: bool

    def sums(self) -> dict[tuple[str, str], str]:
        """The sums behind their words: (words, currency or "") -> sum.

        A further currency has its sums below, without the words.
        """
        sums: dict[tuple[str, str], str] = {}
        words = ""
        for line in self.lines:
            match = _SUM.match(line)
            if match:
                words = match[1] or words
                sums[words, match[3] or ""] = match[2]
        return sums


def pieces(tape: Tape) -> Iterator[list[str]]:
    """The lines between cuts."""
    first = 0
    for end in [*tape.cuts, len(tape.text)]:
        if end > first:
            yield tape.text[first:end]
        first = end


def prints(tape: Tape) -> Iterator[Print]:
    """Every document with a УИ that stands whole on the tape, in order."""
    for lines in pieces(tape):
        first = 0
        for place, line in enumerate(lines):
            match = _UID.match(line.strip())
            if match and match[1]:
                yield _print(lines[first : place + 1], match[1])
                first = place + 1


def _print(lines: Sequence[str], uid: str) -> Print:
    """The last document in these lines; before it may stand what broke off."""
    stripped = [line.strip() for line in lines]
    head = max((at for at, line in enumerate(stripped) if _HEAD.match(line)), default=0)
    before = stripped[:head]
    repeats = [at for at, line in enumerate(before) if line == REPEATED]
    # between the words and the head there is no other head
    repeated = bool(repeats) and not any(_HEAD.match(line) for line in before[repeats[-1] :])
    body = stripped[head:]
    kinds = [kind for kind, title in TITLES.items() if title in body]
    numbers = [int(match[1]) for match in map(_NUMBER.match, body) if match]
    copy = any(word in stripped[head:] for word in COPIES)
    return Print(uid, kinds[0] if kinds else "", numbers[0] if numbers else 0, tuple(body),
                 repeated, copy)


def differences(tape: Tape, expected: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """A tape against the slips of one that was never cut, each different from the others.

    Every slip is there whole, in the order of their first prints. Once more only with the words
    of a repeat (X-reports and copies may just be asked for again). What broke off is the beginning
    of such a slip, and stands before a whole one or the words that say so.
    """
    seen: list[int] = []
    for lines in pieces(tape):
        found = max((at for at, slip in enumerate(expected) if _ends(lines, slip)),
                    key=lambda at: len(expected[at]), default=None)
        rest = lines[: len(lines) - len(expected[found])] if found is not None else list(lines)
        repeated = bool(rest) and rest[-1].strip() == (
            INTERRUPTED if found is None else REPEATED)
        if repeated:
            rest.pop()
        elif found is None:
            yield f"tape: a slip that is none ends with {lines[-1]!r}"
        yield from _fragments(rest, expected)
        if found is None:
            continue
        free = any(line.strip() in _FREE for line in expected[found])
        if found in seen and not repeated and not free:
            yield f"tape: slip {found} twice, and not marked"
        seen.append(found)
    first = list(dict.fromkeys(seen))
    if first != sorted(first):
        yield f"tape: slips in the order {first}"
    for at in sorted(set(range(len(expected))) - set(seen)):
        yield f"tape: slip {at} is missing, with {[line.strip() for line in expected[at]][8:11]}"


_FREE = ("Сменный отчет без гашения", "Копия документа")


def _ends(lines: Sequence[str], slip: tuple[str, ...]) -> bool:
    return len(lines) >= len(slip) and tuple(lines[-len(slip) :]) == slip


def _fragments(lines: list[str], expected: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Lines that must be beginnings of slips, one after another."""
    place = 0
    while place < len(lines):
        if lines[place].strip() in (INTERRUPTED, REPEATED):
            place += 1
            continue
        most = max(_common(lines[place:], slip) for slip in expected)
        if not most:
            yield f"tape: a stray line {lines[place]!r}"
            return
        place += most


def _common(lines: Sequence[str], slip: Sequence[str]) -> int:
    count = 0
    for one, other in zip(lines, slip, strict=False):
        if one != other:
            break
        count += 1
    return count
