"""Big buttons for a thumb: one word or several of a list, a number of minutes, a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geodata.language import Language
    from geodata.terms import Term


def one(
    title: str, terms: Iterable[Term], stated: str | None, key: str, language: Language, *, required: bool = False
) -> str | None:
    """Return the code that is chosen of a list, at first the one that is stated; pressing it again lets it go."""
    by_code = {term.code: term for term in terms}
    chosen: str | None = st.pills(
        title,
        list(by_code),
        default=stated if stated in by_code else None,
        format_func=lambda code: by_code[code].label.say(language),
        key=key,
        required=required,
    )
    return chosen


def several(title: str, terms: Iterable[Term], stated: str | None, key: str, language: Language) -> tuple[str, ...]:
    """Return the codes that are chosen of a list, at first those that are stated, split by ``|``."""
    by_code = {term.code: term for term in terms}
    chosen: list[str] = st.pills(
        title,
        list(by_code),
        selection_mode="multi",
        default=[code for code in (stated or "").split("|") if code in by_code],
        format_func=lambda code: by_code[code].label.say(language),
        key=key,
    )
    return tuple(code for code in by_code if code in chosen)


def minutes(title: str, offered: Sequence[int], stated: str | None, key: str) -> int | None:
    """Return a number of minutes, one press for the usual ones."""
    held = int(stated) if stated else None
    options = sorted({*offered, *([] if held is None else [held])})
    chosen: int | None = st.pills(title, options, default=held, key=key)
    return chosen


def day(
    title: str,
    ahead: Sequence[int],
    stated: str | None,
    key: str,
    today: date,
    say: Callable[[int], str],
    other: str,
) -> date | None:
    """Return a day some days from today, one press for the usual ones, any day by a calendar; ``None`` for none."""
    held = date.fromisoformat(stated) if stated else None
    options: list[Any] = [*ahead, "other"]
    chosen = st.pills(
        title,
        options,
        default="other" if held else None,
        format_func=lambda each: other if each == "other" else say(each),
        key=key,
    )
    if chosen == "other":
        picked: date | None = st.date_input(
            other, value=held or today, format="DD.MM.YYYY", key=f"{key}-day", label_visibility="collapsed"
        )
        return picked
    return None if chosen is None else today + timedelta(days=chosen)
