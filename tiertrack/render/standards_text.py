"""Editions with the documents they rest on and how far these were seen, as Chinese text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tiertrack.law.instrument import Citation
from tiertrack.render.assessment_data import edition_data
from tiertrack.render.members import edition_members, iso
from tiertrack.render.phrases import INDENT
from tiertrack.render.policy.edition_text import edition_line
from tiertrack.rules.edition import Edition
from tiertrack.rules.search import Passage


def standards_text(editions: Sequence[Edition]) -> str:
    """Editions in short: a line each, its digest, and the documents behind it."""
    return "\n".join(line for edition in editions for line in _lines(edition)) or "没有有效的标准。"


def _lines(edition: Edition) -> Iterator[str]:
    yield edition_line(edition)
    yield f"{INDENT}指纹 {edition.digest}"
    for citation in _cited(edition):
        instrument = citation.provision.instrument
        yield f"{INDENT}文件 {instrument.number}《{instrument.title}》 {citation.confidence.value}"


def standards_data(editions: Iterable[Edition]) -> dict[str, Any]:
    """The members of editions in short: which standard each is, its period and the documents behind it."""
    return {"editions": [_standard(edition) for edition in editions]}


def _standard(edition: Edition) -> dict[str, Any]:
    return {
        **edition_members(edition),
        "name": edition.label,
        "tier": edition.tier.value,
        "act": edition.act.value,
        "variant": edition.variant_key,
        "basis": edition.basis.value,
        "region": edition.region.code if edition.region else None,
        "from": iso(edition.period.start),
        "through": iso(edition.period.last),
        "documents": [_document(citation) for citation in _cited(edition)],
    }


def _cited(edition: Edition) -> tuple[Citation, ...]:
    return (edition.citation, *edition.amended_by)


def _document(citation: Citation) -> dict[str, Any]:
    instrument = citation.provision.instrument
    return {
        **_source(citation),
        "number": instrument.number,
        "title": instrument.title,
        "issued": iso(instrument.issued),
        "in_force": iso(instrument.in_force),
        "superseded": iso(instrument.superseded),
        "verified_on": iso(instrument.verified_on),
    }


def _source(citation: Citation) -> dict[str, Any]:
    return {
        "citation": str(citation.provision),
        "confidence": citation.confidence.value,
        "note": citation.note or None,
    }


def sourced_edition_data(edition: Edition) -> dict[str, Any]:
    """The members of an edition in full, with the documents behind it and the source of each criterion."""
    return {
        "edition": edition_data(edition),
        "documents": [_document(citation) for citation in _cited(edition)],
        "sources": [
            {"key": criterion.key, **_source(citation)}
            for criterion in edition.criteria
            for citation in (criterion.citation, *criterion.amended_by)
        ],
    }


def passages_text(passages: Sequence[Passage]) -> str:
    """The criteria that were found, each with its edition and citation."""
    if not passages:
        return "没有找到；请换几个词，词之间用空格隔开。"
    return "\n".join(
        f"{found.edition.name}　{found.criterion.label}：{found.criterion.gist}　〔{found.criterion.citations}〕"
        for found in passages
    )


def passage_data(found: Passage) -> dict[str, Any]:
    """The members of a criterion that was found."""
    edition, criterion = found.edition, found.criterion
    return {
        "edition": edition_members(edition),
        "name": edition.label,
        "from": iso(edition.period.start),
        "through": iso(edition.period.last),
        "key": criterion.key,
        "title": criterion.title,
        "text": criterion.gist,
        "sources": [_source(citation) for citation in (criterion.citation, *criterion.amended_by)],
    }
