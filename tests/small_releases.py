"""A demo of three municipalities whose releases show every case: all told, none, and every count hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from etl.build import build
from geodata.settings import Settings
from tests.small import LEANING, SQUARES, TODAY, write_small

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOSTILE = 'Hus & Hjem "calc"'
ADDRESS = "Opdigtet Allé 77"


def rows(code: str, kind: str, count: int, seen: str = "2020-01-01") -> str:
    """Return sites of a municipality as lines of the sites' table."""
    west = SQUARES[code] + 0.05
    return "\n".join(
        f"{code}-{kind}-{n} | {kind} | {code} | | {west} | 55.55 | {ADDRESS} | {seen} | open | {seen}"
        for n in range(count)
    )


def write_raw(folder: Path, *blocks: str, demo: bool = True) -> Path:
    """Write raw files with these sites, marked as synthetic where they are to be."""
    head = "site_id | kind | kommunekode | team | lon | lat | address | first_seen | status | status_from\n"
    partners = f"""
        partner_id | name              | category | kind         | municipality_code
        1          | Østby Kommune     | 1        | municipality | 0101
        2          | {HOSTILE}         | 2        | shelter      | 0101
        3          | Vestby Rådgivning | 3        | counselling  | 0751
    """
    write_small(folder, **{**LEANING, "sites": head + "\n".join(blocks), "partners": partners})
    if demo:
        (folder / "feltplan.toml").write_text("demo = true\n", encoding="utf-8")
    return folder


def home(base: Path, *blocks: str, today: date = TODAY, demo: bool = True) -> Settings:
    """Build a deployment with these sites."""
    settings = Settings(home=base / "home")
    build(write_raw(base / "raw", *blocks, demo=demo), settings, today)
    return settings


FEW = "\n".join([rows("0751", "clinic", 2), rows("0751", "private", 1)])
USUAL = (rows("0101", "clinic", 12), rows("0101", "private", 9), FEW)
"""Østby has many sites, Midtby none, Vestby three."""
