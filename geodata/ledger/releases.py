"""Releases in the ledger: written once, told with their checksum, and published by a second person.

:func:`told` is what pages of a municipality read. It reads what was published and nothing that was withheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from geodata.disclosure.content import Cell, Content, Facts, LocalPartner, Release, Withheld
from geodata.disclosure.groups import Detail
from geodata.disclosure.quarters import Quarter
from geodata.errors import ReleaseRefusedError
from geodata.language import Label
from geodata.ledger.release_models import (
    ReleaseCellRow,
    ReleasePartnerRow,
    ReleasePlaceRow,
    ReleaseRow,
    ReleaseStateRow,
    ReleaseWithheldRow,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from geodata.disclosure.tables import AreaKind
    from geodata.ledger.sessions import Ledger

PUBLISHED = "published"
WITHDRAWN = "withdrawn"
PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A release as the list tells it: by whom it was proposed, and what became of it, by whom and when.

    ``after_id`` is the published release that it follows, ``notes`` what was coarsened and why.
    """

    id: int
    quarter: Quarter
    detail: Detail
    demo: bool
    after_id: int | None
    warehouse: int
    checksum: str
    notes: str
    proposed_at: datetime
    proposed_by: str
    state: str
    state_at: datetime | None
    state_by: str | None


def entries(ledger: Ledger, *, demo: bool) -> list[Entry]:
    """Return every release of real or of synthetic data, the latest proposed first."""
    wanted = (
        select(ReleaseRow, ReleaseStateRow)
        .outerjoin(ReleaseStateRow, ReleaseStateRow.release_id == ReleaseRow.id)
        .where(ReleaseRow.demo == demo)
        .order_by(ReleaseRow.id.desc())
    )
    with ledger.reading() as session:
        return [_entry(row, state) for row, state in session.execute(wanted)]


def published(ledger: Ledger, *, demo: bool) -> list[Entry]:
    """Return the published releases, the latest quarter first."""
    found = [entry for entry in entries(ledger, demo=demo) if entry.state == PUBLISHED]
    return sorted(found, key=lambda entry: entry.quarter, reverse=True)


def told(ledger: Ledger, release_id: int) -> Content:
    """Return what a release tells.

    Raises
    ------
    ReleaseRefusedError
        If there is no such release, or it no longer tells what it told when it was proposed.
    """
    with ledger.reading() as session:
        return _told(session, release_id)


def whole(ledger: Ledger, release_id: int) -> Release:
    """Return a release with what it withholds, to check it or a later one; no page shows the latter.

    Raises
    ------
    ReleaseRefusedError
        As :func:`told`.
    """
    with ledger.reading() as session:
        content = _told(session, release_id)
        rows = session.scalars(select(ReleaseWithheldRow).where(ReleaseWithheldRow.release_id == release_id))
        return Release(content, {_cell(row): Withheld(row.count, row.least, row.sensitive) for row in rows})


def add(
    ledger: Ledger,
    release: Release,
    *,
    after_id: int | None,
    warehouse: int,
    notes: str,
    at: datetime,
    by: str,
) -> int:
    """Write a proposed release whole, or nothing of it; return its number."""
    content = release.content
    with ledger.writing() as session:
        row = ReleaseRow(
            quarter=str(content.quarter),
            detail=content.detail.code,
            demo=content.demo,
            after_id=after_id,
            warehouse=warehouse,
            checksum=content.checksum,
            notes=notes,
            proposed_at=at,
            proposed_by=by,
        )
        session.add(row)
        session.flush()
        of = {"release_id": row.id}
        places = [
            {**of, "position": position, "code": place.code, "name": place.name, "region": place.region,
             "team": place.team, "population": place.population, "status": place.status,
             "screened_in": place.screened_in, "due_in": place.due_in}
            for position, place in enumerate(content.places)
        ]  # fmt: skip
        partners = [
            {**of, "position": position, "municipality": each.municipality, "category": each.category,
             "kind": each.kind, "name": each.name}
            for position, each in enumerate(content.partners)
        ]  # fmt: skip
        cells = [{**of, **_key(cell), "count": count} for cell, count in content.cells.items()]
        withheld = [
            {**of, **_key(cell), "count": kept.count, "least": kept.least, "sensitive": kept.sensitive}
            for cell, kept in release.withheld.items()
        ]
        for table, rows in (
            (ReleasePlaceRow, places),
            (ReleasePartnerRow, partners),
            (ReleaseCellRow, cells),
            (ReleaseWithheldRow, withheld),
        ):
            if rows:
                session.execute(insert(table), rows)
        return row.id


def settle(ledger: Ledger, entry: Entry, state: str, *, at: datetime, by: str) -> None:
    """Publish or withdraw a release; the ledger itself refuses a second state, and a second release of a quarter.

    Raises
    ------
    ReleaseRefusedError
        If someone else was faster.
    """
    name = f"{entry.quarter}{' demo' if entry.demo else ''}" if state == PUBLISHED else None
    try:
        with ledger.writing() as session:
            session.add(ReleaseStateRow(release_id=entry.id, state=state, published=name, at=at, by=by))
    except IntegrityError as error:
        raise ReleaseRefusedError(
            Label(
                "Udgivelsen er allerede afgjort, eller kvartalet er allerede udgivet.",
                "The release is settled already, or the quarter is published already.",
            )
        ) from error


def _entry(row: ReleaseRow, state: ReleaseStateRow | None) -> Entry:
    return Entry(
        row.id,
        Quarter.read(row.quarter),
        Detail(row.detail),
        row.demo,
        row.after_id,
        row.warehouse,
        row.checksum,
        row.notes,
        row.proposed_at,
        row.proposed_by,
        state.state if state else PROPOSED,
        state.at if state else None,
        state.by if state else None,
    )


def _told(session: Session, release_id: int) -> Content:
    row = session.get(ReleaseRow, release_id)
    if row is None:
        raise ReleaseRefusedError(
            Label("Der er ingen udgivelse nr. {number}.", "There is no release no. {number}."), number=release_id
        )
    places = session.scalars(
        select(ReleasePlaceRow).where(ReleasePlaceRow.release_id == release_id).order_by(ReleasePlaceRow.position)
    )
    partners = session.scalars(
        select(ReleasePartnerRow).where(ReleasePartnerRow.release_id == release_id).order_by(ReleasePartnerRow.position)
    )
    cells = session.scalars(select(ReleaseCellRow).where(ReleaseCellRow.release_id == release_id))
    content = Content(
        Quarter.read(row.quarter),
        Detail(row.detail),
        row.demo,
        tuple(Facts(p.code, p.name, p.region, p.team, p.population, p.status, p.screened_in, p.due_in) for p in places),
        tuple(LocalPartner(p.municipality, p.category, p.kind, p.name) for p in partners),
        {_cell(cell): cell.count for cell in cells},
    )
    if content.checksum != row.checksum:
        raise ReleaseRefusedError(
            Label(
                "Udgivelse nr. {number} er ikke længere, hvad den var, og vises ikke. "
                "Gendan den seneste sikkerhedskopi af protokollen.",
                "Release no. {number} is no longer what it was and is not shown. Restore the ledger's latest backup.",
            ),
            number=release_id,
        )
    return content


def _cell(row: ReleaseCellRow | ReleaseWithheldRow) -> Cell:
    return cast("AreaKind", row.area_kind), row.area, row.column


def _key(cell: Cell) -> dict[str, str]:
    kind, area, column = cell
    return {"area_kind": kind, "area": area, "column": column}
