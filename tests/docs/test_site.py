"""The site is built strictly: a link that leads nowhere fails it, and no page asks a network for anything."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

HERE = importlib.util.find_spec("zensical") is not None
pytestmark = pytest.mark.skipif(not HERE, reason="the generator is not installed: pip install '.[docs]'")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the pages and what says how they are built."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    return tmp_path


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Builds the pages of a folder into its ``site``, as `make docs` does."""
    return subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_is_read_without_a_network(desk: Path) -> None:
    done = build(desk)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {page.stem: page.read_text(encoding="utf-8") for page in (desk / "site").glob("*.html")}
    assert {page.stem for page in (ROOT / "docs").glob("*.md")} <= set(pages)
    for name, page in pages.items():
        assert not re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="?https?:', page), name
    assert "<svg" in pages["lifecycle"], "the diagram is drawn"
    assert 'id="tiertrack.Registry.standing"' in pages["api"], "the reference is there"
    assert re.search(r'[，>]<span class="?unbroken"?>2026-04-01</span> 起', pages["standards"]), "a date is not broken"
    assert re.search(r'<code>tiertrack seed <span class="?unbroken"?>--db</span> 地址</code>', pages["commands"])


@pytest.mark.slow
def test_a_link_that_leads_nowhere_fails_the_build(desk: Path) -> None:
    for page in (desk / "docs").glob("*.md"):
        page.write_text(f"# {page.stem}\n", encoding="utf-8")
    (desk / "docs/index.md").write_text("# index\n\n[no page](nowhere.md), [no heading](dossier.md#nowhere)\n", "utf-8")
    done = build(desk)
    assert done.returncode != 0
    assert {"page does not exist", "anchor does not exist"} <= set(re.findall(r"\w+ does not exist", done.stderr))
