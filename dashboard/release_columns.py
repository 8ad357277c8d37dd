"""The columns of the tables of releases, and what the managers' page says of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.columns import Column
from dashboard.picture import say_quarter
from geodata.disclosure.commands import STATES
from geodata.disclosure.groups import TOTAL, Detail, columns
from geodata.disclosure.moves import WIDTH
from geodata.disclosure.verdict import say_area, say_column
from geodata.language import Label

if TYPE_CHECKING:
    from geodata.disclosure.content import Content
    from geodata.disclosure.verdict import Verdict
    from geodata.language import Language
    from geodata.ledger.releases import Entry

PICTURE: tuple[Column, ...] = (
    Column("told", Label("Tal", "Figure")),
    Column("own", Label("Kommunen", "The municipality")),
    Column("region", Label("Regionen", "The region")),
    Column("nation", Label("Hele landet", "Whole country")),
)


def _quarter(quarter: str) -> Label:
    return Label(say_quarter(quarter, "da"), say_quarter(quarter, "en"))


LIST: tuple[Column, ...] = (
    Column("id", Label("Nr.", "No.")),
    Column("quarter", Label("Kvartal", "Quarter"), _quarter),
    Column("detail", Label("Indhold", "Content"), lambda code: Detail(code).label),
    Column("state", Label("Stand", "State"), lambda code: STATES[code]),
    Column("proposed_by", Label("Foreslået af", "Proposed by")),
    Column("proposed_on", Label("Foreslået", "Proposed on")),
    Column("state_by", Label("Afgjort af", "Settled by")),
    Column("state_on", Label("Afgjort", "Settled on")),
    Column("checksum", Label("Kontrolsum", "Checksum")),
)

WIDTHS: tuple[Column, ...] = (
    Column("width", Label("Spænd, som en udenforstående kan finde", "Range that an outsider can find")),
    Column("cells", Label("Følsomme felter", "Sensitive cells")),
)


def listed(entries: list[Entry]) -> pd.DataFrame:
    """Return the list of releases."""
    return pd.DataFrame(
        [
            (
                entry.id,
                str(entry.quarter),
                entry.detail.code,
                entry.state,
                entry.proposed_by,
                entry.proposed_at.date(),
                entry.state_by,
                entry.state_at.date() if entry.state_at else None,
                entry.checksum[:12],
            )
            for entry in entries
        ],
        columns=[column.id for column in LIST],
    )


def widths(verdict: Verdict, language: Language) -> pd.DataFrame:
    """Return how many sensitive cells an outsider can pin down to each range; the widest stand together."""
    most = 2 * WIDTH
    above = Label(f"{most} eller mere", f"{most} or more")
    found = verdict.widths()
    return pd.DataFrame(
        [(above.say(language) if width == most else str(width), cells) for width, cells in found.items()],
        columns=["width", "cells"],
    )


def preview_columns(content: Content) -> tuple[Column, ...]:
    """Return the columns of the preview: the municipality, and what the release tells apart."""
    told = columns(content.detail)
    return (
        Column("name", Label("Kommune", "Municipality")),
        *(Column(each, say_column(each)) for each in (TOTAL, *(each for each in told if each != TOTAL))),
    )


def preview(content: Content, hidden: str, language: Language) -> pd.DataFrame:
    """Return what every municipality will see of itself, and the larger areas below; ``hidden`` stands for no count."""
    told = columns(content.detail)
    rows = []
    for area in content.layout.areas:
        cells = [content.count(area.kind, area.code, each) for each in told]
        name = say_area(area.kind, area.code, content).say(language)
        rows.append([name, *(hidden if count is None else str(count) for count in cells)])
    return pd.DataFrame(rows, columns=["name", *told])


def name(entry: Entry, language: Language) -> str:
    """Return a release's name in a list: number, quarter and state."""
    return f"{entry.id} · {say_quarter(str(entry.quarter), language)} · {STATES[entry.state].say(language)}"
