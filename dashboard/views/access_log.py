"""Who saw, took away or changed what, and when."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard import export, state, user_columns, written
from dashboard.components import downloads, frame, records
from dashboard.text import say_number, translator
from geodata.ledger.access_log import accesses
from geodata.settings import Settings

language = state.language()
_ = translator(language)
settings = Settings()
found = user_columns.access_rows(accesses(written.ledger(settings)))

frame.heading(
    _("Access log"),
    _("Every view of site detail, every file taken away, every change. A row is kept for {days} days.").format(
        days=say_number(settings.access_log_days, language)
    ),
)
records.show(
    _("The latest first"),
    _("No site and nothing that was typed stands here: only who, which page and which area."),
    found,
    user_columns.ACCESSES,
    language,
)
if not found.empty:
    downloads.show(
        lambda: export.table(found, user_columns.ACCESSES, language, demo=False),
        _("access-log"),
        datetime.now(UTC).date().isoformat(),
        demo=False,
        language=language,
    )
