"""The report as plain values: what the ledger keeps of it, what its checksum covers, and what the command answers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from geodata.language import Label
from geodata.report import printed
from geodata.report.period import ReportRefusedError
from geodata.report.report import Meta, Report
from geodata.report.table import Row, Table, Whole
from geodata.report.words import sentence, source, title

if TYPE_CHECKING:
    from geodata.language import Language


FORMAT = 1
"""How a kept report is written. Another way gets another number, and :func:`read` goes on reading this one."""


def kept(report: Report) -> str:
    """Return the whole report as one JSON text, the same for the same report; :func:`read` makes it a report again."""
    told = {"format": FORMAT, **asdict(report)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def checksum(text: str) -> str:
    """Return the SHA-256 of what is kept of a report."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Report:
    """Return the report that :func:`kept` wrote.

    Raises
    ------
    ReportRefusedError
        If it is written in a way that this edition of the program does not know.
    """
    told = json.loads(text)
    if told.pop("format", None) != FORMAT:
        raise ReportRefusedError(
            Label(
                "Rapporten er fastfrosset af en nyere udgave af Feltplan. Tag den udgave i brug.",
                "The report was frozen by a newer edition of Feltplan. Use that edition.",
            )
        )
    meta = told.pop("meta")
    for name in ("begins", "ends", "as_of", "provisional_from"):
        meta[name] = meta[name] and date.fromisoformat(meta[name])
    return Report(
        meta=Meta(**meta),
        tables=tuple(_table(table) for table in told["tables"]),
        statuses=told["statuses"],
        names=told["names"],
        teams=told["teams"],
        months=tuple((month, attempts, reached) for month, attempts, reached in told["months"]),
    )


def _table(told: dict[str, Any]) -> Table:
    return Table(
        id=told["id"],
        title=Label(**told["title"]),
        says=Label(**told["says"]),
        counted=Label(**told["counted"]),
        rows=tuple(Row(**{**row, "label": Label(**row["label"])}) for row in told["rows"]),
        wholes=tuple(Whole(whole["total"], tuple(whole["parts"]), whole["several"]) for whole in told["wholes"]),
        notes=tuple(Label(**note) for note in told["notes"]),
    )


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no plain value.")


def beside_printed(report: Report) -> bool:
    """Return whether the report is the one that was printed: the whole country, the whole year 2007."""
    return (report.meta.year, report.meta.quarter, report.meta.team) == (printed.YEAR, None, None)


def answer(report: Report, language: Language) -> dict[str, Any]:
    """Return the report as the command's JSON: ``meta``, and each table under its id.

    ``flags`` tells what does not sum or round. The product's own tables always do, or there is no report; so for the
    year that was printed the flags are of the printed figures, which stand under ``printed`` beside the recomputed.
    """
    meta = asdict(report.meta)
    told: dict[str, Any] = {
        "meta": {
            **{name: value.isoformat() if isinstance(value, date) else value for name, value in meta.items()},
            "boundaries": source(report.meta, language)[1],
            "title": title(report.meta, language),
            "language": language,
        }
    }
    for table in report.tables:
        told[table.id] = {
            "title": table.title.say(language),
            "sentence": sentence(table, language),
            "rows": [{"row": row.code, "count": row.count, "percent": row.percent} for row in table.rows],
            "flags": [],
            "labels": {row.code: row.label.say(language) for row in table.rows},
            "notes": [note.say(language) for note in table.notes],
        }
        if beside_printed(report):
            told[table.id] |= _printed(table, language)
    return told


def _printed(table: Table, language: Language) -> dict[str, Any]:
    return {
        "flags": [
            {"of": "printed", "rule": flag.rule, "rows": list(flag.rows), "text": flag.label.say(language)}
            for flag in printed.flags_of(table.id)
        ],
        "printed": [
            {
                "row": one.printed.row,
                "count": one.printed.count,
                "percent": one.printed.percent,
                "page": one.printed.page or None,
                "recomputed": one.row.count,
                "recomputed_percent": one.row.percent,
                "count_apart": one.count_apart,
                "percent_apart": one.percent_apart,
            }
            for one in printed.compare(table)
        ],
    }
