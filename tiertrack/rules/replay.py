"""A kept answer beside the one there is now: every member that differs, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from tiertrack.brevity import briefly, told
from tiertrack.labels import Labelled
from tiertrack.rules.assessment import Alternatives, Assessment


class Aspect(Labelled):
    """What a member that differs is about."""

    SOFTWARE = "software", "软件版本"
    EDITION = "edition", "版本"
    FACTS = "facts", "档案"
    ANSWER = "answer", "答复"


_ABOUT = {
    "version": Aspect.SOFTWARE,
    "dossier_digest": Aspect.FACTS,
    "digest": Aspect.EDITION,
    "citation": Aspect.EDITION,
}


@frozen
class Difference:
    """One member that is not as it was kept: its place (``criteria[2].truth``), and what it was and is; None where
    there is none."""

    aspect: Aspect
    place: str
    kept: Any = field(hash=False)
    now: Any = field(hash=False)

    __repr__ = briefly


@frozen
class Replay:
    """A kept answer judged again: the ``answer`` there is now, and every member that ``differs``."""

    answer: Assessment | Alternatives
    differs: tuple[Difference, ...]

    def __repr__(self) -> str:
        return told(self, said=f"{len(self.differs)} 处不同" if self.differs else "相同")

    @property
    def is_same(self) -> bool:
        """Whether it is the same to the last member."""
        return not self.differs


def differences(kept: Any, now: Any, place: str = "") -> Iterator[Difference]:
    """Every member that is not the same, innermost, in reading order."""
    if isinstance(kept, dict) and isinstance(now, dict):
        for member in dict.fromkeys((*kept, *now)):
            inner = f"{place}.{member}" if place else member
            yield from differences(kept.get(member), now.get(member), inner)
    elif isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now):
        for index, (before, after) in enumerate(zip(kept, now, strict=True)):
            yield from differences(before, after, f"{place}[{index}]")
    elif kept != now or type(kept) is not type(now):
        yield Difference(_ABOUT.get(_last(place), Aspect.ANSWER), place, kept, now)


def _last(place: str) -> str:
    """The name of the member, where it is one of the answer or of its edition."""
    outer, _, member = place.rpartition(".")
    return member if outer == "" or outer.endswith("edition") or outer.startswith("variants") else ""
