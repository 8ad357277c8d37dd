"""How a release comes about: proposed by one person, attacked, and published by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.disclosure.drafting import FIRST_DETAIL, draft
from geodata.disclosure.groups import Detail
from geodata.disclosure.quarters import Quarter, complete
from geodata.disclosure.verdict import Verdict, attack
from geodata.errors import ReleaseRefusedError
from geodata.language import Label
from geodata.ledger import releases
from geodata.ledger.releases import PROPOSED, PUBLISHED, WITHDRAWN, Entry

if TYPE_CHECKING:
    from datetime import date, datetime

    from geodata.disclosure.content import Release
    from geodata.ledger.sessions import Ledger
    from geodata.store import Store

REMEMBERED = 4
"""Earlier releases that a new one is held against: those of a year."""

DEMO_QUARTERS = 4
DEMO_PROPOSER, DEMO_PUBLISHER = "DEMO A", "DEMO B"


def propose(
    ledger: Ledger,
    store: Store,
    quarter: Quarter,
    *,
    by: str,
    at: datetime,
    today: date,
    detail: Detail | None = None,
) -> tuple[Entry, Verdict]:
    """Write the release of a quarter, as fine as can be published, for another person to publish.

    Parameters
    ----------
    detail
        The finest level that is tried: the latest release's, if nothing is said, so that quarters can be compared.

    Raises
    ------
    ReleaseRefusedError
        If the quarter is not over or not after the latest one published, or nothing of it can be published.
    """
    named(by)
    before = releases.published(ledger, demo=store.demo)
    _refuse_quarter(quarter, before, today)
    earlier = [releases.whole(ledger, entry.id) for entry in before[:REMEMBERED]]
    # A quarter without figures for municipalities was a last resort: the next one begins again with all of them.
    usual = before[0].detail if before and before[0].detail is not Detail.AREAS else FIRST_DETAIL
    steps = list(Detail)[list(Detail).index(detail or usual) :]
    told: list[str] = []
    reasons: list[Label] = []
    for step in steps:
        made = draft(store, quarter, step, earlier)
        verdict = attack(made.release, earlier)
        if verdict.passed:
            number = releases.add(
                ledger,
                made.release,
                after_id=before[0].id if before else None,
                warehouse=store.version,
                notes=" ".join(told),
                at=at,
                by=by.strip(),
            )
            return find(ledger, number, demo=store.demo), verdict
        reasons = list(verdict.reasons)
        told.append(step.code)
    raise ReleaseRefusedError(
        Label(
            "Intet af kvartalet kan udgives, heller ikke groft: " + " ".join(reason.danish for reason in reasons),
            "Nothing of the quarter can be published, not even coarsely: "
            + " ".join(reason.english for reason in reasons),
        )
    )


def check(ledger: Ledger, entry: Entry) -> Verdict:
    """Attack a release as it stands in the ledger, with the earlier ones it follows."""
    return attack(releases.whole(ledger, entry.id), _followed(ledger, entry))


def publish(ledger: Ledger, number: int, *, demo: bool, by: str, at: datetime) -> Entry:
    """Publish a proposed release after attacking it anew.

    Raises
    ------
    ReleaseRefusedError
        If the publisher proposed it, another was published meanwhile, or the attack finds something.
    """
    named(by)
    entry = find(ledger, number, demo=demo)
    _refuse_settled(entry)
    if _same(by, entry.proposed_by):
        raise ReleaseRefusedError(
            Label(
                "Den, der har foreslået en udgivelse, kan ikke selv udgive den. En anden skal gøre det.",
                "Who proposed a release cannot publish it. Someone else must.",
            )
        )
    before = releases.published(ledger, demo=demo)
    if (before[0].id if before else None) != entry.after_id:
        raise ReleaseRefusedError(
            Label(
                "Der er udgivet en anden siden forslaget. Foreslå kvartalet igen.",
                "Another was published since this was proposed. Propose the quarter again.",
            )
        )
    verdict = check(ledger, entry)
    if not verdict.passed:
        raise ReleaseRefusedError(
            Label(
                "Udgivelsen afvises. " + " ".join(reason.danish for reason in verdict.reasons),
                "The release is refused. " + " ".join(reason.english for reason in verdict.reasons),
            )
        )
    releases.settle(ledger, entry, PUBLISHED, at=at, by=by.strip())
    return find(ledger, number, demo=demo)


def withdraw(ledger: Ledger, number: int, *, demo: bool, by: str, at: datetime) -> Entry:
    """Withdraw a proposal; what is published stays published.

    Raises
    ------
    ReleaseRefusedError
        If it is no open proposal.
    """
    named(by)
    entry = find(ledger, number, demo=demo)
    _refuse_settled(entry)
    releases.settle(ledger, entry, WITHDRAWN, at=at, by=by.strip())
    return find(ledger, number, demo=demo)


def find(ledger: Ledger, number: int, *, demo: bool) -> Entry:
    """Return a release by its number.

    Raises
    ------
    ReleaseRefusedError
        If there is none.
    """
    for entry in releases.entries(ledger, demo=demo):
        if entry.id == number:
            return entry
    raise ReleaseRefusedError(
        Label("Der er ingen udgivelse nr. {number}.", "There is no release no. {number}."), number=number
    )


def publish_demo(ledger: Ledger, store: Store, *, at: datetime, today: date) -> list[Entry]:
    """Publish the last quarters of synthetic data as two invented people would; return what is new.

    Raises
    ------
    ReleaseRefusedError
        If the data are not synthetic.
    """
    if not store.demo:
        raise ReleaseRefusedError(
            Label("Data er ikke opdigtede: intet er udgivet.", "The data are not synthetic: nothing was published.")
        )
    done = releases.published(ledger, demo=True)
    new = []
    for quarter in complete(today, DEMO_QUARTERS):
        if done and quarter <= done[0].quarter:
            continue
        entry, _ = propose(ledger, store, quarter, by=DEMO_PROPOSER, at=at, today=today)
        new.append(publish(ledger, entry.id, demo=True, by=DEMO_PUBLISHER, at=at))
    return new


def coarsened(entry: Entry) -> list[Detail]:
    """Return the levels of detail that were tried and refused before a release's own."""
    return [Detail(code) for code in entry.notes.split()]


