"""A sheet that a team keeps by hand, checked by the import's own program, as rows that can be written in the ledger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.rebuild import ROOT
from geodata.errors import GeodataError, RecordRefusedError
from geodata.language import Label
from geodata.ledger.plans import AcceptedPlan, PlannedStop
from geodata.recording import VisitMade, visit_of
from geodata.roles import EVERYTHING
from geodata.terms import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.roles import Reach
    from geodata.settings import Settings

SHEET = "regneark.xlsx"
"""The name a sheet has while it is checked: its own may name someone."""

LONGEST_CHECK_S = 120
VISIT_MINUTES = 40
"""Minutes of a planned stop whose sheet says neither when it ends nor how long it takes; the product's own."""


class SheetRefusedError(GeodataError):
    """A sheet that cannot be read."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sheet holds.

    Parameters
    ----------
    headers
        As they may be shown.
    columns
        Which header is which column; ``None`` for a column it does not have.
    missing
        Columns that must be matched before anything can be taken.
    read
        Rows in the sheet.
    rows
        Rows that can be taken, with their ``line``.
    rejects
        A row per fault: line, column_name, value, rule.
    sha256
        The checksum of the file: the same sheet taken twice is taken once.
    """

    headers: list[str]
    columns: dict[str, str | None]
    missing: list[str]
    read: int
    rows: list[dict[str, str]]
    rejects: list[dict[str, Any]]
    sha256: str


def check(
    kind: str, data: bytes, columns: Mapping[str, str | None], settings: Settings, reach: Reach = EVERYTHING
) -> Checked:
    """Return what a sheet holds, after checking it in a process of its own; nothing is kept of the file.

    A site outside the reach is answered as one that does not exist.

    Raises
    ------
    SheetRefusedError
        If it cannot be read; the sentence says why.
    """
    with tempfile.TemporaryDirectory(prefix="sheet-", dir=settings.home) as folder:
        path = Path(folder) / SHEET
        path.write_bytes(data)
        command = [sys.executable, "-m", "etl", "sheet", kind, str(path.resolve()), "--columns", json.dumps(columns)]
        if reach != EVERYTHING:  # who reaches no team names none that there is, and is refused
            command += ["--team", str(reach.team)]
        environment = {**os.environ, "FELTPLAN_HOME": str(settings.home.resolve())}
        try:
            done = subprocess.run(  # noqa: S603 - this product's own program; the sheet is only its input
                command, cwd=ROOT, env=environment, capture_output=True, timeout=LONGEST_CHECK_S, check=True
            )
            told = json.loads(done.stdout)
        except (subprocess.SubprocessError, ValueError):
            raise SheetRefusedError(
                Label(
                    "Regnearket kunne ikke kontrolleres. Intet er ændret.",
                    "The workbook could not be checked. Nothing has changed.",
                )
            ) from None
    if "refused" in told:
        raise SheetRefusedError(Label(told["refused"]["da"], told["refused"]["en"]))
    return Checked(**told)


def visits(checked: Checked, team: str, now: datetime) -> tuple[dict[str, VisitMade], list[tuple[int, Label]]]:
    """Return the visits of a sheet under the keys they are saved by, and the lines that are none, with the reason.

    ``team`` is that of a row which states none.
    """
    made: dict[str, VisitMade] = {}
    refused = []
    for row in checked.rows:
        visit = visit_of({**row, "team": row["team"] if row["team"] != UNKNOWN else team})
        try:
            visit.check(now)
        except RecordRefusedError as error:
            refused.append((int(row["line"]), error.label))
        else:
            made[f"{checked.sha256[:48]}-{row['line']}"] = visit
    return made, refused


def weeks(checked: Checked, team: str, by: str, now: datetime, *, demo: bool) -> dict[str, AcceptedPlan]:
    """Return the plan of every ISO week of a sheet, under the keys they are saved by.

    Raises
    ------
    PlanRefusedError
        If one of them is no plan.
    """
    of_week: dict[tuple[int, int], list[PlannedStop]] = {}
    for row in checked.rows:
        day = date.fromisoformat(row["day"])
        of_week.setdefault(day.isocalendar()[:2], []).append(_stop(row, day))
    return {
        f"{checked.sha256[:40]}-{year}-{week}": AcceptedPlan(team, year, week, tuple(stops), now, by, demo)
        for (year, week), stops in sorted(of_week.items())
    }


def _stop(row: Mapping[str, str], day: date) -> PlannedStop:
    arrive = time.fromisoformat(row["arrive"])
    begins = datetime.combine(day, arrive)
    stated = int(row["expected_minutes"]) if row["expected_minutes"] else None
    if row["leave"]:
        leave = time.fromisoformat(row["leave"])
    else:
        ends = begins + timedelta(minutes=VISIT_MINUTES if stated is None else stated)
        leave = ends.time() if ends.date() == day else time(23, 59)
    minutes = stated if stated is not None else max(0, (datetime.combine(day, leave) - begins).seconds // 60)
    return PlannedStop(row["crew"] or "1", day, row["site_id"], arrive, leave, minutes, row["promised"] == "true")
