"""The peer: what a competent analyst would write with pandas and geopandas for the same warehouse from the same files.

``python -m tests.bench.peer FOLDER FILE`` reads every table as text, checks whole columns at a time, joins points and
polygons with ``geopandas.sjoin``, looks up keys of one table in another, and writes kept rows, rejects, import counts
and a checksum. It shares the contract, the lists of terms and the warehouse's schema with the product, as data, and
none of its code.

It is written as pandas' guide would have it. With ``--tuned`` it avoids the two idioms that a profiler points at.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd

from etl.contract import TABLES, Column, Holds, Table
from geodata.terms import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PRODUCT = Path(__file__).parents[2] / "geodata"
DEGREES, METRES = 4326, 25832
TOLERANCE_M, COAST_M, MAP_TOLERANCE_M = 1_500.0, 500.0, 250.0

DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y")
CLOCKS = ("%H:%M", "%H:%M:%S")
YES, NO = ("ja", "j", "yes", "true", "1"), ("nej", "n", "no", "false", "0", "forgæves")

TUNED = "--tuned" in sys.argv
SPACE = " " if TUNED else r"\s"
"""pandas hands a pattern with ``\\s`` to Python's own engine, a cell at a time, and other patterns to Arrow's."""

CPR = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}"
PHONE = r"(?:\+|00)\d{2}[ ]?\d{2}(?:[ .-]?\d{2}){3}|[2-9]\d(?:[ .-]\d{2}){3}|[2-9]\d{3}[ ]\d{4}"
EMAIL = rf"[^{SPACE}@|,;<>]+@[^{SPACE}@|,;<>]+\.[A-Za-z]{{2,}}"
PERSONAL = f"(?:^|[^0-9A-Za-z-])(?:{CPR}|{PHONE})(?:$|[^0-9A-Za-z-])|{EMAIL}"
FORBIDDEN = r"[{}<>`\x00-\x08\x0b-\x1f\x7f]"

Frames = dict[str, pd.DataFrame]


@dataclass
class Rejects:
    """Faults of one table, gathered as masks become rows."""

    table: str
    text: pd.DataFrame
    found: list[pd.DataFrame]

    def add(self, column: str, rule: str, wrong: pd.Series) -> None:
        """Add the rows of ``text`` where ``wrong`` is true."""
        wrong = wrong.fillna(value=False).astype(bool)
        if wrong.any():
            rows = self.text.loc[wrong]
            value = rows[column] if rule != "personal_data" else ""
            self.found.append(
                pd.DataFrame({"line": rows.index + 2, "column_name": column, "value": value, "rule": rule})
            )

    def frame(self) -> pd.DataFrame:
        """Return the faults as one frame."""
        empty = pd.DataFrame({"line": pd.Series(dtype="int64"), "column_name": "", "value": "", "rule": ""})
        told = pd.concat([empty, *self.found])
        return told.assign(table_name=self.table, file=f"{self.table}.csv")


def read(path: Path, table: Table) -> pd.DataFrame:
    """Read a file as text under the contract's names; the index counts its rows."""
    with path.open("rb") as file:
        separator = ";" if file.readline().count(b";") else ","
    try:
        raw = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raw = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="cp1252")
    raw = raw.rename(columns={"population_2020": "population"}) if path.parent == PRODUCT / "data" else raw
    names = {header: c.name for c in table.columns for header in raw.columns if fold(header) in c.accepts()}
    raw = raw.rename(columns=names)
    raw = (
        raw.assign(population_on="2020-01-01") if table.name == "municipalities" and "population_on" not in raw else raw
    )
    blank = pd.Series("", index=raw.index, dtype="str")
    return pd.DataFrame({c.name: raw[c.name].str.strip() if c.name in raw else blank for c in table.columns})


def first_that_parses(text: pd.Series, forms: tuple[str, ...]) -> pd.Series:
    """Return moments, each form tried on what the ones before it left."""
    found = pd.to_datetime(text, format=forms[0], errors="coerce")
    for form in forms[1:]:
        left = found.isna() & (text != "")
        if not left.any():
            break
        found = found.fillna(pd.to_datetime(text[left], format=form, errors="coerce"))
    return found


def by_word(text: pd.Series, meaning: Callable[[str], object]) -> pd.Series:
    """Return what each different word means, looked up once per word."""
    return text.map({word: meaning(word) for word in text.unique()})


