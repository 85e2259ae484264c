"""tiertrack: which standard applied on a day, whether an enterprise meets it, exactly why, and what it still lacks.

The names of ``__init__.pyi``, and the modules it names, are the public face; everything else may change without notice.
Each is imported when it is first used, so that importing the package costs next to nothing.
"""

from tiertrack.face import public_face

__getattr__, __dir__, __all__ = public_face(__name__)


def drawn(value: object) -> str:
    """The picture of a value for notebooks, whose drawing is read when one is first shown."""
    from tiertrack.render.html import html

    return html(value)


def charted_rows(value: object) -> list[dict[str, object]]:
    """The rows of the chart of a value."""
    from tiertrack.render.chart_rows import chart_rows

    return chart_rows(value)


def charted(value: object) -> object:
    """The chart of a value, whose drawing is read when one is first asked for."""
    from tiertrack.plots import chart

    return chart(value)
