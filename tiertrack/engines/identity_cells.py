"""The identifying columns of an eager frame, read as at every other door: places and industries by code or name.

A lazy frame has no value that could be looked at beforehand: what is no code there says nothing of the enterprise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import narwhals as nw

from tiertrack.errors import BadFrame, BadInput, Fault
from tiertrack.facts.identity import normalise_region
from tiertrack.facts.industry_reading import normalise_industry

# So many texts that cannot be read are told one by one.
_TOLD = 20


def identified(frame: nw.DataFrame[Any], on: dt.date) -> nw.DataFrame[Any]:
    """The frame with regions, named as of a day, and industries by their codes; raises BadFrame with every text of
    these columns that cannot be read."""
    readers: dict[str, Callable[[str], str]] = {
        "region": lambda text: normalise_region(text, on),
        "industry": normalise_industry,
    }
    faults: list[Fault] = []
    for name, read in readers.items():
        if name in frame.columns and (frame.schema[name].is_integer() or frame.schema[name] == nw.String):
            frame = _read(frame, name, read, faults)
    if faults:
        raise BadFrame(*faults[:_TOLD])
    return frame


def _read(frame: nw.DataFrame[Any], name: str, read: Callable[[str], str], faults: list[Fault]) -> nw.DataFrame[Any]:
    written = [value for value in frame.get_column(name).unique().to_list() if value is not None]
    codes: dict[Any, str] = {}
    for value in sorted(written):
        # A blank cell is an empty one.
        text = str(value).strip()
        if not text:
            continue
        try:
            code = read(text)
        except BadInput as error:
            faults.extend(fault.at(f"列 {name}") for fault in error.faults)
            continue
        if code != value:
            codes[value] = code
    if not codes:
        return frame
    if frame.schema[name] == nw.String:
        codes = {value: codes.get(value, value) for value in written}
        return frame.with_columns(
            nw.col(name).replace_strict(list(codes), list(codes.values()), return_dtype=nw.String)
        )
    return frame.with_columns(nw.col(name).cast(nw.String))
