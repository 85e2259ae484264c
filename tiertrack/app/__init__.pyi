"""Ring 6: the use cases: each answers one question or does one thing; databases are opened nowhere further in."""

from tiertrack.app.frames import screen
from tiertrack.app.questions import assess, assess_each, climb
from tiertrack.app.registry import Registry, initialise, open, open_registry
from tiertrack.app.rulebooks import load_rulebook

__all__ = [
    "Registry",
    "assess",
    "assess_each",
    "climb",
    "initialise",
    "load_rulebook",
    "open",
    "open_registry",
    "screen",
]
