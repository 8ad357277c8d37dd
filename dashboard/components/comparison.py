"""A municipality's figures beside its team's and the nation's, and how far contact comes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import frame, records
from dashboard.safe import markup
from dashboard.text import say_number, translator
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.figures import Figure
    from geodata.language import Language


def cell(figure: Figure, language: Language) -> str:
    """Return a figure with what it rests on; a dash where it rests on nothing."""
    _ = translator(language)
    said = markup(figure.indicator.unit.say(figure.value, language))
    if figure.denominator is None:
        return f"<td><strong>{said}</strong></td>"
    rests = _("{n} of {total}").format(
        n=say_number(figure.numerator, language), total=say_number(figure.denominator, language)
    )
    return f"<td><strong>{said}</strong> <small>{markup(rests)}</small></td>"


def table(rows: Sequence[tuple[Figure, ...]], names: Sequence[str], language: Language) -> str:
    """Return the comparison as an HTML table.

    Parameters
    ----------
    rows
        Per figure, its value for each area.
    names
        What the areas are called.
    """
    _ = translator(language)
    head = "".join(f'<th scope="col">{markup(name)}</th>' for name in names)
    body = "".join(
        f'<tr data-figure="{markup(row[0].indicator.id)}">'
        f'<th scope="row" title="{markup(row[0].indicator.definition.say(language))}">'
        f"{markup(row[0].indicator.label.say(language))}</th>{''.join(cell(figure, language) for figure in row)}</tr>"
        for row in rows
    )
    return records.framed(f'<th scope="col">{markup(_("Figure"))}</th>{head}', body, looks="whole against")


def cascade(steps: Sequence[Figure], language: Language) -> str:
    """Return how far contact comes, as an HTML table: number of sites, share of the step before, share of all known.

    Parameters
    ----------
    steps
        The steps in their order; the first step's denominator is the sites known.
    """
    _ = translator(language)
    known = steps[0].denominator or 0
    told = [(_("Sites known"), known, Unit.PERCENT.say(None, language), _share(known, known, language))]
    told += [
        (
            step.indicator.label.say(language),
            step.numerator or 0,
            step.indicator.unit.say(step.value, language),
            _share(step.numerator or 0, known, language),
        )
        for step in steps
    ]
    body = "".join(
        f'<tr><th scope="row">{markup(name)}</th><td class="number">{say_number(n, language)}</td>'
        f'<td class="number">{before}</td><td class="number">{first}</td></tr>'
        for name, n, before, first in told
    )
    heads = (_("Step"), _("Sites"), _("Of the step before"), _("Of sites known"))
    head = "".join(
        f'<th scope="col" class="{"number" if place else "text"}">{markup(name)}</th>'
        for place, name in enumerate(heads)
    )
    return records.framed(head, body, looks="whole")


def show(rows: Sequence[tuple[Figure, ...]], names: Sequence[str], steps: Sequence[Figure], language: Language) -> None:
    """Draw both tables, the steps first."""
    _ = translator(language)
    frame.part(_("How far contact comes"))
    st.html(cascade(steps, language))
    frame.part(_("Beside the team and the country"))
    st.html(table(rows, names, language))


def _share(n: float, known: float, language: Language) -> str:
    return Unit.PERCENT.say(n / known * Unit.PERCENT.scale if known else None, language)
