"""``python -m geodata release``: propose, check and publish what the municipalities see."""

from __future__ import annotations

import json
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from geodata.disclosure import publishing
from geodata.disclosure.groups import Detail
from geodata.disclosure.quarters import Quarter, complete
from geodata.disclosure.verdict import Verdict, visible
from geodata.doors import REFUSED, Json, grid, refusals, served
from geodata.language import Label
from geodata.ledger import releases
from geodata.ledger.sessions import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodata.ledger.releases import Entry
    from geodata.ledger.sessions import Ledger
    from geodata.settings import Settings
    from geodata.store import Store

app = typer.Typer(no_args_is_help=True, help="What the municipalities see: quarterly tables that give no one away.")

DENMARK = ZoneInfo("Europe/Copenhagen")
STATES = {
    releases.PROPOSED: Label("foreslået", "proposed"),
    releases.PUBLISHED: Label("udgivet", "published"),
    releases.WITHDRAWN: Label("trukket tilbage", "withdrawn"),
}

By = Annotated[str, typer.Option(help="Who does it: a function or initials.")]
Number = Annotated[int, typer.Argument(help="The release's number, as `list` tells it.")]


@contextmanager
def _opened() -> Iterator[tuple[Settings, Ledger, Store]]:
    """Give the ledger and the warehouse; a refusal is a sentence and exit code 1."""
    with refusals() as (settings, _), served(settings) as store, closing(open_ledger(settings)) as ledger:
        yield settings, ledger, store


@app.command("propose")
def propose(
    *,
    quarter: Annotated[str | None, typer.Option(help="2026-Q3; the last one that is over if left out.")] = None,
    detail: Annotated[str | None, typer.Option(help=f"One of: {', '.join(each.code for each in Detail)}.")] = None,
    by: By,
    as_json: Json = False,
) -> None:
    """Make the release of a quarter, attack it, and put it up for another person to publish."""
    if detail is not None and detail not in {each.code for each in Detail}:
        raise typer.BadParameter(f"{detail!r}: {', '.join(each.code for each in Detail)}", param_hint="--detail")
    with _opened() as (settings, ledger, store):
        now = datetime.now(UTC)
        today = now.astimezone(DENMARK).date()
        wanted = Quarter.read(quarter) if quarter else complete(today, 1)[0]
        finest = Detail(detail) if detail else None
        entry, verdict = publishing.propose(ledger, store, wanted, by=by, at=now, today=today, detail=finest)
        _tell(ledger, entry, verdict, settings, as_json=as_json)


@app.command("check")
def check(number: Number, *, as_json: Json = False) -> None:
    """Attack a release as it stands in the ledger; leaves with 1 if it may not be published."""
    with _opened() as (settings, ledger, store):
        entry = publishing.find(ledger, number, demo=store.demo)
        verdict = publishing.check(ledger, entry)
        _tell(ledger, entry, verdict, settings, as_json=as_json)
        if not verdict.passed:
            raise typer.Exit(REFUSED)


@app.command("publish")
def publish(number: Number, *, by: By, as_json: Json = False) -> None:
    """Publish a proposed release; not by who proposed it."""
    with _opened() as (settings, ledger, store):
        entry = publishing.publish(ledger, number, demo=store.demo, by=by, at=datetime.now(UTC))
        _tell_entries([entry], settings, as_json=as_json)


@app.command("withdraw")
def withdraw(number: Number, *, by: By, as_json: Json = False) -> None:
    """Withdraw a proposal. What is published stays."""
    with _opened() as (settings, ledger, store):
        entry = publishing.withdraw(ledger, number, demo=store.demo, by=by, at=datetime.now(UTC))
        _tell_entries([entry], settings, as_json=as_json)


@app.command("list")
def list_releases(*, as_json: Json = False) -> None:
    """Tell every release, the latest first."""
    with _opened() as (settings, ledger, store):
        _tell_entries(releases.entries(ledger, demo=store.demo), settings, as_json=as_json)


