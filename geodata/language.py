"""Two languages: every name of the domain carries its Danish and its English form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "da"


@dataclass(frozen=True, slots=True)
class Label:
    """A text in both languages; ``{name}`` marks where a value goes in.

    Raises
    ------
    ValueError
        If either form is empty: a figure without a name cannot be shown.
    """

    danish: str
    english: str

    def __post_init__(self) -> None:
        if not self.danish or not self.english:
            raise ValueError(f"A label needs both languages: {self!r}.")

    def say(self, language: Language, **values: object) -> str:
        """Return the text in ``language`` with ``values`` filled in."""
        text = self.danish if language == "da" else self.english
        return text.format(**values) if values else text
