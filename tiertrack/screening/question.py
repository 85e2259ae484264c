"""The question put to many enterprises at once."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Container, Iterable, Mapping

from attrs import evolve, field, frozen

from tiertrack.brevity import briefly
from tiertrack.district.loading import chosen_rulebook
from tiertrack.engines.plan import criterion_columns
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_act, as_applied_for, as_region, as_title
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Title
from tiertrack.logic.kernel import Slot
from tiertrack.logic.lower import slot
from tiertrack.rulebooks.gaps import gap_explained
from tiertrack.rules.applicability import Governed, editions, governed
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.reads import TITLE_PREFIX, Column, Origin, column_of
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import DayLike, as_day, reckoned


@frozen
class Question:
    """Whether enterprises meet a standard on a day, each by the edition that governs it.

    ``region`` judges all as if they were there, ``variant`` by that one of several standards side by side alone;
    ``told`` are the titles of which it is told beside who holds them. Which enterprises are asked about, and as known
    when, is up to the source.
    """

    title: Title
    act: Act
    on: dt.date = field(converter=reckoned)
    governing: tuple[Governed, ...]
    region: Region | None = None
    variant: str | None = None
    told: tuple[str, ...] = ()

    __repr__ = briefly

    def telling(self, titles: Iterable[str]) -> Question:
        """The same question, to be answered with which of these titles each enterprise holds."""
        return evolve(self, told=tuple(titles))

    def of_table(self, there: Container[str]) -> Question:
        """The same question of a table in which these columns say anything: without the day that settles a matter
        earlier, as its listing committee's, nobody is governed by what was in force before."""
        left = tuple(one for one in self.governing if one.by_default or one.settled_on in there)
        return self if len(left) == len(self.governing) else evolve(self, governing=left)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions, each once."""
        return editions(self.governing)

    @functools.cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are read to answer."""
        read = {column.name: column for column in columns_of(self.editions, self.on)}
        beside = (column_of(Slot(f"{TITLE_PREFIX}{title}"), self.on) for title in self.told)
        return (*read.values(), *(column for column in beside if column.name not in read))

    @property
    def needed(self) -> tuple[Column, ...]:
        """Those of them without which a table is not complete: a title that no criterion reads only makes a fact true,
        which can be stated as well."""
        read = (column for column in columns_of(self.editions, self.on) if not column.is_optional)
        return tuple(column for column in read if column.origin is not Origin.TITLE or self.readers(column))

    @property
    def criteria(self) -> dict[str, str]:
        """The columns of the criteria, with their titles."""
        return criterion_columns(self.governing)

    @property
    def in_turn(self) -> tuple[str, ...]:
        """The columns of the criteria in their order, where to fail one is to fail the whole; none where standards
        stand side by side, or one that is hit is enough."""
        several = len({governed.variant for governed in self.governing}) > 1
        return () if several or not self.act.is_applied_for else tuple(self.criteria)

    def readers(self, column: Column) -> Mapping[str, str]:
        """The keys of the criteria that read a column, with what they are called."""
        return self._readers.get(column.name, {})

    @functools.cached_property
    def _readers(self) -> Mapping[str, Mapping[str, str]]:
        """The same of every column that is read."""
        # A province has most criteria as the country has them: the very same.
        criteria = {id(criterion): criterion for edition in self.editions for criterion in edition.criteria}
        found: dict[str, dict[str, str]] = {}
        for criterion in criteria.values():
            for ref in criterion.reads:
                # Of standards side by side the first to have a key says what it is called.
                found.setdefault(column_of(slot(ref), self.on).name, {}).setdefault(criterion.key, criterion.label)
        return found


def ask(
    title: TitleLike,
    act: ActLike,
    on: DayLike,
    region: RegionLike | None = None,
    variant: str | None = None,
    rulebook: Rulebook | None = None,
) -> Question:
    """The question by the standard in force on a day; each enterprise is judged where it is, unless ``region`` says.

    Raises NoEditionInForce, UnknownEdition, EditionOverlap, or BadInput for a word that names nothing.
    """
    act, on = as_act(act), as_day(on)
    region = as_region(region, on)
    title = as_title(title, region)
    rules = chosen_rulebook(rulebook)
    variant = rules.variant_named(title, act, variant)
    with gap_explained(title, act, reckoned(on), variant):
        governing = rules.remembered(governed, title, act, on, region, variant)
    return Question(title, act, on, governing, region, variant)


def ask_by(*editions: Edition, on: dt.date) -> Question:
    """The question by given editions, in force or not, each for every enterprise; the last is the one asked about.

    Raises BadInput for editions some of which are about achievements and some about enterprises, and for an act nobody
    applies for: there is no title to be gained or lost by it.
    """
    asked = editions[-1]
    for edition in editions:
        as_applied_for(edition.act)
    if len({edition.tier is Tier.ACHIEVEMENT for edition in editions}) > 1:
        names = "、".join(edition.name for edition in editions)
        raise BadInput(Fault("E733", "一个版本判断成果，一个判断企业，不能相比", "请写判断同一种对象的版本", names))
    return Question(asked.tier, asked.act, on, tuple(Governed(edition, edition.variant) for edition in editions))
