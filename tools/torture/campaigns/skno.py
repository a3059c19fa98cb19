"""СКНО faults x points of an exchange x documents (регл. 26, 27, 70-78); see `skno_case`.

    python -m tools.torture.campaigns.skno DOCUMENT FAULT POINT STRATEGY     repeats one case
"""

from __future__ import annotations

import shlex
import sys

from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.ram import Register
from tools.torture.skno_case import STRATEGIES, Case, bases
from tools.torture.skno_faults import DOCUMENTS, FAULTS, skno

PARTS = 3
# Short: of all (document, fault, point, strategy) so many.
SAMPLE = 240
MOST_POINTS = 200
STATUSES = 7  # of a recovery


def one(
    base: Register, document: str, fault: str, point: int, strategy: str
) -> tuple[list[str], bool] | None:
    """(what was wrong in one case, whether anybody had to do anything); None: no fault came."""
    case = Case(base, document, FAULTS[fault], point, strategy)
    if not case.run():
        return None
    again = shlex.join([document, fault, str(point), strategy])
    where = f"python -m tools.torture.campaigns.skno {again}"
    return [f"{wrong}; {where}" for wrong in case.wrong], not case.smooth


def every_point(base: Register, document: str, fault: str) -> Outcome:
    """One fault at every point of one document, with all that people do about it."""
    outcome = Outcome()
    for point in range(MOST_POINTS):
        for strategy in STRATEGIES:
            found = one(base, document, fault, point, strategy)
            if found is None:
                return outcome
            outcome.counts["faults"] += 1
            outcome.violations += found[0]
            if not found[1]:
                break
    return outcome


def twice(document: str, step: int = 1) -> Outcome:
    """A document that was not heard, and two whose answer was lost; then one bit of one status of
    the recovery is wrong, or the СКНО says for a while that it is not in order."""
    outcome, base = Outcome(), bases()[document]
    second = [(number, bit) for number in range(STATUSES) for bit in range(16)]
    cases = [(fault, strategy, *each) for strategy in STRATEGIES for each in second
             for fault in ("silent for 10 min", "answer lost for ever")]
    cases += [(fault, strategy, -1, 0) for strategy in STRATEGIES
              for fault in ("power gone processed", "power gone after_take", "EOT")]
    for fault, strategy, number, bit in cases[::-step]:
        case = Case(base, document, FAULTS[fault], 0, strategy)
        case.lie = number < 0
        case.second = (number, bit) if number >= 0 else None
        if case.run():
            outcome.counts["faults"] += 1
            what = f"bit {bit} of status {number} flipped" if case.second else "not in order"
            outcome.violations += [f"{document}, {fault}, {strategy}, {what}: {wrong}"
                                   for wrong in case.wrong]
    return outcome


def part(document: str, which: int) -> Outcome:
    """Every fault of this part."""
    outcome, base = Outcome(), bases()[document]
    for fault in list(FAULTS)[which::PARTS]:
        outcome.add(every_point(base, document, fault))
    return outcome


def sample() -> Outcome:
    """Each fault a few times, in another document and at another point each time."""
    outcome, states = Outcome(), bases()
    names = list(DOCUMENTS)
    for number in range(SAMPLE):
        fault = list(FAULTS)[number % len(FAULTS)]
        document = names[number * 7 % len(names)]
        for point in (number % 11, number % 4, 0):
            found = one(states[document], document, fault, point, STRATEGIES[number % 3])
            if found is not None:
                outcome.counts["faults"] += 1
                outcome.violations += found[0]
                break
    return outcome


def stuck(answered: str) -> Outcome:
    """«Procedure not finished» is set at start-up, and 11h is answered, refused or not heard.

    Without an answer nothing is registered; the way out is another СКНО (регл. 35.3).
    """
    outcome = Outcome()
    for document, base in bases().items():
        register = base.fork()
        model = skno(register)
        model.state.unfinished = bool(model.documents)
        if answered != "answered" and model.documents:
            model.faults.add("eot" if answered == "refused" else "ignore", on="packet",
                             times=10**6)  # fmt: skip
        wrong = outcome.violations
        held, images = len(model.documents), register.image("journal")
        outcome.counts["faults"] += 1
        first = register.order(**DOCUMENTS[document])
        if answered == "answered" or not model.documents:
            if not first["ok"]:
                wrong.append(f"{document}: {first}; 11h {answered}")
            continue
        if first["ok"] or first["stands"] or register.image("journal") != images:
            wrong.append(f"{document}: {first}; 11h {answered}")
        if first.get("refusal") not in ("skno_rejected", "skno_protocol", "skno_silent"):
            wrong.append(f"{document}: said {first.get('text')}; 11h {answered}")
        model.faults.plan.clear()
        if not register.order(**DOCUMENTS[document])["ok"] or len(model.documents) != held + 1:
            wrong.append(f"{document}: not done when 11h was answered again")
    return outcome


class SknoCampaign(Campaign):
    """The matrix, and the bit that is set at start-up."""

    name, title = "skno", "СКНО: faults at every point of an exchange"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        starts = [Job(f"11h {how}", stuck, (how,)) for how in ("answered", "refused", "silent")]
        starts += [Job(f"twice {document}", twice, (document, 37 if short else 1), weight=5)
                   for document in ("sale", "opening", "z_report")]
        if short:
            return [Job("sample", sample), *starts]
        parts = [Job(f"{document} {which}", part, (document, which), weight=10)
                 for document in DOCUMENTS for which in range(PARTS)]  # fmt: skip
        return parts + starts


def main(words: list[str]) -> int:
    """Repeats one case; exit status 1 when it is wrong, 2 when the fault never came."""
    document, fault, point, strategy = words
    found = one(bases()[document], document, fault, int(point), strategy)
    if found is None:
        print("the fault never came")
        return 2
    print("\n".join(found[0]) or "right")
    return 1 if found[0] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
