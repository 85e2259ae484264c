"""Numbers of a workbook as the spreadsheet shows them."""

from __future__ import annotations

import re
from decimal import Decimal

# What a number format shows as it stands.
_LITERAL = re.compile(r'"[^"]*"|\\.')


def shown_number(number: float | Decimal, shown_as: str) -> str:
    """A number as the spreadsheet shows it: of the digits of a float the fifteen that are kept, in percent where the
    cell's format scales it so."""
    exact = Decimal(f"{number:.15g}") if isinstance(number, float) else Decimal(number)
    if "%" in _LITERAL.sub("", shown_as):
        return f"{(exact * 100).normalize():f}%"
    return f"{exact.normalize():f}"
