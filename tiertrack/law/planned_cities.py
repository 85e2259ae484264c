"""The cities under separate state planning (计划单列市): for the national titles they recommend and organise by
themselves, as a province does, and what their province sets is not theirs."""

from __future__ import annotations

from typing import Final

from tiertrack.law.regions import Region

PLANNED_CITIES: Final = tuple(map(Region, ("210200", "330200", "350200", "370200", "440300")))


def planned_city_of(region: Region | None) -> Region | None:
    """The city under separate planning that a place is, or lies in; None where it is in none."""
    if region is None or region.narrowness < _OF_A_CITY:
        return None
    return next((city for city in PLANNED_CITIES if city.contains(region)), None)


def planned_cities_in(region: Region) -> tuple[Region, ...]:
    """Those that lie in a province; none of what is no province."""
    return tuple(city for city in PLANNED_CITIES if city != region and region.contains(city))


# A city is named by four digits, a district by six.
_OF_A_CITY = 4
