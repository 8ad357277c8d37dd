"""A report as it was frozen, and what has changed since: the numbers stay, the difference is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from geodata.language import Label
from geodata.report import content, words
from geodata.report.period import ReportRefusedError
from geodata.targets import LONGEST_NAME, is_initials

if TYPE_CHECKING:
    from datetime import datetime

    from geodata.language import Language
    from geodata.report.report import Report

DENMARK = ZoneInfo("Europe/Copenhagen")


class FrozenDamagedError(ReportRefusedError):
    """What the ledger keeps is not what was frozen."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A report as it was frozen.

    Parameters
    ----------
    checksum
        SHA-256 of ``text``, which is :func:`geodata.report.content.kept` of the report.
    frozen_at
        The moment, in UTC.
    frozen_by
        A function or initials: letters, never a number or an address.

    Raises
    ------
    ReportRefusedError
        If ``frozen_by`` is no name.
    FrozenDamagedError
        If the checksum is not the text's.
    """

    text: str
    checksum: str
    frozen_at: datetime
    frozen_by: str

    def __post_init__(self) -> None:
        if not is_initials(self.frozen_by):
            raise ReportRefusedError(
                Label(
                    "Skriv med bogstaver, hvem der fastfryser: en funktion eller initialer, højst {longest} tegn.",
                    "Write in letters who freezes it: a function or initials, at most {longest} characters.",
                ),
                longest=LONGEST_NAME,
            )
        if content.checksum(self.text) != self.checksum:
            raise FrozenDamagedError(
                Label(
                    "Den fastfrosne rapport er ikke den, der blev gemt: kontrolsummen passer ikke.",
                    "The frozen report is not the one that was saved: its checksum does not match.",
                )
            )

    @property
    def report(self) -> Report:
        """The report."""
        return content.read(self.text)

    def sentence(self, language: Language) -> str:
        """Return when and by whom it was frozen, and its checksum."""
        moment = self.frozen_at.astimezone(DENMARK)
        label = Label(
            "Fastfrosset {day} {time} af {by}. Kontrolsum {checksum}.",
            "Frozen {day} {time} by {by}. Checksum {checksum}.",
        )
        return label.say(
            language,
            day=words.day(moment.date(), language),
            time=f"{moment:%H:%M}",
            by=self.frozen_by,
            checksum=self.checksum[:16],
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """A row whose figure is another than when the report was frozen; ``None`` is not told, then or now."""

    table: str
    table_title: Label
    row: str
    label: Label
    frozen: float | None
    now: float | None

    def cells(self, language: Language) -> list[str]:
        """Return it as a row of a table on paper."""
        return [
            self.table_title.say(language),
            self.label.say(language),
            words.number(self.frozen, language),
            words.number(self.now, language),
        ]

    def values(self) -> dict[str, object]:
        """Return it as the command's JSON."""
        return {"table": self.table, "row": self.row, "frozen": self.frozen, "now": self.now}


def freeze(report: Report, moment: datetime, by: str) -> Frozen:
    """Return the report frozen at a moment.

    Raises
    ------
    ReportRefusedError
        If ``by`` is no name.
    """
    text = content.kept(report)
    return Frozen(text, content.checksum(text), moment, by.strip())


def changed_since(frozen: Report, now: Report) -> list[Changed]:
    """Return every row that is told otherwise now, in the frozen report's order, and then the rows that are new."""
    before, after = _rows(frozen), _rows(now)
    found = []
    for table, row in dict.fromkeys([*before, *after]):
        (title, label, then), (_, _, today) = (
            rows.get((table, row), (*(before | after)[table, row][:2], None)) for rows in (before, after)
        )
        if then != today:
            found.append(Changed(table, title, row, label, then, today))
    return found


def _rows(report: Report) -> dict[tuple[str, str], tuple[Label, Label, float | None]]:
    """Return each row's table title, name and count."""
    return {(table.id, row.code): (table.title, row.label, row.count) for table in report.tables for row in table.rows}
