"""Ring 6: the use cases: each answers one question or does one thing; databases are opened nowhere further in."""

from __future__ import annotations

from tiertrack.app.questions import assess, assess_each, climb
from tiertrack.app.registry import Registry, initialise, open_registry

# The public face says tiertrack.open(url).
open = open_registry

__all__ = ["Registry", "assess", "assess_each", "climb", "initialise", "open", "open_registry"]
