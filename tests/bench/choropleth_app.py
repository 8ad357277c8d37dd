"""The peer of the coverage map: the same municipalities and statuses, drawn as a Streamlit page usually draws them."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pandas as pd  # noqa: TC002  # Streamlit reads the hints
import plotly.express as px
import streamlit as st

from geodata.status import STATUSES, classify
from geodata.store import Store
from geodata.versions import published

DAY = date(2026, 11, 21)
MONTHS = 12


@st.cache_data
def read() -> tuple[pd.DataFrame, object]:
    """Return every municipality with its status, and their shapes."""
    home = Path(os.environ["FELTPLAN_HOME"])
    store = Store.open(home, published(home))
    rows = classify(store.municipality_status(DAY, MONTHS), DAY, MONTHS)
    shapes = json.loads(store.map_shapes())
    store.close()
    return rows, shapes


rows, shapes = read()
team = st.sidebar.selectbox("Team", ["all", *sorted(rows["team"].unique())])
shown = rows if team == "all" else rows[rows["team"] == team]
st.metric("Screened", f"{shown['completed_on'].notna().mean():.1%}")
drawn = px.choropleth(
    shown,
    geojson=shapes,
    locations="municipality_code",
    featureidkey="properties.code",
    color="status",
    category_orders={"status": [status.code for status in STATUSES]},
    fitbounds="locations",
    basemap_visible=False,
)
st.plotly_chart(drawn, key="map")
st.dataframe(shown[["name", "status", "completed_on", "sites_known"]])
