"""Builds a new version of the warehouse and serves it, or says why not and changes nothing."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from etl.contract import BY_NAME
from etl.folder import RawFolder, look
from etl.from_ledger import NOTHING, FromLedger, missing, read_ledger
from etl.prepare import STEPS as PREPARE_STEPS
from etl.prepare import Prepared, prepare
from etl.publish import UNFINISHED, next_version, only_builder, publish, same_again, served, unfinished
from etl.refusals import AllRefusedError, RefusedError, by_system, in_file
from etl.rejects import REJECTS
from etl.warehouse import Change, compare, content, finish, write
from geodata.errors import StoreDamagedError
from geodata.language import Label
from geodata.ledger.address import path_of
from geodata.rules import LEDGER, Rule
from geodata.store import LOCKED, Store, schema_mark, sql
from geodata.versions import Published, checksum, file_name, folder, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from etl.rejects import Loaded
    from geodata.settings import Settings

STEPS = PREPARE_STEPS + 3
"""How many steps a build tells of."""

WAITING = (Rule.IN_FUTURE.code, Rule.TOO_FAR_AHEAD.code)
"""Rules that a row can pass tomorrow without having changed."""

SCRATCH = f"scratch{UNFINISHED}"
"""The folder for what does not fit in memory."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to.

    Parameters
    ----------
    published
        The version that is served after it; ``None`` after a dry run.
    fresh
        Whether it is a new version; otherwise the input was the one that is served already.
    changes
        What became of every table's rows.
    rejects
        A row per fault.
    notes
        What a person should know: files that are no table, columns that were not read.
    demo
        Whether the data are synthetic.
    """

    published: Published | None
    fresh: bool
    changes: list[Change]
    rejects: pl.DataFrame
    notes: list[str]
    demo: bool


class TooManyRejectsError(AllRefusedError):
    """More rows than is believable were set aside, or every municipality; it tells them, and if they are synthetic."""

    def __init__(self, reasons: list[RefusedError], prepared: Prepared) -> None:
        super().__init__(reasons)
        self.rejects = prepared.rejects()
        self.demo = prepared.demo


def check(path: Path, settings: Settings, today: date, tell: Callable[[Label], None] = lambda _: None) -> Built:
    """Read and check a raw folder, and change nothing.

    Raises
    ------
    RefusedError
        As :func:`build` would.
    """
    try:
        raw = look(path)
        prepared = prepare(raw, today, tell, read_ledger(settings, demo=raw.manifest.demo))
    except OSError as error:
        raise by_system(error) from error
    _believable(prepared, settings)
    changes = [Change(t.table, t.file, t.read, t.kept, 0, 0, t.set_aside, 0) for t in prepared.tables.values()]
    return Built(None, False, changes, prepared.rejects(), _notes(prepared), prepared.demo)


def build(path: Path, settings: Settings, today: date, tell: Callable[[Label], None] = lambda _: None) -> Built:
    """Build a new version of the warehouse from a raw folder and serve it.

    The same input publishes nothing new. Whatever goes wrong before the last step leaves the old version serving.

    Parameters
    ----------
    path
        The raw folder.
    settings
        Where the warehouse lives, and how many rejects are believable.
    today
        The day the import runs; nothing can have happened later.
    tell
        Is told each step as it begins.

    Raises
    ------
    RefusedError
        If a file, the amount of rejects or the disk refuses; every reason is told.
    """
    try:
        raw = look(path)
        with only_builder(settings.home, settings.build_wait_s):
            before = served(settings.home)
            stamps = _stamps(raw)
            ledger = read_ledger(settings, demo=raw.manifest.demo)
            if before is not None and not ledger.sha256 and _rests_on_a_ledger(settings, before):
                raise missing()
            inputs = fingerprint(raw, ledger=ledger) if before is not None else ""
            if before is not None and before.inputs == inputs and (known := _known(settings.home, before)):
                if before.raw != _place(path):
                    same_again(settings.home, replace(before, raw=_place(path)), inputs)
                return known
            prepared = prepare(raw, today, tell, ledger)
            inputs = inputs or fingerprint(raw, {source.file: source.sha256 for source in prepared.sources}, ledger)
            if _stamps(raw) != stamps:
                raise RefusedError(
                    Label(
                        "De rå filer blev ændret, mens de blev læst. Prøv igen.",
                        "The raw files changed while they were read. Try again.",
                    )
                )
            _believable(prepared, settings)
            return _write_and_publish(inputs, _place(path), prepared, before, settings, tell)
    except OSError as error:
        raise by_system(error) from error
    except duckdb.Error as error:
        raise RefusedError(
            Label(
                "Datalageret kunne ikke skrives ({reason}); er disken fuld? Intet er ændret.",
                "The warehouse could not be written ({reason}); is the disk full? Nothing has changed.",
            ),
            reason=type(error).__name__,
        ) from error


def rebuild(settings: Settings, today: date, tell: Callable[[Label], None] = lambda _: None) -> Built:
    """Build again from the folder that the version served now was built from, as after a record on the screen.

    Raises
    ------
    RefusedError
        As :func:`build`; and where nothing has been built yet.
    """
    before = served(settings.home)
    if before is None or not before.raw:
        raise RefusedError(
            Label(
                "Der er intet at opdatere endnu: kør en indlæsning med 'python -m etl build MAPPE'.",
                "There is nothing to update yet: run a build with 'python -m etl build FOLDER'.",
            )
        )
    return build(Path(before.raw), settings, today, tell)


def _place(path: Path) -> str:
    """Return where a raw folder is, whatever folder the next command is started in."""
    return str(path.resolve())


def _rests_on_a_ledger(settings: Settings, before: Published) -> bool:
    """Return whether the version that is served holds rows of a ledger that is gone."""
    path = path_of(settings)
    if path is None or path.exists():
        return False
    try:
        with duckdb.connect(str(verify(settings.home, before)), read_only=True, config=LOCKED) as connection:
            (told,) = connection.execute("SELECT count(*) FROM sources WHERE format = 'ledger'").fetchall()[0]
    except (StoreDamagedError, duckdb.Error):
        return False
    return bool(told)


def fingerprint(raw: RawFolder, known: Mapping[str, str] | None = None, ledger: FromLedger = NOTHING) -> str:
    """Return the checksum of all that decides what is built: raw files, ledger, and the product's own rules and data.

    Parameters
    ----------
    known
        Checksums of raw files that have been read already, by name.
    """
    digest = hashlib.sha256(f"ledger {ledger.sha256} {ledger.left_out}\n".encode())
    for file in raw.files():
        digest.update(f"{file.name} {(known or {}).get(file.name) or checksum(file)}\n".encode())
    for package in ("etl", "geodata"):
        for part in ("", "sql", "data"):
            own = files(package).joinpath(part) if part else files(package)
            if own.is_dir():
                for item in sorted(own.iterdir(), key=lambda entry: entry.name):
                    if item.is_file() and not item.name.endswith(".pyc"):
                        digest.update(f"{package}/{part}/{item.name} ".encode() + item.read_bytes())
    return digest.hexdigest()


def _stamps(raw: RawFolder) -> list[tuple[int, int, int]]:
    """Return what changes when a raw file is written again."""
    stats = [file.stat() for file in raw.files()]
    return [(stat.st_ino, stat.st_size, stat.st_mtime_ns) for stat in stats]


def _known(home: Path, before: Published) -> Built | None:
    """Return what a served version says of its input, unless the program cannot read it or a row waits for its date."""
    try:
        connection = duckdb.connect(str(verify(home, before)), read_only=True, config=LOCKED)
    except (StoreDamagedError, duckdb.Error):
        return None
    with closing(connection):
        # As Polars and not by the store's readers: these bring pandas, which costs more than the whole answer.
        rejects, sources, imports = (connection.sql(sql(name)).pl() for name in ("rejects", "sources", "imports"))
        info = dict(connection.sql(sql("build_info")).fetchall())
    if rejects["rule"].is_in(WAITING).any() or info.get("schema") != schema_mark():
        return None
    files = dict(sources.select("table_name", "file").iter_rows())
    told = {row["table_name"]: row for row in imports.iter_rows(named=True)}
    same = [
        Change(name, files.get(name, ""), told[name]["read"], 0, 0, told[name]["kept"], told[name]["set_aside"], 0)
        for name in BY_NAME
    ]
    notes = [info["notes"]] if info["notes"] else []
    return Built(before, False, same, rejects.select(REJECTS.names()), notes, before.demo)


def _believable(prepared: Prepared, settings: Settings) -> None:
    reasons = [
        RefusedError(
            Label(
                "{file}: {n} af {read} rækker kan ikke bruges; højst {most} % må lægges til side.",
                "{file}: {n} of {read} rows cannot be used; at most {most} % may be set aside.",
            ),
            file=loaded.file,
            n=_faulty(loaded),
            read=loaded.read,
            most=round(settings.max_reject_share * 100),
        )
        for loaded in prepared.tables.values()
        if _faulty(loaded) > max(settings.tolerated_rejects, settings.max_reject_share * loaded.read)
    ]
    municipalities = prepared.tables["municipalities"]
    if not municipalities.kept:
        reasons.append(in_file(municipalities.file, "ingen kommune kan bruges.", "no municipality can be used."))
    if reasons:
        raise TooManyRejectsError(reasons, prepared)


def _faulty(loaded: Loaded) -> int:
    """Return how many rows cannot be used; what a later correction replaces was no fault."""
    return loaded.rejects.filter(pl.col("rule") != Rule.SUPERSEDED.code)["line"].n_unique()


def _write_and_publish(
    inputs: str,
    place: str,
    prepared: Prepared,
    before: Published | None,
    settings: Settings,
    tell: Callable[[Label], None],
) -> Built:
    tell(Label("Skriver den nye version", "Writing the new version"))
    version = next_version(settings.home)
    draft = unfinished(settings.home, version)
    facts = _facts(prepared)
    whole = _whole(settings.home, before)
    built_at = datetime.now(UTC).isoformat(timespec="seconds")
    with write(draft, prepared, draft.parent / SCRATCH) as connection:
        rows = content(connection)
        tell(Label("Sammenligner med den gamle version", "Comparing with the old version"))
        signature = hashlib.sha256(json.dumps([rows, facts], sort_keys=True).encode()).hexdigest()
        if before is not None and before.content == signature and whole is not None:
            same_again(settings.home, replace(before, raw=place), inputs)
            same = [Change(t.table, t.file, t.read, 0, 0, t.kept, t.set_aside, 0) for t in prepared.tables.values()]
            return Built(before, False, same, prepared.rejects(), _notes(prepared), prepared.demo)
        comparable = before is not None and before.demo == prepared.demo
        changes = compare(connection, prepared.tables, whole if comparable else None)
        finish(connection, changes, {**facts, "version": str(version), "built_at": built_at})
    tell(Label("Tager den nye version i brug", "Publishing the new version"))
    new = Published(
        version,
        file_name(version),
        checksum(draft),
        inputs,
        signature,
        {table: n for table, (n, _) in rows.items()},
        built_at,
        prepared.demo,
        place,
    )
    publish(settings.home, draft, new)
    return Built(new, True, changes, prepared.rejects(), _notes(prepared), prepared.demo)


def _whole(home: Path, before: Published | None) -> Path | None:
    """Return the file of the version before, where there is one that is whole and that this DuckDB can open."""
    if before is None:
        return None
    try:
        Store.open(home, before).close()
    except StoreDamagedError:
        return None
    return folder(home) / before.file


def _facts(prepared: Prepared) -> dict[str, str]:
    return {
        "schema": schema_mark(),
        "demo": "true" if prepared.demo else "false",
        "boundaries": prepared.boundaries.name,
        "boundaries_attribution": prepared.boundaries.attribution,
        "boundaries_tolerance_m": str(prepared.boundaries.tolerance_m),
        "notes": "; ".join(_notes(prepared)),
    }


def _notes(prepared: Prepared) -> list[str]:
    # A file's name can be bytes that are no text; a note has to be.
    names = (name.encode(errors="replace").decode() for name in prepared.ignored)
    ignored = [f"{name}: ingen tabel / no table" for name in names]
    others = prepared.ledger.left_out
    left_out = [f"{LEDGER}: {others} fra andre data (demo/rigtige) / of other data (demo/real)"] * bool(others)
    return [*ignored, *left_out, *(f"{source.file}: {source.note}" for source in prepared.sources if source.note)]


def summary(built: Built) -> dict[str, object]:
    """Return what a build came to, for machines."""
    return {
        "version": built.published.version if built.published else None,
        "new_version": built.fresh,
        "tables": [{**asdict(change), "kept": change.kept} for change in built.changes],
        "rejects": built.rejects.to_dicts(),
        "notes": built.notes,
    }
