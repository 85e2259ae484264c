"""How a standard counts intellectual property, and how it counted a list of rights, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.rules.assessment import Assessment
from tiertrack.rules.edition import Edition
from tiertrack.rules.ip_counting import IpTally


def definition_lines(edition: Edition) -> Iterator[str]:
    """The definition of each number of rights an edition reads; nothing where it has none."""
    if edition.ip is None:
        return
    yield f"知识产权口径（有清单时按此计数）　依据 {edition.ip.citation}"
    yield from (f"    {count.label}：{count.gist}" for count in edition.ip.counts)


def definition_changes(old: Edition, new: Edition) -> Iterator[str]:
    """The numbers two editions both read and define differently."""
    before = {count.key: count for count in old.ip.counts} if old.ip else {}
    after = {count.key: count for count in new.ip.counts} if new.ip else {}
    for key in (key for key in after if key in before and before[key] != after[key]):
        yield f"【改变】{after[key].label}的口径"
        yield f"    原 {before[key].gist}"
        yield f"    新 {after[key].gist}"


def definition_data(edition: Edition) -> dict[str, Any] | None:
    """The same as data; None where the edition has no definition."""
    if edition.ip is None:
        return None
    counts = [{"fact": count.key, "name": count.label, "text": count.gist} for count in edition.ip.counts]
    return {"citation": str(edition.ip.citation), "counts": counts}


def counts_data(assessment: Assessment) -> list[dict[str, Any]] | None:
    """The listed rights that count, do not count or are open, by number the standard reads; None without a
    definition."""
    definition, rights = assessment.edition.ip, assessment.given.ip
    if definition is None or rights is None:
        return None
    return [_count(tally) for tally in definition.tallies(rights, assessment.asof.on)]


def _count(tally: IpTally) -> dict[str, Any]:
    return {
        "fact": tally.count.key,
        "low": tally.low,
        "high": tally.high,
        "counted": [right.name for right in tally.counted],
        "not_counted": [{"name": right.name, "why": why} for right, why in tally.uncounted],
        "open": [{"name": right.name, "lacks": list(lacking)} for right, lacking in tally.open],
    }
