"""Questions about a dossier that need no register."""

from __future__ import annotations

from tiertrack.district.loading import chosen_rulebook
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_act, as_dossier, as_region, as_title
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.climb import Climb
from tiertrack.ladder.climb import climb as climb_ladder
from tiertrack.ladder.order import ladder_version
from tiertrack.rulebooks.gaps import gap_explained
from tiertrack.rules.assessment import Alternatives, Assessment, assess_one
from tiertrack.rules.assessment import assess_each as assess_side_by_side
from tiertrack.rules.rulebook import Rulebook
from tiertrack.rules.undue_judgements import refuse_undue
from tiertrack.temporal import AsOfLike, as_of


def assess(
    dossier: Dossier,
    tier: TitleLike,
    act: ActLike,
    asof: AsOfLike,
    region: RegionLike | None = None,
    rulebook: Rulebook | None = None,
    variant: str | None = None,
) -> Assessment:
    """Whether an enterprise meets the standard in force for a title on a day, and exactly why.

    Args:
        dossier: What is known of the enterprise; whatever it does not have is unknown, never zero or false.
        tier: The title asked about, as ``Tier.SRDI_SME``, or its key or name.
        act: Its recognition or its review, or the key or name of it.
        asof: The day asked about, and the instant by which something had to be on record to count; or the day alone.
        region: Where it is judged, or its code or name; the dossier's own region unless given.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        variant: One of several standards that stand side by side, by its key or Chinese name, as 科创板 of a listing.

    Returns:
        The answer (TRUE, FALSE or UNKNOWN) with every criterion explained, the facts that could still decide, and
        the edition it is by.

    Raises:
        NoEditionInForce: No standard is encoded for that title, act, day and region.
        UnknownEdition: There is no such variant.
        EditionOverlap: Several standards stand side by side, and no variant is named.
        BadDossier: A criterion is judged by an authority although facts decide it, or there is none of that key.
        BadInput: A word that names no title, act or region, no day, or something else than a dossier or a rulebook.

    Examples:
        >>> import datetime as dt
        >>> from pathlib import Path
        >>> from tiertrack import Act, AsOf, Tier, assess, read_dossier
        >>> firm, asof = read_dossier(Path("firm.json")), AsOf(dt.date(2026, 6, 30))
        >>> [fact.key for fact in assess(firm, Tier.SRDI_SME, Act.RECOGNITION, asof).missing]
        ['revenue:2024', 'market_standing', 'development_score:2026']
    """
    dossier, act, asof = as_dossier(dossier), as_act(act), as_of(asof)
    rules, where = chosen_rulebook(rulebook), as_region(region, asof.on) or dossier.where
    tier = as_title(tier, where)
    variant = rules.variant_named(tier, act, variant)
    with gap_explained(tier, act, asof.on, variant):
        answer = assess_one(rules, tier, act, dossier, asof, where, variant)
    refuse_undue([Alternatives((answer,))], rules)
    return answer


def assess_each(
    dossier: Dossier,
    tier: TitleLike,
    act: ActLike,
    asof: AsOfLike,
    region: RegionLike | None = None,
    rulebook: Rulebook | None = None,
) -> Alternatives:
    """``assess`` by every standard of a title in force side by side, as the boards of a listing.

    Args:
        dossier: What is known of the enterprise.
        tier: The title asked about.
        act: Its recognition or its review.
        asof: The day asked about, and the instant by which something had to be on record to count.
        region: Where it is judged; the dossier's own region unless given.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.

    Returns:
        One assessment a standard, at least one; meeting one of them is enough.

    Raises:
        NoEditionInForce: No standard is encoded for that title, act, day and region.
        EditionOverlap: Two editions of one variant are in force at once.
        BadInput: As for ``assess``.

    Examples:
        >>> import datetime as dt
        >>> from pathlib import Path
        >>> from tiertrack import Act, AsOf, Tier, assess_each, read_dossier
        >>> firm, asof = read_dossier(Path("firm.json")), AsOf(dt.date(2026, 6, 30))
        >>> [answer.truth.name for answer in assess_each(firm, Tier.LISTED, Act.RECOGNITION, asof).assessments]
        ['UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN']
    """
    dossier, act, asof = as_dossier(dossier), as_act(act), as_of(asof)
    rules, where = chosen_rulebook(rulebook), as_region(region, asof.on) or dossier.where
    tier = as_title(tier, where)
    with gap_explained(tier, act, asof.on):
        answers = assess_side_by_side(rules, tier, act, dossier, asof, where)
    refuse_undue([answers], rules)
    return answers


def climb(
    dossier: Dossier,
    asof: AsOfLike,
    region: RegionLike | None = None,
    rulebook: Rulebook | None = None,
    order: str | None = None,
) -> Climb:
    """The whole ladder of an enterprise on a day: what it holds, what it meets, what the next rung still takes.

    Args:
        dossier: What is known of the enterprise.
        asof: The day asked about, and the instant by which something had to be on record to count.
        region: Where it is judged; the dossier's own region unless given.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        order: The key of an order of the rungs; the one in force there unless given.

    Returns:
        The rungs in that order, the first one above the highest held as ``next``.

    Raises:
        BadInput: No order has that key, or as for ``assess``.

    Examples:
        >>> import datetime as dt
        >>> from pathlib import Path
        >>> from tiertrack import AsOf, climb, read_dossier
        >>> climb(read_dossier(Path("firm.json")), AsOf(dt.date(2026, 6, 30))).next.label
        '硬科技企业'
    """
    version, rules = None if order is None else ladder_version(order), chosen_rulebook(rulebook)
    dossier, asof = as_dossier(dossier), as_of(asof)
    climbed = climb_ladder(dossier, asof, rules, as_region(region, asof.on), version)
    refuse_undue([rung.answers for rung in climbed.rungs if rung.answers], rules)
    return climbed
