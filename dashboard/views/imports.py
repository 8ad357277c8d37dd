"""What the last build read, what it kept, what it set aside and why, and from which files."""

from __future__ import annotations

from dashboard import cache, columns, export, state
from dashboard.components import downloads, frame, records
from dashboard.period import say_moment
from dashboard.text import say_number, translator

language = state.language()
_ = translator(language)
edition = cache.edition()
imports, rejects, sources = cache.imports(edition), cache.rejects(edition), cache.sources(edition)

frame.heading(
    _("Data quality"),
    _("{read} rows read, {kept} kept, {aside} set aside · built {moment}").format(
        read=say_number(imports["read"].sum(), language),
        kept=say_number(imports["kept"].sum(), language),
        aside=say_number(imports["set_aside"].sum(), language),
        moment=say_moment(edition.store.info["built_at"], language),
    ),
)
records.show(_("What was read"), _("Read is always kept and set aside together."), imports, columns.IMPORTS, language)
records.show(
    _("Rows set aside"),
    _("One line per fault; a row with two faults stands here twice. Correct the file and build again."),
    rejects,
    columns.REJECTS,
    language,
)
if not rejects.empty:
    downloads.show(
        lambda: export.table(rejects, columns.REJECTS, language, demo=edition.store.demo),
        _("set-aside"),
        edition.store.info["built_at"][:10],
        demo=edition.store.demo,
        language=language,
    )
records.show(_("Files"), _("The files of the build, with their checksums."), sources, columns.SOURCES, language)
