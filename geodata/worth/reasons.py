"""A site's worth as sentences: why it stands where it stands on the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

from geodata.day_parts import when
from geodata.due import DueFrom
from geodata.language import Label
from geodata.terms import DayPart, Phase
from geodata.worth.chance import PARTS
from geodata.worth.worth import Worth

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import date

    from geodata.language import Language

_DATE: dict[Language, str] = {"da": "d. MMM y", "en": "d MMM y"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One term of a site's worth: its points, and the sentence for it."""

    term: Worth
    points: float
    label: Label

    def say(self, language: Language) -> str:
        """Return the sentence with its points: ``18 dage over tid (+9)``."""
        points: str = format_decimal(self.points, "+#,##0.#;-#,##0.#", locale=language)
        return f"{self.label.say(language)} ({points})"


def reasons(site: Mapping[Hashable, Any]) -> list[Reason]:
    """Return the terms that hold for one row of the due list, in their order."""
    points = {term: float(site[f"worth_{term.code}"]) for term in Worth}
    return [Reason(term, each, _label(term, site)) for term, each in points.items() if each]


def sentence(site: Mapping[Hashable, Any], language: Language) -> str:
    """Return the terms as one sentence, with what is known of when someone was reached."""
    said = [reason.say(language) for reason in reasons(site)]
    if not said:
        said = [Label("intet taler for et besøg nu", "nothing speaks for a visit now").say(language)]
    known = reached_before(site)
    return " · ".join([*said, *([known.say(language)] if known else [])])


def reached_before(site: Mapping[Hashable, Any]) -> Label | None:
    """Return how often someone was reached in the window that was tried most, or ``None`` where none was."""
    part = max(PARTS, key=lambda each: (site[f"tried_{each.code}"], site[f"reached_{each.code}"]))
    tried, reached = int(site[f"tried_{part.code}"]), int(site[f"reached_{part.code}"])
    if not tried:
        return None
    return Label(
        f"truffet {reached} af {tried} {'gang' if tried == 1 else 'gange'} {when(part).danish}",
        f"reached {reached} of {tried} {'time' if tried == 1 else 'times'} {when(part).english}",
    )


def _label(term: Worth, site: Mapping[Hashable, Any]) -> Label:
    days = 0 if pd.isna(site["overdue_days"]) else int(site["overdue_days"])
    if term is Worth.AGREED:
        return agreed_return(site)
    if term is Worth.DUE:
        source = DueFrom(str(site["due_from"])).label
        return _dated(
            f"forfalder {{day}}, {source.danish[0].lower()}{source.danish[1:]}",
            f"due {{day}}, {source.english[0].lower()}{source.english[1:]}",
            site["due_on"],
        )
    if term is Worth.OVERDUE:
        return Label(
            f"{days} {'dag' if days == 1 else 'dage'} over tid", f"{days} {'day' if days == 1 else 'days'} overdue"
        )
    if term is Worth.NEVER_REACHED:
        n = int(site["attempts"])
        return Label(f"aldrig truffet i {n} forsøg", f"never reached in {n} {'attempt' if n == 1 else 'attempts'}")
    if term is Worth.PHASE:
        phase = Phase(str(site["phase"])).label
        return Label(f"fase: {phase.danish.lower()}", f"phase: {phase.english.lower()}")
    if term is Worth.CLOSED:
        share = round(100 * float(site["closed_risk"]))
        return Label(f"kan være lukket ({share} %)", f"may have closed ({share}%)")
    if term is Worth.REFUSED:
        n = int(site["refusals"])
        return Label(
            f"{n} {'afvisning' if n == 1 else 'afvisninger'} i træk",
            f"{n} {'refusal' if n == 1 else 'refusals'} in a row",
        )
    plain = {
        Worth.NEVER_VISITED: Label("aldrig opsøgt", "never visited"),
        Worth.PEOPLE: Label("flere personer på stedet", "several people at the site"),
    }
    return plain[term]


def agreed_return(site: Mapping[Hashable, Any]) -> Label:
    """Return for which day, and which part of it, a return was agreed at one row of the due list."""
    danish, english = "aftalt genbesøg {day}", "return agreed for {day}"
    if not pd.isna(site["agreed_window"]):
        part = when(DayPart(str(site["agreed_window"])))
        danish, english = f"{danish} {part.danish}", f"{english} {part.english}"
    return _dated(danish, english, site["due_on"], _after_talk(site))


def _after_talk(site: Mapping[Hashable, Any]) -> Label | None:
    """Return how long after the last talk the agreed day is."""
    if pd.isna(site["talked_on"]) or pd.isna(site["due_on"]):
        return None
    days = (pd.Timestamp(site["due_on"]) - pd.Timestamp(site["talked_on"])).days
    if days < 1:
        return None
    if days % 7 == 0:
        n = days // 7
        return Label(
            f"({n} {'uge' if n == 1 else 'uger'} efter samtale)", f"({n} {'week' if n == 1 else 'weeks'} after a talk)"
        )
    return Label(
        f"({days} {'dag' if days == 1 else 'dage'} efter samtale)",
        f"({days} {'day' if days == 1 else 'days'} after a talk)",
    )


def _dated(danish: str, english: str, day: date | pd.Timestamp, more: Label | None = None) -> Label:
    da, en = (format_date(pd.Timestamp(day).date(), _DATE[code], locale=code) for code in ("da", "en"))
    end = (f" {more.danish}", f" {more.english}") if more else ("", "")
    return Label(danish.format(day=da) + end[0], english.format(day=en) + end[1])
