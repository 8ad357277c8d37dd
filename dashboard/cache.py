"""What is read from the warehouse, remembered per version: the only module with Streamlit's caches.

A version's name is part of every key, so a version published while the application runs is shown by the next run.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.period import days_offered, today_in_denmark
from dashboard.scope import Scope, scope_figures
from dashboard.warehouse import Edition, current
from geodata.settings import Settings
from geodata.status import DEFAULT_WINDOW_MONTHS, classify
from geodata.terms import Region, Team

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from geodata.figures import Figure

CHOICES_KEPT = 256
"""Combinations of date, window and area; one takes some 20 kB."""

_remember = partial(st.cache_data, show_spinner=False, hash_funcs={Edition: attrgetter("name")})


def edition() -> Edition:
    """Return the version that is published now."""
    return current(Settings().home)


@_remember(max_entries=CHOICES_KEPT)
def municipalities(found: Edition, as_of: date, window_months: int) -> pd.DataFrame:
    """Return one row per municipality with its status on a day, in Danish order of names."""
    return classify(found.store.municipality_status(as_of, window_months), as_of, window_months)


def names(found: Edition) -> dict[str, str]:
    """Return each municipality's name by its code, in Danish order of names."""
    day = days_offered(days(found), today_in_denmark()).latest
    rows = municipalities(found, day, DEFAULT_WINDOW_MONTHS)
    return dict(zip(rows["municipality_code"], rows["name"], strict=True))


def areas(found: Edition, as_of: date) -> tuple[list[str], list[str]]:
    """Return the teams and the regions that hold a municipality on a day, in their fixed order."""
    rows = municipalities(found, as_of, DEFAULT_WINDOW_MONTHS)
    teams, regions = set(rows["team"]), set(rows["region_code"])
    return [team.code for team in Team if team.code in teams], [
        region.code for region in Region if region.code in regions
    ]


@_remember(max_entries=CHOICES_KEPT)
def figures(found: Edition, as_of: date, window_months: int, scope: Scope, ids: tuple[str, ...]) -> list[Figure]:
    """Return the figures of ``ids`` for what a filter keeps."""
    return scope_figures(found.store, as_of, window_months, scope, ids)


@_remember(max_entries=CHOICES_KEPT)
def unplaced(found: Edition, as_of: date, window_months: int) -> pd.DataFrame:
    """Return, per kind of record, how many cannot be placed on the map."""
    return found.store.unplaced(as_of, window_months)


@_remember(max_entries=2)
def days(found: Edition) -> tuple[date | None, date | None]:
    """Return the first and the last day anything is recorded on."""
    return found.store.days()


@_remember(max_entries=2)
def imports(found: Edition) -> pd.DataFrame:
    """Return what the build read, kept and set aside, per table."""
    return found.store.imports()


@_remember(max_entries=2)
def rejects(found: Edition) -> pd.DataFrame:
    """Return every fault of the rows that were set aside."""
    return found.store.rejects()


@_remember(max_entries=2)
def sources(found: Edition) -> pd.DataFrame:
    """Return the raw files of the build, with their checksums."""
    return found.store.sources()
