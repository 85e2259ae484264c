"""Which of all enterprises a list is of: by where they are with a title, their region, industry and highest rung."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import compress

from attrs import frozen

from tiertrack.enterprise import Enterprise
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.asked import RegionLike, TitleLike, as_industry, as_member, as_region, as_title
from tiertrack.law.regions import Region
from tiertrack.law.states import State
from tiertrack.law.tiers import Tier
from tiertrack.ports import RegisterReader
from tiertrack.temporal import AsOf
from tiertrack.titles.consequences import deciding, least_printed
from tiertrack.titles.standing import Standing
from tiertrack.titles.track import Track


@frozen
class FirmFilter:
    """What a list of enterprises asks of each; None asks nothing.

    ``title`` alone asks for its holders on the day, with ``status`` for those in that state of it; ``status`` alone for
    those in that state of any title. Held are all that hold it, whatever their review has come to.
    """

    title: str | None = None
    status: State | None = None
    region: Region | None = None
    industry: str | None = None
    highest: Tier | None = None

    @classmethod
    def of(
        cls,
        on: dt.date,
        title: TitleLike | None = None,
        status: State | str | None = None,
        region: RegionLike | None = None,
        industry: str | None = None,
        highest: TitleLike | None = None,
    ) -> FirmFilter:
        """What is asked for in words or by itself, a region as it is called on the day.

        Raises BadInput for what names no title, state, region or industry, and for a title that is no rung.
        """
        return cls(
            None if title is None else as_title(title).value,
            None if status is None else as_member(State, status, "状态"),
            as_region(region, on),
            as_industry(industry),
            None if highest is None else _rung(highest),
        )

    def candidates(self, register: RegisterReader, asof: AsOf) -> tuple[int, ...]:
        """The keys of all enterprises that it can be met by, and of as few others as is quickly told."""
        found = self._concerned(register, asof)
        if found is None:
            return register.keys(asof.known_at)
        # Something may be on record of an enterprise that was not known to be one yet.
        return found if asof.known_at is None else tuple(sorted({*found} & {*register.keys(asof.known_at)}))

    def _concerned(self, register: RegisterReader, asof: AsOf) -> tuple[int, ...] | None:
        if self.title is not None and self.status in (None, State.HELD):
            return register.granted(self.title, least_printed(self.title, asof.on), asof.known_at)
        if self.title is not None and self.status is not State.NONE:
            return register.concerned(deciding([self.title]), asof.known_at)
        if self.highest not in (None, Tier.ACHIEVEMENT):
            rung = self.highest.value
            return register.granted(rung, least_printed(rung, asof.on), asof.known_at)
        return None if self.status in (None, State.NONE) else register.with_events(asof.known_at)

    @property
    def asks_of_titles(self) -> bool:
        """Whether it cannot be told without what an enterprise holds."""
        return (self.title, self.status, self.highest) != (None, None, None)

    @property
    def asks_for_holders(self) -> bool:
        """Whether it asks who holds a title, and of titles no more."""
        return self.title is not None and self.status in (None, State.HELD) and self.highest is None

    @property
    def is_anywhere(self) -> bool:
        """Whether it does not ask where an enterprise is, nor what it is in."""
        return self.region is None and self.industry is None

    def is_there(self, enterprise: Enterprise) -> bool:
        """Whether an enterprise is in the region and the industry asked for."""
        there = enterprise.region
        if self.region is not None and (there is None or not self.region.contains(Region(there))):
            return False
        return self.industry is None or (enterprise.industry or "").startswith(self.industry)

    def is_so(self, standing: Standing) -> bool:
        """Whether an enterprise is where it is asked to be with the title, or with any."""
        if self.title is None:
            return self.status is None or any(self._are(standing.each, standing.asof.on))
        return bool(self.of_title(standing))

    def of_title(self, standing: Standing) -> tuple[Track, ...]:
        """The tracks of the title asked for that are where they are asked to be, one for each product; none where no
        title is asked for."""
        if self.title is None:
            return ()
        tracks = standing.tracks_of(self.title).values() or (Track(self.title),)
        return tuple(compress(tracks, self._are(tracks, standing.asof.on)))

    def _are(self, tracks: Iterable[Track], on: dt.date) -> Iterator[bool]:
        if self.status in (None, State.HELD):
            return (track.holding(on) is not None for track in tracks)
        return (track.state is self.status for track in tracks)


def _rung(given: TitleLike) -> Tier:
    title = as_title(given)
    if not isinstance(title, Tier):
        remedy = f"梯度的级有 {'、'.join(tier.label for tier in Tier)}；别的称号请用 title"
        raise BadInput(Fault("E651", f"{title.label}不是梯度的一级", remedy, title.value, "highest"))
    return title
