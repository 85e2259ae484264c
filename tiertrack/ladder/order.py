"""The order of the rungs as dated data: it is a matter of local plans, not of the statutory prerequisites."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from attrs import field, frozen

from tiertrack.brevity import briefly
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.vocabulary import nearest_name
from tiertrack.labels import plain_word
from tiertrack.law.regions import Region
from tiertrack.law.titles import Title, title_of
from tiertrack.shipped import seed_rows
from tiertrack.temporal import Period
from tiertrack.titles.standing import Standing


@frozen
class LadderVersion:
    """One published order of the rungs, lowest first, with the region and days it is for and where it was published.

    Where it means one variant only of a rung, as a listing on one exchange, ``variants`` has the variant's key and
    ``names`` what the plan calls the rung. ``called`` is its own name, where the region and the year do not tell it
    from others; one that ``is_asked_for`` holds only for whoever names it.
    """

    key: str
    region: Region
    period: Period
    rungs: tuple[Title, ...]
    source: str
    is_default: bool
    variants: Mapping[Title, str] = field(default={}, hash=False)
    names: Mapping[Title, str] = field(default={}, hash=False)
    called: str = ""
    is_asked_for: bool = False

    __repr__ = briefly

    @property
    def name(self) -> str:
        """What it is called in Chinese, as 巴南区2024."""
        return f"{self.region.label}{self._own}"

    @property
    def words(self) -> tuple[str, ...]:
        """What names it: its key and its name, that of its region in short too."""
        return self.key, self.name, f"{self.region.label[:-1]}{self._own}"

    @property
    def _own(self) -> str:
        return self.called or self.key.rpartition("-")[2]

    def label(self, tier: Title) -> str:
        """What this order calls a rung."""
        return self.names.get(tier, tier.label)

    def highest(self, standing: Standing) -> Title | None:
        """The highest rung an enterprise holds; None where it holds none."""
        held = {holding.title for holding in standing.held}
        return next((tier for tier in reversed(self.rungs) if tier.value in held), None) if held else None


@functools.cache
def ladder_versions() -> tuple[LadderVersion, ...]:
    """Every encoded order."""
    return tuple(_version(row) for row in seed_rows("ladder_versions.csv"))


def ladder_version(key: str) -> LadderVersion:
    """The order with this key, or of a name like 巴南区2024; raises BadInput naming the nearest."""
    called = {word: version for version in ladder_versions() for word in version.words}
    found = called.get(plain_word(key))
    if found is None:
        names = {word: version.name for word, version in called.items()}
        raise BadInput(Fault("E506", "没有这个梯度次序", nearest_name(key, names), key))
    return found


# Many enterprises are asked about on one day, and most are in a few regions.
@functools.lru_cache(maxsize=4096)
def select_ladder(on: dt.date, region: Region | None) -> LadderVersion:
    """The order in force on a day in a region, the most local first; elsewhere and earlier the default order."""
    found = [
        version
        for version in ladder_versions()
        if region and version.region.contains(region) and on in version.period and not version.is_asked_for
    ]
    if found:
        return max(found, key=lambda version: version.region.narrowness)
    return next(version for version in ladder_versions() if version.is_default)


def _version(row: dict[str, str]) -> LadderVersion:
    last = dt.date.fromisoformat(row["through"]) if row["through"] else None
    rungs = [_rung(text) for text in row["rungs"].split("|")]
    return LadderVersion(
        key=row["key"],
        region=Region(row["region"]),
        period=Period.through(dt.date.fromisoformat(row["from"]), last),
        rungs=tuple(tier for tier, _variant, _name in rungs),
        source=row["source"],
        is_default=row["default"] == "是",
        variants={tier: variant for tier, variant, _name in rungs if variant},
        names={tier: name for tier, _variant, name in rungs if name},
        called=row["called"],
        is_asked_for=row["default"] == "点名才用",
    )


def _rung(text: str) -> tuple[Title, str, str]:
    """``listed:bse:北交所上市企业`` is a tier, one variant of it, and what the plan calls that."""
    tier, _, rest = text.partition(":")
    variant, _, name = rest.partition(":")
    return title_of(tier), variant, name
