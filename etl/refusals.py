"""Whole files and builds that are refused, in a sentence: what was found, what was expected, and where."""

from __future__ import annotations

from geodata.errors import GeodataError
from geodata.language import Label


class RefusedError(GeodataError):
    """A file or a build that cannot be taken; nothing has changed."""


class AllRefusedError(RefusedError):
    """Several refusals told at once.

    Parameters
    ----------
    reasons
        The refusals, in the order they were met.
    """

    def __init__(self, reasons: list[RefusedError]) -> None:
        self.reasons = reasons
        super().__init__(
            Label("\n".join(reason.say("da") for reason in reasons), "\n".join(reason.say("en") for reason in reasons))
        )


def in_file(file: str, danish: str, english: str, **values: object) -> RefusedError:
    """Return a refusal that begins with the file's name."""
    return RefusedError(Label("{file}: " + danish, "{file}: " + english), file=file, **values)
