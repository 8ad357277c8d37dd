"""``python -m geodata due``: the due list of a team, without a screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import pandas as pd
import typer
from rich.console import Console

from geodata.doors import DEMO, Day, Json, day_of, grid, refusals, served
from geodata.due import DueFrom, Standing
from geodata.language import Label
from geodata.ledger import sessions
from geodata.ledger.address import path_of
from geodata.ledger.team_rules import team_rules
from geodata.terms import SiteStatus
from geodata.units import MISSING
from geodata.worth.chance import PARTS
from geodata.worth.due_list import Caution, read_due
from geodata.worth.reasons import reached_before, reasons, sentence
from geodata.worth.rules import NATIONAL, NUMBERS, TEAMS, TeamRules

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from geodata.settings import Settings
    from geodata.worth.due_list import DueList

SHOWN = 40
"""Rows of the table in a terminal; JSON holds them all."""


def show_due(
    *,
    team: Annotated[
        str | None, typer.Option(help=f"One of: {', '.join(TEAMS)}; the whole country if left out.")
    ] = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Tell which sites are due, in which order and why, and which are left off the list and why."""
    if team is not None and team not in TEAMS:
        raise typer.BadParameter(f"{team!r}: {', '.join(TEAMS)}", param_hint="--team")
    with refusals() as (settings, _), served(settings) as store:
        rules = read_rules(settings, team)
        found = read_due(store, day_of(store, on), team, rules)
        if as_json:
            typer.echo(json.dumps(told(found, rules, demo=store.demo), ensure_ascii=False))
        else:
            _print(found, settings, demo=store.demo)


def read_rules(settings: Settings, team: str | None) -> TeamRules:
    """Return a team's numbers; those of the product where it has set none, or where there is no ledger yet.

    Raises
    ------
    GeodataError
        If the ledger is damaged or out of reach.
    """
    path = path_of(settings)
    if team is None or (path is not None and not path.exists()):
        return NATIONAL
    ledger = sessions.open_ledger(settings)
    try:
        return team_rules(ledger, team)
    finally:
        ledger.close()


def told(found: DueList, rules: TeamRules, *, demo: bool) -> dict[str, object]:
    """Return a due list as JSON tells it: ``sites``, ``left`` with reasons, ``states``, ``totals`` and ``rules``."""
    return {
        "team": found.team,
        "as_of": found.as_of.isoformat(),
        "demo": demo,
        "sites": [_site(row) for row in found.rows.to_dict("records")],
        "left": [
            {
                "site": row["site_id"],
                "reason": row["status"],
                "since": _day(row["status_from"]),
                "said": _text(row["status_reason"]),
                "merged_into": _text(row["merged_into"]),
            }
            for row in found.left.to_dict("records")
        ],
        "states": {state.code: n for state, n in found.states.items()},
        "totals": {
            "seen": found.found.total,
            "listed": found.found.listed,
            "left": {reason.code: n for reason, n in found.found.left_out.items()},
        },
        "rules": {name: rules[name] for name in NUMBERS},
    }


def _site(row: Mapping[Hashable, Any]) -> dict[str, object]:
    before = reached_before(row)
    return {
        "site": row["site_id"],
        "kind": row["kind"],
        "municipality": row["municipality_code"],
        "team": row["team"],
        "state": row["state"],
        "due_on": _day(row["due_on"]),
        "due_from": row["due_from"],
        "overdue_days": None if pd.isna(row["overdue_days"]) else int(row["overdue_days"]),
        "worth": round(float(row["worth"]), 3),
        "terms": [
            {"term": each.term.code, "points": round(each.points, 3), "da": each.label.danish, "en": each.label.english}
            for each in reasons(row)
        ],
        "sentence": {"da": sentence(row, "da"), "en": sentence(row, "en")},
        "reached_before": None if before is None else {"da": before.danish, "en": before.english},
        "chance": {
            part.code: {end: _share(row[f"{end}_{part.code}"]) for end in ("p", "low", "high")} for part in PARTS
        },
        "warnings": row["cautions"].split("|") if row["cautions"] else [],
        "paused_until": _day(row["paused_until"]),
    }


def _share(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 4)


def _day(value: Any) -> str | None:
    return None if pd.isna(value) else pd.Timestamp(value).date().isoformat()


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _print(found: DueList, settings: Settings, *, demo: bool) -> None:
    say = settings.language
    heads = (
        Label("sted", "site"), Label("tilstand", "state"), Label("forfalder", "due"),
        Label("datoen kommer af", "date from"), Label("værdi", "worth"), Label("hvorfor", "why"),
        Label("forbehold", "warnings"),
    )  # fmt: skip
    table = grid(heads, say, DEMO if demo else None)
    for row in found.rows.head(SHOWN).to_dict("records"):
        cautions = [Caution(code).label.say(say) for code in row["cautions"].split("|") if code]
        table.add_row(
            row["site_id"], Standing(row["state"]).label.say(say), _day(row["due_on"]) or MISSING,
            DueFrom(row["due_from"]).label.say(say), f"{row['worth']:.0f}", sentence(row, say), ", ".join(cautions),
        )  # fmt: skip
    console = Console()
    console.print(table)
    gone = ", ".join(f"{SiteStatus(term.code).label.say(say)}: {n}" for term, n in found.found.left_out.items())
    states = ", ".join(f"{state.label.say(say)}: {n}" for state, n in found.states.items())
    console.print(
        Label(
            f"{found.found.listed} af {found.found.total} steder er på listen ({states}). Ikke på den: {gone or '0'}.",
            f"{found.found.listed} of {found.found.total} sites are on the list ({states}). Not on it: {gone or '0'}.",
        ).say(say)
    )
