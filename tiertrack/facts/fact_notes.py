"""How a fact is to be filled in where its name does not say: what it covers, in our own short words."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from tiertrack.shipped import seed_rows


@functools.cache
def fact_notes() -> Mapping[str, str]:
    """The notes by the keys of their facts; a fact whose name says it all has none."""
    return {row["fact"]: row["note"] for row in seed_rows("fact_notes.csv")}
