"""What has a chart and its data as a table; how both are made is up to outer rings.

The values stand far inside and know no plotting library, so the package itself says who draws.
"""

from __future__ import annotations

import sys
from typing import Any

Row = dict[str, Any]


class Plotted:
    """A value with a chart of itself."""

    __slots__ = ()

    def plot(self) -> Any:
        """The answer as an Altair chart: a notebook shows it, ``save("answer.html")`` keeps it and ``to_dict()`` gives
        it as Vega-Lite for a page of one's own.

        Returns:
            An ``altair`` chart of ``plot_data()``.

        Raises:
            BadInput: Altair is not installed (E826): ``pip install 'tiertrack[plot]'``.
        """
        return sys.modules["tiertrack"].charted(self)

    def plot_data(self) -> list[Row]:
        """The rows of the chart, for a table or for another plotting library; needs nothing installed.

        Returns:
            A row for each bar, of plain values, as ``pandas.DataFrame`` and ``polars.DataFrame`` take them.
        """
        rows: list[Row] = sys.modules["tiertrack"].charted_rows(self)
        return rows
