"""Every finding of a period, read from the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geodata.day_parts import with_hours
from geodata.evidence import intervals
from geodata.evidence.finding import Finding, Interval
from geodata.evidence.intervals import Moments
from geodata.evidence.times import NOT_SHOWN, POOLED, Times, area_name, by_hour_and_weekday, times
from geodata.language import Label
from geodata.terms import Channel, Source
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geodata.store import Store

_PER = (
    ("attempt", Label("forsøg", "attempt")),
    ("reached", Label("forsøg med kontakt", "attempt that reached someone")),
    ("conversation", Label("samtale", "conversation")),
)
_EFFORT = Label(
    "Viser ikke, hvad et resultat er værd, og ikke timer, som ingen har skrevet: kun poster med timer tæller.",
    "Does not show what a result is worth, nor hours that no one wrote down: only records with hours count.",
)
_ADVERTS = Label(
    "Viser ikke, hvad et opkald mere ville give: timerne er lagt sammen og tages for faste, og én samtale kan kræve mange annoncer.",
    "Does not show what one more call would give: the hours are a sum and taken as fixed, and one talk may take many adverts.",
)  # fmt: skip
_PROMISES = Label(
    "Viser ikke, om nogen var hjemme: en aftale er holdt, når der blev prøvet inden for 7 dage fra den aftalte dag.",
    "Does not show whether anyone was in: a promise is kept when it was attempted within 7 days of the agreed day.",
)
_PHASES = Label(
    "Viser ikke, at nogen går fremad: faserne er et blik på en samtale, og de samme personer kan ikke følges.",
    "Does not show that anyone moves on: phases are a way to look at a talk, and people cannot be followed.",
)
_REFUSALS = Label(
    "Grunden til en afvisning registreres ikke, kun at den skete. Viser ikke, hvorfor.",
    "The reason for a refusal is not recorded, only that it happened. Does not show why.",
)
_YIELD = Label(
    "Viser ikke en kildes eget bidrag pr. time: en screenings timer er ikke delt på kilder, og et sted kan ses i flere. Flere fund kan "
    "skyldes flere timer.",
    "Does not show a source's own yield per hour: a screening's hours are not divided by source, and a site may be seen in several. More "
    "found may mean more hours.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are looked at, as recorded by ``known``."""

    begins: date
    ends: date
    known: date

    @property
    def on(self) -> date:
        """The last day that has passed."""
        return min(self.ends, self.known)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the log tells of a span."""

    span: Span
    findings: tuple[Finding, ...]
    times: Times

    def of(self, topic: str) -> list[Finding]:
        """Return the findings of a topic."""
        return [finding for finding in self.findings if finding.topic == topic]


def evidence(store: Store, span: Span, names: dict[str, str] | None = None) -> Evidence:
    """Return every finding of a span.

    Parameters
    ----------
    names
        What the municipalities are called, by code; a code stands for itself where it has none.
    """
    values = {"begins": span.begins, "ends": span.ends, "known": span.known}
    contact = store.read("evidence_contact", **values, on=span.on)
    found = times(contact)
    return Evidence(
        span,
        (
            *_effort(store.read("evidence_effort", **values)),
            *_adverts(store.read("report_counts", **values, on=span.on, team=None)),
            *by_hour_and_weekday(contact),
            *_areas(found, names or {}),
            *_promises(store.read("evidence_promises", **values, on=span.on)),
            *_phases(store.read("evidence_phases", **values)),
            *_refusals(store.read("evidence_refusals", **values)),
            *_yield(store.read("evidence_yield", **values)),
        ),
        found,
    )


def _effort(rows: pd.DataFrame) -> Iterator[Finding]:
    for row in rows.to_dict("records"):
        channel, hours, n = Channel(row["channel"]), float(row["h"]), int(row["n"])
        events = {
            "attempt": (n, hours),
            "reached": (int(row["reached"]), float(row["h_reached"])),
            "conversation": (int(row["talks"]), float(row["h_talks"])),
        }
        for code, name in _PER:
            count, with_event = events[code]
            sums = Moments(n, hours, float(row["hh"]), count, with_event, count)
            label = Label(
                f"Timer pr. {name.danish}, {channel.label.danish.lower()}",
                f"Hours per {name.english}, {channel.label.english.lower()}",
            )
            yield Finding(
                "effort", f"hours_per_{code}.{channel.code}", label, n, hours, count, Unit.HOURS,
                hours / count if count else None, intervals.hours_per_event(sums), _EFFORT,
            )  # fmt: skip


def _adverts(rows: pd.DataFrame) -> Iterator[Finding]:
    counts = dict(zip(rows["measure"], rows["n"].fillna(0), strict=True))
    hours = sum(n for name, n in counts.items() if str(name).startswith("hours.adverts_"))
    if not hours:
        return
    women = int(counts.get("adverts_answered.escort", 0) + counts.get("adverts_answered.private", 0))
    for code, label, events in (
        ("hours_per_talk.adverts", Label("Timer pr. samtale, annoncer", "Hours per talk, adverts"), int(counts.get("adverts_answered", 0))),
        ("hours_per_talk_woman.adverts", Label("Timer pr. samtale med en kvinde, annoncer", "Hours per talk with a woman, adverts"), women),
    ):  # fmt: skip
        yield Finding(
            "effort", code, label, events, float(hours), events, Unit.HOURS, hours / events if events else None,
            intervals.fixed_hours_per_event(float(hours), events), _ADVERTS,
        )  # fmt: skip


def _areas(found: Times, names: dict[str, str]) -> Iterator[Finding]:
    for cell in found.cells:
        area = area_name(cell.area, names)
        part = with_hours(cell.part)
        label = Label(f"{area.danish}: {part.danish}", f"{area.english}: {part.english}")
        yield Finding(
            "contact", f"{cell.area}.{cell.part.code}", label, cell.attempts, cell.reached, cell.attempts, Unit.PERCENT,
            100 * cell.rate, Interval(100 * cell.low, 100 * cell.high, POOLED), NOT_SHOWN,
        )  # fmt: skip


def _share(topic: str, code: str, label: Label, part: int, whole: int, not_shown: Label) -> Finding:
    value = 100 * part / whole if whole else None
    return Finding(topic, code, label, whole, part, whole, Unit.PERCENT, value, intervals.share(part, whole), not_shown)


def _promises(rows: pd.DataFrame) -> Iterator[Finding]:
    kept, due = int(rows["kept"].iloc[0]), int(rows["due"].iloc[0])
    yield _share("promises", "promises_kept", Label("Holdte aftaler om genbesøg", "Agreed returns kept"), kept, due, _PROMISES)  # fmt: skip


def _phases(rows: pd.DataFrame) -> Iterator[Finding]:
    for row in rows.to_dict("records"):
        quarter = pd.Timestamp(row["quarter"])
        name = f"{quarter.year}-{quarter.quarter}"
        label = Label(
            f"Samtaler i anden eller tredje fase, {quarter.quarter}. kvartal {quarter.year}",
            f"Conversations in the second or third phase, Q{quarter.quarter} {quarter.year}",
        )
        yield _share("phases", f"later_phases.{name}", label, int(row["later"]), int(row["stated"]), _PHASES)


def _refusals(rows: pd.DataFrame) -> Iterator[Finding]:
    refused, reached = int(rows["refused"].iloc[0]), int(rows["reached"].iloc[0])
    yield _share("refusals", "refused", Label("Kontakter, hvor der blev afvist", "Contacts that were refused"), refused, reached, _REFUSALS)  # fmt: skip


def _yield(rows: pd.DataFrame) -> Iterator[Finding]:
    for row in rows.to_dict("records"):
        source, found, hours = Source(row["source"]), int(row["found"]), float(row["hours"])
        label = Label(
            f"Nye steder pr. 100 screeningstimer, {source.label.danish.lower()}",
            f"New sites per 100 screening hours, {source.label.english.lower()}",
        )
        yield Finding(
            "yield", f"found_per_100_hours.{source.code}", label, int(row["screenings"]), found, hours / 100, Unit.PER_100_HOURS,
            100 * found / hours if hours else None, intervals.events_per_hour(found, hours / 100), _YIELD,
        )  # fmt: skip