def values(text: pd.Series, column: Column) -> pd.Series:
    """Return what a column's cells say; missing where they are blank or cannot be read."""
    known = column.term.known() if column.term else {}

    def terms(cell: str) -> str | None:
        codes = [known.get(fold(word)) for word in cell.split("|") if word.strip()]
        return "|".join(sorted({code for code in codes if code})) if all(codes) else None

    match column.holds:
        case Holds.DATE:
            return first_that_parses(text, DAYS)
        case Holds.DATETIME:
            return first_that_parses(
                text.str.replace("T", " "), tuple(f"{day} {clock}" for clock in CLOCKS for day in DAYS)
            )
        case Holds.TIME:
            clock = text.str.replace(".", ":").str.replace(r"^(\d{1,2})$", r"\1:00", regex=True)
            return pd.to_datetime(clock, format="%H:%M", errors="coerce")
        case Holds.NUMBER | Holds.WHOLE:
            number = pd.to_numeric(text.str.replace(",", "."), errors="coerce")
            return number if column.holds is Holds.NUMBER else number.where(number % 1 == 0)
        case Holds.FLAG:
            return text.str.lower().map(dict.fromkeys(YES, True) | dict.fromkeys(NO, False)).astype("boolean")
        case Holds.CODE:
            said = text.str.zfill(4).where(text.str.fullmatch(r"\d{1,4}"))
            return said.where(text != "", column.empty)
        case Holds.TERM:
            return by_word(text, lambda word: known.get(fold(word)) if word else column.empty)
        case Holds.TERMS:
            return by_word(text, terms)
        case _:
            return text.where(text != "")


def check(text: pd.DataFrame, said: pd.DataFrame, table: Table, today: pd.Timestamp) -> Rejects:
    """Return every fault that one row alone can show."""
    rejects = Rejects(table.name, text, [])
    for column in table.columns:
        cell, value = text[column.name], said[column.name]
        written = cell != ""
        if column.required:
            rejects.add(column.name, "missing", ~written)
        if column.holds in (Holds.ID, Holds.KEY, Holds.TEXT):
            rejects.add(column.name, "too_long", cell.str.len() > 500)
            rejects.add(column.name, "forbidden_character", cell.str.contains(FORBIDDEN))
            rejects.add(column.name, "formula", cell.str.startswith("="))
            rejects.add(column.name, "personal_data", cell.str.contains(PERSONAL))
            continue
        rejects.add(column.name, "unreadable", written & value.isna())
        if column.low is not None and column.name not in ("lon", "lat"):
            rejects.add(column.name, "out_of_range", (value < column.low) | (value > column.high))
        if column.holds in (Holds.DATE, Holds.DATETIME):
            latest = today + pd.Timedelta(days=3_653 if column.ahead else 0)
            rejects.add(column.name, "too_early", value < pd.Timestamp(1990, 1, 1))
            rejects.add(column.name, "in_future", value.dt.normalize() > latest)
    for column_name, rule, wrong in row_rules(table.name, said):
        rejects.add(column_name, rule, wrong)
    return rejects


def row_rules(table: str, said: pd.DataFrame) -> Iterator[tuple[str, str, pd.Series]]:
    """Yield the rules between the cells of a row."""
    for recorded, happened in happened_on(table, said).items():
        yield recorded, "recorded_before", said[recorded] < happened
    match table:
        case "team_membership":
            yield "valid_to", "ends_before_start", said["valid_to"] < said["valid_from"]
        case "sites":
            lon, lat = said["lon"], said["lat"]
            yield "lon", "half_a_point", lon.isna() & lat.notna()
            yield "lat", "half_a_point", lat.isna() & lon.notna()
            yield "lon", "null_island", (lon == 0) & (lat == 0)
            yield "lon", "metres", (lon.abs() > 180) | (lat.abs() > 90)
            yield "lon", "swapped_point", lon.between(54, 58) & lat.between(7, 16)
            yield "status_from", "status_before_seen", said["status_from"] < said["first_seen"]
            gone = said["status"].isin(["moved", "merged"])
            yield "merged_into", "no_successor", gone & said["merged_into"].isna()
            yield "merged_into", "own_successor", said["merged_into"] == said["site_id"]
        case "visit_windows":
            yield "closes", "ends_before_start", said["closes"] <= said["opens"]
        case "screenings":
            yield "completed_on", "ends_before_start", said["completed_on"] < said["started_on"]
            yield "result", "result_unfinished", said["completed_on"].isna() & said["result"].notna()
        case "visits":
            yield "outcomes", "contradictory", ~said["reached"] & (said["outcomes"] != "")
            yield "return_on", "return_before_visit", said["return_on"] < said["started_at"].dt.normalize()


