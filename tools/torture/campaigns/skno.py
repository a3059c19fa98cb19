"""СКНО faults x points of an exchange x documents (регл. 26, 27, 70-78); see `skno_faults`.

    python -m tools.torture.campaigns.skno DOCUMENT FAULT POINT STRATEGY     repeats one case
"""

from __future__ import annotations

import shlex
import sys

from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.ram import Register
from tools.torture.skno_faults import DOCUMENTS, FAULTS, STRATEGIES, Case, bases, skno

PARTS = 3
# Short: of all (document, fault, point, strategy) so many.
SAMPLE = 240
MOST_POINTS = 200


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


def part(document: str, which: int) -> Outcome:
    """Every fault at every point of one document, with all that people do about it."""
    outcome, base = Outcome(), bases()[document]
    for number, fault in enumerate(FAULTS):
        if number % PARTS != which:
            continue
        for point in range(MOST_POINTS):
            found = None
            for strategy in STRATEGIES:
                found = one(base, document, fault, point, strategy)
                if found is None:
                    break
                outcome.counts["faults"] += 1
                outcome.violations += found[0]
                if not found[1]:
                    break
            if found is None:
                break
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
