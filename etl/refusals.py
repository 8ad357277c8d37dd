"""Whole files and builds that are refused, in a sentence: what was found, what was expected, and where."""

from __future__ import annotations

import errno
import os
from pathlib import PurePath

from geodata.errors import GeodataError
from geodata.language import Label

NO_ACCESS = Label("ingen adgang.", "no access.")
NO_ROOM = Label("der er ikke plads på disken.", "there is no room on the disk.")
NOT_THERE = Label("findes ikke.", "does not exist.")
FAILED = Label("kan hverken læses eller skrives.", "can be neither read nor written.")
CAUSES = {
    errno.EACCES: NO_ACCESS,
    errno.EPERM: NO_ACCESS,
    errno.EROFS: NO_ACCESS,
    errno.ENOSPC: NO_ROOM,
    errno.EDQUOT: NO_ROOM,
    errno.EFBIG: NO_ROOM,
    errno.ENOENT: NOT_THERE,
}
"""What the operating system's refusals mean to a person; any other is :data:`FAILED`."""


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


def by_system(error: OSError) -> RefusedError:
    """Return what the operating system refused, naming the file or folder without its path."""
    cause = CAUSES.get(error.errno or 0, FAILED)
    name = PurePath(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else ""
    if not name:
        return RefusedError(cause)
    return in_file(name, cause.danish, cause.english)


def in_file(file: str, danish: str, english: str, **values: object) -> RefusedError:
    """Return a refusal that begins with the file's name."""
    return RefusedError(Label("{file}: " + danish, "{file}: " + english), file=file, **values)
