"""What a question is asked about, as programs have it: a title, an act or a region by itself, or by a word for it.

Every door takes them alike; a word is read as on the command line. What names none is refused, naming the nearest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tiertrack.errors import BadInput, Fault
from tiertrack.facts.vocabulary import nearest
from tiertrack.law.region_reading import read_region
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.title_definition import TitleDefinition
from tiertrack.law.title_names import named_title
from tiertrack.law.titles import TITLES, Title, title_of

# A title, or its key or any name of today; an act, or its key or Chinese name; a region, or its code or name.
TitleLike = Title | str
ActLike = Act | str
RegionLike = Region | str


def as_title(given: TitleLike) -> Title:
    """The title; raises BadInput for a word that names none today."""
    if isinstance(given, Tier | TitleDefinition):
        return given
    if not isinstance(given, str):
        raise _unfit("称号", "Tier、Adjacent 的成员，或称号的键、名称", given)
    found = named_title(given)
    if found is None or found.old is not None:
        raise _unknown("称号", TITLES, given)
    return title_of(found.title)


def as_title_key(given: TitleLike) -> str:
    """The key of the title; a word that names none today is left to whoever is asked of it."""
    if isinstance(given, str):
        found = named_title(given)
        return given if found is None or found.old is not None else found.title
    return as_title(given).value


def as_act(given: ActLike) -> Act:
    """The act; raises BadInput for a word that names none."""
    if isinstance(given, Act):
        return given
    if not isinstance(given, str):
        raise _unfit("事项", "Act 的成员，或它的键、名称", given)
    for act in Act:
        if given in (act.value, act.label):
            return act
    raise _unknown("事项", (act.value for act in Act), given)


def as_region(given: RegionLike | None, on: dt.date | None = None) -> Region | None:
    """The region, a word as it is understood on the day; None where none is given. Raises BadIdentifier."""
    if given is None or isinstance(given, Region):
        return given
    if not isinstance(given, str):
        raise _unfit("地区", "Region，或六位代码、名称", given)
    return read_region(given, on)


def _unknown(what: str, known: Iterable[str], given: str) -> BadInput:
    return BadInput(Fault("E703", f"没有这个{what}", nearest(given, known), given))


def _unfit(what: str, remedy: str, given: Any) -> BadInput:
    return BadInput(Fault("E707", f"这不是{what}", f"请给 {remedy}", f"{type(given).__name__} {given!r}"))
