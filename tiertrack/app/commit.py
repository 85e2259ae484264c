"""Whether what a use case does to the register is to last."""

from __future__ import annotations

import enum


class Commit(enum.Enum):
    """Whether an import is to last, or only to show what it would change."""

    YES = "yes"
    DRY_RUN = "dry_run"
