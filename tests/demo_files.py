"""Reads a demo folder as a stranger would: the files alone, with nothing of the ETL but the contract's names."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import polars as pl

from etl.contract import TABLES, Holds, Table
from etl.demo import write_demo
from geodata.terms import fold

TODAY = date(2026, 11, 21)
EARLIER = (date(2007, 6, 30), date(2008, 12, 31), date(2012, 2, 29))
OUTLINE = Path(__file__).parents[1] / "geodata" / "data" / "municipality_outline.geojson"

CASTS = {
    Holds.DATETIME: "strptime({}, '%Y-%m-%d %H:%M')",
    Holds.TIME: "strptime({}, '%H:%M')::TIME",
    Holds.NUMBER: "replace({}, ',', '.')::DOUBLE",
    Holds.WHOLE: "{}::BIGINT",
    Holds.FLAG: "{}::BOOLEAN",
    Holds.TERMS: "coalesce(string_split({}, '|'), [])",
    Holds.DATE: "coalesce(try_strptime({0}, '%Y-%m-%d'), strptime({0}, '%d-%m-%Y'))::DATE",
}


def rows_of(content: bytes, table: Table) -> list[dict[str, str]]:
    """Read one file with nothing but csv; its headers are led back to the contract's names."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    separator = ";" if ";" in text.splitlines()[0] else ","
    header, *lines = csv.reader(io.StringIO(text), delimiter=separator)
    names = [next(column.name for column in table.columns if fold(head) in column.accepts()) for head in header]
    return [dict(zip(names, line, strict=True)) for line in lines]


def outline() -> gpd.GeoDataFrame:
    """Return the bundled municipalities, in metres."""
    features = json.loads(OUTLINE.read_text(encoding="utf-8"))["features"]
    return gpd.GeoDataFrame.from_features(features, crs=4326).to_crs(25832)


class Demo:
    """A demo's files as bytes, its cells as text, and a database of them."""

    def __init__(self, until: date) -> None:
        self.until = until
        with tempfile.TemporaryDirectory() as folder:
            self.files = {file.name: file.read_bytes() for file in write_demo(Path(folder), until)}
        self.rows = {table.name: rows_of(self.files[f"{table.name}.csv"], table) for table in TABLES}
        self._database = duckdb.connect()
        for table in TABLES:
            self._load(table)
        self._database.register("homes", self._homes().to_arrow())

    def _load(self, table: Table) -> None:
        names = [column.name for column in table.columns]
        cells = {name: [row[name] or None for row in self.rows[table.name]] for name in names}
        self._database.register("cells", pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String)).to_arrow())
        typed = (f"{CASTS.get(column.holds, '{}').format(column.name)} AS {column.name}" for column in table.columns)
        self._database.execute(f"CREATE TABLE {table.name} AS SELECT {', '.join(typed)} FROM cells")

    def _homes(self) -> pl.DataFrame:
        """Each site's municipality: where its point lies, or else its code."""
        sites = self.ask("SELECT site_id, municipality_code, lon, lat FROM sites")
        placed = [site for site in sites if site[2] is not None]
        points = gpd.points_from_xy([site[2] for site in placed], [site[3] for site in placed], crs=4326)
        inside = gpd.sjoin(gpd.GeoDataFrame(geometry=points), outline().to_crs(4326))["municipality_code"]
        home = {site[0]: site[1] for site in sites if site[2] is None}
        home |= {placed[row][0]: code for row, code in inside.items()}
        return pl.DataFrame(
            [(site[0], home.get(site[0])) for site in sites],
            schema={"site_id": pl.String, "municipality": pl.String},
            orient="row",
        )

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows that ``query`` finds; ``$until`` is the last day, ``homes`` each site's municipality."""
        return self._database.execute(query, {"until": self.until} if "$until" in query else None).fetchall()


@cache
def demo_until(until: date) -> Demo:
    """Return the demo of one day, written once for all tests."""
    return Demo(until)
