"""The page of each edition, and the list of all: what it asks, on what that rests, what proves it, what changed, where
the boundaries lie, and what it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from tiertrack.facts.vocabulary import judgement_label
from tiertrack.law.titles import TITLES, title_of
from tiertrack.logic.expr import refs
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.judged_examples import BoundaryTable, JudgedExample
from tiertrack.pages.handbook.page_frame import Book, Mark, Page
from tiertrack.render.phrases import relative_year
from tiertrack.render.policy.diff_text import change_lines
from tiertrack.render.policy.edition_text import LOCAL_NOTICE, grade_lines, rule_lines, where_text
from tiertrack.render.policy.fact_text import definition_lines, proved_label
from tiertrack.render.policy.ip_text import definition_changes
from tiertrack.render.policy.ip_text import definition_lines as counting_lines
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.diff import ClauseChange, ClauseStatus, compare
from tiertrack.rules.edition import Edition
from tiertrack.rules.fact_sheet import criteria_proved, fact_label, fact_sheet_of
from tiertrack.rules.material import Material
from tiertrack.rules.reads import JUDGEMENT_PREFIX
from tiertrack.rules.rulebook import period_text
from tiertrack.rules.succession import before

PROJECTED = "规则集的版本（规则模块）、填报口径（seeds/fact_notes.csv）和特性文件（features/）"


@frozen
class Against:
    """What an edition is held against: another edition, what that is called, and what became of its clauses."""

    edition: Edition
    called: str
    changes: tuple[ClauseChange, ...]


def edition_pages(book: Book) -> Iterator[Page]:
    """The list of editions, and each."""
    ordered = book.rulebook.in_order()
    groups = [
        (title_of(key), found)
        for key in TITLES
        if (found := [one for one in ordered.editions if one.tier.value == key])
    ]
    about = {"groups": groups, "period": period_text, "where": where_text}
    yield book.page(addresses.EDITIONS, "editions.html", PROJECTED, **about)
    followed = {previous.key: one for one in ordered.editions if (previous := before(book.rulebook, one)) is not None}
    for edition in ordered.editions:
        yield _page(book, edition, followed.get(edition.key))


def _page(book: Book, edition: Edition, following: Edition | None) -> Page:
    against = _against(book, edition)
    changes = {} if against is None else {one.after.key: one for one in against.changes if one.after is not None}
    removed = [] if against is None else [one for one in against.changes if one.after is None]
    proved = {material.name: {one.key for one in criteria_proved(edition, material)} for material in edition.materials}
    judged = book.examples.get(edition.key, [])
    return book.page(
        addresses.edition_address(edition),
        "edition.html",
        PROJECTED,
        edition=edition,
        notice=LOCAL_NOTICE if edition.tier.is_local else "",
        period=period_text(edition),
        where=where_text(edition),
        settled_on=fact_label(edition.settled_on) if edition.settled_on else "",
        against=against,
        followed_by=following,
        changed=[one for one in against.changes if one.change is not ClauseStatus.SAME] if against else [],
        rows=[
            {
                "criterion": criterion,
                "lines": list(rule_lines(criterion.test)),
                "materials": [one for one in edition.materials if criterion.key in proved[one.name]],
                "change": changes.get(criterion.key),
            }
            for criterion in edition.criteria
        ],
        removed=removed,
        change_lines=change_lines,
        counting=list(counting_lines(edition)),
        counted_otherwise=list(definition_changes(against.edition, edition)) if against else [],
        grades=list(grade_lines(edition)),
        boundaries=_boundaries(book, edition, judged),
        scenarios=_scenarios(book, judged),
        facts=[
            {"asked": asked, "years": "、".join(map(relative_year, asked.offsets)), "lines": [*definition_lines(asked)]}
            for asked in fact_sheet_of(edition).facts
        ],
        judgements=_judgements(edition),
        materials=[_material(edition, material, proved[material.name]) for material in edition.materials],
        day=edition.period.start,
        results=book.results,
        doubts=book.doubts,
        self_check=book.self_check(edition),
        checked_on=book.checked_on,
    )


def _against(book: Book, edition: Edition) -> Against | None:
    """The edition before it; of the first of a region the national one."""
    if (previous := before(book.rulebook, edition)) is not None:
        return Against(previous, "上一版", compare(previous, edition))
    beside = book.beside_national.get(edition.key)
    if beside is None or beside.national is None:
        return None
    return Against(beside.national, "全国标准", compare(beside.national, edition))


@frozen
class _Boundaries:
    """The tables of one clause, by the scenarios they stand in."""

    criterion: Criterion | None
    tables: Sequence[tuple[JudgedExample, BoundaryTable, Mark | None]]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(len(table.rows) for _example, table, _mark in self.tables)


def _boundaries(book: Book, edition: Edition, judged: Iterable[JudgedExample]) -> list[_Boundaries]:
    """The tables of each clause, those of the whole last; of examples that differ in nothing else one. Examples that
    speak of a clause themselves are the rows of one more."""
    found: dict[str, dict[tuple[str, str, BoundaryTable], list[JudgedExample]]] = {}
    spoken: dict[str, dict[tuple[str, str], list[JudgedExample]]] = {}
    for one in judged:
        scenario = (one.feature.path, one.scenario.title)
        for key, tables in one.tables.items():
            for table in tables:
                found.setdefault(key, {}).setdefault((*scenario, table), []).append(one)
        for key in one.criteria - one.tables.keys():
            spoken.setdefault(key, {}).setdefault(scenario, []).append(one)
    for key, scenarios in spoken.items():
        for scenario, examples in scenarios.items():
            found.setdefault(key, {})[*scenario, _of_examples(examples)] = examples

    def of(criterion: Criterion | None) -> _Boundaries:
        places = found.get(criterion.key if criterion else "", {})
        marked = [
            (
                examples[0],
                table,
                book.mark(examples[0].feature, examples[0].scenario, [one.example for one in examples]),
            )
            for (_path, _title, table), examples in places.items()
        ]
        return _Boundaries(criterion, marked)

    # What only grades is bounded too.
    every = map(of, (*edition.criteria, *edition.grading, None))
    return [one for one in every if one.tables]


def _of_examples(examples: Sequence[JudgedExample]) -> BoundaryTable:
    """The examples of a scenario as the rows of a table; none where it has none."""
    return BoundaryTable(tuple(examples[0].example), tuple(tuple(one.example.values()) for one in examples))


def _scenarios(book: Book, judged: Iterable[JudgedExample]) -> list[tuple[JudgedExample, Mark | None]]:
    """The scenarios the edition judges in, each once."""
    found: dict[tuple[str, str], list[JudgedExample]] = {}
    for one in judged:
        found.setdefault((one.feature.path, one.scenario.title), []).append(one)
    return [
        (same[0], book.mark(same[0].feature, same[0].scenario, [one.example for one in same]))
        for same in found.values()
    ]


def _judgements(edition: Edition) -> list[tuple[str, list[str]]]:
    """What an authority has to say, each with the criteria that read it."""
    found: dict[str, list[str]] = {}
    for criterion in edition.criteria:
        for ref in refs(criterion.test):
            if ref.key.startswith(JUDGEMENT_PREFIX):
                said = found.setdefault(judgement_label(ref.key.removeprefix(JUDGEMENT_PREFIX)), [])
                if criterion.label not in said:
                    said.append(criterion.label)
    return list(found.items())


def _material(edition: Edition, material: Material, keys: set[str]) -> Mapping[str, Any]:
    return {
        "material": material,
        "proves": list(dict.fromkeys(map(proved_label, material.proves))),
        "used": [criterion.label for criterion in edition.criteria if criterion.key in keys],
    }
