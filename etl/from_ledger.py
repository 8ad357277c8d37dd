"""What people wrote on the screen, as the rows of tables: they are read and checked as those of a raw file are.

A row's line is below 0 and tells the record: -(64 · id + place), so that it never meets a line of a file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from etl.contract import BY_NAME
from etl.readers import Raw
from etl.refusals import RefusedError
from etl.rejects import LEDGER_LINES, no_faults
from geodata.danish_time import day_of
from geodata.language import Label
from geodata.ledger.address import path_of
from geodata.rules import LEDGER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.ledger.plans import AcceptedPlan
    from geodata.ledger.records import Entry
    from geodata.settings import Settings

TOLD_ON = ("started_at", "held_on", "changed_on", "first_seen")
"""Columns with the day that a record tells of."""

Rows = list[tuple[int, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class FromLedger:
    """What the ledger adds to a build.

    Parameters
    ----------
    tables
        Per table its rows as a file would hold them.
    windows_of
        Sites whose visiting windows were set on the screen, in place of those a file states.
    left_out
        Records that were made on other data: synthetic ones beside real data, or the other way round.
    sha256
        The checksum of all of it.
    last
        The highest record that was read.
    """

    tables: Mapping[str, Raw] = field(default_factory=dict)
    windows_of: frozenset[str] = frozenset()
    left_out: int = 0
    sha256: str = ""
    last: int = 0


NOTHING = FromLedger()


def read_ledger(settings: Settings, *, demo: bool) -> FromLedger:
    """Return what counts in the ledger now; nothing where there is no ledger yet.

    Parameters
    ----------
    demo
        Whether the raw files are synthetic: only records made on such data are added to them.

    Raises
    ------
    GeodataError
        If the ledger is damaged, newer than this program or out of reach: without it, what people recorded would
        vanish from every figure.
    """
    path = path_of(settings)
    if path is not None and not path.exists():
        return NOTHING
    # Here and not above: a deployment where nobody has written anything needs none of it, and it is slow to import.
    from geodata.ledger.plans import plans_in  # noqa: PLC0415
    from geodata.ledger.records import counting  # noqa: PLC0415
    from geodata.ledger.sessions import open_ledger  # noqa: PLC0415

    ledger = open_ledger(settings)
    try:
        with ledger.reading() as session:
            entries, plans = counting(session), plans_in(session)
    finally:
        ledger.close()
    return gathered(entries, plans, demo=demo)


def gathered(entries: list[Entry], plans: list[AcceptedPlan], *, demo: bool) -> FromLedger:
    """Return records and plans as the rows of tables."""
    mine = [entry for entry in entries if entry.demo == demo]
    rows: dict[str, Rows] = {}
    windows: dict[str, Entry] = {}
    for entry in mine:
        if entry.table == "visit_windows":
            windows[entry.record_id] = entry  # the last setting of a site's windows holds
        else:
            rows.setdefault(entry.table, []).extend(_rows(entry))
    for entry in windows.values():
        rows.setdefault("visit_windows", []).extend(_rows(entry))
    stops = [stop for plan in plans if plan.demo == demo for stop in _stops(plan)]
    if stops:
        rows["plan_stops"] = [(-n, stop) for n, stop in enumerate(stops, start=1)]
    text = json.dumps([sorted(rows.items()), sorted(windows)], sort_keys=True, ensure_ascii=False)
    left_out = len(entries) - len(mine) + sum(plan.demo != demo for plan in plans)
    return FromLedger(
        {table: _raw(table, found) for table, found in rows.items()},
        frozenset(windows),
        left_out,
        hashlib.sha256(text.encode()).hexdigest() if rows or windows else "",
        max((entry.id for entry in entries), default=0),
    )


def as_lines(rejects: pl.DataFrame) -> pl.DataFrame:
    """Return rejects with the ledger's lines as the records they stand for."""
    line = pl.col("line")
    return rejects.with_columns(line=pl.when(line < 0).then(line.abs() // LEDGER_LINES).otherwise(line))


def missing() -> RefusedError:
    """Return the refusal of a build whose ledger is not where it was."""
    return RefusedError(
        Label(
            "Protokollen, som den forrige version byggede på, findes ikke. Gendan den seneste sikkerhedskopi: "
            "python -m geodata ledger restore FIL.",
            "The ledger that the version before was built on is not there. Restore the latest backup: "
            "python -m geodata ledger restore FILE.",
        )
    )


def _rows(entry: Entry) -> Rows:
    table = BY_NAME[entry.table]
    names = {column.name for column in table.columns}
    stated: dict[str, str] = {}
    if len(table.key) == 1:
        stated[table.key[0]] = entry.record_id
    if "recorded_on" in names and entry.cells:
        stated["recorded_on"] = _known_since(entry)
    return [(-(LEDGER_LINES * entry.id + place), {**cells, **stated}) for place, cells in enumerate(entry.cells)]


def _known_since(entry: Entry) -> str:
    """Return the day from which a record is known: that of its first row, and never before the day it tells of.

    A screening is known to be completed from the day that was recorded, however long ago its beginning was.
    """
    (cells,) = entry.cells
    if entry.table == "screenings":
        return day_of(entry.recorded_at).isoformat()
    told = next((cells[name][:10] for name in TOLD_ON if name in cells), "")
    return max(day_of(entry.first_at).isoformat(), told)


def _stops(plan: AcceptedPlan) -> list[dict[str, str]]:
    week = f"{plan.team}-{plan.year}-{plan.week:02d}"
    return [
        {
            "stop_id": f"{'demo-' if plan.demo else ''}plan-{week}-v{plan.version}-{place}",
            "team": plan.team,
            "iso_year": str(plan.year),
            "iso_week": str(plan.week),
            "version": str(plan.version),
            "crew": stop.crew,
            "day": stop.day.isoformat(),
            "site_id": stop.site_id,
            "arrive": f"{stop.arrive:%H:%M:%S}",
            "leave": f"{stop.leave:%H:%M:%S}",
            "expected_minutes": str(stop.expected_minutes),
            "promised": "ja" if stop.promised else "nej",
            "recorded_on": day_of(plan.saved_at).isoformat(),
        }
        for place, stop in enumerate(plan.stops, start=1)
    ]


def _raw(table: str, rows: Rows) -> Raw:
    columns = [column.name for column in BY_NAME[table].columns]
    cells = pl.DataFrame(
        {name: [row.get(name, "") for _, row in rows] for name in columns},
        schema=dict.fromkeys(columns, pl.String),
    ).with_columns(pl.Series("line", [line for line, _ in rows], dtype=pl.Int64))
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()
    return Raw(LEDGER, "ledger", None, len(text), hashlib.sha256(text).hexdigest(), cells, len(rows), no_faults())
