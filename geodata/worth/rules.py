"""The numbers a team lead can see and set: when a site is due, when it is left in peace, and what a visit is worth.

A team's numbers steer its list and its week plan. Published figures keep the nation's :data:`geodata.due.RULES`, so that
teams stay comparable and a past figure does not change with a team's list.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from geodata.due import RULES, DueRules
from geodata.errors import RuleRefusedError
from geodata.language import Label
from geodata.targets import is_initials
from geodata.terms import Team

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

TEAMS = tuple(team.code for team in Team if team is not Team.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Number:
    """One number that can be set.

    Parameters
    ----------
    id
        Its stable name.
    label, explained
        What it is called, and what it does.
    default, least, most
        The product's own choice, and what may be set; days and counts are whole.
    whole
        Whether it is a count of days or of times.
    """

    id: str
    label: Label
    explained: Label
    default: float
    least: float
    most: float
    whole: bool = False


DAYS = (
    Number(
        "talk_days", Label("Dage efter en samtale", "Days after a conversation"),
        Label("Et sted forfalder så længe efter en samtale uden aftale.", "A site is due so long after a conversation without an agreement."),
        RULES.talk_days, 1, 730, whole=True,
    ),
    Number(
        "limited_days", Label("Dage efter begrænset kontakt eller afvisning", "Days after limited contact or a refusal"),
        Label("Et sted forfalder så længe efter begrænset kontakt.", "A site is due so long after limited contact."),
        RULES.limited_days, 1, 730, whole=True,
    ),
    Number(
        "vain_days", Label("Dage efter et forgæves forsøg", "Days after an attempt in vain"),
        Label("Et sted forfalder så længe efter et forgæves forsøg.", "A site is due so long after an attempt in vain."),
        RULES.vain_days, 1, 730, whole=True,
    ),
    Number(
        "ban_after", Label("Afvisninger i træk, før stedet får ro", "Refusals in a row before a site is left in peace"),
        Label("Så mange afvisninger i træk giver besøgspause.", "So many refusals in a row bring a pause."),
        2, 1, 20, whole=True,
    ),
    Number(
        "ban_days", Label("Dage med ro derefter", "Days of peace after that"),
        Label("Pausen regnes fra den seneste afvisning.", "The pause counts from the last refusal."),
        180, 0, 1_825, whole=True,
    ),
)  # fmt: skip

WEIGHTS = (
    Number(
        "agreed", Label("Aftalt genbesøg", "Agreed return"),
        Label("Den aftalte dag er inden for 7 dage eller passeret.", "The agreed day is within 7 days or has passed."),
        100, 0, 500,
    ),
    Number(
        "due", Label("Forfaldent", "Due"),
        Label("Stedet forfalder inden for 7 dage eller er over tid, og er truffet før.", "The site is due within 7 days or overdue, and was reached before."),
        20, 0, 500,
    ),
    Number(
        "overdue_day", Label("Hver dag over tid", "Each day overdue"),
        Label("Tæller op til 60 dage.", "Counts up to 60 days."),
        0.5, 0, 50,
    ),
    Number(
        "never_visited", Label("Aldrig opsøgt", "Never visited"),
        Label("Ingen har været der.", "No one has been there."),
        30, 0, 500,
    ),
    Number(
        "never_reached", Label("Opsøgt, men aldrig truffet", "Visited but never reached"),
        Label("Stedet er forfaldent, og ingen er truffet endnu.", "The site is due and no one has been reached yet."),
        25, 0, 500,
    ),
    Number(
        "motivation", Label("I fasen motivation", "In the phase of motivation"),
        Label("Den seneste fase, der er registreret.", "The latest phase that is recorded."),
        10, 0, 500,
    ),
    Number(
        "change", Label("I fasen forandring", "In the phase of change"),
        Label("Den seneste fase, der er registreret.", "The latest phase that is recorded."),
        15, 0, 500,
    ),
    Number(
        "people", Label("Flere personer på stedet", "Several people at the site"),
        Label("To eller flere har talt med os der det seneste år.", "Two or more have talked with us there in the last year."),
        10, 0, 500,
    ),
    Number(
        "closed", Label("Fradrag, hvis stedet kan være lukket", "Less where the site may have closed"),
        Label("Ganges med sandsynligheden for, at det er lukket.", "Times the probability that it has closed."),
        30, 0, 500,
    ),
    Number(
        "refusal", Label("Fradrag for hver afvisning i træk", "Less for each refusal in a row"),
        Label("Afvisninger siden nogen sidst tog imod; højst tre tæller.", "Refusals since someone last received us; at most three count."),
        15, 0, 500,
    ),
)  # fmt: skip

NUMBERS: Mapping[str, Number] = MappingProxyType({number.id: number for number in (*DAYS, *WEIGHTS)})
DEFAULTS: Mapping[str, float] = MappingProxyType({number.id: float(number.default) for number in NUMBERS.values()})


@dataclass(frozen=True, slots=True)
class TeamRules:
    """One team's numbers; what it has not set is the product's own.

    Raises
    ------
    RuleRefusedError
        If a number is unknown or out of bounds; the sentence says which.
    """

    numbers: Mapping[str, float]

    def __post_init__(self) -> None:
        for name, value in self.numbers.items():
            check(name, value)

    def __getitem__(self, name: str) -> float:
        """Return a number by its name."""
        return self.numbers.get(name, DEFAULTS[name])

    @property
    def due(self) -> DueRules:
        """When a site is due."""
        return DueRules(int(self["talk_days"]), int(self["limited_days"]), int(self["vain_days"]))

    def changed(self, numbers: Mapping[str, float]) -> dict[str, float]:
        """Return those of ``numbers`` that are not what this team has."""
        return {name: float(value) for name, value in numbers.items() if float(value) != self[name]}

    def key(self) -> tuple[tuple[str, float], ...]:
        """Return the numbers as something that can be compared and remembered by."""
        return tuple((name, self[name]) for name in NUMBERS)


NATIONAL = TeamRules({})


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One number as a team set it once.

    Raises
    ------
    RuleRefusedError
        If it cannot be set so; the sentence says why.
    """

    team: str
    rule: str
    value: float
    set_at: datetime
    set_by: str

    def __post_init__(self) -> None:
        if self.team not in TEAMS:
            raise RuleRefusedError(Label("Reglen gælder intet kendt team.", "The rule is for no known team."))
        check(self.rule, self.value)
        if not is_initials(self.set_by):
            raise RuleRefusedError(
                Label(
                    "Skriv, hvem der ændrer reglerne, med bogstaver: en funktion eller initialer, højst 40 tegn.",
                    "Write who changes the rules, in letters: a function or initials, at most 40 characters.",
                )
            )


def check(name: str, value: float) -> None:
    """Refuse a number that cannot be.

    Raises
    ------
    RuleRefusedError
        If there is no such number, or it is out of bounds.
    """
    number = NUMBERS.get(name)
    if number is None:
        raise RuleRefusedError(Label("Reglen {name} findes ikke.", "There is no rule {name}."), name=name)
    fits = math.isfinite(value) and number.least <= value <= number.most and (not number.whole or value == int(value))
    if not fits:
        raise RuleRefusedError(
            Label(
                f"{number.label.danish}: {{value}}. Tallet skal ligge mellem {number.least:g} og {number.most:g}"
                + (" og være helt." if number.whole else "."),
                f"{number.label.english}: {{value}}. The number must lie between {number.least:g} and {number.most:g}"
                + (" and be whole." if number.whole else "."),
            ),
            value=f"{value:g}",
        )
