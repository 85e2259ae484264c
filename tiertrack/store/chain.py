"""The digests that chain what is on record: each event to the one before it in its stream, each seal to the one before.

A digest is SHA-256 over one JSON array, so that no two rows can be written alike. Published seals must stay verifiable
for ever: what is hashed here never changes. A column that came later is covered under its name, where it has a value,
so that rows written before keep their digests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

__all__ = ["Sealing", "event_digest", "seal_digest"]

# An encoder kept ready: json.dumps would make one for each of a million events.
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def event_digest(
    previous: str | None, row: Sequence[str | int | None], later: Mapping[str, str | int] | None = None
) -> str:
    """The digest of an event's row as ``codec.event_row`` writes it: its first columns, and by name those that came
    ``later`` and have a value.

    ``previous`` is the digest of the version before it in its stream, None for the first.
    """
    covered = [previous, *row, later] if later else [previous, *row]
    return hashlib.sha256(_written(covered).encode()).hexdigest()


def seal_digest(previous: str | None, place: int, unit: str, recorded_at: str, digests: Iterable[str]) -> str:
    """The digest of a whole seal at once, as :class:`Sealing` makes it piece by piece."""
    sealing = Sealing(unit)
    for digest in digests:
        sealing.add(digest)
    return sealing.digest(previous, place, recorded_at)


class Sealing:
    """A seal in the making: takes the digests of a unit's events in the order written and keeps none of them."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.events = 0
        self._body = hashlib.sha256()

    def add(self, digest: str) -> None:
        """Takes the digest of the next event."""
        self.events += 1
        self._body.update(digest.encode())

    def copy(self) -> Self:
        """The same seal so far; what is added to either is not added to the other."""
        twin = type(self)(self.unit)
        twin.events, twin._body = self.events, self._body.copy()
        return twin

    def digest(self, previous: str | None, place: int, recorded_at: str) -> str:
        """The seal over everything taken; ``previous`` is the digest of the seal before it, None for the first."""
        sealed = [previous, place, self.unit, self.events, recorded_at, self._body.hexdigest()]
        return hashlib.sha256(_written(sealed).encode()).hexdigest()
