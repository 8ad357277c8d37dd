"""What can go wrong, said in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geodata.language import Label, Language


class GeodataError(Exception):
    """A refusal that a person reads: what was found, what was expected, and where.

    Parameters
    ----------
    label
        The sentence in both languages, with places for ``values``.
    values
        What was found and expected. Never a path of the machine, never personal data.
    """

    def __init__(self, label: Label, **values: object) -> None:
        self.label = label
        self.values = values
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        """Return the sentence in ``language``."""
        return self.label.say(language, **self.values)


class UnknownTermError(GeodataError):
    """A word that no list of terms knows. It is an error, never a guess."""


class WrongSettingError(GeodataError):
    """An environment variable says something that cannot be."""


class StoreMissingError(GeodataError):
    """No warehouse has been built yet."""


class StoreDamagedError(GeodataError):
    """The warehouse file is not the one that was published."""
