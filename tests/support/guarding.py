"""Every number, window, comparing word and alternative of every edition is guarded by a feature.

While the features run, a recorder keeps what each 那么 step was asked of which answer. Then each edition is changed
in one place at a time, as a slip of the pen would, the recorded dossiers are judged again and the recorded steps asked
again: at least one of them must fail. A change that no step notices is a number the features do not guard.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs
import pytest
from attrs import frozen

from tests.support.recording import GROUPS, Answered, recorded
from tiertrack.bdd import assessment_steps
from tiertrack.facts.industry import EITHER_GROUP_NAMES
from tiertrack.facts.units import MONEY_UNITS
from tiertrack.facts.vocabulary import SIZE_GROUP
from tiertrack.logic import expr
from tiertrack.logic.evaluate import compile_test
from tiertrack.logic.finding import Finding
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.truth import Truth
from tiertrack.render import phrases
from tiertrack.render.phrases import limit_text, relative_year, term_text
from tiertrack.rulebooks import national_rulebook
from tiertrack.rulebooks.national.sme_size_2011 import 符合划型标准
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.authority import by_authority
from tiertrack.rules.binding import bind, counted_to_decision
from tiertrack.rules.edition import Edition

# ------------------------------------------------------------------------------------------------- one change at a time

Change = tuple[str, Any]

# What an author writes a limit in; anything else is written in ones.
_AUTHORED_IN = {Kind.MONEY: MONEY_UNITS["万元"], Kind.SHARE: Fraction(1, 100), Kind.POINTS: 100}

_FLIPPED = {
    expr.Comparator.AT_LEAST: expr.Comparator.MORE_THAN,
    expr.Comparator.MORE_THAN: expr.Comparator.AT_LEAST,
    expr.Comparator.AT_MOST: expr.Comparator.LESS_THAN,
    expr.Comparator.LESS_THAN: expr.Comparator.AT_MOST,
}


# What a local edition may take over as a whole from the national one.
_PARTS = (expr.Test, expr.Section, expr.AnyOf, expr.AllOf)


def changes(node: Any, taken_over: Container[Any] = ()) -> Iterator[Change]:
    """Every way to change an expression in one place, each with what was changed; what is taken over is left as it
    is."""
    if taken_over and isinstance(node, _PARTS) and node in taken_over:
        return
    yield from _own_changes(node)
    if isinstance(node, tuple) and node and node[0] in EITHER_GROUP_NAMES:
        # What is said of two groups is made of what is said of each, and changes with it.
        return
    if isinstance(node, tuple):
        for index, part in enumerate(node):
            if _is_size_standard(part):
                continue
            place = f"{node[0]} " if isinstance(node[0], str) else ""
            for what, changed in changes(part, taken_over):
                yield place + what, (*node[:index], changed, *node[index + 1 :])
    elif attrs.has(type(node)):
        place = f"{node.name} " if isinstance(node, expr.Item | expr.Section) else ""
        for part in attrs.fields(type(node)):
            if _is_size_standard(getattr(node, part.name)):
                continue
            for what, changed in changes(getattr(node, part.name), taken_over):
                # A choice a better band takes is lost on this one, and one of a worse band is guarded by its points.
                if isinstance(node, expr.Band) and _takes_more(changed, node.test):
                    continue
                # Bands out of order cannot be written at all.
                if changed_node := _evolved(node, part.name, changed):
                    yield place + what, changed_node


def _is_size_standard(part: Any) -> bool:
    """Whether it is a part of another criterion that says how large an enterprise is: its limits are guarded by
    ``test_size_class.py``."""
    return isinstance(part, expr.Switch) and part.ref == SIZE_GROUP.ref


def _takes_more(changed: Any, test: expr.Test) -> bool:
    choices = isinstance(changed, expr.Choice) and isinstance(test, expr.Choice)
    return choices and len(changed.allowed) > len(test.allowed)


def _evolved(node: Any, name: str, value: Any) -> Any:
    try:
        return attrs.evolve(node, **{name: value})
    except ValueError:
        return None


def _own_changes(node: Any) -> Iterator[Change]:
    match node:
        case expr.Threshold(term, comparator):
            yield from _limits(node, "limit", _text(node))
            # 满若干年 has no other comparing word to slip into, and the others differ from their neighbours by a day.
            if not isinstance(term, expr.Tenure):
                flipped = _FLIPPED[comparator]
                yield f"{_text(node)} 改用 {flipped.value}", attrs.evolve(node, comparator=flipped)
        case expr.TopRank(within=within) if within is not None:
            yield from _limits(node, "within", _text(node))
        case expr.Ref(offset=offset) if offset is not None:
            yield f"{relative_year(offset)}{node.label} 改读前一年", attrs.evolve(node, offset=offset - 1)
        case expr.Tenure(ref, anchor):
            other = expr.Anchor.END_OF_LAST_YEAR if anchor is expr.Anchor.DAY else expr.Anchor.DAY
            yield (
                f"{ref.label} 改为{'截至当日' if other is expr.Anchor.DAY else '截至上年末'}",
                attrs.evolve(node, anchor=other),
            )
        case expr.SumOver() | expr.MeanOver() | expr.Growth():
            yield from _windows(node, term_text(node, relative_year))
            yield from _methods(node)
        case expr.Over(fold=fold):
            yield from _windows(node, node.label)
            other = expr.AnyOf if fold is expr.AllOf else expr.AllOf
            yield f"{node.label} 改为 {other.__name__}", attrs.evolve(node, fold=other)
        case expr.Choice():
            yield from _choices(node)
        case expr.Not(inner):
            yield f"去掉“非”：{_text(inner)}", inner
        case expr.AllOf(tests) | expr.AnyOf(tests) | expr.AtLeast(tests=tests):
            yield from _branches(node, tests)
        case expr.Band(test=test):
            yield from _limits(node, "points", f"档（{_text(test)}）的得分")
        case expr.Item(measured=None):
            yield from _limits(node, "otherwise", "其余得分")
        case expr.Item():
            yield from _limits(node, "full", "满分")
        case expr.Section(minimum=minimum) if minimum is not None:
            yield from _limits(node, "minimum", "类别下限")
        case expr.Scorecard():
            yield from _limits(node, "passing", "通过线")


def _limits(node: Any, name: str, what: str) -> Iterator[Change]:
    limit: Quantity = getattr(node, name)
    unit = _AUTHORED_IN.get(limit.kind, 1)
    for magnitude in (limit.magnitude - unit, limit.magnitude + unit):
        # Points below zero cannot be written.
        if limit.kind is not Kind.POINTS or magnitude >= 0:
            beside = Quantity(magnitude, limit.kind)
            yield f"{what}，{limit_text(limit)} 改为 {limit_text(beside)}", attrs.evolve(node, **{name: beside})


def _windows(node: Any, what: str) -> Iterator[Change]:
    years: tuple[int, ...] = node.offsets
    # A growth rate over one year needs two, a sum over none says nothing.
    fewest = 2 if isinstance(node, expr.Growth) else 1
    shorter = [years[:-1], years[1:]] if len(years) > fewest else []
    for offsets in (*shorter, (*years, years[-1] - 1)):
        read = "、".join(map(relative_year, offsets))
        yield f"{what} 改读 {read}", attrs.evolve(node, offsets=offsets)


def _methods(node: expr.SumOver | expr.MeanOver | expr.Growth) -> Iterator[Change]:
    # Over one year the arithmetic and the compound rate are the same rate.
    if isinstance(node, expr.Growth) and len(node.offsets) > 2:
        (other,) = set(expr.GrowthMethod) - {node.method}
        yield f"{node.ref.label}增长率 改为 {other.value}", attrs.evolve(node, method=other)


def _choices(node: expr.Choice) -> Iterator[Change]:
    for value, name in node.ref.choices:
        if value in node.allowed:
            kept = tuple(one for one in node.allowed if one != value)
            yield f"{node.ref.label} 去掉 {name}", attrs.evolve(node, allowed=kept)
        else:
            yield f"{node.ref.label} 加上 {name}", attrs.evolve(node, allowed=(*node.allowed, value))


def _branches(node: Any, tests: tuple[expr.Test, ...]) -> Iterator[Change]:
    name = _text(node)
    if isinstance(node, expr.AtLeast):
        for count in (node.count - 1, node.count + 1):
            yield f"{name} 改为至少 {count} 项", attrs.evolve(node, count=count)
    elif len(tests) > 1:
        other = expr.AnyOf if isinstance(node, expr.AllOf) else expr.AllOf
        yield f"{name} 改为 {other.__name__}", other(tests, node.label)
    for index, branch in enumerate(tests):
        # Without its only branch a group is no group.
        if len(tests) > 1:
            kept = (*tests[:index], *tests[index + 1 :])
            yield f"{name} 去掉 {_text(branch)}", attrs.evolve(node, tests=kept)


def _text(test: expr.Test) -> str:
    return phrases.test_text(test, relative_year)


# -------------------------------------------------------------------------------------------------------- asking again


class Changed:
    """A criterion's test after one change, compiled once for every edition that has the criterion."""

    def __init__(self, test: expr.Test) -> None:
        self.test = test
        self._program = compile_test(test)
        self._binding = functools.cache(functools.partial(bind, self._program.symbols))

    def turns(self, given: Assessment, index: int) -> bool:
        """Whether the criterion comes out otherwise."""
        verdict = self._program.verdict(self._values(given))
        return Truth.of(verdict) is not given.finding.findings[index].truth

    def explain(self, given: Assessment) -> Finding:
        return counted_to_decision(self._program.explain(self._values(given), given.asof.on.year), given.dossier)

    def _values(self, given: Assessment) -> Any:
        return self._binding(given.asof.on).values(given.dossier)