def happened_on(table: str, said: pd.DataFrame) -> dict[str, pd.Series]:
    """Return, per column that says when something was recorded, the day it tells of."""
    match table:
        case "sites":
            return {"recorded_on": said["first_seen"], "status_recorded_on": said["status_from"]}
        case "sightings":
            return {"recorded_on": said["seen_on"]}
        case "screenings":
            return {"recorded_on": said["completed_on"].fillna(said["started_on"])}
        case "visits":
            return {"recorded_on": said["started_at"].dt.normalize()}
        case "conversations" | "bridge_meetings" | "activities":
            return {"recorded_on": said["held_on"]}
    return {}


def doubles(kept: pd.DataFrame, table: Table, rejects: Rejects) -> pd.DataFrame:
    """Set repeated rows aside but the first, and all rows that share a key and disagree."""
    key = list(table.key)
    twice = kept[kept.duplicated(key, keep=False)]
    distinct = twice.drop_duplicates()
    clash = distinct[distinct.duplicated(key, keep=False)][key].drop_duplicates()
    clashing = pd.Index(twice.reset_index().merge(clash, on=key)["index"])
    again = twice.index.difference(distinct.index).difference(clashing)
    for rule, rows in (("doubled_key", clashing), ("repeated", again)):
        rejects.add(key[0], rule, pd.Series(rejects.text.index.isin(rows), index=rejects.text.index))
    return kept.drop(index=again.union(clashing))


def fill(said: pd.DataFrame, table: str) -> pd.DataFrame:
    """Say "not stated" where nothing is stated, and that a record was made at once where it does not say when."""
    said = said.assign(**{name: said[name].fillna(day) for name, day in happened_on(table, said).items()})
    if table == "visits":
        nothing = said["reached"] & (said["outcomes"] == "")
        return said.assign(outcomes=said["outcomes"].mask(nothing.fillna(value=False).astype(bool), "not_stated"))
    if table == "screenings":
        return said.assign(
            result=said["result"].mask(said["completed_on"].notna() & said["result"].isna(), "not_stated")
        )
    return said


def place(sites: pd.DataFrame, polygons: gpd.GeoDataFrame, rejects: Rejects) -> pd.DataFrame:
    """Give every site its municipality from its point, or from its code where it has none."""
    located = sites[sites["lon"].notna()]
    points = gpd.GeoDataFrame(
        located[["municipality_code"]],
        geometry=gpd.points_from_xy(located["lon"], located["lat"], crs=DEGREES),
    ).to_crs(METRES)
    shapes = polygons.rename(columns={"municipality_code": "inside"})[["inside", "geometry"]]
    joined = points.sjoin(shapes, predicate="within").drop(columns="index_right")
    points["inside"] = joined[~joined.index.duplicated()]["inside"].reindex(points.index)
    stated = points["municipality_code"] != "unknown"
    doubtful = points[stated & (points["municipality_code"] != points["inside"])]
    claimed = polygons.set_index("municipality_code").geometry.reindex(doubtful["municipality_code"])
    distance = doubtful.distance(gpd.GeoSeries(claimed.to_numpy(), index=doubtful.index, crs=METRES))
    wrong = doubtful[~(distance <= TOLERANCE_M)]
    lost = points[~stated & points["inside"].isna()]
    near = lost.drop(columns="inside").sjoin_nearest(shapes, max_distance=COAST_M)
    near = near[~near.index.duplicated()]["inside"]
    at_sea = lost.index.difference(near.index).union(wrong.index[wrong["inside"].isna()])
    disagree = wrong.index[wrong["inside"].notna()]
    for rule, rows in (("outside_denmark", at_sea), ("place_disagrees", disagree)):
        rejects.add("municipality_code", rule, pd.Series(rejects.text.index.isin(rows), index=rejects.text.index))
    code = points["municipality_code"].where(stated, points["inside"]).fillna(near)
    origin = pd.Series(np.where(sites["municipality_code"] == "unknown", "unknown", "code"), index=sites.index)
    origin[points.index] = np.where(points["inside"].notna(), "point", "coast")
    placed = sites.assign(municipality_from=origin)
    placed.loc[points.index, "municipality_code"] = code
    return placed[~placed.index.isin(at_sea.union(disagree))]


