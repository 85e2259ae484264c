"""The page of each feature file, and the list of all: its scenarios as they read, each with the outcome of the last
run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tiertrack.law.titles import TITLES
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.feature_file import Feature, Scenario
from tiertrack.pages.handbook.page_frame import MARKS, NOT_RUN, Book, Mark, Page
from tiertrack.pages.handbook.scenario_results import Outcome, ScenarioOutcome

PROJECTED = "特性文件（features/）"


def feature_pages(book: Book) -> Iterator[Page]:
    """The list of features, and each."""
    listed: dict[str, list[tuple[Feature, Mapping[str, int]]]] = {}
    for feature in book.features:
        folder = feature.path.partition("/")[0]
        listed.setdefault(TITLES.get(folder, "其他"), []).append((feature, _counts(book, feature)))
    ordered = {name: listed[name] for name in sorted(listed, key=_order)}
    yield book.page(
        addresses.FEATURES,
        "features.html",
        PROJECTED,
        groups=ordered,
        results=book.results,
        doubts=book.doubts,
        foreign=book.foreign_outcomes,
    )
    for feature in book.features:
        yield _page(book, feature)


def _order(name: str) -> int:
    labels = [*TITLES.values()]
    return labels.index(name) if name in labels else len(labels)


def _counts(book: Book, feature: Feature) -> Mapping[str, int]:
    """How many examples of a feature came out how."""
    counts = {"passed": 0, "failed": 0, "skipped": 0, "none": 0}
    for scenario in feature.scenarios:
        for example in scenario.examples:
            found = book.outcome(feature, scenario, example)
            counts["none" if found is None else found.outcome.value] += 1
    return counts


def _page(book: Book, feature: Feature) -> Page:
    rules: dict[str, list[Mapping[str, Any]]] = {}
    for scenario in feature.scenarios:
        rules.setdefault(scenario.rule, []).append(_scenario(book, feature, scenario))
    return book.page(
        addresses.feature_address(feature.path),
        "feature.html",
        PROJECTED,
        feature=feature,
        rules=rules,
        counts=_counts(book, feature),
        results=book.results,
        doubts=book.doubts,
    )


def _scenario(book: Book, feature: Feature, scenario: Scenario) -> Mapping[str, Any]:
    outcomes = [(example, book.outcome(feature, scenario, example)) for example in scenario.examples]
    failed = next((found for _example, found in outcomes if found and found.outcome is Outcome.FAILED), None)
    return {
        "scenario": scenario,
        "own": scenario.background[len(feature.background) :],
        "mark": book.mark(feature, scenario, scenario.examples),
        "headings": list(scenario.examples[0]),
        "examples": [(list(example.values()), _mark(found)) for example, found in outcomes if example],
        "failed_at": failed.step if failed else "",
    }


def _mark(found: ScenarioOutcome | None) -> Mark:
    return NOT_RUN if found is None else MARKS[found.outcome]
