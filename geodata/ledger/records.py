"""What people record, in the ledger: saved once however often it is sent, corrected and taken back by new rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from geodata.errors import RecordChangedError, RecordRefusedError
from geodata.language import Label
from geodata.ledger.record_models import RecordRow
from geodata.targets import is_initials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from geodata.ledger.sessions import Ledger
    from geodata.recording import Made

RECORD, CORRECT, UNDO = "record", "correct", "undo"
PREFIX = "led-"
"""What the code of a record made here begins with; no file's own codes do."""

DEMO_PREFIX = "demo-"
LONGEST_KEY = 64
_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger's records.

    Parameters
    ----------
    id
        Grows with every row; also the line under which the import tells what it sets aside.
    cells
        The rows of ``table``, as a file would hold them, by column.
    first_at, recorded_at
        When the record was first made, and when this row was, in UTC.
    replaces
        The row that this one corrects or takes back.
    """

    id: int
    key: str
    table: str
    record_id: str
    action: str
    replaces: int | None
    cells: tuple[dict[str, str], ...]
    site_id: str | None
    demo: bool
    first_at: datetime
    recorded_at: datetime
    recorded_by: str


def record(ledger: Ledger, made: Made, *, key: str, by: str, now: datetime, demo: bool) -> Entry:
    """Save what a person recorded; when this returns it is on the disk. The same key again gives the same row.

    Parameters
    ----------
    key
        Made by the form before it is sent.
    by
        Who records it: a function or initials.
    now
        The moment it is recorded, in UTC.
    demo
        Whether the data it is recorded on are synthetic; it then counts with those only.

    Raises
    ------
    GeodataError
        If it cannot be kept, or the ledger cannot be written; then nothing was.
    """
    return record_all(ledger, {key: made}, by=by, now=now, demo=demo)[0]


def record_all(ledger: Ledger, made: dict[str, Made], *, by: str, now: datetime, demo: bool) -> list[Entry]:
    """Save several records under their keys, all of them or none, as :func:`record` does one."""
    for key, each in made.items():
        _check(each, key, by, now)
    rows = [
        RecordRow(
            key=key,
            table_name=each.table,
            record_id=_name(each, key, demo=demo),
            action=RECORD,
            cells=_json(each.cells()),
            site_id=each.about_site or (_name(each, key, demo=demo) if each.table == "sites" else None),
            demo=demo,
            first_at=now,
            recorded_at=now,
            recorded_by=by,
        )
        for key, each in made.items()
    ]
    return _once(ledger, rows)


def correct(ledger: Ledger, entry: Entry, made: Made, *, key: str, by: str, now: datetime) -> Entry:
    """Save a correction of a record; what it said before stays in its history.

    Raises
    ------
    RecordChangedError
        If someone else has corrected or taken it back since ``entry`` was read.
    GeodataError
        As :func:`record`.
    """
    _check(made, key, by, now)
    if made.table != entry.table:
        _refuse("En rettelse kan ikke gøre posten til noget andet.", "A correction cannot make it another record.")
    return _replace(ledger, entry, CORRECT, _json(made.cells()), made.about_site or entry.site_id, key, by, now)


def undo(ledger: Ledger, entry: Entry, *, key: str, by: str, now: datetime) -> Entry:
    """Take a record back; it counts no more, and stays in its history. A correction brings it back.

    Raises
    ------
    GeodataError
        As :func:`correct`.
    """
    _who(by)
    return _replace(ledger, entry, UNDO, _json(entry.cells), entry.site_id, key, by, now)


def saved(ledger: Ledger, key: str) -> Entry | None:
    """Return what was saved under a form's key; ``None`` where nothing was."""
    return next(iter(_read(ledger, select(RecordRow).where(RecordRow.key == key))), None)


def counting(session: Session) -> list[Entry]:
    """Return every record that counts: the row that none replaces, unless it takes the record back; by id."""
    replaced = select(RecordRow.replaces).where(RecordRow.replaces.is_not(None))
    wanted = select(RecordRow).where(RecordRow.id.not_in(replaced), RecordRow.action != UNDO)
    return [_entry(row) for row in session.scalars(wanted.order_by(RecordRow.id))]


def by_id(ledger: Ledger, number: int) -> Entry | None:
    """Return one row as it stands, if it is the last of its record; ``None`` where it was replaced or never was."""
    replaced = select(RecordRow.replaces).where(RecordRow.replaces == number)
    return next(iter(_read(ledger, select(RecordRow).where(RecordRow.id == number, ~replaced.exists()))), None)


def under_way(ledger: Ledger, municipality: str, *, demo: bool) -> list[Entry]:
    """Return the screenings of a municipality that were begun on the screen and are not completed."""
    with ledger.reading() as session:
        counted = [entry for entry in counting(session) if entry.table == "screenings" and entry.demo == demo]
    return [
        entry
        for entry in counted
        if entry.cells[0]["municipality_code"] == municipality and "completed_on" not in entry.cells[0]
    ]


