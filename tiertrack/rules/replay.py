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


class Side(Labelled):
    """The answer that alone has a member."""

    KEPT = "kept", "只有留存的答复有这一项"
    NOW = "now", "只有现在的答复有这一项"


_ABOUT = {
    "version": Aspect.SOFTWARE,
    "dossier_digest": Aspect.FACTS,
    "digest": Aspect.EDITION,
    "citation": Aspect.EDITION,
}


@frozen
class Difference:
    """One member that is not as it was kept: its place (``criteria[2].truth``), and what it was and is; None where it
    is null or there is none. ``only`` is the answer that alone has it, None where both do."""

    aspect: Aspect
    place: str
    kept: Any = field(hash=False)
    now: Any = field(hash=False)
    only: Side | None = None

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
            if member in kept and member in now:
                yield from differences(kept[member], now[member], inner)
            else:
                only = Side.KEPT if member in kept else Side.NOW
                yield Difference(_about(inner), inner, kept.get(member), now.get(member), only)
    elif isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now):
        for index, (before, after) in enumerate(zip(kept, now, strict=True)):
            yield from differences(before, after, f"{place}[{index}]")
    elif kept != now or type(kept) is not type(now):
        yield Difference(_about(place), place, kept, now)


def _about(place: str) -> Aspect:
    """What a member is about: of the answer or of its edition it is told by its name."""
    outer, _, member = place.rpartition(".")
    is_named = outer == "" or outer.endswith("edition") or outer.startswith("variants")
    return _ABOUT.get(member, Aspect.ANSWER) if is_named else Aspect.ANSWER
