"""What has a chart and its data as a table; how both are made is up to outer rings.

The values stand far inside and know no plotting library, so the package itself says, when it is first imported, who
draws.
"""

from __future__ import annotations

from collections.abc import Callable
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
        return _plotting[0].chart(self)

    def plot_data(self) -> list[Row]:
        """The rows of the chart, for a table or for another plotting library; needs nothing installed.

        Returns:
            A row for each bar, of plain values, as ``pandas.DataFrame`` and ``polars.DataFrame`` take them.
        """
        return _plotting[0].rows(self)


class Plotting:
    """Who makes the rows of a value, and its chart."""

    def __init__(self, rows: Callable[[object], list[Row]], chart: Callable[[object], Any]) -> None:
        self.rows = rows
        self.chart = chart


_plotting: list[Plotting] = []


def plotted_by(rows: Callable[[object], list[Row]], chart: Callable[[object], Any]) -> None:
    """Has the rows and the charts of every such value made by these."""
    _plotting[:] = [Plotting(rows, chart)]