def any_of(ledger: Ledger) -> bool:
    """Return whether anything was ever recorded."""
    with ledger.reading() as session:
        return session.scalar(select(RecordRow.id).limit(1)) is not None


def latest(ledger: Ledger, *, site: str | None = None, by: str | None = None, demo: bool = False) -> list[Entry]:
    """Return the last records as they stand, those taken back too, the latest first; of one site or one person."""
    replaced = select(RecordRow.replaces).where(RecordRow.replaces.is_not(None))
    wanted = select(RecordRow).where(RecordRow.id.not_in(replaced), RecordRow.demo == demo)
    if site is not None:
        wanted = wanted.where(RecordRow.site_id == site)
    if by is not None:
        wanted = wanted.where(RecordRow.recorded_by == by)
    return _read(ledger, wanted.order_by(RecordRow.id.desc()).limit(SHOWN))


def history(ledger: Ledger, entry: Entry) -> list[Entry]:
    """Return every row of a record, the last one first."""
    chain = {entry.id}
    rows = _read(ledger, select(RecordRow).where(RecordRow.record_id == entry.record_id).order_by(RecordRow.id))
    for row in rows:  # A site's windows share their site's code: each chain is a record of its own.
        if row.replaces in chain:
            chain.add(row.id)
    by_id = {row.id: row for row in rows}
    before = entry.replaces
    while before is not None and before in by_id:
        chain.add(before)
        before = by_id[before].replaces
    return [row for row in reversed(rows) if row.id in chain]


def _check(made: Made, key: str, by: str, now: datetime) -> None:
    _who(by)
    if not 0 < len(key) <= LONGEST_KEY:
        raise ValueError("A form makes a key of 1-64 characters before it is sent.")
    made.check(now)


def _who(by: str) -> None:
    if not is_initials(by):
        _refuse(
            "Skriv, hvem der registrerer, med bogstaver: en funktion eller initialer, højst 40 tegn.",
            "Write who records it, in letters: a function or initials, at most 40 characters.",
        )


def _replace(
    ledger: Ledger, entry: Entry, action: str, cells: str, site: str | None, key: str, by: str, now: datetime
) -> Entry:
    row = RecordRow(
        key=key,
        table_name=entry.table,
        record_id=entry.record_id,
        action=action,
        replaces=entry.id,
        cells=cells,
        site_id=site,
        demo=entry.demo,
        first_at=entry.first_at,
        recorded_at=now,
        recorded_by=by,
    )
    return _once(ledger, [row])[0]


def _once(ledger: Ledger, rows: Sequence[RecordRow]) -> list[Entry]:
    """Add rows unless their keys are there already, and return what stands under the keys.

    Two who send at once meet in the database: one adds, the other finds what was added.
    """
    keys = [row.key for row in rows]
    standing = select(RecordRow).where(RecordRow.key.in_(keys))
    try:
        with ledger.writing() as session:
            found = {row.key: row for row in session.scalars(standing)}
            session.add_all([row for row in rows if row.key not in found])
            session.flush()
            entries = [_entry(found.get(row.key, row)) for row in rows]
    except IntegrityError:
        found_now = {entry.key: entry for entry in _read(ledger, standing)}
        if set(keys) <= set(found_now):
            return [found_now[key] for key in keys]
        raise RecordChangedError(
            Label(
                "En anden har rettet eller fortrudt posten i mellemtiden. Intet er ændret. Se den nedenfor.",
                "Someone else has corrected or taken back the record meanwhile. Nothing was changed. See it below.",
            )
        ) from None
    return entries


def _name(made: Made, key: str, *, demo: bool) -> str:
    return made.about_site or "" if made.table == "visit_windows" else code_for(key, demo=demo)


def code_for(key: str, *, demo: bool) -> str:
    """Return the code of the record a key makes, the same for the same key: letters, so that no number is in it."""
    letters = hashlib.sha256(key.encode()).hexdigest()[:16].translate(_LETTERS)
    return f"{DEMO_PREFIX if demo else ''}{PREFIX}{letters}"


def _json(cells: Iterable[dict[str, str]]) -> str:
    return json.dumps(list(cells), ensure_ascii=False, sort_keys=True)


def _read(ledger: Ledger, wanted: Select[RecordRow]) -> list[Entry]:
    with ledger.reading() as session:
        return [_entry(row) for row in session.scalars(wanted)]


def _entry(row: RecordRow) -> Entry:
    return Entry(
        row.id,
        row.key,
        row.table_name,
        row.record_id,
        row.action,
        row.replaces,
        tuple(json.loads(row.cells)),
        row.site_id,
        row.demo,
        row.first_at.astimezone(UTC),
        row.recorded_at.astimezone(UTC),
        row.recorded_by,
    )


def _refuse(danish: str, english: str) -> NoReturn:
    raise RecordRefusedError(Label(danish, english))