# How many answers are asked again before looking which are likelier.
_NOTICED_LATELY = 4


@frozen(eq=False)
class Site:
    """A criterion of an edition, with the answers given by that edition, those that speak of the criterion first."""

    edition: Edition
    index: int
    answered: list[Answered]

    def notices(self, change: Changed) -> bool:
        """Whether some recorded step fails once the criterion is changed."""
        criterion = attrs.evolve(self.edition.criteria[self.index], test=change.test)
        criteria = _with(self.edition.criteria, {self.index: criterion})
        edition = attrs.evolve(self.edition, criteria=criteria)
        for one, finding in self._likeliest_first(change):
            if not one.still_holds(_again(edition, one.assessment, {self.index: finding})):
                # What noticed this change is likely to notice the next one, which is close by.
                self.answered.remove(one)
                self.answered.insert(0, one)
                return True
        return False

    def _likeliest_first(self, change: Changed) -> Iterator[tuple[Answered, Finding]]:
        """Every answer with the changed criterion judged again: those that noticed the last changes, those where it
        comes out otherwise, those where a part of it does, and the rest."""
        same, alike = [], []
        explained = self.judging(change)
        for place, one in enumerate(list(self.answered)):
            if place < _NOTICED_LATELY or change.turns(one.assessment, self.index):
                yield one, explained(one.assessment)
            else:
                same.append(one)
        for one in same:
            finding = explained(one.assessment)
            if _alike(one.assessment.finding.findings[self.index], finding):
                alike.append((one, finding))
            else:
                yield one, finding
        yield from alike

    def judging(self, change: Changed) -> Callable[[Assessment], Finding]:
        """What comes of the changed criterion for the dossier of an answer."""
        authority = attrs.evolve(self.edition.criteria[self.index], test=change.test).authority

        def explained(given: Assessment) -> Finding:
            return by_authority(change.explain(given), authority, given.dossier, given.asof.on)

        return explained


