"""The files that travel with the package: migrations, features and seeds."""

from __future__ import annotations

import csv
from pathlib import Path


def shipped(name: str) -> Path:
    """The folder ``name``: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "_shipped" / name
    return installed if installed.exists() else package.parent / name


def seed_rows(name: str) -> list[dict[str, str]]:
    """The rows of a seed CSV, by its headings."""
    with (shipped("seeds") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
