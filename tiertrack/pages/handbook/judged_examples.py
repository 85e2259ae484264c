"""Which edition each example of the features is judged by, and the tables of boundaries under each clause.

A scenario names a title, an act and a day in the sentence that judges; the place stands among the facts. The edition is
the one in force then and there, as for whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from tiertrack.errors import TiertrackError
from tiertrack.facts.asked import as_act, as_region, as_title
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.units import parse_date
from tiertrack.facts.vocabulary import DECIDED_ON, FACTS
from tiertrack.pages.handbook.feature_file import Feature, Scenario, Step
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook

# The sentences of the steps (tiertrack/bdd) that say what is judged; a test holds them together.
_JUDGES = re.compile(r"(?:(?P<on>\S+) )?判断它的 (?P<title>[^（ ]+)(?:（(?P<variant>.+)）)? (?P<act>\S+)")
_DAY = re.compile(r"判断日为 (\S+)")
_PLACE = re.compile(r"地区 改为 (\S+)")
_DECIDED = FACTS[DECIDED_ON].label
_DECIDED_ON = re.compile(rf"{re.escape(_DECIDED)} 改为 (\S+)")
_BOUNDARIES = re.compile(r"(?:条件 (?P<key>\S+) (?:的|决定结论，)界线如下|结论的界线如下)(?:，(?P<about>.+))?")
# What a sentence says of one criterion.
_OF_CRITERION = re.compile(r"条件 (\S+) .+")

# Which edition governs is no matter of the name.
_ANYBODY = "企业"


@frozen
class BoundaryTable:
    """The rows of one table of boundaries of a clause, and what it is about where that is said."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    about: str = ""


@frozen
class JudgedExample:
    """One example of a scenario that is judged by an edition: its tables by the keys of the criteria, and the keys of
    the ``criteria`` it speaks of without a table."""

    edition: str
    feature: Feature
    scenario: Scenario
    example: Mapping[str, str]
    tables: Mapping[str, tuple[BoundaryTable, ...]]
    criteria: frozenset[str] = frozenset()


def judged_examples(rulebook: Rulebook, features: Iterable[Feature]) -> dict[str, list[JudgedExample]]:
    """The examples of the features by the key of the edition they are judged by; what no edition judges is left out."""
    found: dict[str, list[JudgedExample]] = {}
    editions = _Editions(rulebook)
    for feature in features:
        for scenario in feature.scenarios:
            for example in scenario.examples:
                for edition, (tables, spoken_of) in _judged(editions, scenario, example):
                    one = JudgedExample(edition.key, feature, scenario, example, tables, frozenset(spoken_of))
                    found.setdefault(edition.key, []).append(one)
    return found


_Tables = dict[str, tuple[BoundaryTable, ...]]


def _judged(
    editions: _Editions, scenario: Scenario, example: Mapping[str, str]
) -> Iterator[tuple[Edition, tuple[_Tables, set[str]]]]:
    on, place, decided = "", "", ""
    judged: dict[Edition, tuple[_Tables, set[str]]] = {}
    current: tuple[Edition, ...] = ()
    for step in (*scenario.background, *(step.of(example) for step in scenario.steps)):
        if said := _DAY.fullmatch(step.text):
            on = said[1]
        elif said := _PLACE.fullmatch(step.text):
            place = said[1]
        elif said := _DECIDED_ON.fullmatch(step.text):
            decided = said[1]
        elif step.table and step.table[0] == ("事实", "值"):
            facts = {row[0]: row[1] for row in step.table[1:]}
            place, decided = facts.get("地区", place), facts.get(_DECIDED, decided)
        elif said := _JUDGES.fullmatch(step.text):
            on = said["on"] or on
            current = editions.of(said["title"], said["variant"], said["act"], on, place, decided)
            for edition in current:
                judged.setdefault(edition, ({}, set()))
        elif said := _BOUNDARIES.fullmatch(step.text):
            for edition in current:
                _add(judged[edition][0], said["key"] or "", _table(step, said["about"] or ""))
        elif said := _OF_CRITERION.fullmatch(step.text):
            for edition in current:
                judged[edition][1].add(said[1])
    yield from judged.items()


def _add(tables: _Tables, key: str, table: BoundaryTable | None) -> None:
    if table is not None:
        tables[key] = (*tables.get(key, ()), table)


def _table(step: Step, about: str) -> BoundaryTable | None:
    # Rows that move the enterprise elsewhere are judged by other editions.
    if not step.table or {"地区", _DECIDED} & {*step.table[0]}:
        return None
    return BoundaryTable(step.table[0], step.table[1:], about)


class _Editions:
    """The editions that sentences lead to; thousands of examples ask for a few hundred."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._found: dict[tuple[str | None, ...], tuple[Edition, ...]] = {}

    def of(self, title: str, variant: str | None, act: str, *where: str) -> tuple[Edition, ...]:
        """The edition, or those side by side where no variant is named; none where there is none. ``where`` are the
        day, the place and the day that settled the matter."""
        asked = (title, variant, act, *where)
        if asked not in self._found:
            self._found[asked] = tuple(self._select(title, variant, act, *where))
        return self._found[asked]

    def _select(
        self, title: str, variant: str | None, act: str, on: str, place: str, decided: str
    ) -> Iterator[Edition]:
        try:
            day = parse_date(on)
            region = as_region(place or None)
            if variant is None:
                found = self._rulebook.compared(as_title(title), as_act(act), day, region)
            else:
                found = (self._rulebook.select(as_title(title), as_act(act), day, region, variant),)
            dossier = Dossier.from_dict({"name": _ANYBODY, "facts": {DECIDED_ON: _day(decided)}})
            for edition in found:
                yield self._rulebook.settled(edition, dossier, day, region)
        except TiertrackError:
            # Scenarios also ask for what there is no standard of.
            return


def _day(text: str) -> str | None:
    try:
        return parse_date(text).isoformat()
    except TiertrackError:
        return None
