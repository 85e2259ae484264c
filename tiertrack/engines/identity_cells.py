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
from tiertrack.facts.industry import EITHER_GROUP_OF
from tiertrack.facts.industry_reading import normalise_industry

# So many texts that cannot be read are told one by one.
_TOLD = 20


@frozen(eq=False)
class Identified:
    """A frame with codes in its identifying columns, whether any industry ``may_be_either`` of two groups of the size
    standard, and columns worked out ``beside`` on the way."""

    frame: nw.DataFrame[Any]
    may_be_either: bool = True
    beside: dict[str, Any] = field(factory=dict)


def identified(frame: nw.DataFrame[Any], on: dt.date, wanted: Collection[str]) -> Identified:
    """The frame with regions, named as of a day, and industries by their codes, where they are ``wanted``; raises
    BadFrame with the texts of these columns that cannot be read."""
    readers: dict[str, Callable[[str], str]] = {
        "region": lambda text: normalise_region(text, on),
        "industry": normalise_industry,
    }
    schema = schema_of(frame)
    there = [name for name in readers if name in wanted and name in schema and _is_code(schema[name])]
    told = _looked_up(frame, "industry" in there) if frame.implementation.is_polars() else Identified(frame)
    frame, may_be_either = told.frame, told.may_be_either
    faults: list[Fault] = []
    for name in there[:-1] if told.beside else there:
        found = _codes(frame.get_column(name), name, readers[name], faults)
        if name == "industry":
            may_be_either = not EITHER_GROUP_OF.keys().isdisjoint(found.values())
        frame = _with_codes(frame, name, found)
    if faults:
        raise BadFrame(*faults[:_TOLD])
    return Identified(frame, may_be_either, told.beside)


def _looked_up(frame: nw.DataFrame[Any], is_wanted: bool) -> Identified:
    """A frame of Polars with its industries looked up once for all that is asked of them, where they are wanted and
    each is a code as it stands; as it is where not."""
    from tiertrack.engines.industry_columns import PLACE, may_be_either, places_of

    if is_wanted and schema_of(frame)["industry"] == nw.String:
        places = places_of(frame.to_native()["industry"])
        if places is not None:
            return Identified(frame, may_be_either(places), {PLACE: places})
    # What the host calls so is none of ours.
    return Identified(frame.drop(PLACE) if PLACE in frame.columns else frame)


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
