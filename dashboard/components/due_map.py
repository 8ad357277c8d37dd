"""A team's list on the map: each site with a known place by how it stands, and beside it how many have none.

What a mark says also stands in the list's table, for who does not use the map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components import frame, map_frame, sites_map
from dashboard.components.due_palette import LOOKS, swatch_name
from dashboard.components.links import anchor
from dashboard.components.palette import swatch
from dashboard.components.sites_map import Spot
from dashboard.due_columns import ROUGH, rough_place
from dashboard.pages import SITE
from dashboard.safe import markup
from dashboard.text import say_date, say_number, translator
from geodata.due import Standing
from geodata.worth.reasons import sentence

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from dashboard.warehouse import Edition
    from geodata.language import Language

MOST_SHOWN = 1500
"""Marks a browser draws without delay; a team has fewer sites, and who has more is told so."""

ORDER = tuple(LOOKS)


def placed(rows: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Return the list's rows in their order with ``lon``, ``lat`` and ``location_quality``; missing where not known.

    Parameters
    ----------
    points
        One row per site with a point: site_id, lon, lat (EPSG:4326), location_quality.
    """
    return rows.merge(points, on="site_id", how="left", validate="1:1")


def spots(
    rows: pd.DataFrame, selected: str | None, names: Mapping[str, str], info: Mapping[str, str], language: Language
) -> str:
    """Return what the list draws, as the script's own data: of the rows that are placed the first :data:`MOST_SHOWN`.

    Parameters
    ----------
    rows
        From :func:`placed`.
    selected
        The site that is marked.
    names
        Municipalities' names by their codes.
    info
        The build's facts.
    """
    _ = translator(language)
    drawn = rows[rows["lon"].notna()].head(MOST_SHOWN)
    words = map_frame.words(_("Show the whole list"), _("Map of the sites on the list by state"), language)
    found = [_spot(row, names, language) for row in drawn.to_dict("records")]
    return sites_map.data(found, selected, words, info, language)


def _spot(row: Mapping[Hashable, Any], names: Mapping[str, str], language: Language) -> Spot:
    standing = Standing(row["state"])
    rough = rough_place(row["location_quality"], language)
    told = [row["site_id"], _stands(row, language), _where(row, names, language), *([rough] if rough else [])]
    over = len(ORDER) - ORDER.index(standing)
    return Spot(row["site_id"], row["lat"], row["lon"], "due", told, picture=swatch_name(standing), over=over)


def _stands(row: Mapping[Hashable, Any], language: Language) -> str:
    standing = Standing(row["state"]).label.say(language)
    return standing if pd.isna(row["due_on"]) else f"{standing} · {say_date(row['due_on'], language)}"


def _where(row: Mapping[Hashable, Any], names: Mapping[str, str], language: Language) -> str:
    _ = translator(language)
    return names.get(row["municipality_code"], _("Unknown municipality"))


def legend(rows: pd.DataFrame, language: Language) -> str:
    """Return the legend as HTML: per state how many are placed and how many are not; together they are the list.

    Parameters
    ----------
    rows
        From :func:`placed`.
    """
    _ = translator(language)
    known = rows["lon"].notna()
    lines = [(standing.code, standing.label.say(language), rows["state"] == standing.code) for standing in ORDER]
    body = ""
    for code, name, mask in lines:
        on, off = int((mask & known).sum()), int((mask & ~known).sum())
        picture = swatch(swatch_name(Standing(code)))
        body += (
            f'<tr data-standing="{code}" data-placed="{on}" data-unplaced="{off}"><th scope="row">{picture}'
            f"{markup(name)}</th><td>{say_number(on, language)}</td><td>{say_number(off, language)}</td></tr>"
        )
    on, off = int(known.sum()), int((~known).sum())
    body += (
        f'<tr class="sum"><th scope="row">{markup(_("Sites on the list"))}</th>'
        f"<td>{say_number(on, language)}</td><td>{say_number(off, language)}</td></tr>"
    )
    head = "".join(f'<th scope="col">{markup(name)}</th>' for name in (_("Known place"), _("No known place")))
    return (
        f'<table class="legend"><caption>{markup(_("Sites by state"))}</caption><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>{_told(rows, language)}"
    )


def _told(rows: pd.DataFrame, language: Language) -> str:
    """Return the sentences on what the map does not show, or not exactly."""
    _ = translator(language)
    known = int(rows["lon"].notna().sum())
    rough = int(rows["location_quality"].isin(ROUGH).sum())
    told = [_("Every site stands in the table below, also those without a known place.")]
    if rough:
        told.append(
            _("For {n} sites only the area or an approximate place is known: the mark stands near.").format(
                n=say_number(rough, language)
            )
        )
    if known > MOST_SHOWN:
        told.append(
            _("The map shows the first {shown} of {total} in the table's order.").format(
                shown=say_number(MOST_SHOWN, language), total=say_number(known, language)
            )
        )
    return f'<p class="unplaced">{markup(" ".join(told))}</p>'


def card(row: Mapping[Hashable, Any], names: Mapping[str, str], language: Language) -> str:
    """Return the site that is chosen as HTML: what it is, how it stands, why it is on the list, and the way to it."""
    _ = translator(language)
    standing = Standing(row["state"])
    to_site = anchor(state.address(SITE, site=row["site_id"]), markup(row["site_id"]))
    return (
        f'<section class="card" data-site="{markup(row["site_id"])}"><h2>{to_site}</h2>'
        f'<p class="status">{swatch(swatch_name(standing))}<strong>{markup(_stands(row, language))}</strong></p>'
        f'<p class="why">{markup(_where(row, names, language))}<br>{markup(sentence(row, language))}</p></section>'
    )


def show(edition: Edition, rows: pd.DataFrame, names: Mapping[str, str], language: Language) -> None:
    """Draw the map beside its legend and the site that is chosen on it; ``rows`` are from :func:`placed`."""
    _ = translator(language)
    on_map = rows[rows["lon"].notna()]
    selected = state.chosen_of(state.DUE_SPOT, set(on_map["site_id"]))
    at_map, beside = st.columns([1.6, 1], gap="medium")
    with at_map:
        sites_map.show(
            edition.name,
            spots(rows, selected, names, edition.store.info, language),
            state.DUE_MAP,
            state.take_spot(sites_map.clicked_site, state.DUE_MAP, state.DUE_SPOT),
        )
    with beside:
        if selected is None:
            frame.hint(_("Press a site on the map to see why it stands on the list."))
        else:
            (row,) = on_map[on_map["site_id"] == selected].to_dict("records")
            st.html(card(row, names, language))
        st.html(legend(rows, language))
