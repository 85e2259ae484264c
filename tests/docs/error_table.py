"""The error codes as Markdown, projected from the catalogue."""

from __future__ import annotations

from tiertrack.error_codes import ErrorGroup, error_catalogue
from tiertrack.render.phrases import table


def errors_table() -> str:
    """Every error code with what it means and what to do, a heading and a table for each hundred."""
    return "\n\n".join(map(_section, error_catalogue()))


def _section(group: ErrorGroup) -> str:
    hundred = group.codes[0].code[:2]
    rows = ((f"`{entry.code}`", entry.summary, entry.remedy) for entry in group.codes)
    return f"## {hundred}xx {group.heading}\n\n{table(('代码', '意思', '怎么办'), rows)}"
