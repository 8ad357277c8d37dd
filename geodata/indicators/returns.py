"""How far contact comes, step by step, and whether returns are made when they are due."""

from __future__ import annotations

from geodata.due import Standing
from geodata.indicators.indicator import Better, Indicator
from geodata.language import Label
from geodata.units import Unit


def _step(code: str, before: str, danish: str, english: str, da_definition: str, en_definition: str) -> Indicator:
    return Indicator(
        f"cascade.{code}", Label(danish, english), Label(da_definition, en_definition),
        Unit.PERCENT, f"cascade_{code}", f"cascade_{before}", "higher", "docs/figures.md",
    )  # fmt: skip


CASCADE: tuple[Indicator, ...] = (
    _step(
        "attempted", "known", "Opsøgt", "Attempted",
        "Kendte steder opsøgt i perioden, af kendte steder.", "Known sites attempted in the window, of known sites.",
    ),
    _step(
        "reached", "attempted", "Truffet", "Reached",
        "Kendte steder, hvor nogen blev truffet i perioden, af opsøgte kendte steder.",
        "Known sites where someone was reached in the window, of known sites attempted.",
    ),
    _step(
        "conversation", "reached", "Samtale", "Conversation",
        "Kendte steder med mindst én samtale i perioden, af kendte steder, hvor nogen blev truffet.",
        "Known sites with at least one conversation in the window, of known sites reached.",
    ),
    _step(
        "return_agreed", "conversation", "Genbesøg aftalt", "Return agreed",
        "Kendte steder, hvor en samtale endte med et aftalt genbesøg, af kendte steder med samtale.",
        "Known sites where a conversation ended with an agreed return, of known sites with a conversation.",
    ),
    _step(
        "return_made", "return_agreed", "Genbesøg gjort", "Return made",
        "Kendte steder, hvor der blev gjort et nyt besøgsforsøg efter aftalen, af kendte steder med aftalt genbesøg.",
        "Known sites attempted again after the agreement, of known sites with an agreed return.",
    ),
    _step(
        "motivation", "return_made", "Forløb", "Course",
        "Kendte steder, hvor kontakten nåede motivations- eller forandringsfasen, af kendte steder med gjort genbesøg.",
        "Known sites where contact came to the phase of motivation or change, of known sites with a return made.",
    ),
)  # fmt: skip


_STANDINGS: tuple[tuple[Standing, str, Better], ...] = (
    (Standing.NEVER_REACHED, "due_never_reached", "lower"),
    (Standing.OVERDUE, "due_overdue", "lower"),
    (Standing.DUE_SOON, "due_soon", "neither"),
    (Standing.ON_TRACK, "due_on_track", "higher"),
)

RETURNS: tuple[Indicator, ...] = (
    *(
        Indicator(
            f"due.{standing.code}", standing.label,
            Label(
                f"Kendte steder, der på datoen står som: {standing.label.danish.lower()}. Af alle kendte steder; de fire stillinger summer til alle.",
                f"Known sites that on the date stand as: {standing.label.english.lower()}. Of all known sites; the four standings add up to all.",
            ),
            Unit.PERCENT, column, "cascade_known", better, "docs/figures.md",
        )
        for standing, column, better in _STANDINGS
    ),
    Indicator(
        "overdue_share", Label("Over tid af dem med dato", "Overdue of those with a date"),
        Label(
            "Kendte steder over tid, af kendte steder, hvor nogen er truffet før, så der er en dato at holde.",
            "Known sites overdue, of known sites reached before, which have a date to keep.",
        ),
        Unit.PERCENT, "due_overdue", "due_dated", "lower", "docs/figures.md",
    ),
    Indicator(
        "overdue_days", Label("Dage over tid, median", "Days overdue, median"),
        Label(
            "Medianen af dage over tid blandt steder over tid. Medianen, fordi få meget gamle datoer ellers styrer tallet.",
            "The median of days overdue among sites overdue. The median, because few very old dates would otherwise rule the figure.",
        ),
        Unit.DAYS, "overdue_days_median", None, "lower", "docs/figures.md",
    ),
    Indicator(
        "returns_kept", Label("Holdte aftaler om genbesøg", "Agreed returns kept"),
        Label(
            "Aftalte genbesøg forsøgt inden for 7 dage før eller efter den aftalte dag, af aftaler hvis frist løb ud i perioden.",
            "Agreed returns attempted within 7 days before or after the agreed day, of agreements whose time ran out in the window.",
        ),
        Unit.PERCENT, "returns_kept", "returns_due", "higher", "docs/figures.md",
    ),
)  # fmt: skip
