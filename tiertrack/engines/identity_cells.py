"""The identifying columns of an eager frame, read as at every other door: places and industries by code or name.

A lazy frame has no value that could be looked at beforehand: what is no code there says nothing of the enterprise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

import narwhals as nw
from attrs import field, frozen

from tiertrack.engines.column_types import schema_of
from tiertrack.errors import BadFrame, BadInput, Fault
from tiertrack.facts.identity import normalise_region
from tiertrack.facts.industry_reading import normalise_industry

# So many texts that cannot be read are told one by one.
_TOLD = 20


@frozen(eq=False)
class Identified:
    """A frame with codes in its identifying columns, and the codes that occur in each column that was read."""

    frame: nw.DataFrame[Any]
    codes: dict[str, frozenset[str]] = field(factory=dict)


def identified(frame: nw.DataFrame[Any], on: dt.date, wanted: Collection[str]) -> Identified:
    """The frame with regions, named as of a day, and industries by their codes, where they are ``wanted``; raises
    BadFrame with the texts of these columns that cannot be read."""
    readers: dict[str, Callable[[str], str]] = {
        "region": lambda text: normalise_region(text, on),
        "industry": normalise_industry,
    }
    codes: dict[str, frozenset[str]] = {}
    schema = schema_of(frame)
    faults: list[Fault] = []
    for name, read in readers.items():
        if name in wanted and name in schema and _is_code(schema[name]):
            found = _codes(frame.get_column(name), name, read, faults)
            codes[name] = frozenset(found.values())
            frame = _with_codes(frame, name, found)
    if faults:
        raise BadFrame(*faults[:_TOLD])
    return Identified(frame, codes)


def _is_code(dtype: Any) -> bool:
    return bool(dtype == nw.String or dtype.is_integer())


def _codes(column: nw.Series[Any], name: str, read: Callable[[str], str], faults: list[Fault]) -> dict[Any, str]:
    """The code of every value of a column; a blank cell is an empty one and stays as it is."""
    found: dict[Any, str] = {}
    for value in sorted(value for value in column.unique().to_list() if value is not None):
        try:
            found[value] = read(str(value)) if str(value).strip() else value
        except BadInput as error:
            found[value] = str(value)
            faults.extend(fault.at(f"列 {name}") for fault in error.faults)
    return found


def _with_codes(frame: nw.DataFrame[Any], name: str, codes: dict[Any, str]) -> nw.DataFrame[Any]:
    if schema_of(frame)[name] != nw.String:
        frame, codes = frame.with_columns(nw.col(name).cast(nw.String)), {str(value): codes[value] for value in codes}
    if all(value == code for value, code in codes.items()):
        return frame
    read = nw.col(name).replace_strict(list(codes), list(codes.values()), return_dtype=nw.String)
    return frame.with_columns(read)
