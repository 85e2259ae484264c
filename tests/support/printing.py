"""Files as they come out on paper, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pdfplumber
import pytest

# So many pages of a file are read, which takes longer than printing them; all are counted.
READ = 3

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="没有装 LibreOffice")


def converted(files: Iterable[Path], ending: str, into: Path) -> list[Path]:
    """Copies of files in another format, in a folder of their own, made in one process."""
    given = list(files)
    # Of one profile only one process at a time can make use.
    words = ["soffice", f"-env:UserInstallation={(into / 'profile').as_uri()}", "--headless", "--convert-to", ending]
    subprocess.run([*words, "--outdir", str(into), *map(str, given)], check=True, capture_output=True, timeout=120)
    return [into / f"{file.stem}.{ending}" for file in given]


def printed(files: Iterable[Path], into: Path) -> list[list[str]]:
    """The pages of each file as printed: the text of every one."""
    pages = []
    for file in converted(files, "pdf", into):
        with pdfplumber.open(file) as paper:
            pages.append([page.extract_text() if page.page_number <= READ else "" for page in paper.pages])
    return pages
