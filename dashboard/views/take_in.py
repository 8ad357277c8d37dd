"""Takes in what teams keep by hand: a workbook of visits or of a week, matched, checked, previewed, then written."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from dashboard import access, cache, columns, navigation, rebuild, sheet_columns, sheets, state, written
from dashboard.components import frame, records
from dashboard.recorder import recorder
from dashboard.text import say_number, translator
from geodata.errors import GeodataError
from geodata.ledger.access_log import Action
from geodata.ledger.plans import save_plan
from geodata.ledger.records import record_all
from geodata.settings import Settings
from geodata.targets import TEAMS
from geodata.terms import Team

MEGABYTES = 10
LONGEST_WAIT_S = 60.0
"""How long the page waits for the version that holds a workbook's rows."""


def match(kind: str, found: sheets.Checked) -> dict[str, str | None]:
    """Let every column be matched with a header of the sheet; returns what was chosen."""
    frame.part(_("Columns"), _("Which of the workbook's columns is which. Required ones are marked with a star."))
    chosen: dict[str, str | None] = {}
    cells = st.columns(3)
    for place, (name, guessed) in enumerate(found.columns.items()):
        star = " *" if name in sheet_columns.REQUIRED[kind] else ""
        chosen[name] = cells[place % 3].selectbox(
            sheet_columns.NAMES[name].say(language) + star,
            found.headers,
            index=found.headers.index(guessed) if guessed in found.headers else None,
            placeholder=_("Not in the workbook"),
            key=f"column-{kind}-{name}-{found.sha256[:12]}",
        )
    return chosen


def preview(kind: str, found: sheets.Checked, refused: list[tuple[int, str]]) -> None:
    """Show the rows that can be taken, and every fault of the others."""
    frame.part(
        _("Check"),
        _("{read} rows read: {kept} can be taken, {aside} are set aside.").format(
            read=say_number(found.read, language),
            kept=say_number(len(found.rows) - len(refused), language),
            aside=say_number(found.read - len(found.rows) + len(refused), language),
        ),
    )
    lost = {line for line, _reason in refused}
    rows = pd.DataFrame([row for row in found.rows if int(row["line"]) not in lost], columns=sheet_columns.order(kind))
    records.rows(rows.replace("", None), sheet_columns.of(kind), language)
    faults = pd.DataFrame(found.rejects, columns=[column.id for column in columns.REJECTS])
    if not faults.empty:
        records.show(_("Rows set aside"), _("One line per fault; the others can be taken."), faults,
                     columns.REJECTS[2:], language)  # fmt: skip
    for line, reason in refused:
        st.warning(_("Line {line}: {reason}").format(line=line, reason=reason))


settings = Settings()
language = state.language()
_ = translator(language)
edition = cache.edition()
frame.heading(
    _("Take in a workbook"),
    _("Visits or a week that were kept by hand; at most {n} MB. What is taken is written in the ledger.").format(
        n=MEGABYTES
    ),
)
by = recorder(language)
kind = st.segmented_control(
    _("The workbook holds"),
    list(sheet_columns.KINDS),
    default="visits",
    format_func=lambda each: sheet_columns.KINDS[each].say(language),
    required=True,
    key="sheet-kind",
)
own_team = access.viewer().team
team = st.selectbox(
    _("Team"),
    [own_team] if own_team else TEAMS,
    format_func=lambda each: Team(each).label.say(language),
    key="sheet-team",
)
file = st.file_uploader(_("Workbook (.xlsx)"), type=["xlsx"], max_upload_size=MEGABYTES, key="sheet-file")
if file is not None:
    data = file.getvalue()
    try:
        if len(data) > MEGABYTES * 1024**2:
            st.error(_("The workbook is larger than {n} MB.").format(n=MEGABYTES))
            navigation.end()
        with st.spinner(_("Checking…")):
            first = cache.checked_sheet(edition, kind, data, ())
        chosen = match(kind, first)
        found = first
        if chosen != first.columns:
            with st.spinner(_("Checking…")):
                found = cache.checked_sheet(edition, kind, data, tuple(sorted(chosen.items())))
        if found.missing:
            lacking = ", ".join(sheet_columns.NAMES[name].say(language) for name in found.missing)
            st.info(_("Match these columns first: {columns}").format(columns=lacking))
            navigation.end()
        now = datetime.now(UTC)
        made, left = sheets.visits(found, team, now) if kind == "visits" else ({}, [])
        preview(kind, found, [(line, reason.say(language)) for line, reason in left])
        count = len(made) if kind == "visits" else len(found.rows)
        label = _("Take {n} rows").format(n=say_number(count, language))
        if st.button(label, type="primary", disabled=count == 0, key="sheet-take", icon=":material/download_done:"):
            access.log(Action.CHANGE.code, team)
            ledger = written.ledger(settings)
            if kind == "visits":
                record_all(ledger, dict(made), by=by, now=now, demo=edition.store.demo)
            else:
                for key, plan in sheets.weeks(found, team, by, now, demo=edition.store.demo).items():
                    save_plan(ledger, plan, key=key)
            builder = rebuild.rebuilder(settings)
            with st.spinner(_("Saved. Updating figures, lists and maps…")):
                ended = builder.wait(builder.ask(), LONGEST_WAIT_S)
            reason = builder.refused(language)
            if not ended:
                st.info(_("Figures, lists and maps are still being updated; what was recorded is saved."))
            elif reason is None:
                st.success(_("Taken: {n} rows. The same workbook again adds nothing.").format(n=count))
            else:
                st.warning(
                    _("The record is saved, but the figures could not be updated: {reason}").format(reason=reason)
                )
    except GeodataError as refused:
        st.error(refused.say(language))