def named(by: str) -> None:
    """Refuse a person without a name, for no one could tell two of them apart.

    Raises
    ------
    ReleaseRefusedError
        If there is no name, or a longer one than the ledger holds.
    """
    if not 0 < len(by.strip()) <= LONGEST_NAME or not by.isprintable():
        raise ReleaseRefusedError(
            Label(
                f"Sig hvem der gør det, i højst {LONGEST_NAME} tegn.",
                f"Say who does it, in at most {LONGEST_NAME} characters.",
            )
        )


LONGEST_NAME = 80


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _followed(ledger: Ledger, entry: Entry) -> list[Release]:
    """Return the releases that one is held against: those published before its quarter, the latest first."""
    before = [each for each in releases.published(ledger, demo=entry.demo) if each.quarter < entry.quarter]
    return [releases.whole(ledger, each.id) for each in before[:REMEMBERED]]


def _refuse_settled(entry: Entry) -> None:
    if entry.state != PROPOSED:
        raise ReleaseRefusedError(
            Label(
                "Udgivelse nr. {number} er allerede udgivet eller trukket tilbage.",
                "Release no. {number} is published or withdrawn already.",
            ),
            number=entry.id,
        )


def _refuse_quarter(quarter: Quarter, before: list[Entry], today: date) -> None:
    if quarter.last_day >= today:
        raise ReleaseRefusedError(Label("{quarter} er ikke slut endnu.", "{quarter} is not over yet."), quarter=quarter)
    if before and quarter <= before[0].quarter:
        raise ReleaseRefusedError(
            Label(
                "{latest} er udgivet. Kun et senere kvartal kan foreslås; det udgivne ændres aldrig.",
                "{latest} is published. Only a later quarter can be proposed; what is published never changes.",
            ),
            latest=before[0].quarter,
        )
