"""The questions an open register answers about two days, or two instants, side by side; nothing here writes."""

from __future__ import annotations

from attrs import frozen

from tiertrack.app.comparisons import compare, variant_on
from tiertrack.app.register_report import RegisterReport
from tiertrack.enterprise import Reference
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_region
from tiertrack.progress import Progress, silent
from tiertrack.rules.comparison import Comparison
from tiertrack.screening.turned_firms import RegisterComparison
from tiertrack.temporal import AsOfLike, as_of


@frozen(eq=False)
class RegisterComparisons(RegisterReport):
    """The part of a ``Registry`` that compares; that says how an enterprise is named and what every method raises."""

    def compare(
        self,
        enterprise: Reference,
        tier: TitleLike,
        act: ActLike,
        before: AsOfLike,
        after: AsOfLike,
        region: RegionLike | None = None,
        variant: str | None = None,
    ) -> Comparison:
        """What turned between two answers about an enterprise, and whether its facts made it turn, the standard, or
        both, as ``tiertrack.compare`` of dossiers.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            tier: The title asked about.
            act: Its recognition or its review.
            before: The day of the first answer, and the instant by which something had to be on record to count.
            after: Those of the second.
            region: Where it is judged; its own region on each of the days unless given.
            variant: The key of one of several standards that stand side by side, on whichever of the days they do.

        Returns:
            Both answers and the two crossed ones, with the conditions that turned.

        Raises:
            NoEditionInForce: No standard is encoded for that title, act and region on one of the days.
            UnknownEdition: There is no such variant.
            EditionOverlap: Several standards stand side by side, and no variant is named.

        Examples:
            >>> found = register.compare(firm, "专精特新", "认定", "2026-03-31", "2026-04-01")
            >>> found.crossing.before.name, found.crossing.after.name, len(found.turned)
            ('UNKNOWN', 'UNKNOWN', 2)
        """
        first = self.dossier(enterprise, before)
        second = self.dossier(enterprise, after)
        return compare(first, tier, act, before, after, region, self._rulebook, variant, later=second)

    def compare_all(
        self,
        tier: TitleLike,
        act: ActLike,
        before: AsOfLike,
        after: AsOfLike,
        *,
        region: RegionLike | None = None,
        variant: str | None = None,
        progress: Progress = silent,
    ) -> RegisterComparison:
        """The same of every enterprise on record: how many turned to what, what made them turn, and which they are; the
        database answers for all at once.

        Args:
            tier: The title asked about.
            act: Its recognition or its review.
            before: The day of the first answers, and the instant by which something had to be on record to count.
            after: Those of the second.
            region: Only those in it on the second day; all unless given. Each is judged where it is.
            variant: The key of one of several standards that stand side by side, which then has to be named; on a day
                on which there is only one for all, that one.
            progress: Called with each step.

        Returns:
            The numbers of all, and those that turned, each with the conditions that did.

        Raises:
            NoEditionInForce: No standard is encoded for that title and act on one of the days, or a variant has to be
                named.
            UnknownEdition: There is no such variant.
            EditionOverlap: Two editions of one variant are in force at once.
            BadFrame: What is on record cannot be judged by.
            BadInput: The register is in memory.

        Examples:
            >>> found = register.compare_all("专精特新", "认定", "2026-03-31", "2026-04-01")
            >>> found.total == found.unchanged + len(found.found)
            True
        """
        from tiertrack.screening.question import ask
        from tiertrack.screening.register_comparison import register_comparison

        old, new = as_of(before), as_of(after)
        place = as_region(region, new.on)
        rules = self._rulebook
        questions = tuple(
            ask(tier, act, asof.on, None, variant_on(rules, tier, act, asof.on, place, variant), rules)
            for asof in (old, new)
        )
        sources = tuple(self._source(asof, None, None) for asof in (old, new))
        return register_comparison((sources[0], sources[1]), (questions[0], questions[1]), place, progress)