def _again(edition: Edition, given: Assessment, judged: Mapping[int, Finding]) -> Assessment:
    """An answer with some of its criteria judged anew."""
    findings = _with(given.finding.findings, judged)
    truth = edition.folded(one.truth for one in findings)
    return Assessment(edition, given.dossier, given.asof, attrs.evolve(given.finding, truth=truth, findings=findings))


def _with(parts: tuple[Any, ...], others: Mapping[int, Any]) -> tuple[Any, ...]:
    return tuple(others.get(index, part) for index, part in enumerate(parts))


def _alike(one: Finding, other: Finding) -> bool:
    """Whether every part came out the same; words and points may differ nevertheless."""
    same = one.truth is other.truth and one.given == other.given and len(one.findings) == len(other.findings)
    return same and all(map(_alike, one.findings, other.findings))


def sites_of(titles: Container[str], kept: Mapping[str, list[Answered]]) -> dict[expr.Test, list[Site]]:
    """Every test of the editions of some titles, each once, with the criteria that are written with it.

    What a local edition takes over from the national one is guarded by the features of that, be it a part of a
    criterion (``taken_over``).
    """
    sites = defaultdict(list)
    editions = [one for one in national_rulebook().editions if one.tier.value in titles]
    national = {id(one) for edition in editions if edition.region is None for one in edition.criteria}
    for edition in editions:
        for index, criterion in enumerate(edition.criteria):
            if edition.region is not None and id(criterion) in national:
                continue
            answered = sorted(kept.get(edition.key, []), key=lambda one: not one.names(criterion.key))
            sites[criterion.test].append(Site(edition, index, answered))
    return dict(sites)


