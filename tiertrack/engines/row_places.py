"""The rows of a table by the places that standards tell apart, so that few rows are judged by standards of elsewhere.

To make an answer ready takes as long as to judge many rows: so there are two answers at most, one for the place where
most rows are, one for all the others together; and one alone where that takes less time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from tiertrack.rules.applicability import Governed, Place


@frozen
class Parted:
    """The places where ``most`` rows are, judged by one answer, and the ``others`` judged by another; none where one
    answer is for all."""

    most: tuple[Place, ...]
    others: tuple[Place, ...] = ()


def parted(every: Sequence[Place], numbers: Mapping[str | None, int], least: int) -> Parted:
    """The places where any row is; ``numbers`` are those of the rows by the code of their region.

    ``least`` is the number of rows from which it is worth a second answer that they are spared a longer one.
    """
    of_place = {place: sum(number for code, number in numbers.items() if place.has(code)) for place in every}
    there = tuple(place for place in every if of_place[place]) or tuple(every[-1:])
    most = max(there, key=of_place.__getitem__)
    others = tuple(place for place in there if place is not most)
    # Those who are apart are judged at greater length still, some of them twice.
    spared = of_place[most] - 2 * sum(of_place[place] for place in others)
    return Parted((most,), others) if others and spared >= least else Parted(there)


def governing_of(asked: Iterable[Place]) -> tuple[Governed, ...]:
    """The editions that govern in some places; in a single one as if there were no others."""
    every = tuple(asked)
    return every[0].governing if len(every) == 1 else tuple(one for place in every for one in place.told_apart)
