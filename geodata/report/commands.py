"""``python -m geodata report``: the report as PDF, workbook or JSON, without a screen."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from geodata.doors import refusals, served
from geodata.language import LANGUAGES, Label, Language
from geodata.ledger import frozen_reports
from geodata.ledger.sessions import open_ledger
from geodata.report import content
from geodata.report.frozen import Changed, Frozen, changed_since, freeze
from geodata.report.period import Period, ReportRefusedError
from geodata.report.report import Report, make
from geodata.terms import Team, fold

if TYPE_CHECKING:
    from geodata.ledger.sessions import Ledger
    from geodata.store import Store

PRIVATE = 0o600


class Format(StrEnum):
    """What the report is written as."""

    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Edition:
    """A report that is to be written: told now, or frozen with what has changed since."""

    report: Report
    frozen: Frozen | None = None
    changed: tuple[Changed, ...] = ()

    def answer(self, language: Language) -> dict[str, object]:
        """Return it as JSON."""
        told = content.answer(self.report, language)
        told["meta"]["frozen"] = self.frozen and {
            "at": self.frozen.frozen_at.isoformat(),
            "by": self.frozen.frozen_by,
            "checksum": self.frozen.checksum,
            "changed_since": [each.values() for each in self.changed],
        }
        return told

    def bytes(self, store: Store, form: Format, language: Language) -> bytes:
        """Return it as a file."""
        # Typst and openpyxl are read when they are needed: every other command starts without them.
        if form is Format.PDF:
            from geodata.report.paper import to_pdf  # noqa: PLC0415

            return to_pdf(store, self.report, language, self.frozen, self.changed)
        if form is Format.XLSX:
            from geodata.report.workbook import to_xlsx  # noqa: PLC0415

            return to_xlsx(self.report, language, self.frozen, self.changed)
        told = {**self.answer(language), **self._evidence(store, language)}
        return (json.dumps(told, ensure_ascii=False) + "\n").encode()

    def _evidence(self, store: Store, language: Language) -> dict[str, object]:
        """Return what the log teaches of the period, told now; of the whole country only, as its rates are pooled."""
        meta = self.report.meta
        if meta.team is not None:
            return {}
        from geodata.evidence.read import Span, evidence  # noqa: PLC0415 - scipy, which no other form needs

        told = evidence(store, Span(meta.begins, meta.ends, meta.as_of), self.report.names)
        return {"evidence": {"rows": [finding.row(language) for finding in told.findings], "flags": []}}


def edition(
    store: Store, ledger: Ledger, period: Period, team: str | None, as_of: date | None, *, live: bool
) -> Edition:
    """Return the report as it was last frozen, beside what has changed since; told now where it never was.

    Parameters
    ----------
    live
        Whether it is told now in any case.

    Raises
    ------
    GeodataError
        If there is no such report, or it does not reconcile.
    """
    kept = None if live else frozen_reports.latest(ledger, period, team)
    if kept is None:
        return Edition(make(store, period, team, as_of))
    held = kept.report
    return Edition(held, kept, tuple(changed_since(held, make(store, period, team, as_of))))


def report(
    *,
    year: Annotated[int, typer.Option(help="The year that is reported on.")],
    quarter: Annotated[int | None, typer.Option(help="Only this quarter, 1-4.")] = None,
    team: Annotated[str | None, typer.Option(help="Only this team: east, mid or west.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Use nothing recorded later; the last recorded day if left out."),
    ] = None,
    language: Annotated[str | None, typer.Option(help="da or en; the deployment's own if left out.")] = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.JSON,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output if left out.")] = None,
    live: Annotated[bool, typer.Option("--live", help="Tell it now, also where it has been frozen.")] = False,
    freezing: Annotated[
        bool, typer.Option("--freeze", help="Keep the numbers as they are now, in the ledger.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who freezes it: a function or initials.")] = "",
) -> None:
    """Write the report of a year or a quarter; one that was frozen keeps its numbers and tells what has changed."""
    if language is not None and language not in LANGUAGES:
        raise typer.BadParameter(f"{language!r}: {', '.join(LANGUAGES)}", param_hint="--language")
    with refusals() as (settings, _):
        spoken: Language = language or settings.language
        period, day = Period(year, quarter), as_of.date() if as_of else None
        team = Team.known().get(fold(team), team) if team else None
        if freezing and not by:
            raise ReportRefusedError(
                Label("Skriv med --by, hvem der fastfryser.", "Say with --by who freezes the report.")
            )
        with served(settings) as store, closing(open_ledger(settings)) as kept:
            if freezing:
                now = freeze(make(store, period, team, day), datetime.now(UTC), by)
                frozen_reports.add(kept, now)
                typer.echo(now.sentence(spoken), err=True)
            told = edition(store, kept, period, team, day, live=live)
            written = told.bytes(store, Format.JSON if as_json else form, spoken)
        _write(written, out)


def _write(written: bytes, out: Path | None) -> None:
    """Write the whole file under another name and give it its own when it is there; nothing is left half written."""
    if out is None:
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(written)
        part.chmod(PRIVATE)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ReportRefusedError(
            Label("Filen '{name}' kan ikke skrives.", "The file '{name}' cannot be written."), name=out.name
        ) from error
