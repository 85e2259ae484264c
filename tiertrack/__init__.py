"""tiertrack: which standard applied on a day, whether an enterprise meets it, exactly why, and what it still lacks.

The names of ``__init__.pyi``, and the modules it names, are the public face; everything else may change without notice.
Each is imported when it is first used, so that importing the package costs next to nothing.
"""

from tiertrack.face import public_face
from tiertrack.plotted import plotted_by

__getattr__, __dir__, __all__ = public_face(__name__)


def drawn(value: object) -> str:
    """The picture of a value for notebooks, whose drawing is read when one is first shown."""
    from tiertrack.render.html import html

    return html(value)


def _rows(value: object) -> list[dict[str, object]]:
    from tiertrack.render.chart_rows import chart_rows

    return chart_rows(value)


def _chart(value: object) -> object:
    from tiertrack.plots import chart

    return chart(value)


plotted_by(_rows, _chart)