def cross(kept: Frames, rejects: dict[str, Rejects], polygons: gpd.GeoDataFrame) -> None:
    """Set aside what other rows and tables contradict."""

    def drop(table: str, column: str, rule: str, wrong: pd.Series) -> None:
        rows = kept[table].index[wrong.fillna(value=False).astype(bool)]
        text = rejects[table].text
        rejects[table].add(column, rule, pd.Series(text.index.isin(rows), index=text.index))
        kept[table] = kept[table].drop(index=rows)

    codes = [*kept["municipalities"]["municipality_code"], "unknown"]
    for table in ("team_membership", "sites", "screenings", "partners", "activities"):
        drop(table, "municipality_code", "unknown_municipality", ~kept[table]["municipality_code"].isin(codes))
    teams = kept["team_membership"].reset_index()
    pairs = teams.merge(teams, on="municipality_code", suffixes=("", "_before"))
    overlap = (pairs["valid_from_before"] < pairs["valid_from"]) & ~(pairs["valid_to_before"] <= pairs["valid_from"])
    over = pd.Series(kept["team_membership"].index.isin(pairs[overlap]["index"]), index=kept["team_membership"].index)
    drop("team_membership", "valid_from", "overlapping", over)
    kept["sites"] = place(kept["sites"], polygons, rejects["sites"])
    rows = -1
    while rows != len(kept["sites"]):
        rows = len(kept["sites"])
        successor = kept["sites"]["merged_into"]
        drop("sites", "merged_into", "unknown_site", successor.notna() & ~among(successor, kept["sites"]["site_id"]))
    seen = kept["sites"].set_index("site_id")["first_seen"]
    for table, when in (
        ("visit_windows", ""),
        ("sightings", "seen_on"),
        ("visits", "started_at"),
        ("conversations", ""),
    ):
        site = kept[table]["site_id"]
        drop(table, "site_id", "unknown_site", site.notna() & ~among(site, kept["sites"]["site_id"]))
        if when:
            drop(table, when, "before_first_seen", kept[table][when] < kept[table]["site_id"].map(seen))
    known = kept["sites"].set_index("site_id")["recorded_on"]
    for table in ("sightings", "visits", "conversations"):
        frame = kept[table]
        since = pd.concat([frame["recorded_on"], frame["site_id"].map(known)], axis=1).max(axis=1)
        kept[table] = frame.assign(recorded_on=since)
    visit = kept["conversations"]["visit_id"]
    drop("conversations", "visit_id", "unknown_visit", visit.notna() & ~among(visit, kept["visits"]["visit_id"]))
    talks = kept["conversations"]
    there = talks["visit_id"].map(kept["visits"].set_index("visit_id")["site_id"])
    drop(
        "conversations", "site_id", "other_site", there.notna() & talks["site_id"].notna() & (talks["site_id"] != there)
    )


def among(values: pd.Series, known: pd.Series) -> pd.Series:
    """Return which values are known; ``isin`` unpacks what is known one text at a time, a lookup does not."""
    return values.map(pd.Series(data=True, index=known)).notna() if TUNED else values.isin(known)


