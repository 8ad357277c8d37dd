"""A deployment whose warehouse a test publishes, version by version, while the server runs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb

from etl.build import build
from geodata.settings import Settings
from geodata.versions import POINTER, checksum, file_name, folder, published
from tests.small import TODAY

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Deployment:
    """The data directory of a server that runs."""

    home: Path

    def build(self, raw: Path) -> None:
        """Publish raw files through the real ETL."""
        build(raw, Settings(home=self.home), TODAY)

    def alter(self, *statements: tuple[str, list[str]]) -> None:
        """Publish a version that the ETL would never build: the one before it, changed by SQL."""
        old = published(self.home)
        new = folder(self.home) / file_name(old.version + 1)
        shutil.copyfile(folder(self.home) / old.file, new)
        with duckdb.connect(str(new)) as connection:
            for statement, values in statements:
                connection.execute(statement, values)
        pointer = replace(old, version=old.version + 1, file=new.name, sha256=checksum(new))
        (folder(self.home) / POINTER).write_text(pointer.to_json(), encoding="utf-8")
