"""Draws the diagrams of the site while it is built, so that a reader needs neither a network nor a script."""

from __future__ import annotations


def drawn(source: str, *_how: object, **_options: object) -> str:
    """A Mermaid block as a picture within the page."""
    import mmdr

    return f'<div class="diagram">{mmdr.render(source).svg()}</div>'
