"""Charts over time: lines, marks, words, and the table that says the same."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from dashboard.components.trend_chart import LOOKS, MOST_TICKS, PRINTED, chart, hover, ticks
from dashboard.components.trend_table import table
from dashboard.scope import Scope, scope_figures
from dashboard.trends import Trend, class_rows, table_rows, trend
from dashboard.warehouse import current
from geodata.figures import figures
from geodata.language import LANGUAGES, Language
from geodata.series import TOLD_OVER_TIME, cells, needed, quarter_ends, statuses
from geodata.terms import Team
from tests.screen.test_palette import contrast

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.store import Store

QUARTERS = quarter_ends(date(2006, 1, 1), date(2008, 2, 15))
END_2007 = date(2007, 12, 31)


@pytest.fixture
def store(demo_home: Path) -> Store:
    return current(demo_home).store


def told(store: Store, name: str, scope: Scope | None = None, months: int = 12, language: Language = "da") -> Trend:
    return trend(cells(store, QUARTERS, months, needed([name])), QUARTERS, months, scope or Scope(), name, language)


class Cells(HTMLParser):
    """The texts of a table's rows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's own signature
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows:
            self.rows[-1][-1] += data


def test_without_a_filter_the_teams_stand_beside_the_nation_and_the_unknown_only_where_there_is_any(
    store: Store,
) -> None:
    assert [line.key for line in told(store, "ever_screened").lines] == ["nation", "east", "mid", "west"]
    visits = told(store, "attempts")
    kept = [line for line in visits.lines if line.key != "nation"]
    assert sum(line.figures[-1].numerator or 0 for line in kept) == visits.lines[0].figures[-1].numerator


@pytest.mark.parametrize("scope", [Scope("east"), Scope(region="1085"), Scope("mid", "1085")], ids=str)
def test_a_filter_is_one_line_beside_the_nation_and_its_figures_are_the_filters_own(scope: Scope, store: Store) -> None:
    nation, part = told(store, "sites_attempted", scope).lines
    assert nation.key == "nation"
    (own,) = scope_figures(store, END_2007, 12, scope, ["sites_attempted"])
    (at,) = [figure for figure in part.figures if figure.as_of == END_2007]
    assert (at.numerator, at.denominator, at.value, at.low) == (own.numerator, own.denominator, own.value, own.low)


def test_a_team_keeps_its_own_look_when_it_is_filtered_for(store: Store) -> None:
    assert told(store, "attempts", Scope("west")).lines[1].key == "west"


@pytest.mark.parametrize("name", [indicator.id for indicator in TOLD_OVER_TIME])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_tells_every_point_of_the_chart(name: str, language: Language, store: Store) -> None:
    one = told(store, name, language=language)
    drawn = chart(one, language)
    rows = Cells(table(one, name, language)).rows
    assert len(rows) == 1 + len(QUARTERS)
    by_name = {trace.name: trace for trace in drawn.data}
    for column, line in enumerate(one.lines, start=1):
        assert rows[0][column] == line.name
        values = [row[column] for row in reversed(rows[1:])]
        for said, value, figure in zip(values, by_name[line.name].y, line.figures, strict=True):
            assert value == figure.value
            assert said.startswith(figure.indicator.unit.say(value, language))


def test_the_published_points_stand_in_chart_hover_and_table_with_their_source(store: Store) -> None:
    one = told(store, "ever_screened")
    (stars,) = [trace for trace in chart(one, "da").data if trace.marker.symbol == PRINTED.symbol]
    assert list(stars.x) == [date(2006, 12, 31), END_2007]
    assert [round(value, 1) for value in stars.y] == [32.7, 98.0]
    assert stars.hovertext[1] == (
        "<b>Hele landet</b>, 31. december 2007<br>98,0 % (96 af 98)<br>Offentliggjort: Statusrapport 2007"
    )
    rows = {row[0]: row for row in Cells(table(one, "x", "da")).rows}
    assert rows["31.12.2006"][-1] == "32,7 % 32 af 98 Statusrapport 2007"
    assert rows["31.12.2007"][-1] == "98,0 % 96 af 98 Statusrapport 2007"
    assert rows["30.09.2007"][-1] == ""


