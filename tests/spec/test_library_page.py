"""The snippets of docs/library.md run as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).parents[2] / "docs" / "library.md"


def test_every_snippet_of_the_page_on_the_library_runs(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(demo_home))
    snippets = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(snippets) >= 7
    names: dict[str, object] = {}
    for snippet in snippets:
        exec(compile(snippet, PAGE.name, "exec"), names)
    names["store"].close()  # type: ignore[attr-defined]
    said = capsys.readouterr().out
    assert "535 737" in said
    assert "('reached'," in said
    assert "face_to_face 71 72.5 1.0" in said
    assert "['parts_do_not_sum', 'percent_does_not_round']" in said