def map_frames(polygons: gpd.GeoDataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return generalised shapes, and the lines that neighbours share, as GeoJSON text."""
    drawn = polygons.set_geometry(polygons.simplify_coverage(MAP_TOLERANCE_M))
    shapes = pd.DataFrame({"municipality_code": drawn["municipality_code"], "geojson": geojson(drawn.geometry)})
    pairs = drawn.sjoin(drawn, predicate="intersects", lsuffix="a", rsuffix="b")
    pairs = pairs[pairs["municipality_code_a"] < pairs["municipality_code_b"]]
    other = drawn.geometry.loc[pairs["index_b"]].boundary
    lines = pairs.geometry.boundary.intersection(gpd.GeoSeries(other.to_numpy(), index=pairs.index, crs=METRES))
    borders = pd.DataFrame(
        {"code_a": pairs["municipality_code_a"], "code_b": pairs["municipality_code_b"], "geojson": geojson(lines)}
    )
    return shapes, borders


def geojson(shapes: gpd.GeoSeries) -> list[str]:
    """Return shapes as GeoJSON text in degrees."""
    features = json.loads(shapes.to_crs(DEGREES).set_precision(1e-4).to_json())["features"]
    return [json.dumps(feature["geometry"]) for feature in features]


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> None:
    """Insert a frame; texts of several terms become lists, moments of a column of times become times."""
    kinds = dict(
        connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table]
        ).fetchall()
    )
    split = {name: f"CASE {name} WHEN '' THEN [] ELSE string_split({name}, '|') END" for name in kinds}
    values = ", ".join(split[name] if kind == "VARCHAR[]" else f"{name}::{kind}" for name, kind in kinds.items())
    connection.register("incoming", rows[list(kinds)])
    connection.execute(f"INSERT INTO {table} SELECT {values} FROM incoming")
    connection.unregister("incoming")


def main(folder: Path, target: Path) -> None:
    """Build the warehouse of a raw folder."""
    today = pd.Timestamp(datetime.now(ZoneInfo("Europe/Copenhagen")).date())
    kept: Frames = {}
    rejects: dict[str, Rejects] = {}
    sources, reads = [], {}
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        if not path.is_file():
            path = PRODUCT / "data" / path.name
        text = (
            read(path, table)
            if path.is_file()
            else pd.DataFrame({c.name: pd.Series(dtype="str") for c in table.columns})
        )
        said = pd.DataFrame({c.name: values(text[c.name], c) for c in table.columns})
        rejects[table.name] = check(text, said, table, today)
        faulty = rejects[table.name].frame()["line"].drop_duplicates() - 2
        clean = fill(said.drop(index=pd.Index(faulty)), table.name)
        kept[table.name] = doubles(clean, table, rejects[table.name])
        reads[table.name] = len(text)
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            sources.append((table.name, path.name, "csv", None, path.stat().st_size, digest, ""))
    polygons = gpd.read_file(PRODUCT / "data" / "municipality_outline.geojson").to_crs(METRES)
    polygons = polygons.dissolve("municipality_code").reset_index()
    cross(kept, rejects, polygons)

    told = pd.concat([found.frame() for found in rejects.values()])
    imports = pd.DataFrame({"table_name": reads.keys(), "read": reads.values()})
    imports["kept"] = [len(kept[table]) for table in reads]
    imports = imports.assign(
        set_aside=imports["read"] - imports["kept"], new=imports["kept"], changed=0, unchanged=0, gone=0
    )
    shapes, borders = map_frames(polygons)
    with duckdb.connect(str(target)) as connection:
        connection.execute((PRODUCT / "sql" / "schema.sql").read_text(encoding="utf-8"))
        sites = kept["sites"]
        numbers = sites["site_id"].rank(method="first").astype(int) - 1
        sites["site_no"] = numbers
        by_id = dict(zip(sites["site_id"], numbers, strict=True))
        for name in ("sightings", "visits"):
            kept[name]["site_no"] = kept[name]["site_id"].map(by_id)
        for name, rows in kept.items():
            insert(connection, name, rows)
        opened = sites[sites["status_from"] > sites["first_seen"]]
        opened = opened.assign(status="open", status_from=opened["first_seen"], status_reason=None, merged_into=None)
        later = sites["status_from"] > sites["first_seen"]
        since = sites[["recorded_on", "status_recorded_on"]].max(axis=1).where(later, sites["recorded_on"])
        statuses = pd.concat([opened, sites.assign(recorded_on=since)]).sort_values("status_from", ascending=False)
        later_on = statuses.groupby("site_id")["recorded_on"].cummin()
        statuses["ended_on"] = later_on.groupby(statuses["site_id"]).shift(1)
        insert(connection, "site_statuses", statuses)
        insert(connection, "boundaries", polygons[["municipality_code"]].assign(geometry=polygons.geometry.to_wkb()))
        insert(connection, "map_shapes", shapes)
        insert(connection, "map_borders", borders)
        insert(connection, "rejects", told)
        insert(connection, "imports", imports)
        columns = ["table_name", "file", "format", "encoding", "bytes", "sha256", "note"]
        insert(connection, "sources", pd.DataFrame(sources, columns=columns))
        insert(connection, "build_info", pd.DataFrame({"key": ["demo"], "value": ["true"]}))
    with target.open("rb") as file:
        print(hashlib.file_digest(file, "sha256").hexdigest())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
