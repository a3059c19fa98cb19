"""Losses of power at every flash operation and every byte of a story with every document.

A job is one action of the story. `tools.torture.explore` has the method.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from tools import inspect
from tools.bench.models import skno_report
from tools.bench.models.nor import SECTOR
from tools.bench.models.printer_paper import Tape
from tools.bench.models.skno_state import Record
from tools.torture import tape, witness
from tools.torture.bad_cuts import NO_ERASE, Bad, Going, cases, gone_bad, uncut
from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.chains import brownouts, chain
from tools.torture.explore import Limits, Search
from tools.torture.scene import SMALL, Scene, freeze
from tools.torture.state import MODES
from tools.torture.story import EARLIER, STORY, Operator

STEPS = EARLIER + STORY
_BAD_SECTOR = re.compile(r"flash: \w+ \d+: aside: ")
_TIMES = re.compile(r"\d\d\.\d\d\.\d{4}|\d\d:\d\d(:\d\d)?|[0-9A-F]{24}")
# Manufacture, programming and registration are cut, too; what follows them only fills the ring.
FACTORY = 3
FIRST_Z = next(step for step in EARLIER if step["do"] == "z_report")


def actions(hand: int) -> list[dict[str, Any]]:
    """The story to the action `hand` and the next one, then the shift's end.

    What else the shift had is left out: it would be the same in each of thousands of runs.
    """
    if hand < FACTORY:
        return STEPS[: EARLIER.index(FIRST_Z) + 1]
    end = next(at for at in range(hand, len(STEPS)) if STEPS[at]["do"] == "z_report")
    opening = [step for step in STEPS[hand + 2 : end] if step["do"] == "open_shift"]
    return STEPS[: hand + 2] + opening + ([STEPS[end]] if end > hand + 1 else [])


SHORT = Limits(second=0)
LONG = Limits(second=1)
FEW, MANY = 8, 50  # chains of an action
# Of the cuts behind a sector that went bad; over the cases all tears and modes have their turn.
BAD_LIMITS = Limits(second=0, bytes=299, tears=4)
BAD_CHAINS = 1
HANDS = tuple(at for at in (*range(FACTORY), *range(len(EARLIER), len(STEPS)))
              if "uncut" not in STEPS[at])
LAST_Z = HANDS[-1]
# Manufacture, a registration; behind it a checkpoint, a cancelled receipt, the БЭП.
SHORT_HANDS = (0, 2, *(at for at in HANDS if STEPS[at].get("short")))
BAD = {at: STEPS[at]["bad"] for at in HANDS if "bad" in STEPS[at]}


@dataclass(frozen=True)
class Truth:
    """What a story comes to when nothing is cut, and the scene before the action `hand`."""

    before: bytes
    documents: list[Record]
    slips: list[tuple[str, ...]]
    memory: list[tuple[Any, ...]]
    settings: dict[str, Any]


@lru_cache(maxsize=4)
def truth(hand: int, quiet: bool = False) -> Truth:
    """The uncut story, once a process; `quiet`: with a СКНО that sets no bit 0 for 41h."""
    story = actions(hand)
    scene = Scene(SMALL)
    scene.skno.books.options = replace(scene.skno.options, z_unfinished=not quiet)
    operator = Operator(scene, story)
    operator.begin()
    operator.work(hand)
    before = freeze(scene)
    operator.work(len(story))
    found = witness.check(scene)
    if found:
        raise AssertionError(f"the uncut story: {found}")
    slips = [tuple(each) for each in tape.pieces(scene.printer.tape)]
    report = witness.flash(scene)
    return Truth(before, scene.skno.state.records, slips, memory(report), report.settings)


def timeless(lines: Sequence[str]) -> tuple[str, ...]:
    """Printed lines without times and УИ, which depends on them."""
    return tuple(_TIMES.sub("#", line) for line in lines)


def memory(report: inspect.Report) -> list[tuple[Any, ...]]:
    """What the БЭП says, wherever in it that stands."""
    return [
        (each.kind, each.time, each.shift, each.documents, tuple(each.totals), each.ordinal)
        for each in report.memory if each.state == "good"
    ]


def check(hand: int, scene: Scene, punctual: bool = True) -> list[str]:
    """Three witnesses, and nothing but what the uncut story came to.

    Not `punctual`: at other times.
    """
    report, wanted = witness.flash(scene), truth(hand)
    found = witness.check(scene, report)
    taken, kept, paper = scene.skno.state.records, memory(report), scene.printer.tape
    if punctual:
        same = taken == wanted.documents, kept == wanted.memory
        found += tape.differences(paper, wanted.slips)
    else:
        same = (_untimed(taken) == _untimed(wanted.documents),
                [each[2:] for each in kept] == [each[2:] for each in wanted.memory])
        plain = Tape(paper.width_dots)
        plain.text, plain.cuts = list(timeless(paper.text)), paper.cuts
        found += tape.differences(plain, [timeless(slip) for slip in wanted.slips])
    if not same[0]:
        found.append("the СКНО's documents are not those of the uncut story")
    if not same[1]:
        found.append("the БЭП is not that of the uncut story")
    if report.settings != truth(hand).settings:
        found.append("the settings are not those of the uncut story")
    return found


def _untimed(records: list[Record]) -> list[dict[str, Any]]:
    return [{name: value for name, value in document.items()
             if name not in ("at", "opened", "uid")}
            for document in skno_report.documents(records)]  # fmt: skip


def chains(hand: int, numbers: Sequence[int], seed: int) -> Outcome:
    """Random chains of cuts, by their numbers."""
    outcome = Outcome()
    for number in numbers:
        found, cuts = chain(truth(hand).before, actions(hand), hand, f"{seed} {hand} {number}",
                            lambda scene, punctual: check(hand, scene, punctual))  # fmt: skip
        outcome.counts["chains"] += cuts
        outcome.violations += [f"{STEPS[hand]['do']}: {each} (python -m tools.torture --replay "
                               f"cuts:{hand}/chain.{number})" for each in found]
    return outcome


def brown(hand: int) -> Outcome:
    """Brown-outs of one action. The unit takes what was torn for a bad sector, and says so."""
    def judge(scene: Scene, punctual: bool) -> list[str]:
        return [line for line in check(hand, scene, punctual) if not _BAD_SECTOR.match(line)]

    found, count = brownouts(truth(hand).before, actions(hand), hand, judge)
    outcome = Outcome(violations=[f"{STEPS[hand]['do']} ({hand}): {each} (python -m tools.torture "
                                  f"--replay cuts:{hand}/brown)" for each in found])
    outcome.counts["brown"] += count
    return outcome


def check_bad(hand: int, scene: Scene, bad: Bad, punctual: bool = True) -> list[str]:
    """The same behind a sector that went bad. It may be named: as left out of the ring; as one
    without a header, where a torn one cannot be erased. Where a bit is stuck, the flash has to be
    right as it is or with that bit put right."""
    named = tuple(f"flash: {bad.region} {sector * SECTOR}: {code}: " for sector in bad.sectors
                  for code in ("aside", "header")[: 1 + (bad.kind == NO_ERASE)])

    def judge(found: Scene) -> list[str]:
        return [line for line in check(hand, found, punctual) if not line.startswith(named)]

    wrong = judge(scene)
    return wrong if not wrong or bad.at < 0 else judge(bad.put_right(scene)) and wrong


@lru_cache(maxsize=4)
def bad_cases(hand: int) -> list[Bad]:
    """The cases of an action, once a process."""
    return cases(truth(hand).before, actions(hand), hand, BAD[hand])


def bad_case(hand: int, number: int, seed: int, path: str = "") -> Outcome:
    """One case of `bad_cuts`: without a cut, each cut of first order, chains; or `path` of it."""
    story, bad = actions(hand), bad_cases(hand)[number]

    def judge(scene: Scene, punctual: bool = True) -> list[str]:
        return check_bad(hand, scene, bad, punctual)

    limits = replace(BAD_LIMITS, modes=(MODES[number % len(MODES)],), turn=number)
    chosen = path.partition("/")[2]
    search = Search(story, judge, witness.at_any_moment, limits,
                    random.Random(seed * 1000 + hand), only=chosen.split("/") if chosen else [])
    outcome, found = search.outcome, search.outcome.violations
    before = gone_bad(truth(hand).before, bad)
    if chosen in ("", "uncut"):
        found += [f"{hand}/uncut: {line}" for line in uncut(before, story, hand, bad, judge)]
    if not chosen.startswith(("uncut", "chain.")):
        search.cut_action(before, hand, (lambda watch: Going(bad, watch)) if bad.when else None)
    for which in range(0 if bad.when else BAD_CHAINS):
        if chosen in ("", f"chain.{which}"):
            wrong, cuts = chain(before, story, hand, f"{seed} {hand} {number} {which}", judge)
            outcome.counts["chains"] += cuts
            found += [f"{hand}/chain.{which}: {line}" for line in wrong]
    outcome.counts["faults"] += 1
    outcome.violations = [
        f"{STEPS[hand]['do']}, {bad}: {text} (python -m tools.torture --replay "
        f"cuts:bad.{number}:{where})"
        for where, _, text in (line.partition(": ") for line in found)]  # fmt: skip
    return outcome


def bad_sectors(hand: int, short: bool, seed: int) -> Outcome:
    """The cases of an action; in the short part one in which a bit is stuck from the start on."""
    outcome, numbers = Outcome(), range(len(bad_cases(hand)))
    stuck = [at for at in numbers if bad_cases(hand)[at].at >= 0 and not bad_cases(hand)[at].when]
    for number in (stuck[hand % 3],) if short else numbers:
        outcome.add(bad_case(hand, number, seed))
    return outcome


def check_quiet(hand: int, scene: Scene) -> list[str]:
    """The same where the СКНО cannot be asked for the УИ of its Z-report: it may lack on paper."""
    report, wanted = witness.flash(scene), truth(hand, True)
    found = [line for line in witness.check(scene, report)
             if not line.startswith("tape: z_report")]
    if scene.skno.state.records != wanted.documents or memory(report) != wanted.memory:
        found.append("documents or БЭП are not those of the uncut story")
    lines = (tape.Z_NUMBER.match(line.strip()) for line in scene.printer.tape.text)
    if {int(match[1]) for match in lines if match} != {each.shift for each in report.shifts}:
        found.append("Z-reports on paper and in the БЭП are not the same")
    return found


def cut_action(hand: int, limits: Limits, seed: int, path: str = "",
               quiet: bool = False) -> Outcome:  # fmt: skip
    """The search through one action; with a path, of that state alone."""
    judge = check_quiet if quiet else check
    search = Search(actions(hand), lambda scene: judge(hand, scene), witness.at_any_moment,
                    limits, random.Random(seed * 1000 + hand), only=path.split("/")[1:])
    search.cut_action(truth(hand, quiet).before, hand)
    found = [line.partition(": ") for line in search.outcome.violations]
    mark = "quiet:" if quiet else ""
    search.outcome.violations = [
        f"{STEPS[hand]['do']}: {text} (python -m tools.torture --replay cuts:{mark}{where})"
        for where, _, text in found
    ]
    return search.outcome


class Cuts(Campaign):
    """Every power cut, and every cut of every recovery."""

    name = "cuts"
    title = "power cuts"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        limits = SHORT if short else LONG
        hands = SHORT_HANDS if short else HANDS
        work = [Job(f"action {hand}", cut_action, (hand, limits, seed), weight=9)
                for hand in hands]
        if not short:
            work.append(Job("a СКНО without bit 0", cut_action, (LAST_Z, limits, seed, "", True)))
        work += [Job(f"chains {hand}", chains, (hand, range(FEW if short else MANY), seed))
                 for hand in hands]
        work += [Job(f"bad sectors {hand}", bad_sectors, (hand, short, seed), weight=4)
                 for hand in BAD]
        # The manufacturer's step is refused by name, and begun anew.
        return work + [Job(f"brown {hand}", brown, (hand,)) for hand in hands[3 if short else 1 :]]

    def replay(self, path: str, seed: int) -> list[str]:
        if path.startswith("bad."):
            number, _, path = path[4:].partition(":")
            return bad_case(int(path.partition("/")[0]), int(number), seed, path).violations
        quiet, path = path.startswith("quiet:"), path.removeprefix("quiet:")
        hand, _, rest = path.partition("/")
        if rest == "brown":
            return brown(int(hand)).violations
        if rest.startswith("chain."):
            return chains(int(hand), [int(rest[6:])], seed).violations
        return cut_action(int(hand), LONG, seed, path, quiet).violations