def test_nothing_published_beside_another_window(store: Store) -> None:
    assert [one.numerator for one in told(store, "attempts").printed] == [737]
    assert told(store, "attempts", months=24).printed == ()
    assert len(chart(told(store, "attempts", months=24), "da").data) == len(told(store, "attempts", months=24).lines)


def test_lines_differ_by_dash_and_by_marker_and_stand_out_from_white_and_from_black() -> None:
    assert set(LOOKS) >= {team.code for team in Team} | {"nation", "part"}
    assert len({look.dash for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.symbol for look in [*LOOKS.values(), PRINTED]}) == len(LOOKS) + 1
    for look in [*LOOKS.values(), PRINTED]:
        assert contrast(look.colour, "#ffffff") >= 3
        assert contrast(look.colour, "#0e1117") >= 2.9


def test_a_point_says_day_value_basis_and_interval_in_the_language(store: Store) -> None:
    (figure,) = figures(store, END_2007, 12, ids=["contact_rate"])
    assert hover("Hele landet", figure, "da") == (
        "<b>Hele landet</b>, 31. december 2007<br>72,6 % (535 af 737)<br>95 %-interval (Wilson): 69,3 % til 75,7 %."
    )
    assert hover("Whole country", figure, "en").startswith(
        "<b>Whole country</b>, 31 December 2007<br>72.6% (535 of 737)"
    )


@pytest.mark.parametrize(
    "last", [date(2006, 5, 1), date(2007, 8, 15), date(2009, 3, 31), date(2026, 11, 21), date(2060, 1, 1)]
)
def test_the_axis_has_room_for_what_it_says(last: date) -> None:
    days = quarter_ends(date(2006, 1, 1), last)
    places, texts = ticks(days, "da")
    assert 0 < len(places) <= MOST_TICKS
    assert set(places) <= set(days)
    assert len(texts) == len(places)


def test_the_axis_names_months_in_the_language() -> None:
    days = quarter_ends(date(2007, 1, 1), date(2007, 12, 31))
    assert ticks(days, "da")[1] == ["mar.<br>2007", "jun.<br>2007", "sep.<br>2007", "dec.<br>2007"]
    assert ticks(days, "en")[1] == ["Mar<br>2007", "Jun<br>2007", "Sep<br>2007", "Dec<br>2007"]


def test_a_chart_asks_for_nothing_from_elsewhere(store: Store) -> None:
    assert "http" not in chart(told(store, "ever_screened"), "da").to_json().replace("https://plotly.com", "")


def test_last_days_are_shaded_only_where_the_data_say_how_long_they_are_provisional(store: Store) -> None:
    one = told(store, "attempts")
    assert not chart(one, "da").layout.shapes
    (shade,) = chart(one, "da", provisional_from=date(2008, 2, 1)).layout.shapes
    assert (shade.x0, shade.x1) == (date(2008, 2, 1), QUARTERS[-1])


def test_the_table_to_take_away_holds_every_point_and_who_printed_what(store: Store) -> None:
    rows = table_rows(told(store, "attempts"), "da")
    assert len(rows) == len(told(store, "attempts").lines) * len(QUARTERS) + 1
    last = rows.iloc[-1]
    assert (last["numerator"], last["source"], last["day"].date()) == (737, "Statusrapport 2007", END_2007)
    assert rows["denominator"].isna().all(), "a count has no denominator"


def test_every_municipality_is_in_one_class_on_every_day(store: Store) -> None:
    rows = class_rows(statuses(store, QUARTERS, 12), QUARTERS)
    assert list(rows["day"].dt.date) == QUARTERS[::-1]
    assert set(rows.drop(columns="day").sum(axis=1)) == {98}
    assert rows.set_index("day").loc["2007-12-31", "never"] == 2


def test_a_cell_of_the_table_is_safe_text(store: Store) -> None:
    assert not re.search(
        r"<(?!/?(table|caption|thead|tbody|tr|th|td|small|div)\b)", table(told(store, "attempts"), "<b>", "da")
    )