def unnoticed(test: expr.Test, sites: list[Site]) -> Iterator[tuple[str, list[Site]]]:
    """For each change to a test: what was changed, and the sites whose features do not notice it."""
    for what, changed in changes(test, _taken_over(sites)):
        change = Changed(changed)
        # A switch over industries is the size standard, one instrument of its own: the features of any edition will do.
        if isinstance(test, expr.Switch) and any(site.notices(change) for site in sites):
            continue
        yield what, [site for site in sites if not site.notices(change)]


def _taken_over(sites: list[Site]) -> frozenset[Any]:
    """The parts of local criteria that stand in the national criterion of the same key, too."""
    local = {(site.edition.tier, site.edition.criteria[site.index].key) for site in sites if site.edition.region}
    if any(site.edition.region is None for site in sites):
        return frozenset()
    return frozenset(
        node
        for edition in national_rulebook().editions
        for criterion in edition.criteria
        if edition.region is None and (edition.tier, criterion.key) in local
        for node in expr.walk(criterion.test)
    )


def alarms(group: str) -> list[str]:
    """The editions some recorded step of which fails although every criterion is judged again by what it was."""
    editions: dict[str, list[tuple[Site, Changed]]] = defaultdict(list)
    for test, sites in sites_of(GROUPS[group], recorded(GROUPS[group])).items():
        same = Changed(test)
        for site in sites:
            editions[site.edition.key].append((site, same))
    return [key for key, criteria in editions.items() if not all(_same_answers(criteria))]


def _same_answers(criteria: list[tuple[Site, Changed]]) -> Iterator[bool]:
    """For each answer of an edition, whether every step still holds once its criteria are judged again together."""
    judging = {site.index: site.judging(same) for site, same in criteria}
    site, _same = criteria[0]
    for one in site.answered:
        judged = {index: explained(one.assessment) for index, explained in judging.items()}
        yield one.still_holds(_again(site.edition, one.assessment, judged))


def survivors(group: str) -> list[str]:
    """The changes to the editions a group guards that no step of its features notices."""
    found = []
    for test, sites in sites_of(GROUPS[group], recorded(GROUPS[group])).items():
        # Its industries are written out in the features of one title only.
        if test == 符合划型标准 and "innovative_sme" not in GROUPS[group]:
            continue
        for what, blind in unnoticed(test, sites):
            found += [f"{site.edition.key} {site.edition.criteria[site.index].key}：{what}" for site in blind]
    return sorted(found)


def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads why a step failed while numbers are changed, and telling it would take most of the time."""
    monkeypatch.setattr(assessment_steps, "assessment_text", lambda _answer: "")
    monkeypatch.setattr(assessment_steps, "alternatives_text", lambda _answers: "")
    # So that whoever reads it sees every value on the way, pytest writes them all out.
    monkeypatch.setitem(vars(assessment_steps), "@pytest_ar", _Unexplained())


class _Unexplained:
    """Has every function that pytest explains a failed assertion by; each explains nothing."""

    def __getattr__(self, _name: str) -> Callable[..., str]:
        return lambda *_words: ""
