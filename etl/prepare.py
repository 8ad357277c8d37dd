"""From a raw folder to tables that can be kept: read, named, checked, placed; nothing is written."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from etl import boundaries as borders
from etl.columns import name_columns
from etl.contract import EVERY, Table
from etl.cross import AFTER_PLACES, BEFORE_PLACES, MUNICIPALITIES, apply, settle_memberships, settle_successors, show
from etl.folder import Mapping
from etl.from_ledger import NOTHING, FromLedger, as_lines
from etl.places import locate
from etl.readers import Raw, read_raw
from etl.recorded import settle_recording
from etl.refusals import AllRefusedError, RefusedError, by_system
from etl.rejects import Loaded, faultless, no_faults, no_rejects, reject_rows
from etl.shapes import map_shapes
from etl.take import doubles, take
from geodata.language import Label
from geodata.rules import LEDGER, Rule
from geodata.versions import checksum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future
    from datetime import date

    from etl.boundaries import Boundaries
    from etl.folder import RawFolder

BUNDLED: dict[str, Mapping] = {
    "municipalities": Mapping(columns={"population": "population_2020"}, values={"population_on": "2020-01-01"}),
    "team_membership": Mapping(),
}
"""Tables that come with the product and are used where the folder has none of its own, and how they are read."""

LEANING = ("visit_windows", "sightings", "visits", "conversations", "bridge_meetings", "site_changes", "plan_stops")
"""Tables that no place depends on: they lean on sites, or on nothing."""

TABLES_AT_ONCE = 2
"""Tables that are read at a time; what takes long in it runs beside Python."""

STEPS = len(EVERY) + 3
"""How many steps :func:`prepare` tells of."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that was read, as the warehouse remembers it."""

    table: str
    file: str
    format: str
    encoding: str | None
    size: int
    sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything a build writes.

    Parameters
    ----------
    tables
        Every table of the contract, empty where the folder has no file.
    boundaries
        One polygon per municipality that is kept.
    drawn
        The same for the screen, and the lines that neighbours share (:func:`etl.shapes.map_shapes`).
    sources
        The files that were read.
    demo
        Whether the data are synthetic.
    ignored
        Files of the folder that are no table.
    ledger
        What people wrote on the screen, which is among the tables.
    """

    tables: dict[str, Loaded]
    boundaries: Boundaries
    drawn: tuple[pl.DataFrame, pl.DataFrame]
    sources: list[SourceFile]
    demo: bool
    ignored: tuple[str, ...] = field(default=())
    ledger: FromLedger = NOTHING

    def rejects(self) -> pl.DataFrame:
        """Return every fault of every table, in the order of the files."""
        told = pl.concat([no_rejects(), *(loaded.rejects for loaded in self.tables.values())])
        return as_lines(told).sort("table_name", "file", "line", "column_name", "rule")


def prepare(
    folder: RawFolder,
    today: date,
    tell: Callable[[Label], None] = lambda _: None,
    ledger: FromLedger = NOTHING,
) -> Prepared:
    """Read and check a raw folder, with what people wrote on the screen.

    Parameters
    ----------
    today
        The day the import runs; nothing can have happened later.
    tell
        Is told each step as it begins.

    Raises
    ------
    RefusedError
        If any file is refused, with every reason.
    """
    reading = _Reading(folder, today, tell, ledger)
    with ThreadPoolExecutor(TABLES_AT_ONCE) as pool, duckdb.connect(":memory:", config={"threads": 2}) as connection:
        reading.begin(pool)
        # The places need none of the largest tables, which are still read meanwhile.
        reading.finish(table for table in EVERY if table.name not in LEANING)
        shapes = None if reading.refused else _placed(folder, reading, connection, tell)
        drawn = None if shapes is None else map_shapes(shapes)
        reading.finish(table for table in EVERY if table.name in LEANING)
        if shapes is None or drawn is None or reading.refused:
            raise AllRefusedError(reading.refused)
        tables = {table.name: reading.tables[table.name] for table in EVERY}
        for name in LEANING:
            show(connection, name, tables[name].rows)
        tell(Label("Holder tabellerne op mod hinanden", "Checking the tables against each other"))
        settle_successors(tables, connection)
        apply(tables, AFTER_PLACES, connection)
        _settle_kinds(tables)
        settle_recording(tables)
    order = [table.name for table in EVERY]
    read = sorted(reading.sources, key=lambda source: order.index(source.table))
    sources = [*read, _boundary_source(folder, shapes)]
    return Prepared(tables, shapes, drawn, sources, folder.manifest.demo, folder.ignored, ledger)


class _Reading:
    """The tables of a folder while they are read: what has come of each, and every reason to refuse one."""

    def __init__(self, folder: RawFolder, today: date, tell: Callable[[Label], None], ledger: FromLedger) -> None:
        self.folder, self.today, self.tell, self.ledger = folder, today, tell, ledger
        self.tables: dict[str, Loaded] = {}
        self.sources: list[SourceFile] = []
        self.refused: list[RefusedError] = []
        self._loads: dict[str, Future[tuple[Loaded, list[SourceFile]]]] = {}

    def begin(self, pool: ThreadPoolExecutor) -> None:
        """Begin to read every table: the largest first, beside it those that places need, and then the others."""
        largest, *others = sorted(EVERY, key=lambda table: _size(self.folder, table), reverse=True)
        for table in (largest, *sorted(others, key=lambda table: table.name in LEANING)):
            self._loads[table.name] = pool.submit(_load_both, self.folder, table, self.today, self.ledger)

    def finish(self, some: Iterable[Table]) -> None:
        """Wait for some tables."""
        for table in some:
            self.tell(Label(f"Læser {table.danish}", f"Reading {table.name}"))
            try:
                self.tables[table.name], source = self._loads[table.name].result()
            except RefusedError as error:
                self.refused.append(error)
            except OSError as error:
                self.refused.append(by_system(error))
            else:
                self.sources += source


def _placed(
    folder: RawFolder, reading: _Reading, connection: duckdb.DuckDBPyConnection, tell: Callable[[Label], None]
) -> Boundaries | None:
    """Return the boundaries, every site placed in them; ``None`` where they are refused."""
    tables = reading.tables
    for name, loaded in tables.items():
        show(connection, name, loaded.rows)
    tell(Label("Læser kommunegrænser", "Reading boundaries"))
    apply(tables, MUNICIPALITIES, connection)
    try:
        shapes = _boundaries(folder, tables)
    except RefusedError as error:
        reading.refused.append(error)
        return None
    for name in BUNDLED:
        show(connection, name, tables[name].rows)
    tell(Label("Placerer steder i kommuner", "Placing sites in municipalities"))
    apply(tables, BEFORE_PLACES, connection)
    settle_memberships(tables)
    placed, faults = locate(tables["sites"].rows, shapes)
    tables["sites"] = tables["sites"].with_rows(placed).without(faults)
    show(connection, "sites", tables["sites"].rows)
    return shapes


def _size(folder: RawFolder, table: Table) -> int:
    path = folder.tables.get(table.name)
    return path.stat().st_size if path else 0


def _load_both(folder: RawFolder, table: Table, today: date, ledger: FromLedger) -> tuple[Loaded, list[SourceFile]]:
    """Return a table as its file and the ledger hold it together."""
    loaded, sources = _load(folder, table, today)
    if table.name == "visit_windows" and ledger.windows_of:
        replaced = loaded.rows.filter(pl.col("site_id").is_in(sorted(ledger.windows_of)))
        loaded = loaded.without(
            replaced.select(
                "line",
                pl.lit("site_id").alias("column_name"),
                pl.col("site_id").alias("value"),
                pl.lit(Rule.SUPERSEDED.code).alias("rule"),
            )
        )
    written = ledger.tables.get(table.name)
    if written is None:
        return loaded, sources
    own, source = _taken(written, table, today, Mapping())
    rows = pl.concat([loaded.rows, own.rows])
    doubled = doubles(rows, table)
    rejects = pl.concat([loaded.rejects, own.rejects, reject_rows(table.name, loaded.file, doubled)])
    both = Loaded(table.name, loaded.file or LEDGER, loaded.read + own.read, faultless(rows, doubled), rejects)
    return both, [*sources, *source]


def _settle_kinds(tables: dict[str, Loaded]) -> None:
    """Give every site the last kind that was recorded on the screen, in place."""
    said = tables["site_changes"].rows.filter(pl.col("kind").is_not_null())
    if said.is_empty():
        return
    last = said.sort("changed_on", -pl.col("line")).unique("site_id", keep="last").select("site_id", last="kind")
    sites = tables["sites"].rows.join(last, on="site_id", how="left", maintain_order="left")
    tables["sites"] = tables["sites"].with_rows(sites.with_columns(kind=pl.coalesce("last", "kind")).drop("last"))


def _load(folder: RawFolder, table: Table, today: date) -> tuple[Loaded, list[SourceFile]]:
    path = folder.tables.get(table.name)
    known = frozenset[str]().union(*(column.accepts() for column in table.columns))
    if path is not None:
        return _taken(read_raw(path, known), table, today, folder.mapping(table.name))
    if table.name in BUNDLED:
        with as_file(files("geodata").joinpath("data", f"{table.name}.csv")) as own:
            loaded, (source,) = _taken(read_raw(own, known), table, today, BUNDLED[table.name])
            return loaded, [replace(source, note="")]
    return _taken(NO_FILE, table, today, Mapping(values={column.name: "" for column in table.columns}))[0], []


def _boundaries(folder: RawFolder, tables: dict[str, Loaded]) -> Boundaries:
    """Return a polygon for every municipality that is kept; the bundled ones decide which there are, a file does not.

    The bundled memberships are those of the whole country: of them the folder's own municipalities are taken.
    """
    municipalities = tables["municipalities"]
    codes = municipalities.rows["municipality_code"].to_list()
    if folder.boundaries:
        shapes = borders.read_boundaries(folder.boundaries, codes, folder.manifest.boundaries_tolerance_m)
    else:
        shapes = borders.bundled().only(codes)
        strange = municipalities.rows.filter(~pl.col("municipality_code").is_in(shapes.codes))
        tables["municipalities"] = municipalities.without(
            strange.select(
                "line",
                pl.lit("municipality_code").alias("column_name"),
                pl.col("municipality_code").alias("value"),
                pl.lit(Rule.UNKNOWN_MUNICIPALITY.code).alias("rule"),
            )
        )
    if "team_membership" not in folder.tables:
        members = tables["team_membership"]
        own = members.rows.filter(pl.col("municipality_code").is_in(shapes.codes))
        tables["team_membership"] = Loaded(members.table, members.file, own.height, own, members.rejects)
    return shapes


def bundled_codes() -> list[str]:
    """Return the codes of the municipalities that come with the product."""
    with as_file(files("geodata").joinpath("data", "municipalities.csv")) as own:
        return read_raw(own).cells["municipality_code"].to_list()


NO_FILE = Raw("", "csv", None, 0, "", pl.DataFrame(schema={"line": pl.Int64}), 0, no_faults())
"""What is read where a table has no file: nothing."""


def _taken(raw: Raw, table: Table, today: date, mapping: Mapping) -> tuple[Loaded, list[SourceFile]]:
    named = name_columns(raw, table, mapping.columns, mapping.values)
    note = f"ikke læst / not read: {', '.join(named.unused)}" if named.unused else ""
    source = SourceFile(table.name, raw.file, raw.kind, raw.encoding, raw.size, raw.sha256, note)
    raw = replace(raw, cells=raw.cells.clear())  # They are named now, and held only once.
    return take(raw, named, table, today), [source]


def _boundary_source(folder: RawFolder, shapes: Boundaries) -> SourceFile:
    if folder.boundaries:
        path = folder.boundaries
        note = "; ".join(shapes.notes)
        return SourceFile(
            "boundaries", path.name, path.suffix.lstrip("."), None, path.stat().st_size, checksum(path), note
        )
    data = files("geodata").joinpath("data", "municipality_outline.geojson").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return SourceFile("boundaries", "municipality_outline.geojson", "geojson", None, len(data), digest, "")
