"""The applicability of editions on a day, for many enterprises at once: by region, and by a settled day of their own.

:meth:`Rulebook.select` and :meth:`Rulebook.settled` answer the same for a single enterprise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import attrs
from attrs import field, frozen

from tiertrack.errors import NoEditionInForce
from tiertrack.law.planned_cities import planned_cities_in
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act, Variant
from tiertrack.law.titles import Title
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import FIRST_DAY


@frozen
class Governed:
    """An edition and the enterprises it applies to.

    ``within`` is the region they are in (None: anywhere), ``outside`` the more local ones they must not be in. Where
    ``settled_on`` names a day of their own, it lies on or after ``since`` and before ``until`` (None: open); where
    ``by_default``, enterprises whose day is not known are governed too. ``edition`` is None where that day came before
    any standard; then they are governed by none.
    """

    # Each edition is made once, so identity is equality; comparing all its parts would take long.
    edition: Edition | None = field(eq=id)
    variant: Variant | None
    within: Region | None = None
    outside: tuple[Region, ...] = ()
    settled_on: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    by_default: bool = True

    @property
    def is_everyone(self) -> bool:
        """Whether it applies to every enterprise."""
        return self.within is None and not self.outside and self.settled_on is None

    def has(self, code: str | None) -> bool:
        """Whether an enterprise in a region of this code may be one of them; of None, one whose region is not known."""
        return _lies_in(self, code)


@frozen
class Place:
    """The enterprises within a region (None: anywhere) and ``outside`` the more local ones, and the editions that are
    ``told_apart`` by that."""

    within: Region | None
    outside: tuple[Region, ...]
    told_apart: tuple[Governed, ...]

    @property
    def governing(self) -> tuple[Governed, ...]:
        """The editions as they govern where nobody is anywhere else."""
        return tuple(attrs.evolve(one, within=None, outside=()) for one in self.told_apart)

    def has(self, code: str | None) -> bool:
        """Whether an enterprise in a region of this code is one of them; of None, one whose region is not known."""
        return _lies_in(self, code)


def _lies_in(there: Governed | Place, code: str | None) -> bool:
    return (there.within is None or there.within.has(code)) and not any(inner.has(code) for inner in there.outside)


def places(governing: Sequence[Governed]) -> tuple[Place, ...]:
    """The places that editions tell apart, in their order; every enterprise is in exactly one of them, where it may be
    governed by none. There are none where no regions are told apart, nor where standards of several variants stand side
    by side, some of which may be of a region."""
    found: dict[tuple[Region | None, tuple[Region, ...]], list[Governed]] = {}
    for one in governing:
        found.setdefault((one.within, one.outside), []).append(one)
    if len(found) == 1 or len({one.variant for one in governing}) > 1:
        return ()
    told = [Place(within, outside, tuple(there)) for (within, outside), there in found.items()]
    regions = tuple(place.within for place in told if place.within is not None)
    return (*told, Place(None, regions, ())) if len(regions) == len(told) else tuple(told)


def editions(governing: Iterable[Governed]) -> tuple[Edition, ...]:
    """The editions that govern any enterprise, each once."""
    return tuple({governed.edition.key: governed.edition for governed in governing if governed.edition}.values())


def governed(
    rulebook: Rulebook,
    title: Title,
    act: Act,
    on: dt.date,
    region: Region | None = None,
    variant: str | None = None,
) -> tuple[Governed, ...]:
    """Every edition in force for some enterprise, of each variant side by side unless one is named; with ``region`` as
    if all enterprises were there. No enterprise is governed by two editions of one variant.

    Raises NoEditionInForce where no edition is in force anywhere, UnknownEdition where there is no such variant, or
    EditionOverlap.
    """
    of_title = [edition for edition in rulebook.editions if edition.tier == title and edition.act is act]
    places = sorted(_places(of_title), key=lambda place: (-place.narrowness, place.code))
    found: list[Governed] = []
    refused: NoEditionInForce | None = None
    for place in [region] if region else [*places, None]:
        within = None if region else place
        inner = tuple(other for other in places if other is not place and (place is None or place.contains(other)))
        try:
            if variant is None:
                side_by_side = rulebook.compared(title, act, on, place)
            else:
                side_by_side = (rulebook.select(title, act, on, place, variant),)
        except NoEditionInForce as error:
            refused = error
            continue
        for edition in side_by_side:
            for stretch in _by_day(rulebook, edition, on, place, of_title):
                found.append(attrs.evolve(stretch, within=within, outside=() if region else inner))
    if not found and refused is not None:
        raise refused
    return _without_needless_regions(found) if refused is None else tuple(found)


def _places(of_title: Iterable[Edition]) -> set[Region]:
    """The regions that are judged apart: those with editions of their own, and the cities these leave to themselves."""
    places = {edition.region: edition for edition in of_title if edition.region}
    cities = (city for place in places for city in planned_cities_in(place) if not places[place].applies_in(city))
    return {*places, *cities}


def _by_day(
    rulebook: Rulebook, edition: Edition, on: dt.date, place: Region | None, of_title: Iterable[Edition]
) -> Iterator[Governed]:
    """The edition itself, or one for every stretch of days that may have settled the matter earlier."""
    whole = Governed(edition, edition.variant, settled_on=edition.settled_on)
    if edition.settled_on is not None:
        bounds = (day for other in of_title for day in (other.period.start, other.period.end))
        since: dt.date | None = None
        earlier = _selected(rulebook, edition, FIRST_DAY, place)
        for day in (*sorted({day for day in bounds if day is not None and day < on}), on):
            following = edition if day == on else _selected(rulebook, edition, day, place)
            if following is not earlier:
                yield attrs.evolve(whole, edition=earlier, since=since, until=day, by_default=False)
                since, earlier = day, following
        whole = attrs.evolve(whole, since=since)
    yield whole


def _selected(rulebook: Rulebook, edition: Edition, day: dt.date, place: Region | None) -> Edition | None:
    """The edition of the same title, act and variant that governed a day; None where there was none."""
    try:
        return rulebook.select(edition.tier, edition.act, day, place, edition.variant_key)
    except NoEditionInForce:
        return None


def _without_needless_regions(found: Sequence[Governed]) -> tuple[Governed, ...]:
    """The same, without regions where they make no difference."""
    judged_by = dict.fromkeys((governed.edition, governed.variant) for governed in found)
    if len(judged_by) > len({governed.variant for governed in found}) or any(governed.settled_on for governed in found):
        return tuple(found)
    return tuple(Governed(edition, variant) for edition, variant in judged_by)
