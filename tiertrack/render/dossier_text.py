"""A dossier as plain data, in the form of a file, and as Chinese text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Dossier, HeldTitle
from tiertrack.facts.vocabulary import FACTS, judgement_label
from tiertrack.law.titles import TITLES
from tiertrack.render.phrases import INDENT, value_text


def dossier_data(dossier: Dossier) -> dict[str, Any]:
    """The members of a dossier, as a file has them."""
    return dossier.to_dict()


def dossier_text(dossier: Dossier) -> str:
    """Everything that is known of an enterprise: who it is, each value with its source, titles and judgements."""
    return "\n".join(_lines(dossier))


def _lines(dossier: Dossier) -> Iterator[str]:
    yield "　".join(filter(None, (f"{dossier.subject} {dossier.name}", dossier.uscc, dossier.region, dossier.industry)))
    yield from (f"{INDENT}{_observed(datum)}" for datum in dossier.data)
    yield from (f"{INDENT}称号 {_held(title)}" for title in dossier.titles)
    yield from (f"{INDENT}已申报 {TITLES.get(made.title, made.title)}　{made.on}" for made in dossier.applications)
    for made in dossier.attestations:
        yield f"{INDENT}{judgement_label(made.key)}：{'是' if made.value else '否'}（{made.by}，{made.on}）"
    yield from (f"{INDENT}知识产权 {right.name}" for right in dossier.ip or ())
    yield from (f"{INDENT}成果 {achievement.name}" for achievement in dossier.achievements or ())


def _observed(datum: Datum) -> str:
    fact = FACTS[datum.key]
    source = f"　〔{datum.source}〕" if datum.source else ""
    return f"{fact.in_year(datum.year)} {value_text(fact.ref, datum.value)}{source}"


def _held(title: HeldTitle) -> str:
    start: dt.date | str = title.period.start or "不明"
    product = f"（{title.product}）" if title.product else ""
    return f"{TITLES.get(title.title, title.title)}{product}　{start} 至 {title.period.last or '无固定期限'}"
