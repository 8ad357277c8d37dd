"""Which sites are due, in which order and why, how likely a visit reaches someone, and which sites left the list."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import access, cache, due_columns, opening, state, written
from dashboard.components import (
    due_map,
    due_states,
    due_table,
    filters,
    frame,
    reconciled,
    records,
    rules_effect,
    rules_form,
)
from dashboard.due import due_list, unverified
from dashboard.text import say_date, say_number, translator
from geodata.errors import GeodataError
from geodata.language import Label
from geodata.ledger.access_log import Action
from geodata.ledger.team_rules import history, set_rules, team_rules
from geodata.settings import Settings
from geodata.worth.rules import NATIONAL, RuleChange, TeamRules

language = state.language()
_ = translator(language)
edition, days, names, chosen = opening.begin()
team = chosen.scope.team
with st.sidebar:
    filters.show(days, *cache.areas(edition, chosen.as_of), language)

frame.heading(
    _("Sites of the week"),
    f"{chosen.scope.say(_('Whole country'), language)} · "
    f"{_('as of {date}').format(date=say_date(chosen.as_of, language))}",
)
# The form stands below the list and is read before it, so that the list is told by what was just saved.
top = st.container()
rules, past, wished = NATIONAL, [], None
if team is None:
    whole = _("The whole country is told by the product's own rules.")
    frame.hint(f"{_('Choose a team to see its sites on the map and to set its rules.')} {whole}")
else:
    frame.part(
        _("Rules and weights"),
        _("They steer this team's list and week plan. The figures on returns keep the national rules."),
    )
    form = st.container()
    try:
        ledger = written.ledger(Settings())
        rules = team_rules(ledger, team)
        with form:
            wish = rules_form.show(team, rules, language)
        if wish is not None:
            changed = rules.changed(wish.numbers)
            if not changed:
                st.info(_("No number is changed."))
            elif wish.save:
                moment = datetime.now(UTC)
                access.log(Action.CHANGE.code, team)
                set_rules(ledger, [RuleChange(team, rule, n, moment, wish.set_by) for rule, n in changed.items()])
                rules = team_rules(ledger, team)
                st.success(_("The rules are saved, and the list is told by them."))
            else:
                wished = TeamRules({**rules.numbers, **changed})
        past = history(ledger, team)
    except GeodataError as refused:
        st.error(refused.say(language))

access.seen(team or "all", chosen.as_of)
found = due_list(edition, chosen, rules)
if wished is not None:
    rules_effect.show(found, due_list(edition, chosen, wished), language)
with top:
    standing = due_states.choose(found, language)
    rows = found.rows if standing == due_states.ALL else found.rows[found.rows["state"] == standing]
    doubtful = _(
        "{n} of the sites left out are known but could not be confirmed; the figures on returns count them, this list "
        "does not."
    )
    reconciled.show(
        found.found,
        Label("steder", "sites"),
        doubtful.format(n=say_number(unverified(found), language)) if unverified(found) else "",
        language,
    )
    rows = due_map.placed(rows, cache.site_points(edition, chosen.as_of))
    if team is not None:
        due_map.show(edition, rows, names, language)
    note = due_table.explained(team, cache.due_knowledge(edition, chosen.as_of).chances, language)
    due_table.show(rows, note, found, names, demo=edition.store.demo, language=language)
state.write_link(**{state.STANDING: standing if standing != due_states.ALL else None})
if team is not None:
    records.show(
        _("Every rule this team has set"),
        _("The latest of each counts; the ones before it are kept."),
        due_columns.history(past),
        due_columns.HISTORY,
        language,
    )
