"""Two answers about one enterprise, compared."""

from __future__ import annotations

import datetime as dt

from tiertrack.app.assessments import assess
from tiertrack.district.loading import chosen_rulebook
from tiertrack.errors import NoEditionInForce
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_act, as_dossier, as_region, as_title
from tiertrack.facts.dossier import Dossier
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.comparison import Comparison, comparison
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf, AsOfLike, as_of


def compare(
    dossier: Dossier,
    tier: TitleLike,
    act: ActLike,
    before: AsOfLike,
    after: AsOfLike,
    region: RegionLike | None = None,
    rulebook: Rulebook | None = None,
    variant: str | None = None,
    *,
    later: Dossier | None = None,
) -> Comparison:
    """What turned between two answers about one enterprise, and for each condition whether its facts made it turn, the
    standard, or both.

    The old facts are judged by the new standard as well, and the new facts by the old one. What turns an answer by
    itself made it turn: the new facts alone ``FACTS``, the new standard alone ``STANDARD``, each of them ``EITHER``,
    only the two together ``BOTH``. The day an answer is about is a part of its facts.

    Args:
        dossier: What is known of the enterprise.
        tier: The title asked about.
        act: Its recognition or its review.
        before: The day of the first answer, and the instant by which something had to be on record to count.
        after: Those of the second.
        region: Where it is judged; the dossier's own region unless given.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        variant: One of several standards that stand side by side, on whichever of the days they do.
        later: What is known of it for the second answer, where that is another dossier.

    Returns:
        Both answers and the two crossed ones, with the conditions that turned.

    Raises:
        NoEditionInForce: No standard is encoded for that title, act and region on one of the days.
        UnknownEdition: There is no such variant.
        EditionOverlap: Several standards stand side by side, and no variant is named.
        BadInput: As for ``assess``.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import compare, read_dossier
        >>> firm = read_dossier(Path("firm.json"))
        >>> found = compare(firm, "专精特新", "认定", "2026-03-31", "2026-04-01")
        >>> [(turn.change.title, turn.crossing.after.word, turn.turned_by.label) for turn in found.turned]
        [('研发费用', '待补充', '标准变了'), ('市场地位', '待补充', '标准变了')]
    """
    rules = chosen_rulebook(rulebook)

    def answered(given: Dossier, asof: AsOf) -> Assessment:
        known = as_dossier(given)
        where = as_region(region, asof.on) or known.where
        # A variant may stand beside others on one of the days alone.
        one = variant_on(rules, tier, act, asof.on, where, variant)
        return assess(known, tier, act, asof, where, rules, one)

    return comparison(answered(dossier, as_of(before)), answered(dossier if later is None else later, as_of(after)))


def variant_on(
    rules: Rulebook, title: TitleLike, act: ActLike, on: dt.date, region: RegionLike | None, variant: str | None
) -> str | None:
    """A variant as far as the title has any on a day: None where one standard took the place of all of them, or had not
    yet been divided. What never was a variant of it is left to whoever is asked for it."""
    if variant is None:
        return None
    asked, for_what = as_title(title), as_act(act)
    key = rules.variant_named(asked, for_what, variant)
    known = {one.variant_key for one in rules.editions if (one.tier, one.act) == (asked, for_what)}
    try:
        found = rules.variants(asked, for_what, on, region)
    except NoEditionInForce:
        return variant
    return None if key in known and all(one.variant is None for one in found) else variant
