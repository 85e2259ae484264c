"""What became of each limit of a condition from one edition to the next: stricter, easier, or of another kind.

The two expressions are laid side by side and compared by their comparators and numbers. Every step that is told is
exact: where the steps of a condition are all stricter, whoever meets the new one meets the old one too. What cannot be
put in order is said to be rewritten; nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs
from attrs import frozen

from tiertrack.brevity import told
from tiertrack.law.scope import Act
from tiertrack.logic import expr
from tiertrack.logic.expr import Test
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.rules.limit_order import Effect, LimitStatus, by_limit, by_number, single_order, window_order
from tiertrack.rules.pairing import Pairs, bare, facts, form, in_any_year, nearest_paired, paired, subject

_ORDERED = {Effect.STRICTER: LimitStatus.TIGHTENED, Effect.EASIER: LimitStatus.LOOSENED}
_UNORDERED = (LimitStatus.REDEFINED, LimitStatus.REWRITTEN)


@frozen
class LimitChange:
    """One limit as the old and the new condition have it, either side None where it has none; ``within`` are the named
    groups it stands in, from the outside in, as 第一套. ``is_way`` says that what came or went is one way among
    several to meet the condition."""

    status: LimitStatus
    effect: Effect
    before: Test | None
    after: Test | None
    within: tuple[str, ...] = ()
    is_way: bool = False

    def __repr__(self) -> str:
        return told(self, *self.within, said=self.status.label)


def limit_changes(
    before: Test | None,
    after: Test | None,
    redefined: frozenset[str] = frozenset(),
    act: Act = Act.RECOGNITION,
) -> tuple[LimitChange, ...]:
    """What became of every limit of a condition; of one that is new or was dropped, each of its limits. Limits that are
    the same on both sides are left out. A limit of a fact that is counted otherwise than before, by the keys
    ``redefined``, is of another kind whatever its number. ``act`` says what the condition is for: one of an act nobody
    applies for is an indicator, one more way to be hit."""
    place = _Place() if act.is_applied_for else _Place(helps=False, group=expr.AnyOf)
    if before is not None and after is not None:
        return tuple(_counted_otherwise(change, redefined) for change in _aligned(before, after, place))
    old, new = (() if test is None else _parts(test, place.group) for test in (before, after))
    return tuple(place.unpaired(old, new))


def _counted_otherwise(change: LimitChange, redefined: frozenset[str]) -> LimitChange:
    if change.before is None or change.after is None or not (facts(change.before) | facts(change.after)) & redefined:
        return change
    return attrs.evolve(change, status=LimitStatus.REDEFINED, effect=Effect.UNORDERED)


def _same(test: Test) -> Test:
    return test


@frozen
class _Place:
    """Where two tests stand: what it means to meet them there, the group they are in, and how each is shown."""

    helps: bool = True
    group: type[expr.AllOf] | type[expr.AnyOf] = expr.AllOf
    is_scope: bool = False
    is_counted: bool = False
    before: Callable[[Test], Test] = _same
    after: Callable[[Test], Test] = _same
    within: tuple[str, ...] = ()

    def inside(self, *names: str) -> _Place:
        """The same within groups of these names."""
        told = [name for name in dict.fromkeys(names) if name]
        return attrs.evolve(self, within=(*self.within, " → ".join(told))) if told else self

    def among(self, group: type[expr.AllOf] | type[expr.AnyOf]) -> _Place:
        """The same for the members of a group."""
        return attrs.evolve(self, group=group, is_counted=False)

    def among_several(self) -> _Place:
        """The same for the members of a group of which a number must hold: each counts, and is no way by itself."""
        return attrs.evolve(self, group=expr.AnyOf, is_counted=True)

    def denied(self) -> _Place:
        """The place of what must not hold."""
        before, after = self.before, self.after
        return attrs.evolve(
            self,
            helps=not self.helps,
            before=lambda test: before(expr.Not(test)),
            after=lambda test: after(expr.Not(test)),
        )

    def changed(self, old: Test, new: Test, effect: Effect | LimitStatus | None) -> Iterator[LimitChange]:
        """The change of one limit, ``effect`` being what it would do by itself, or how it changed where that has no
        order; nothing for None."""
        if effect is None:
            return
        if isinstance(effect, Effect) and self.is_scope:
            # Whoever falls out of one class falls into the next.
            effect = LimitStatus.REDEFINED
        if isinstance(effect, LimitStatus):
            status, effect = effect, Effect.UNORDERED
        else:
            effect = effect if self.helps else effect.opposite
            status = _ORDERED[effect]
        yield LimitChange(status, effect, self.before(old), self.after(new), self.within)

    def unpaired(self, old: Iterable[Test], new: Iterable[Test]) -> Iterator[LimitChange]:
        """What was dropped from a group and what came to it: one condition more is stricter, one way more easier."""
        more = Effect.STRICTER if (self.group is expr.AllOf) is self.helps else Effect.EASIER
        more = Effect.UNORDERED if self.is_scope else more
        is_way = self.group is expr.AnyOf and self.helps and not (self.is_scope or self.is_counted)
        for test in old:
            yield LimitChange(LimitStatus.REMOVED, more.opposite, self.before(test), None, self.within, is_way)
        for test in new:
            yield LimitChange(LimitStatus.ADDED, more, None, self.after(test), self.within, is_way)


def _parts(test: Test, group: type[expr.AllOf] | type[expr.AnyOf]) -> tuple[Test, ...]:
    """The members of a test taken as such a group: those of groups within it, and of every year, one by one."""
    match test:
        case expr.AllOf(tests, scope=0) | expr.AnyOf(tests) if isinstance(test, group):
            return tuple(part for inner in tests for part in _parts(inner, group))
        case expr.Over(inner, offsets, fold, label) if fold is group:
            return tuple(expr.Over(part, offsets, fold, label) for part in _parts(inner, group))
        case _:
            return (test,)


def _aligned(old: Test, new: Test, place: _Place) -> Iterator[LimitChange]:
    if bare(old) == bare(new):
        return
    match old, new:
        case expr.Not(before), expr.Not(after):
            yield from _aligned(before, after, place.denied())
        case expr.Provided(before), expr.Provided(after) if old.unanswered is new.unanswered:
            yield from _aligned(before, after, place)
        case (expr.Provided(), beside) | (beside, expr.Provided()) if _is_unscoped(beside):
            # Its limits are still there: what is beyond them an authority decides, or no longer does.
            yield from place.changed(old, new, LimitStatus.REWRITTEN)
        case (expr.AtLeast(), expr.AtLeast()):
            yield from _of_several(old, new, place)
        case (expr.Switch(), expr.Switch()) if (old.ref, old.unanswered) == (new.ref, new.unanswered):
            yield from _of_cases(old, new, place)
        case (expr.Scorecard(), expr.Scorecard()):
            yield from _of_cards(old, new, place)
        case _ if (group := _group_of(old, new)) is not None:
            yield from _of_groups(_parts(old, group), _parts(new, group), place.among(group))
        case (expr.AllOf(), expr.AllOf()) if old.scope and new.scope:
            inside = place.among(expr.AllOf)
            yield from _of_groups(old.tests[: old.scope], new.tests[: new.scope], attrs.evolve(inside, is_scope=True))
            one, other = (_parts(expr.AllOf(whole.tests[whole.scope :]), expr.AllOf) for whole in (old, new))
            yield from _of_groups(one, other, inside)
        case _ if _is_over(old, new) and (earlier := _in_years(old)) and (later := _in_years(new)):
            yield from _of_years(old, new, earlier, later, place)
        case _:
            yield from place.changed(old, new, single_order(old, new))


def _is_unscoped(test: Test) -> bool:
    """Whether a condition holds everywhere, and no part of it within a scope alone."""
    parts = _parts(test, group) if (group := _is_group(test)) else (test,)
    return not any(isinstance(part, expr.Provided) for part in parts)


def _is_over(*tests: Test) -> bool:
    return any(isinstance(test, expr.Over) for test in tests)


# Groups.


def _group_of(old: Test, new: Test) -> type[expr.AllOf] | type[expr.AnyOf] | None:
    """As what group two tests are to be compared; None where they are none."""
    both = {group for test in (old, new) if (group := _is_group(test)) is not None}
    if len(both) < 2:
        return next(iter(both), None)
    # One is a choice and the other asks for several things: whichever of them has the other among its members.
    choice, several = (old, new) if _is_group(old) is expr.AnyOf else (new, old)
    if any(_is_group(part) is expr.AnyOf and facts(part) & facts(choice) for part in _parts(several, expr.AllOf)):
        return expr.AllOf
    if any(_is_group(part) is expr.AllOf and facts(part) & facts(several) for part in _parts(choice, expr.AnyOf)):
        return expr.AnyOf
    return None


def _is_group(test: Test) -> type[expr.AllOf] | type[expr.AnyOf] | None:
    match test:
        case expr.AllOf(scope=0):
            return expr.AllOf
        case expr.AnyOf():
            return expr.AnyOf
        case expr.Over(inner, fold=fold) if fold is _is_group(inner):
            return fold
        case _:
            return None


def _of_groups(old: tuple[Test, ...], new: tuple[Test, ...], place: _Place) -> Iterator[LimitChange]:
    pairs, dropped, added = _members(old, new)
    for before, after in pairs:
        yield from _aligned(before, after, place.inside(_name(before), _name(after)))
    yield from place.unpaired(dropped, added)


def _members(old: tuple[Test, ...], new: tuple[Test, ...]) -> Pairs[Test]:
    """The members of two groups paired: the same, of the same name, of the same subject, by the facts they read, and
    where only one of a form is left on both sides, these."""
    pairs, dropped, added = paired(old, new, (bare, lambda test: _name(test) or None, subject, _form_and_facts))
    near, dropped, added = nearest_paired(dropped, added, form)
    about, dropped, added = nearest_paired(dropped, added)
    lone = {*_lone_forms(dropped)} & {*_lone_forms(added)}
    alone, dropped, added = paired(dropped, added, (lambda test: form(test) if form(test) in lone else None,))
    together = [*pairs, *near, *about, *alone]
    return sorted(together, key=lambda pair: new.index(pair[1])), dropped, added


def _form_and_facts(test: Test) -> Any:
    return (form(test), facts(test))


def _lone_forms(tests: Iterable[Test]) -> Iterator[Any]:
    """The forms of which there is one limit alone."""
    limits = (test for test in tests if isinstance(test.test if isinstance(test, expr.Over) else test, expr.Threshold))
    yield from (found for found, count in Counter(map(form, limits)).items() if count == 1)


def _name(test: Test) -> str:
    return test.label if isinstance(test, expr.AllOf | expr.AnyOf | expr.AtLeast) else ""


def _of_several(old: expr.AtLeast, new: expr.AtLeast, place: _Place) -> Iterator[LimitChange]:
    yield from place.changed(old, new, by_number(new.count - old.count))
    yield from _of_groups(old.tests, new.tests, place.among_several())


def _of_cases(old: expr.Switch, new: expr.Switch, place: _Place) -> Iterator[LimitChange]:
    before, after, names = dict(old.cases), dict(new.cases), dict(new.ref.choices)
    if [*before] != [*after]:
        yield from place.changed(old, new, LimitStatus.REWRITTEN)
        return
    for value, test in before.items():
        yield from _aligned(test, after[value], place.inside(names.get(value, value)))


def _of_cards(old: expr.Scorecard, new: expr.Scorecard, place: _Place) -> Iterator[LimitChange]:
    yield from place.changed(old, new, by_limit(old.passing, new.passing))
    before, after = ({section.name: section for section in card.sections} for card in (old, new))
    if [*before] != [*after]:
        yield from place.changed(old, new, LimitStatus.REDEFINED)
        return
    for name, section in before.items():
        least, most = (one.minimum or Quantity(0, Kind.POINTS) for one in (section, after[name]))
        yield from place.inside(name).changed(old, new, by_limit(least, most))
        yield from _of_items(old, new, section, after[name], place.inside(name))


def _of_items(
    old: expr.Scorecard, new: expr.Scorecard, before: expr.Section, after: expr.Section, place: _Place
) -> Iterator[LimitChange]:
    lines, others = ({item.name: item for item in section.items} for section in (before, after))
    if [*lines] != [*others]:
        yield from place.changed(old, new, LimitStatus.REDEFINED)
        return
    for name, line in lines.items():
        if _points(line) != _points(others[name]):
            yield from place.inside(name).changed(old, new, LimitStatus.REDEFINED)
            continue
        for earlier, later in zip(line.bands, others[name].bands, strict=True):
            yield from _aligned(earlier.test, later.test, place.inside(name))


def _points(item: expr.Item) -> Any:
    """What a line gives, and of which score that is read as it is."""
    bands = [band.points.magnitude for band in item.bands]
    return bands, item.otherwise.magnitude, bare(item.measured), item.full.magnitude


# Years.


# A test of one or several years without them, the years, and how they are taken together.
_InYears = tuple[Test, frozenset[int], type | None]


def _in_years(test: Test) -> _InYears | None:
    """A test taken apart into these; None of one that is not about years."""
    match test:
        case expr.Over(inner, offsets, fold):
            return inner, frozenset(offsets), fold
        case expr.Threshold() | expr.Holds() | expr.Choice():
            years = {ref.offset for ref in expr.refs(test)}
            offset = years.pop() if len(years) == 1 else None
            return None if offset is None else (in_any_year(test), frozenset((offset,)), None)
        case _:
            return None


def _of_years(old: Test, new: Test, before: _InYears, after: _InYears, place: _Place) -> Iterator[LimitChange]:
    window = window_order(before[1:], after[1:])
    if _is_group(before[0]) or _is_group(after[0]):
        inside = attrs.evolve(place, before=_over(old, place.before), after=_over(new, place.after))
        yield from _aligned(before[0], after[0], inside)
        yield from place.changed(old, new, window)
        return
    limit = None if bare(before[0]) == bare(after[0]) else single_order(before[0], after[0])
    steps = {step for step in (window, limit) if step is not None}
    yield from place.changed(old, new, steps.pop() if len(steps) == 1 else LimitStatus.REWRITTEN)


def _over(test: Test, shown: Callable[[Test], Test]) -> Callable[[Test], Test]:
    if not isinstance(test, expr.Over):
        return shown
    return lambda inner: shown(attrs.evolve(test, test=inner))
