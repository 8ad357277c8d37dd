"""Tables whose rows are only ever added: the database itself refuses to change or drop one."""

from __future__ import annotations

from alembic import op

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$
"""


def protect(table: str) -> None:
    """Let the database refuse every change of a row of ``table``."""
    if op.get_context().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
            )
        return
    op.execute(_POSTGRESQL)
    op.execute(
        f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def protect_until(table: str, column: str) -> None:
    """Let the database refuse every change of a row of ``table``, and dropping one before the moment in its ``column``.

    The moment is written with the row, so whoever may write cannot shorten afterwards how long a row is kept.
    """
    if op.get_context().dialect.name == "sqlite":
        now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
        for verb, when in (("UPDATE", ""), ("DELETE", f"WHEN OLD.{column} > {now} ")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are kept'); END"
            )
        return
    op.execute(_POSTGRESQL)
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW "
        f"WHEN (OLD.{column} > now()) EXECUTE FUNCTION refuse_change()"
    )
