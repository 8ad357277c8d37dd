"""Writes the research export: Parquet files, and the data dictionary made from their schemas."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.errors import GeodataError
from geodata.language import Label
from geodata.research.coarsen import coarsened
from geodata.research.tables import EXTRACTS, LEAST_ALIKE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from geodata.research.tables import Extract
    from geodata.store import Store

DICTIONARY = "DICTIONARY.md"
KEY_BYTES = 9
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class ExportRefusedError(GeodataError):
    """The export cannot be written there; nothing was."""


@dataclass(frozen=True, slots=True)
class Written:
    """One table of an export: its rows, and how many were left out because they stayed rare."""

    extract: Extract
    rows: int
    left_out: int


def export(store: Store, folder: Path, known: date) -> list[Written]:
    """Write the log as known on a day, de-identified, to an empty or missing folder; all of it or nothing.

    Raises
    ------
    ExportRefusedError
        If the folder holds something, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportRefusedError(
            Label(
                "'{name}' er ikke en tom mappe; der er intet skrevet.",
                "'{name}' is no empty folder; nothing was written.",
            ),
            name=folder.name or ".",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as scratch:
            draft = Path(scratch)
            written = [_write(store, draft, extract, known) for extract in EXTRACTS]
            (draft / DICTIONARY).write_text(dictionary(written, known, demo=store.demo), encoding="utf-8")
            folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            for file in sorted(draft.iterdir()):
                file.chmod(PRIVATE_FILE)
                shutil.move(file, folder / file.name)
    except OSError as error:
        raise ExportRefusedError(
            Label("Mappen '{name}' kan ikke skrives.", "The folder '{name}' cannot be written."),
            name=folder.name or ".",
        ) from error
    return written


def table(rows: pd.DataFrame, extract: Extract, *, demo: bool) -> tuple[pa.Table, int]:
    """Return rows as they are written, and how many were left out.

    The order of the rows is drawn anew, so that it tells nothing of when or where they were recorded.
    """
    kept, left_out = coarsened(rows.assign(true_quarter=rows["quarter"]), extract)
    if extract.by_site:
        kept = kept.assign(site_key=_keys(kept))
    kept = kept.sample(frac=1, random_state=secrets.randbits(32))
    schema = extract.schema()
    if demo:
        schema = schema.append(pa.field("demo", pa.string()))
        kept = kept.assign(demo="DEMO")
    return pa.Table.from_pandas(kept[schema.names], schema=schema, preserve_index=False), left_out


def _keys(rows: pd.DataFrame) -> list[str]:
    """Return each row's site's key of that quarter; nothing that is written leads from one quarter's key to the next's.

    Were a site's rows of two quarters tied together, what was coarsened in one could be read in the other.
    """
    keys: dict[tuple[str, int, int], str] = {}
    known = zip(rows["site"], rows["year"], rows["true_quarter"], strict=True)
    return [keys.setdefault(each, secrets.token_urlsafe(KEY_BYTES)) for each in known]


def _write(store: Store, folder: Path, extract: Extract, known: date) -> Written:
    made, left_out = table(store.read(extract.query, known=known), extract, demo=store.demo)
    pq.write_table(made, folder / f"{extract.name}.parquet")
    return Written(extract, made.num_rows, left_out)


def dictionary(written: Sequence[Written], known: date, *, demo: bool) -> str:
    """Return the data dictionary, made from the schemas of the files."""
    lines = [
        "# Data dictionary",
        "",
        *(["**DEMO: made-up data. They describe no real place.**", ""] if demo else []),
        (
            f"The log of outreach as recorded by {known.isoformat()}, de-identified. It holds no site id, address, "
            "point, municipality, person key, free text, day or time of day. By team, time and kind every row is one "
            f"of at least {LEAST_ALIKE} (of visits: sites); rarer rows are coarsened (kind, then quarter, then team), "
            "and what is rare still is left out and counted here."
        ),
        "",
        "De-identified is not anonymous: join it with nothing, publish counts only, delete it when the work is done.",
    ]
    for each in written:
        schema = each.extract.schema()
        lines += [
            "",
            f"## {each.extract.name}.parquet: {each.extract.title.english} / {each.extract.title.danish}",
            "",
            f"{each.rows} rows; {each.left_out} left out.",
            "",
            "| column | type | English | Danish |",
            "|---|---|---|---|",
            *(
                f"| `{f.name}` | {f.type} | {f.metadata[b'en'].decode()} | {f.metadata[b'da'].decode()} |"
                for f in (schema.field(name) for name in schema.names)
            ),
        ]
    return "\n".join([*lines, ""])
