"""How the cells of each column of a list of titles are read; that of the place needs the day of its row, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tiertrack.facts.line_text import one_line
from tiertrack.intake.exchange_status import exchange_named
from tiertrack.intake.shared_cells import (
    credit_code_in,
    marked_name_in,
    stock_code_in,
    text_in,
    text_or_number_in,
)
from tiertrack.intake.sheet import Cell
from tiertrack.intake.title_acts import READ_PARTICULARS
from tiertrack.intake.title_cells import (
    board_named,
    day_in,
    former_names_in,
    listed_title,
    product_in,
    status_code_in,
    validity_in,
)


def _of_text(read: Callable[[str], Any]) -> Callable[[Cell], Any]:
    return lambda cell: read(text_in(cell))


# How the cells of each column are read.
READ: Mapping[str, Callable[[Cell], Any]] = {
    "name": marked_name_in,
    "uscc": credit_code_in,
    "stock_code": stock_code_in,
    "title": _of_text(listed_title),
    "on": day_in,
    "starts": day_in,
    "through": day_in,
    "validity": validity_in,
    "batch": text_or_number_in,
    "document": _of_text(one_line),
    "former_names": former_names_in,
    "product": product_in,
    "exchange": _of_text(exchange_named),
    "status": status_code_in,
    "board": _of_text(board_named),
    **READ_PARTICULARS,
}
