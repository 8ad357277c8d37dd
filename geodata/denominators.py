"""Sites attempted in the window against several denominators beside each other: known, weighted, estimated, published.

Each denominator is wrong in its own way. Known sites leave out those no one has seen, and keep those that are gone;
the others mend one of the two by supposing something. So all are told, each with what it rests on, or why it is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from geodata.decay import ActiveWeighted, Basis, active_weighted, pooled
from geodata.figures import Figure, areas, counts, figure_of, kind_of
from geodata.hidden import PUBLISHED_TOTAL, Hidden, Refusal
from geodata.indicators import BY_ID
from geodata.indicators.totals import ACTIVE_WEIGHTED, ESTIMATED, PUBLISHED
from geodata.language import Label
from geodata.store import at_once
from geodata.terms import Term
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from geodata.store import Level, Store

ATTEMPTED, REACHED = BY_ID["sites_attempted"], BY_ID["sites_reached"]
COUNTED = ("sites_known", "sites_known_attempted", "sites_known_reached", "sites_sought_out")


class NoTotal(Term):
    """Why there is no denominator: its label is the sentence to show instead."""

    SMALL_AREA = (
        "small_area",
        "Et skøn laves kun for landet og for teams; mindre områder har for få steder.",
        "Estimates are made for the country and the teams only; smaller areas have too few sites.",
    )
    NATION_ONLY = (
        "nation_only",
        "Det offentliggjorte antal findes kun for hele landet.",
        "The published number is known for the whole country only.",
    )
    OTHER_YEAR = (
        "other_year",
        f"Det offentliggjorte antal, mindst {PUBLISHED_TOTAL.value}, gælder kun {PUBLISHED_TOTAL.year}.",
        f"The published number, at least {PUBLISHED_TOTAL.value}, holds for {PUBLISHED_TOTAL.year} only.",
    )
    NONE_KNOWN = (
        "none_known",
        "Ingen steder er kendt her på datoen.",
        "No site is known here on the date.",
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """A share of one denominator, and what the denominator rests on.

    Parameters
    ----------
    figure
        Numerator, denominator, value and range; no denominator and no value where it is refused.
    days
        The first and the last day the denominator is of; ``None`` where it is refused.
    rests_on
        Where the denominator comes from, in words; where it is refused, why.
    """

    figure: Figure
    days: tuple[date, date] | None
    rests_on: Label

    @property
    def refused(self) -> bool:
        """Whether there is a sentence instead of a value."""
        return self.figure.value is None


def side_by_side(
    store: Store, as_of: date, window_months: int, estimates: Callable[[], Iterable[Hidden]], *levels: Level
) -> list[Measured]:
    """Return, area by area, the shares of known sites attempted and reached, and of the three other totals.

    Parameters
    ----------
    estimates
        Reads what :func:`geodata.hidden.hidden_sites` tells of the same day; an area it leaves out has no estimate.
    levels
        One level, or the nation and then the teams, which one reading serves.
    """
    finest = levels[-1]
    of_lives, estimated, counted = at_once(  # the longest first
        partial(active_weighted, store, as_of, window_months, finest),
        estimates,
        partial(counts, store, as_of, window_months, finest, COUNTED),
    )
    weighted = {each.area: each for each in of_lives}
    if finest != "nation" and "nation" in levels:
        counted.loc["nation"] = counted.sum()
        weighted["nation"] = pooled(list(weighted.values()), "nation")
    numbers = counted.astype(int).to_dict("index")
    hidden = {each.area: each for each in estimated}
    told = []
    for level in levels:
        for area in areas(store, as_of, window_months, level):
            known, attempted, reached, sought_out = (numbers[area][name] for name in COUNTED)
            kind = kind_of(area, level)
            told += [
                _of_known(figure_of(ATTEMPTED, area, kind, as_of, attempted, known)),
                _of_known(figure_of(REACHED, area, kind, as_of, reached, known)),
                _of_weighted(weighted[area], kind),
                _of_estimate(figure_of(ESTIMATED, area, kind, as_of, sought_out, None), hidden.get(area)),
                _of_published(figure_of(PUBLISHED, area, kind, as_of, sought_out, None)),
            ]
    return told


def _of_known(figure: Figure) -> Measured:
    if figure.value is None:
        return Measured(figure, None, NoTotal.NONE_KNOWN.label)
    told = Label(
        "Steder set og ikke lukket på datoen. Nogle er siden forsvundet, uden at nogen har set det.",
        "Sites seen and not closed on the date. Some have gone since without anyone having noticed.",
    )
    return Measured(figure, (figure.as_of, figure.as_of), told)


def _of_weighted(weighted: ActiveWeighted, kind: str) -> Measured:
    _shortest, middle, _longest = weighted.shares
    numerator, denominator = round(middle.attempted, 6), round(middle.expected, 6)
    figure = Figure(
        ACTIVE_WEIGHTED, kind, weighted.area, weighted.as_of, numerator, denominator, middle.value, None, None
    )
    if middle.value is None:
        return Measured(figure, None, NoTotal.NONE_KNOWN.label)
    values = [share.value for share in weighted.shares if share.value is not None]
    lives = {"shortest": weighted.shares[0], "middle": middle, "longest": weighted.shares[2]}
    months = {name: share.half_life_months for name, share in lives.items()}
    closures = sum(rate.closures for rate in weighted.rates if rate.group is None)
    told = (
        _filled(
            Label(
                "Steder, der længe ikke er set, tæller mindre: {closures} lukninger i hele landet giver en "
                "halveringstid på {middle} måneder ({shortest}-{longest}).",
                "Sites not seen for long count for less: {closures} closures in the whole country give a half-life "
                "of {middle} months ({shortest}-{longest}).",
            ),
            closures=closures,
            **months,
        )
        if weighted.basis is Basis.ESTIMATED
        else _filled(
            Label(
                "Steder, der længe ikke er set, tæller mindre. For få lukninger til en rate: her er scenariet "
                "med en halveringstid på {middle} måneder, og spændet er {shortest}-{longest} måneder.",
                "Sites not seen for long count for less. Too few closures for a rate: this is the scenario of a "
                "half-life of {middle} months, and the range is of {shortest}-{longest} months.",
            ),
            **months,
        )
    )
    return Measured(replace(figure, low=min(values), high=max(values)), (weighted.as_of, weighted.as_of), told)


def _of_estimate(figure: Figure, hidden: Hidden | None) -> Measured:
    if hidden is None:
        return Measured(figure, None, NoTotal.SMALL_AREA.label)
    if isinstance(hidden.estimate, Refusal):
        return Measured(figure, None, hidden.estimate.label)
    scale, numerator = figure.indicator.unit.scale, figure.numerator or 0
    total, ends = hidden.estimate.total, hidden.estimate.sensitivity
    divided = replace(
        figure,
        denominator=round(total, 6),
        value=numerator / total * scale,
        low=numerator / ends[-1] * scale,
        high=numerator / ends[0] * scale,
    )
    first, second = (source.label for source in hidden.sources)
    told = _filled(
        Label(
            f"{first.danish}: {{n1}} steder, {second.danish.lower()}: {{n2}}, i begge: {{m}}. Spændet er følsomhed, "
            "ikke et konfidensinterval. Tælleren rummer også steder, der siden er lukket.",
            f"{first.english}: {{n1}} sites, {second.english.lower()}: {{n2}}, in both: {{m}}. The range is "
            "sensitivity, no confidence interval. The numerator holds sites closed since, too.",
        ),
        n1=hidden.in_first,
        n2=hidden.in_second,
        m=hidden.in_both,
    )
    return Measured(divided, hidden.read, told)


def _of_published(figure: Figure) -> Measured:
    if figure.area_kind != "nation":
        return Measured(figure, None, NoTotal.NATION_ONLY.label)
    if figure.as_of.year != PUBLISHED_TOTAL.year:
        return Measured(figure, None, NoTotal.OTHER_YEAR.label)
    total = PUBLISHED_TOTAL.value
    value = (figure.numerator or 0) / total * figure.indicator.unit.scale
    told = Label(
        f"{PUBLISHED_TOTAL.label.danish}: {PUBLISHED_TOTAL.source}. Et mindstetal, så andelen er højst den viste.",
        f"{PUBLISHED_TOTAL.label.english}: {PUBLISHED_TOTAL.source}. A lower bound, so the share is at most this.",
    )
    year = figure.as_of.replace(month=1, day=1), figure.as_of.replace(month=12, day=31)
    return Measured(replace(figure, denominator=total, value=value), year, told)


def _filled(text: Label, **numbers: float) -> Label:
    """Return a sentence with whole numbers written as each language writes them."""
    danish = {name: Unit.COUNT.say(number, "da") for name, number in numbers.items()}
    english = {name: Unit.COUNT.say(number, "en") for name, number in numbers.items()}
    return Label(text.say("da", **danish), text.say("en", **english))
