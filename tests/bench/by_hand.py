"""The baseline of the scalar bench: both 2026 recognitions as a careful programmer would write them out by hand.

One function an atom, integers cross-multiplied, None for unknown, Kleene's conjunction over the atoms; and the same
with one explanation object an atom. Facts are a plain dictionary under the vocabulary's keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from attrs import frozen

Facts = dict[str, Any]
Atom = Callable[[Facts], bool | None]

WAN = 1_000_000
LAST_START = dt.date(2023, 1, 1).toordinal()
ON = dt.date(2026, 6, 30)


def not_flag(key: str) -> Atom:
    def atom(facts: Facts) -> bool | None:
        value = facts.get(key)
        return None if value is None else not value

    return atom


def judged(key: str) -> Atom:
    def atom(facts: Facts) -> bool | None:
        made = facts["judgements"].get(key)
        return made[0] if made is not None and made[1] <= ON else None

    return atom


def held(facts: Facts, title: str) -> bool | None:
    if facts["titles"] is None:
        return None
    return any(key == title and start <= ON <= last for key, start, last in facts["titles"])


def either(*truths: bool | None) -> bool | None:
    if True in truths:
        return True
    return None if None in truths else False


def both(*truths: bool | None) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def at_least(key: str, limit: int) -> Atom:
    def atom(facts: Facts) -> bool | None:
        value = facts.get(key)
        return None if value is None else value >= limit

    return atom


def ratio_at_least(part: str, whole: str, percent: int) -> Atom:
    def atom(facts: Facts) -> bool | None:
        p, w = facts.get(part), facts.get(whole)
        return None if p is None or w is None or w <= 0 else p * 100 >= w * percent

    return atom


def ratio_at_most(part: str, whole: str, percent: int) -> Atom:
    def atom(facts: Facts) -> bool | None:
        p, w = facts.get(part), facts.get(whole)
        return None if p is None or w is None or w <= 0 else p * 100 <= w * percent

    return atom


def sum_at_least(first: str, second: str, limit: int) -> Atom:
    def atom(facts: Facts) -> bool | None:
        a, b = facts.get(first), facts.get(second)
        return None if a is None or b is None else a + b >= limit

    return atom


def top(key: str, within: int) -> Atom:
    def atom(facts: Facts) -> bool | None:
        rank = facts.get(key)
        return None if rank is None else 1 <= rank <= within

    return atom


def settled(facts: Facts) -> bool | None:
    return True if facts.get("uscc") else None


def small(facts: Facts) -> bool | None:
    # Industry only: the population of the bench is manufacturers.
    people, revenue = facts.get("employees:2025"), facts.get("revenue:2025")
    return either(
        None if people is None else people < 1000,
        None if revenue is None else revenue < 40_000 * WAN,
    )


def long_enough(facts: Facts) -> bool | None:
    since = facts.get("segment_since")
    return None if since is None else since <= LAST_START


def growth(facts: Facts) -> bool | None:
    newest, oldest = facts.get("revenue:2025"), facts.get("revenue:2023")
    return None if newest is None or oldest is None or oldest <= 0 else newest * 400 >= oldest * 441


def institution(facts: Facts) -> bool | None:
    level = facts.get("rd_institution")
    return None if level is None else level in ("provincial", "national")


def share_at_least(key: str, percent: int) -> Atom:
    def atom(facts: Facts) -> bool | None:
        share: Fraction | None = facts.get(key)
        return None if share is None else share.numerator * 100 >= share.denominator * percent

    return atom


def alternatives(*atoms: Atom) -> Atom:
    return lambda facts: either(*(atom(facts) for atom in atoms))


def conjunction(*atoms: Atom) -> Atom:
    return lambda facts: both(*(atom(facts) for atom in atoms))


def holds(title: str) -> Atom:
    return lambda facts: held(facts, title)


def not_held(facts: Facts) -> bool | None:
    champion = held(facts, "champion")
    return None if champion is None else not champion


def main_business(facts: Facts) -> bool | None:
    main, revenue = facts.get("main_revenue:2025"), facts.get("revenue:2025")
    if main is not None and revenue is None and main < 4500 * WAN:
        # Whatever the revenue is: it must be 50 million yuan, and nine tenths of it the main business.
        return False
    return None if main is None or revenue is None or revenue <= 0 else main * 100 >= revenue * 90


BASIC: dict[str, Atom] = {
    "B1": settled,
    "B2": small,
    "B4a": not_flag("abnormal_list"),
    "B4b": not_flag("dishonest_list"),
    "B5": not_flag("prohibited_product"),
    "B6": not_flag("major_incident"),
}

SRDI: dict[str, Atom] = {
    **BASIC,
    "S1a": alternatives(holds("innovative_sme"), holds("tech_sme")),
    "S1b": long_enough,
    "S2a": alternatives(
        at_least("revenue:2025", 1500 * WAN),
        sum_at_least("equity_financing:2025", "equity_financing:2024", 2000 * WAN),
    ),
    "S2b": ratio_at_least("main_revenue:2025", "revenue:2025", 80),
    "S2c": ratio_at_most("total_liabilities:2025", "total_assets:2025", 80),
    "S3": conjunction(
        at_least("rd_expense:2025", 100 * WAN),
        ratio_at_least("rd_expense:2025", "revenue:2025", 3),
        at_least("rd_expense:2024", 100 * WAN),
        ratio_at_least("rd_expense:2024", "revenue:2024", 3),
    ),
    "S4": alternatives(
        at_least("class1_ip", 1), top("national_award_rank", 3), top("provincial_award_rank", 3), institution
    ),
    "S5": judged("market_standing"),
    "S6": at_least("development_score:2026", 50_00),
}

GIANT: dict[str, Atom] = {
    **BASIC,
    "G1a": holds("srdi_sme"),
    "G1b": long_enough,
    "G2a": at_least("revenue:2025", 5000 * WAN),
    "G2b": main_business,
    "G2c": growth,
    "G2d": ratio_at_most("total_liabilities:2025", "total_assets:2025", 75),
    "G3": conjunction(
        sum_at_least("rd_expense:2025", "rd_expense:2024", 1200 * WAN),
        ratio_at_least("rd_expense:2025", "revenue:2025", 3),
        ratio_at_least("rd_expense:2024", "revenue:2024", 3),
    ),
    "G4": alternatives(at_least("class1_ip", 4), top("national_award_rank", 3)),
    "G5": conjunction(
        alternatives(share_at_least("market_share", 10), top("domestic_rank", 3)), judged("market_reputation")
    ),
    "G6a": judged("product_domain"),
    "G6b": judged("key_chain_link"),
    "G7": at_least("development_score:2026", 60_00),
    "R1": not_held,
    "R2": not_flag("controlled_by_little_giant"),
    "R3": not_flag("same_group_similar_product"),
}


def verdict(atoms: dict[str, Atom], facts: Facts) -> bool | None:
    unknown = False
    for atom in atoms.values():
        truth = atom(facts)
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


@frozen
class Explained:
    """What a hand-written explanation keeps of one clause."""

    key: str
    truth: bool | None
    observed: tuple[tuple[str, Any], ...]
    limit: str
    missing: tuple[str, ...]


# What each clause reads and requires, as a hand-written explanation would name it.
READS: dict[str, tuple[tuple[str, ...], str]] = {
    "B1": (("uscc",), "有"),
    "B2": (("employees:2025", "revenue:2025"), "不是大型"),
    "B4a": (("abnormal_list",), "否"),
    "B4b": (("dishonest_list",), "否"),
    "B5": (("prohibited_product",), "否"),
    "B6": (("major_incident",), "否"),
    "S1a": (("titles",), "创新型或科技型"),
    "S1b": (("segment_since",), "满 3 年"),
    "S2a": (("revenue:2025", "equity_financing:2025", "equity_financing:2024"), "1500 万元或 2000 万元"),
    "S2b": (("main_revenue:2025", "revenue:2025"), "80%"),
    "S2c": (("total_liabilities:2025", "total_assets:2025"), "80%"),
    "S3": (("rd_expense:2025", "revenue:2025", "rd_expense:2024", "revenue:2024"), "100 万元、3%"),
    "S4": (("class1_ip", "national_award_rank", "provincial_award_rank", "rd_institution"), "1 项"),
    "S5": (("judgements",), "认定"),
    "S6": (("development_score:2026",), "50 分"),
    "G1a": (("titles",), "专精特新"),
    "G1b": (("segment_since",), "满 3 年"),
    "G2a": (("revenue:2025",), "5000 万元"),
    "G2b": (("main_revenue:2025", "revenue:2025"), "90%"),
    "G2c": (("revenue:2025", "revenue:2023"), "5%"),
    "G2d": (("total_liabilities:2025", "total_assets:2025"), "75%"),
    "G3": (("rd_expense:2025", "rd_expense:2024", "revenue:2025", "revenue:2024"), "1200 万元、3%"),
    "G4": (("class1_ip", "national_award_rank"), "4 项"),
    "G5": (("market_share", "domestic_rank"), "10% 或前 3 名"),
    "G6a": (("judgements",), "认定"),
    "G6b": (("judgements",), "认定"),
    "G7": (("development_score:2026",), "60 分"),
    "R1": (("titles",), "未持有"),
    "R2": (("controlled_by_little_giant",), "否"),
    "R3": (("same_group_similar_product",), "否"),
}


def explain(atoms: dict[str, Atom], facts: Facts) -> tuple[bool | None, list[Explained]]:
    explained = []
    for key, atom in atoms.items():
        reads, limit = READS[key]
        observed = tuple((name, facts.get(name)) for name in reads)
        truth = atom(facts)
        missing = tuple(name for name, value in observed if value is None) if truth is None else ()
        explained.append(Explained(key, truth, observed, limit, missing))
    return both(*(one.truth for one in explained)), explained
