"""Every sentence of the screen is said in Danish, and numbers and dates are written the language's way."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from babel.messages.pofile import read_po

import dashboard
from dashboard.text import CATALOGUE, as_language, say_date, say_number, translator

SOURCES = [*Path(dashboard.__file__).parent.rglob("*.py"), Path(dashboard.__file__).parents[1] / "streamlit_app.py"]


def sentences() -> set[str]:
    """Return every text that is given to ``_`` anywhere on the screen."""
    calls = (
        node
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
    )
    found = set()
    for call in calls:
        assert isinstance(call.args[0], ast.Constant), f"line {call.lineno}: only a plain sentence can be translated"
        found.add(str(call.args[0].value))
    return found


def danish() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def test_the_screen_is_found_to_say_something() -> None:
    assert len(sentences()) > 50


def test_every_sentence_has_a_danish_form_and_no_danish_form_is_left_over() -> None:
    assert sentences() == set(danish())
    assert all(danish().values())


@pytest.mark.parametrize(("english", "said"), danish().items())
def test_a_danish_sentence_has_the_places_for_values_of_the_english(english: str, said: str) -> None:
    assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", said))


def test_english_is_the_sentence_itself_and_danish_is_not() -> None:
    assert translator("en")("Data quality") == "Data quality"
    assert translator("da")("Data quality") == "Datakvalitet"


@pytest.mark.parametrize(
    ("language", "day", "number"), [("da", "01.12.2007", "1.191,5"), ("en", "1 Dec 2007", "1,191.5")]
)
def test_dates_and_numbers_follow_the_language(language: str, day: str, number: str) -> None:
    assert language in {"da", "en"}
    assert say_date(date(2007, 12, 1), language) == day  # type: ignore[arg-type]
    assert say_number(1191.5, language) == number  # type: ignore[arg-type]


@pytest.mark.parametrize("missing", [None, pd.NaT, pd.NA, float("nan")])
def test_what_is_missing_is_a_dash_and_never_zero(missing: object) -> None:
    assert say_number(missing, "da") == "–"  # type: ignore[arg-type]
    assert say_date(missing, "da") == "–"  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", [None, "", "de", "DA", "<script>"])
def test_a_language_that_is_not_known_is_the_deployments_own(
    asked: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert as_language(asked) == "da"
    monkeypatch.setenv("FELTPLAN_LANGUAGE", "en")
    assert as_language(asked) == "en"
