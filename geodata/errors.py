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


class LedgerNewerError(GeodataError):
    """The ledger was written by a newer edition of this program."""


class LedgerDamagedError(GeodataError):
    """The ledger's file is no whole ledger."""


class LedgerUnavailableError(GeodataError):
    """The ledger cannot be reached or written now, or not in this way."""


class TargetRefusedError(GeodataError):
    """What was written is no target."""


class BeyondReachError(GeodataError):
    """What is asked for lies outside what may be seen."""


class UserRefusedError(GeodataError):
    """What was written is no user."""


class PlanRefusedError(GeodataError):
    """What was asked for, or was to be saved, is no plan of a week."""


class ReleaseRefusedError(GeodataError):
    """A release that may not be proposed or published, or that is not the one that was."""


class RuleRefusedError(GeodataError):
    """What was written is no rule of a team's list."""


class RecordRefusedError(GeodataError):
    """What was recorded cannot be kept as it stands."""


class RecordChangedError(GeodataError):
    """Someone else has changed the record meanwhile."""
