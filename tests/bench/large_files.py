"""A raw folder far larger than the country needs: 100,000 sites and 1,000,000 visits, about one row in 200 faulty.

The files are written as offices write them: sites with semicolons, decimal commas, Danish dates and lost zeros, visits
with commas, several ways to write a moment, words and codes mixed. No row is about a real site, visit or person.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from etl.contract import BY_NAME
from etl.demo.places import municipalities, scatter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[Any]

SITES = 100_000
VISITS = 1_000_000
SEED = 42
FAULTY = 0.005
"""Part of the sites' and the visits' rows that one of the slips below happens to."""

FIRST = date(2006, 1, 1)
LAST = date(2025, 12, 31)
DAYS = (LAST - FIRST).days
FOUND_WITHIN = 3_000
"""Days from the first one within which every site is found; its visits come later."""

KINDS = ("clinic", "Klinik", "privat/diskret", "escort", "Bar", "klinik og escort", "Rasteplads", "gade")
OUTCOMES = ("Samtale", "conversation|new_appointment", "ny aftale", "Begrænset kontakt", "limited_contact|refused", "")
CHANNELS = ("face_to_face", "Besøg", "telefon", "personligt", "")
TEAMS = ("Team Øst", "east", "Midt", "mid", "Team Vest", "")
PURPOSES = ("Samtale", "sundhed", "bridging", "oplysning")
CLOCK = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M:%S")
CLOCK_SHARES = (0.7, 0.1, 0.15, 0.05)

SITE_SLIPS: tuple[dict[str, str], ...] = (
    {"kind": "hal"},
    {"first_seen": ""},
    {"first_seen": "31-02-2015"},
    {"first_seen": "01-01-2120"},
    {"status_from": "02-01-1997"},
    {"status": "merged"},
    {"merged_into": "demo-s0"},
    {"lon": "56,1", "lat": "10,2"},
    {"lon": "3,5", "lat": "56,0"},
    {"lon": "", "lat": "56,0"},
    {"lon": "10,2", "lat": "56,15", "municipality_code": "0101"},
    {"lon": "", "lat": "", "municipality_code": "0187"},
    {"municipality_code": "411"},
    {"municipality_code": "Aarhus"},
    {"address": "DEMO 010170-1234"},
    {"address": "=DEMO"},
    {"address": "DEMO <b>"},
)
"""What happens to a faulty row of sites, in turn."""

VISIT_SLIPS: tuple[dict[str, str], ...] = (
    {"site_id": "demo-s0"},
    {"site_id": ""},
    {"started_at": "1995-03-04 10:00"},
    {"started_at": "2120-03-04 10:00"},
    {"started_at": "2015-13-04 10:00"},
    {"started_at": "2006-01-01 00:00"},
    {"reached": "måske"},
    {"reached": "nej", "outcomes": "Samtale"},
    {"outcomes": "Samtale|kaffe"},
    {"minutes": "lang tid"},
    {"waited_minutes": "2000"},
    {"return_on": "1999-01-01"},
    {"phase": "9"},
)
"""What happens to a faulty row of visits, in turn."""

OTHER_TEAM = "Team Vest"
CUT_SHORT = 40
"""Visits whose line ends too early."""

SEMICOLON = ("sites", "bridge_meetings")

LOST_ZEROS = 0.1
"""Part of the codes whose leading zero a spreadsheet has lost."""


def write_large(folder: Path, n_sites: int = SITES, n_visits: int = VISITS, seed: int = SEED) -> None:
    """Write the raw folder.

    Parameters
    ----------
    folder
        Is made.
    n_sites, n_visits
        Rows of the two large tables; the others have a tenth of the sites' rows or fewer.
    seed
        Decides every row.
    """
    folder.mkdir(parents=True)
    (folder / "feltplan.toml").write_text("# Synthetic data, for a benchmark.\ndemo = true\n", encoding="utf-8")
    rng = np.random.default_rng(seed)
    found = rng.integers(1, FOUND_WITHIN, n_sites)
    sites = _spoilt(rng, _sites(rng, found, seed), SITE_SLIPS)
    visits = _spoilt(rng, _visits(rng, found, n_visits), VISIT_SLIPS)
    tables = {
        "sites": _danish(sites),
        "visits": visits,
        "visit_windows": _windows(rng, n_sites // 10),
        "sightings": _sightings(rng, found[: n_sites // 5]),
        "screenings": _screenings(rng, n_sites // 30),
        "conversations": _conversations(rng, found, n_sites // 2),
        "bridge_meetings": _meetings(rng, n_sites // 20),
        "activities": _activities(rng, n_sites // 10),
    }
    for name, rows in tables.items():
        empty = pl.col(pl.String).replace("", None)
        rows.with_columns(empty).write_csv(folder / f"{name}.csv", separator=";" if name in SEMICOLON else ",")
    _cut_short(folder / "visits.csv")


def _sites(rng: np.random.Generator, found: Array, seed: int) -> pl.DataFrame:
    n = len(found)
    places = municipalities()
    people = places["population"].to_numpy()
    codes = rng.choice(places["municipality_code"].to_numpy(), n, p=people / people.sum())
    points = scatter(seed, codes.tolist()).astype(str)
    status = rng.choice(["open", "Åben", "Lukket", "ubekræftet"], n, p=[0.4, 0.2, 0.3, 0.1])
    placed = rng.random(n) < 0.95
    frame = pl.DataFrame(
        {
            "site_id": _ids("s", n),
            "kind": _pick(rng, KINDS, n),
            "municipality_code": np.where(rng.random(n) < 0.2, "", codes),
            "team": _pick(rng, TEAMS, n),
            "lon": np.where(placed, points[:, 0], ""),
            "lat": np.where(placed, points[:, 1], ""),
            "location_quality": np.where(placed, "Nøjagtig", "Kommune"),
            "address": [f"DEMO {i:06d}" for i in range(n)],
            "first_seen": _days(found, "%d-%m-%Y"),
            "status": status,
            "status_from": _days(np.where(status == "Lukket", found + 3_500, found), "%d-%m-%Y"),
            "status_reason": np.where(status == "Lukket", "DEMO: ses ikke længere", ""),
            "merged_into": np.full(n, ""),
        }
    )
    return frame.with_columns(pl.col("lon", "lat").str.replace(".", ",", literal=True), _without_zero(rng, frame))


def _visits(rng: np.random.Generator, found: Array, n: int) -> pl.DataFrame:
    site = rng.integers(0, len(found), n)
    day = found[site] + 1 + rng.integers(0, DAYS - FOUND_WITHIN, n)
    minute = rng.integers(8 * 60, 18 * 60, n)
    moments = np.datetime64(FIRST, "us") + day.astype("timedelta64[D]") + minute.astype("timedelta64[m]")
    form = rng.choice(len(CLOCK), n, p=CLOCK_SHARES)
    reached = rng.random(n) < 0.7
    returns = reached & (rng.random(n) < 0.3)
    return pl.DataFrame(
        {
            "visit_id": _ids("v", n),
            "site_id": _ids("s", len(found))[site],
            "started_at": _in_forms(pl.Series(moments), form),
            "channel": _pick(rng, CHANNELS, n),
            "reached": np.where(
                reached, _pick(rng, ("ja", "true", "1"), n), _pick(rng, ("nej", "false", "Forgæves"), n)
            ),
            "outcomes": np.where(reached, _pick(rng, OUTCOMES, n), ""),
            "minutes": np.where(reached, rng.integers(5, 120, n).astype(str), ""),
            "waited_minutes": rng.integers(0, 60, n).astype(str),
            "hours": _pick(rng, ("1.5", "2", "0,75", "3,25", ""), n),
            "return_on": np.where(returns, _days(day + 14, "%Y-%m-%d"), ""),
            "return_purpose": np.where(returns, _pick(rng, PURPOSES, n), ""),
            "phase": np.where(reached, _pick(rng, ("1", "2", "3", "Fase 1"), n), ""),
            "team": _pick(rng, TEAMS, n),
        }
    )


def _windows(rng: np.random.Generator, n: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "site_id": _ids("s", n),
            "weekday": rng.integers(1, 8, n),
            "opens": _pick(rng, ("10:00", "9", "12.30"), n),
            "closes": _pick(rng, ("18:00", "22:30"), n),
        }
    )


def _sightings(rng: np.random.Generator, found: Array) -> pl.DataFrame:
    n = len(found)
    return pl.DataFrame(
        {
            "site_id": _ids("s", n),
            "source": _pick(rng, ("Ekstra Bladet", "web", "Felt", "partner"), n),
            "round_id": np.full(n, "demo-round"),
            "seen_on": _days(found + rng.integers(0, 300, n), "%Y-%m-%d"),
        }
    )


def _screenings(rng: np.random.Generator, n: int) -> pl.DataFrame:
    started = rng.integers(0, DAYS - 60, n)
    frame = pl.DataFrame(
        {
            "screening_id": _ids("k", n),
            "municipality_code": rng.choice(municipalities()["municipality_code"].to_numpy(), n),
            "started_on": _days(started, "%Y-%m-%d"),
            "completed_on": _days(started + rng.integers(1, 60, n), "%d/%m/%Y"),
            "result": _pick(rng, ("Fundet", "none_found", ""), n),
            "sources": _pick(rng, ("web|newspaper", "Felt", ""), n),
            "hours": rng.integers(5, 60, n),
        }
    )
    return frame.with_columns(_without_zero(rng, frame))


def _conversations(rng: np.random.Generator, found: Array, n: int) -> pl.DataFrame:
    site = rng.integers(0, len(found), n)
    return pl.DataFrame(
        {
            "conversation_id": _ids("c", n),
            "held_on": _days(found[site] + rng.integers(1, 3_000, n), "%Y-%m-%d"),
            "channel": _pick(rng, CHANNELS[:-1], n),
            "visit_id": np.full(n, ""),
            "site_id": np.where(rng.random(n) < 0.5, _ids("s", len(found))[site], ""),
            "phase": _pick(rng, ("1", "2", "3"), n),
            "themes": _pick(rng, ("Skat|Familie", "law", "tryghed|safe_sex|law", ""), n),
            "person_key": _ids("p", 1_000)[rng.integers(0, 1_000, n)],
        }
    )


def _meetings(rng: np.random.Generator, n: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "meeting_id": _ids("m", n),
            "held_on": _days(rng.integers(0, DAYS, n), "%d.%m.%Y"),
            "institution": _pick(rng, ("Hospital", "Jobcenter", "Skat", "Politi", "Kommune"), n),
            "purpose": _pick(rng, ("Andet", "legalise_income", ""), n),
            "team": _pick(rng, TEAMS, n),
        }
    )


def _activities(rng: np.random.Generator, n: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "activity_id": _ids("a", n),
            "held_on": _days(rng.integers(0, DAYS, n), "%Y-%m-%d"),
            "kind": _pick(rng, ("Brevkasse", "advice_line", "Temadag"), n),
            "category": _pick(rng, ("Pårørende", "seller", ""), n),
            "count": rng.integers(0, 40, n),
            "hours": _pick(rng, ("1.25", ""), n),
            "municipality_code": np.full(n, ""),
        }
    )


def _spoilt(rng: np.random.Generator, rows: pl.DataFrame, slips: Sequence[dict[str, str]]) -> pl.DataFrame:
    """Let a slip happen to some rows; some of them are written twice instead, half of these with another team."""
    n = round(FAULTY * rows.height)
    chosen = rng.choice(rows.height, n, replace=False)
    slip = np.full(rows.height, -1)
    slip[chosen] = np.arange(n) % (len(slips) + 2)
    frame = rows.with_columns(slip=slip)
    frame = frame.with_columns(
        pl.col("slip").replace_strict(wrong, default=pl.col(column), return_dtype=pl.String).alias(column)
        for column in rows.columns
        if (wrong := {i: values[column] for i, values in enumerate(slips) if column in values})
    )
    again = frame.filter(pl.col("slip") == len(slips))
    other = frame.filter(pl.col("slip") == len(slips) + 1).with_columns(pl.lit(OTHER_TEAM).alias("team"))
    return pl.concat([frame, again, other]).drop("slip")


def _danish(sites: pl.DataFrame) -> pl.DataFrame:
    """Return the sites under the headers of a Danish office."""
    return sites.rename({name: BY_NAME["sites"].column(name).headers[0] for name in sites.columns})


def _cut_short(file: Path) -> None:
    """Let some lines, evenly spread, end after their third field."""
    lines = file.read_text(encoding="utf-8").split("\n")
    step = len(lines) // (CUT_SHORT + 1)
    for i in range(step, step * CUT_SHORT + 1, step):
        lines[i] = ",".join(lines[i].split(",")[:3])
    file.write_text("\n".join(lines), encoding="utf-8")


def _without_zero(rng: np.random.Generator, frame: pl.DataFrame) -> pl.Expr:
    """Return the codes, a tenth of them as a spreadsheet leaves them."""
    lost = pl.lit(pl.Series(rng.random(frame.height) < LOST_ZEROS))
    code = pl.col("municipality_code")
    return pl.when(lost).then(code.str.strip_chars_start("0")).otherwise(code)


def _ids(letter: str, n: int) -> Array:
    return np.array([f"demo-{letter}{i:07d}" for i in range(1, n + 1)], dtype=object)


def _pick(rng: np.random.Generator, words: Sequence[str], n: int) -> Array:
    return np.array(words, dtype=object)[rng.integers(0, len(words), n)]


def _days(after: Array, form: str) -> Array:
    """Return days, counted from :data:`FIRST`, as text."""
    texts = np.array([(FIRST + timedelta(days=day)).strftime(form) for day in range(DAYS + 4_000)], dtype=object)
    return texts[after]


def _in_forms(moments: pl.Series, form: Array) -> pl.Series:
    written = [moments.dt.strftime(clock) for clock in CLOCK]
    texts = written[0]
    for position in range(1, len(CLOCK)):
        texts = written[position].zip_with(pl.Series(form == position), texts)
    return texts


if __name__ == "__main__":
    write_large(Path(sys.argv[1]))
