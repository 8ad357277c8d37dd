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
from etl.contract import TABLES, Table
from etl.cross import AFTER_PLACES, BEFORE_PLACES, MUNICIPALITIES, apply, settle_successors, show
from etl.folder import Mapping
from etl.places import locate
from etl.readers import Raw, read_raw
from etl.refusals import AllRefusedError, RefusedError, by_system
from etl.rejects import Loaded, no_faults, no_rejects
from etl.take import take
from geodata.language import Label
from geodata.rules import Rule
from geodata.versions import checksum

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from etl.boundaries import Boundaries
    from etl.folder import RawFolder

BUNDLED: dict[str, Mapping] = {
    "municipalities": Mapping(columns={"population": "population_2020"}, values={"population_on": "2020-01-01"}),
    "team_membership": Mapping(),
}
"""Tables that come with the product and are used where the folder has none of its own, and how they are read."""

TABLES_AT_ONCE = 2
"""Tables that are read at a time; what takes long in it runs beside Python."""

STEPS = len(TABLES) + 3
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
    sources
        The files that were read.
    demo
        Whether the data are synthetic.
    ignored
        Files of the folder that are no table.
    """

    tables: dict[str, Loaded]
    boundaries: Boundaries
    sources: list[SourceFile]
    demo: bool
    ignored: tuple[str, ...] = field(default=())

    def rejects(self) -> pl.DataFrame:
        """Return every fault of every table, in the order of the files."""
        return pl.concat([no_rejects(), *(loaded.rejects for loaded in self.tables.values())]).sort(
            "table_name", "line", "column_name", "rule"
        )


def prepare(folder: RawFolder, today: date, tell: Callable[[Label], None] = lambda _: None) -> Prepared:
    """Read and check a raw folder.

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
    refused: list[RefusedError] = []
    tables: dict[str, Loaded] = {}
    sources: list[SourceFile] = []
    with ThreadPoolExecutor(TABLES_AT_ONCE) as pool:
        # The largest file first: the others are read beside it.
        loads = {
            table.name: pool.submit(_load, folder, table, today)
            for table in sorted(TABLES, key=lambda table: _size(folder, table), reverse=True)
        }
        for table in TABLES:
            tell(Label(f"Læser {table.danish}", f"Reading {table.name}"))
            try:
                tables[table.name], source = loads[table.name].result()
            except RefusedError as error:
                refused.append(error)
            except OSError as error:
                refused.append(by_system(error))
            else:
                sources += source
    if refused:
        raise AllRefusedError(refused)

    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        for name, loaded in tables.items():
            show(connection, name, loaded.rows)
        tell(Label("Læser kommunegrænser", "Reading boundaries"))
        apply(tables, MUNICIPALITIES, connection)
        shapes = _boundaries(folder, tables)
        for name in BUNDLED:
            show(connection, name, tables[name].rows)
        sources.append(_boundary_source(folder, shapes))
        tell(Label("Placerer steder i kommuner", "Placing sites in municipalities"))
        apply(tables, BEFORE_PLACES, connection)
        placed, faults = locate(tables["sites"].rows, shapes)
        sites = tables["sites"]
        tables["sites"] = Loaded(sites.table, sites.file, sites.read, placed, sites.rejects).without(faults)
        show(connection, "sites", tables["sites"].rows)
        tell(Label("Holder tabellerne op mod hinanden", "Checking the tables against each other"))
        settle_successors(tables, connection)
        apply(tables, AFTER_PLACES, connection)
    return Prepared(tables, shapes, sources, folder.manifest.demo, folder.ignored)


def _size(folder: RawFolder, table: Table) -> int:
    path = folder.tables.get(table.name)
    return path.stat().st_size if path else 0


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
