"""The standards themselves: an edition in full, two side by side, and what regions have of their own."""

from __future__ import annotations

from tiertrack.district.loading import chosen_edition, load_rulebook
from tiertrack.facts.asked import RegionLike, TitleLike
from tiertrack.render.policy.edition_text import edition_text, policy_diff_text
from tiertrack.rules.diff import PolicyDiff, compare
from tiertrack.rules.edition import Edition
from tiertrack.rules.regional import RegionalStandards, regional_standards
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import DayLike


def policy_text(policy: Edition | PolicyDiff | str, rulebook: Rulebook | None = None) -> str:
    """A standard in Chinese: every criterion of an edition with its source and how it is worked out; or what changed
    between two.

    Args:
        policy: An edition or its key, or a comparison by ``policy_diff``.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.

    Returns:
        The text that ``tiertrack policy show`` and ``tiertrack policy diff`` print.

    Raises:
        UnknownEdition: No edition has that key.
        BadInput: It is no edition.

    Examples:
        >>> from tiertrack import policy_text
        >>> print(policy_text("srdi_sme/recognition/2026").splitlines()[0])
        专精特新中小企业/认定/2026 · 国家认定标准
    """
    if isinstance(policy, PolicyDiff):
        return policy_diff_text(policy)
    return edition_text(chosen_edition(policy, rulebook))


def policy_diff(before: Edition | str, after: Edition | str, rulebook: Rulebook | None = None) -> PolicyDiff:
    """What changed from one standard to another, clause by clause.

    Args:
        before: The edition so far, or its key.
        after: The new edition, or its key.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.

    Returns:
        The comparison: the clauses by their matter, in the new order, what was dropped last. ``policy_text`` puts it
        into words.

    Raises:
        UnknownEdition: No edition has that key.
        BadInput: It is no edition.

    Examples:
        >>> from tiertrack import policy_diff
        >>> diff = policy_diff("srdi_sme/recognition/2022", "srdi_sme/recognition/2026")
        >>> [change.title for change in diff.changes if change.change.name == "ADDED"]
        ['主营业务收入占比', '资产负债率', '知识产权', '市场地位']
    """
    old, new = chosen_edition(before, rulebook), chosen_edition(after, rulebook)
    return PolicyDiff(old, new, compare(old, new))


def policy_regions(
    title: TitleLike | None = None,
    region: RegionLike | None = None,
    on: DayLike | None = None,
    rulebook: Rulebook | None = None,
) -> RegionalStandards:
    """What regions have of their own, from their editions: where each differs from the national standard, clause by
    clause; titles and procedures of their own; and documents of which only that they exist was seen.

    Args:
        title: The title asked about, its key or its name, with those that regions call after it; all unless given.
        region: The region asked about, its code or its name; all unless given. One that has nothing of its own follows
            the national standards, and its text says so.
        on: The day on which its editions are in force; those of any day unless given.
        rulebook: The editions to look through; those of ``load_rulebook()`` unless given.

    Returns:
        The regions. ``to_text`` puts them into words, ``to_dict`` makes them plain data.

    Raises:
        BadInput: A word names no title or no region.
        NoEditionInForce: The title is that of another place.

    Examples:
        >>> from tiertrack import policy_regions
        >>> [one.edition.region.label for one in policy_regions("小巨人").editions]
        ['重庆市']
    """
    return regional_standards(load_rulebook() if rulebook is None else rulebook, title, region, on)
