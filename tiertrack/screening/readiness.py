"""How far one enterprise after another is from each of several titles, by what is known of it: the groups of
``candidates``, told from a verdict; only what comes near a standard that it fails is explained.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.errors import NoEditionInForce
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.distance import WITHIN, Closing, closing_of, gaps
from tiertrack.ladder.effort import waived
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.logic.finding import Observed
from tiertrack.rules.assessment import assess
from tiertrack.rules.edition import Edition, facts_read
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.candidates import Readiness, readiness_of, readiness_open
from tiertrack.screening.near import relaxed
from tiertrack.temporal import AsOf

_PLACES = {readiness: place for place, readiness in enumerate(Readiness)}


@frozen
class Ready:
    """How far an enterprise is from a title; ``closing`` is what it would take, for one that fails."""

    readiness: Readiness
    closing: Closing | None = field(default=None, eq=False)

    def __repr__(self) -> str:
        return told(self, self.readiness.value)

    @property
    def missing(self) -> tuple[Observed, ...]:
        """The facts still to be handed in by one that fails."""
        return self.closing.missing if self.closing else ()

    @property
    def order(self) -> tuple[int, bool, object]:
        """The nearest first, those of whom every fact is known before others."""
        return _PLACES[self.readiness], bool(self.missing), self.closing.cost if self.closing else ()


class ReadinessJudge:
    """Says of enterprises how far they are from the recognition of some titles, each of one variant where it names one,
    on a day."""

    def __init__(self, titles: Mapping[Title, str | None], asof: AsOf, rulebook: Rulebook) -> None:
        self._titles, self._asof, self._rulebook = dict(titles), asof, rulebook
        self._eased: dict[str, Edition] = {}
        # Many enterprises are in few regions.
        self._editions = functools.cache(self._in_force)
        self._read = functools.cache(self._facts)

    def of(self, dossier: Dossier, held: Iterable[str]) -> Iterator[tuple[Title, Ready]]:
        """Those of the titles an enterprise does not hold of which it is qualified, or lacks only facts, or is near."""
        holding = frozenset(held)
        for title in self._titles:
            if title.value not in holding and (found := self._nearest(title, dossier)) is not None:
                yield title, found

    def facts(self, region: Region | None) -> frozenset[tuple[str, int | None]]:
        """The facts that are read of an enterprise in a region, each of a year or None."""
        return self._read(region)

    def _facts(self, region: Region | None) -> frozenset[tuple[str, int | None]]:
        on = self._asof.on
        found: set[tuple[str, int | None]] = set()
        for title in self._titles:
            for edition in self._editions(title, region):
                found |= facts_read(edition, on)
                if edition.settled_on is not None:
                    # The day that settled the matter may lie in the time of any other.
                    found.add((edition.settled_on, None))
                    found.update(
                        *(facts_read(one, on) for one in self._rulebook.editions if _may_replace(one, edition))
                    )
        return frozenset(found)

    def is_asked(self, title: Title, region: Region | None) -> bool:
        """Whether there is a standard of a title in a region."""
        return bool(self._editions(title, region))

    def _in_force(self, title: Title, region: Region | None) -> tuple[Edition, ...]:
        on, variant = self._asof.on, self._titles[title]
        try:
            if variant is None:
                return self._rulebook.compared(title, Act.RECOGNITION, on, region)
            return (self._rulebook.select(title, Act.RECOGNITION, on, region, variant),)
        except NoEditionInForce:
            return ()

    def _nearest(self, title: Title, dossier: Dossier) -> Ready | None:
        """How far it is from the title by the standard that takes least."""
        failed: list[tuple[Edition, int]] = []
        unknown: list[Ready] = []
        for edition in self._governing(title, dossier):
            verdict, failing = edition.judge(dossier, self._asof.on)
            if verdict is True:
                return Ready(Readiness.QUALIFIED)
            if verdict is None:
                unknown.append(Ready(readiness_open(edition, dossier, self._asof.on)))
            else:
                failed.append((edition, len(failing)))
        if any(one.readiness is Readiness.LACKING for one in unknown):
            return Ready(Readiness.LACKING)
        near = [one for edition, count in failed if (one := self._near(edition, count, dossier)) is not None]
        return min((*near, *unknown), key=lambda one: one.order, default=None)

    def _governing(self, title: Title, dossier: Dossier) -> Iterator[Edition]:
        region = dossier.where
        for edition in self._editions(title, region):
            if edition.settled_on is None:
                yield edition
                continue
            try:
                yield self._rulebook.settled(edition, dossier, self._asof.on, region)
            except NoEditionInForce:
                continue

    def _near(self, edition: Edition, failing: int, dossier: Dossier) -> Ready | None:
        """How far an enterprise is from an edition of which it fails so many criteria; None far away."""
        on = self._asof.on
        if failing != 1 and self._eased_of(edition).verdict(dossier, on) is False:
            return None
        assessment = assess(edition, dossier, AsOf(on))
        # Most that come so far are not near after all: only of the others it is asked what is missing.
        readiness = readiness_of(gaps(assessment), WITHIN)
        return None if readiness is None else Ready(readiness, closing_of(assessment))

    def _eased_of(self, edition: Edition) -> Edition:
        """What every enterprise meets that is near an edition, and what no effort cures apart."""
        if edition.key not in self._eased:
            self._eased[edition.key] = relaxed(waived(edition), WITHIN)
        return self._eased[edition.key]


def _may_replace(one: Edition, edition: Edition) -> bool:
    return (one.tier, one.act, one.variant_key) == (edition.tier, edition.act, edition.variant_key)
