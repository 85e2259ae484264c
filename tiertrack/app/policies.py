"""The standards themselves: an edition found and in full, two side by side, and what regions have of their own."""

from __future__ import annotations

import datetime as dt

from tiertrack.district.loading import chosen_edition, chosen_rulebook, load_rulebook
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_act, as_region, as_title
from tiertrack.law.scope import Act
from tiertrack.law.titles import title_definition
from tiertrack.render.policy.diff_text import policy_diff_text
from tiertrack.render.policy.edition_text import edition_text
from tiertrack.rulebooks.gaps import gap_explained
from tiertrack.rules.diff import PolicyDiff, compare
from tiertrack.rules.edition import Edition
from tiertrack.rules.edition_years import as_year
from tiertrack.rules.fact_sheet import FactSheet, fact_sheet_of
from tiertrack.rules.regional import RegionalStandards, regional_standards
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import DayLike, as_day


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


def fact_sheet(edition: Edition | str, rulebook: Rulebook | None = None) -> FactSheet:
    """What a standard reads of an enterprise: how each fact is filled in, by which document that is known and how well,
    which criteria read it, and what proves it.

    Args:
        edition: The edition or its key.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.

    Returns:
        The facts in reading order; of one that no document defines it is said how it is filled in all the same.
        ``to_text`` has them in Chinese, ``to_dict`` as plain data.

    Raises:
        UnknownEdition: No edition has that key.
        BadInput: It is no edition.

    Examples:
        >>> from tiertrack import fact_sheet
        >>> sheet = fact_sheet("little_giant/recognition/2026")
        >>> [material.name for material in sheet.facts[3].materials]
        ['审计报告']
    """
    return fact_sheet_of(chosen_edition(edition, rulebook))


def edition_of(
    title: TitleLike,
    act: ActLike = Act.RECOGNITION,
    *,
    year: int | None = None,
    on: DayLike | None = None,
    region: RegionLike | None = None,
    variant: str | None = None,
    rulebook: Rulebook | None = None,
) -> Edition:
    """The standard of a title by what it is for and when: the year of a batch or window, or a day.

    Args:
        title: The title.
        act: Its recognition or its review.
        year: The year; where neither it nor a day is given, there has to be one standard alone.
        on: The day; goes before the year.
        region: Where it applies; unless given the whole country, or the place whose title it is.
        variant: One of several standards that stand side by side, as 科创板.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.

    Returns:
        The edition.

    Raises:
        NoEditionInForce: None was in force then, the nearest named; or a variant has to be named.
        UnknownEdition: Several follow one another in the year, each named with its days; or there is no such variant.
        EditionOverlap: Two editions of one variant are in force at once.
        BadInput: A word that names no title, act or region; no year, no day.

    Examples:
        >>> from tiertrack import edition_of
        >>> edition_of("小巨人", "复核", year=2026).name
        '专精特新“小巨人”企业/复核/2026'
    """
    rules, act, day = chosen_rulebook(rulebook), as_act(act), None if on is None else as_day(on)
    region = as_region(region, day)
    title = as_title(title, region)
    # Its standard is asked for, not whether an enterprise meets it: where a title is of one place, that place is meant.
    region = region or title_definition(title.value).region
    variant = rules.variant_named(title, act, variant)
    if day is not None:
        with gap_explained(title, act, day, variant):
            return rules.select(title, act, day, region, variant)
    last = dt.date.max if year is None else dt.date(as_year(year), 12, 31)
    with gap_explained(title, act, last, variant):
        return rules.in_year(title, act, year, region, variant)


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
        on: The day on which its editions are in force and its procedures followed; any day unless given.
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
