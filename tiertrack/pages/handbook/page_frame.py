"""What the pages of one handbook have in common: the rules, the features with the results of a run, and every page's
frame."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from tiertrack.errors import Fault
from tiertrack.facts.fact_notes import registered_instruments
from tiertrack.law.instrument import Citation, Instrument
from tiertrack.pages.environment import page
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.feature_file import Feature, Scenario
from tiertrack.pages.handbook.judged_examples import JudgedExample, judged_examples
from tiertrack.pages.handbook.scenario_results import Outcome, ScenarioOutcome, ScenarioResults
from tiertrack.rules.edition import Edition
from tiertrack.rules.regional import RegionalEdition, RegionalStandards, regional_standards
from tiertrack.rules.rulebook import Rulebook
from tiertrack.version import __version__

STYLE = "handbook.css"
# The parts of the handbook, as every page names them at its top.
PARTS = (
    ("版本", addresses.EDITIONS),
    ("称号", addresses.TITLES),
    ("事实", addresses.FACTS),
    ("文件", addresses.INSTRUMENTS),
    ("各地", addresses.REGIONS),
    ("日历", addresses.DAYS),
    ("场景", addresses.FEATURES),
    ("搜索", addresses.SEARCH),
)


@frozen
class Page:
    """One page: its address within the handbook, and its text."""

    address: str
    text: str


@frozen(eq=False)
class Book:
    """The rulebook a handbook is of, the features it shows, and the outcomes of their last run where there are any.

    The editions in force on the day ``checked_on`` have a self-check of that day; none has where there is no such day.
    """

    rulebook: Rulebook
    features: tuple[Feature, ...]
    results: ScenarioResults | None = None
    checked_on: dt.date | None = None

    def page(self, address: str, template: str, projected: str, **values: Any) -> Page:
        """A page in the frame of the handbook; ``projected`` says what it is projected from."""
        frame: dict[str, Any] = {
            "up": addresses.way_up(address),
            "here": address,
            "parts": PARTS,
            "lists": _LISTS,
            "version": __version__,
            "fingerprint": self.fingerprint,
            "projected": projected,
            "was_run": self.results is not None,
            "link": _LINKS,
        }
        return Page(address, page(f"handbook/{template}", styles=(STYLE,), **frame, **values))

    def self_check(self, edition: Edition) -> str | None:
        """Where an edition's self-check is; None where it has none."""
        is_checked = self.checked_on is not None and self.checked_on in edition.period
        return addresses.self_check_address(edition) if is_checked else None

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the rulebook."""
        return self.rulebook.digest

    @functools.cached_property
    def examples(self) -> Mapping[str, list[JudgedExample]]:
        """The examples of the features by the key of the edition that judges them."""
        return judged_examples(self.rulebook, self.features)

    @functools.cached_property
    def regional(self) -> RegionalStandards:
        """What regions have of their own."""
        return regional_standards(self.rulebook)

    @functools.cached_property
    def beside_national(self) -> Mapping[str, RegionalEdition]:
        """The editions of regions beside the national ones, by their keys."""
        return {one.edition.key: one for one in self.regional.editions}

    @functools.cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Every document, by its key: those that are registered, those of which only that they exist was seen, and
        those that a district's own editions cite."""
        found = dict(registered_instruments())
        for unread in self.regional.unread:
            found.setdefault(unread.instrument.key, unread.instrument)
        for edition in self.rulebook.editions:
            for citation in cited_by(edition):
                found.setdefault(citation.provision.instrument.key, citation.provision.instrument)
        return found

    # The results of a run

    @functools.cached_property
    def doubts(self) -> tuple[Fault, ...]:
        """What is to be said of the results wherever they are used: that they are of other rules or another version."""
        return tuple(self._doubts())

    def _doubts(self) -> Iterator[Fault]:
        if self.results is None:
            return
        remedy = "请用这一版本和这一规则集重新运行 pytest --tiertrack-results"
        if self.results.version != __version__:
            what = f"场景的结果来自另一版本，本手册是 {__version__}"
            yield Fault("E777", what, remedy, self.results.version)
        if others := [one for one in self.results.rulebooks if one != self.fingerprint]:
            what = f"场景的结果来自另一规则集，本手册的指纹是 {self.fingerprint}"
            yield Fault("E777", what, remedy, "、".join(others))

    @functools.cached_property
    def _outcomes(self) -> Mapping[tuple[str, str, tuple[tuple[str, str], ...]], ScenarioOutcome]:
        told = () if self.results is None else self.results.scenarios
        return {(one.feature, one.scenario, _kept(one.example)): one for one in told}

    def outcome(self, feature: Feature, scenario: Scenario, example: Mapping[str, str]) -> ScenarioOutcome | None:
        """What became of an example in the run; None where it was not run."""
        return self._outcomes.get((feature.path, scenario.title, _kept(example)))

    def mark(self, feature: Feature, scenario: Scenario, examples: Iterable[Mapping[str, str]]) -> Mark | None:
        """The mark of some examples of a scenario together: that of the worst; None where nothing was run at all."""
        if self.results is None:
            return None
        found = [self.outcome(feature, scenario, example) for example in examples]
        told = [one.outcome for one in found if one is not None]
        if Outcome.FAILED in told:
            return MARKS[Outcome.FAILED]
        if None in found or not told:
            return NOT_RUN
        return MARKS[Outcome.SKIPPED if Outcome.SKIPPED in told else Outcome.PASSED]

    @functools.cached_property
    def foreign_outcomes(self) -> tuple[ScenarioOutcome, ...]:
        """The outcomes of what the handbook does not show, as the features of a project of its own."""
        shown = {
            (feature.path, scenario.title, _kept(example))
            for feature in self.features
            for scenario in feature.scenarios
            for example in scenario.examples
        }
        return tuple(one for key, one in self._outcomes.items() if key not in shown)


def _kept(example: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(example.items()))


@frozen
class Mark:
    """How an outcome is shown: a sign, a word, and the class of its colour."""

    sign: str
    word: str
    colour: str


MARKS = {
    Outcome.PASSED: Mark("✓", Outcome.PASSED.label, "true"),
    Outcome.FAILED: Mark("✗", Outcome.FAILED.label, "false"),
    Outcome.SKIPPED: Mark("–", Outcome.SKIPPED.label, "unknown"),
}
NOT_RUN = Mark("○", "未运行", "none")

# The pages that list others.
_LISTS = {
    "start": addresses.START,
    "facts": addresses.FACTS,
    "instruments": addresses.INSTRUMENTS,
    "regions": addresses.REGIONS,
    "days": addresses.DAYS,
    "features": addresses.FEATURES,
}

# What templates make links of.
_LINKS = {
    "edition": addresses.edition_address,
    "title": addresses.title_address,
    "fact": addresses.fact_address,
    "instrument": addresses.instrument_address,
    "region": addresses.region_address,
    "day": addresses.day_address,
    "year": addresses.year_address,
    "feature": addresses.feature_address,
}


def cited_by(edition: Edition) -> Iterator[Citation]:
    """Every citation of an edition: the standard, what amended it, its criteria, notes and documents."""
    yield from (edition.citation, *edition.amended_by)
    for criterion in (*edition.criteria, *edition.grading):
        yield from (criterion.citation, *criterion.amended_by)
    yield from (note.citation for note in edition.notes)
    yield from (material.citation for material in edition.materials)
    if edition.ip is not None:
        yield edition.ip.citation