@app.command("demo")
def demo(*, as_json: Json = False) -> None:
    """Publish the last four quarters of the demo, if they are not; does nothing where the data are real."""
    with _opened() as (settings, ledger, store):
        new: list[Entry] = []
        if store.demo:
            now = datetime.now(UTC)
            new = publishing.publish_demo(ledger, store, at=now, today=now.astimezone(DENMARK).date())
        if as_json:
            _tell_entries(new, settings, as_json=True)
        else:
            say = Label("{n} nye udgivelser til kommunerne.", "{n} new releases to the municipalities.")
            typer.echo(say.say(settings.language, n=len(new)))


def _tell(ledger: Ledger, entry: Entry, verdict: Verdict, settings: Settings, *, as_json: bool) -> None:
    release, say = releases.whole(ledger, entry.id), settings.language
    seen = visible(release)
    if as_json:
        rows = [
            {"area_kind": kind, "area": code, "column": column, "low": found.low, "high": found.high}
            for (kind, code, column), found in sorted(verdict.ranges.items())
        ]
        told = {
            **row(entry),
            "passed": verdict.passed,
            "reasons": [reason.say(say) for reason in verdict.reasons],
            "coarsened_from": [detail.code for detail in publishing.coarsened(entry)],
            "widths": {str(width): count for width, count in verdict.widths().items()},
            "insiders": verdict.insiders,
            "outsider_s": round(verdict.outsider_s, 3),
            "insiders_s": round(verdict.insiders_s, 3),
            "visible": {"shown": seen.shown, "holding": seen.holding, "rows_hidden": seen.rows_hidden},
            "ranges": rows,
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    lines = [
        Label(
            f"Udgivelse nr. {entry.id}, {entry.quarter}: {entry.detail.label.danish.lower()}, "
            f"{STATES[entry.state].danish}.",
            f"Release no. {entry.id}, {entry.quarter}: {entry.detail.label.english.lower()}, "
            f"{STATES[entry.state].english}.",
        ),
        *(
            Label(
                f"Kunne ikke udgives: {each.label.danish.lower()}.", f"Could not be told: {each.label.english.lower()}."
            )
            for each in publishing.coarsened(entry)
        ),
        Label(
            f"Vist: {seen.shown} af {seen.holding} felter med steder; {seen.rows_hidden} kommuner uden et eneste tal.",
            f"Shown: {seen.shown} of {seen.holding} cells with sites; {seen.rows_hidden} municipalities without any.",
        ),
        *(
            Label(f"{count} følsomme felter: spænd {width}.", f"{count} sensitive cells: range {width}.")
            for width, count in verdict.widths().items()
        ),
        Label(
            f"Angreb udefra {verdict.outsider_s:.2f} s, som hver af {verdict.insiders} kommuner "
            f"{verdict.insiders_s:.2f} s.",
            f"Attack from outside {verdict.outsider_s:.2f} s, as each of {verdict.insiders} municipalities "
            f"{verdict.insiders_s:.2f} s.",
        ),
        *(verdict.reasons or (Label("Kan udgives af en anden.", "May be published by someone else."),)),
    ]
    for line in lines:
        typer.echo(line.say(say))


def row(entry: Entry) -> dict[str, object]:
    """Return a release as a row of JSON."""
    return {
        "id": entry.id,
        "quarter": str(entry.quarter),
        "detail": entry.detail.code,
        "demo": entry.demo,
        "state": entry.state,
        "proposed_at": entry.proposed_at.isoformat(),
        "proposed_by": entry.proposed_by,
        "state_at": entry.state_at.isoformat() if entry.state_at else None,
        "state_by": entry.state_by,
        "checksum": entry.checksum,
    }


def _tell_entries(told: list[Entry], settings: Settings, *, as_json: bool) -> None:
    say = settings.language
    if as_json:
        typer.echo(json.dumps([row(entry) for entry in told], ensure_ascii=False))
        return
    heads = (
        Label("nr.", "no."),
        Label("kvartal", "quarter"),
        Label("indhold", "content"),
        Label("stand", "state"),
        Label("foreslået af", "proposed by"),
        Label("afgjort af", "settled by"),
    )
    table = grid(heads, say)
    for entry in told:
        table.add_row(
            str(entry.id),
            str(entry.quarter),
            entry.detail.label.say(say),
            STATES[entry.state].say(say),
            entry.proposed_by,
            entry.state_by or "",
        )
    Console().print(table)
