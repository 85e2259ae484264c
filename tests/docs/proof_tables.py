"""Markdown tables of where rules and facts come from: what facts cover, what proves them, how each edition was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tiertrack.facts.fact_notes import UNDEFINED, FactNote, fact_notes, instrument_called
from tiertrack.law.instrument import Citation, Confidence
from tiertrack.law.titles import TITLES
from tiertrack.render.phrases import table
from tiertrack.render.policy.fact_text import proved_label
from tiertrack.rules.edition import Edition
from tiertrack.rules.fact_sheet import fact_label
from tiertrack.rules.material import Material
from tiertrack.rules.rulebook import Rulebook, period_text


def definitions_table(rulebook: Rulebook) -> str:
    """What is said of how every fact is filled in, by the standards it is said of."""
    counted = _counted(rulebook)
    rows = (row for fact, notes in fact_notes().items() for row in _definitions(fact, notes, counted.get(fact, {})))
    return table(("事实", "哪些标准", "怎样填", "出处", "怎样看到的"), rows)


def _definitions(
    fact: str, notes: tuple[FactNote, ...], counted: dict[FactNote, list[str]]
) -> Iterator[tuple[str, ...]]:
    label = fact_label(fact)
    for note in notes:
        standards = "、".join(map(_standard, note.standards)) or "各版"
        yield (label, standards, note.text, *_seen(note.citation, "" if counted or len(notes) > 1 else UNDEFINED))
    for note, provisions in counted.items():
        yield (label, "、".join(dict.fromkeys(provisions)), note.text, *_seen(note.citation))


def _counted(rulebook: Rulebook) -> dict[str, dict[FactNote, list[str]]]:
    """The editions' own definitions of numbers of rights, each with the standards that have it."""
    found: dict[str, dict[FactNote, list[str]]] = {}
    for edition in rulebook.editions:
        for count in edition.ip.counts if edition.ip else ():
            note = FactNote(count.key, count.gist, edition.ip.citation if edition.ip else None)
            found.setdefault(count.key, {}).setdefault(note, []).append(str(edition.citation.provision))
    return found


def _standard(word: str) -> str:
    """The number of a document by its key, with the title it is of alone."""
    document, _colon, title = word.partition(":")
    number = instrument_called(document).number
    return f"{number} {TITLES[title]}" if title else number


def _seen(citation: Citation | None, otherwise: str = "") -> tuple[str, str]:
    if citation is None:
        return otherwise, ""
    return str(citation.provision), "，".join(filter(None, (citation.confidence.value, citation.note)))


def materials_table(rulebook: Rulebook) -> str:
    """The documents that the standards ask for, each with the editions that do."""
    found: dict[Material, list[str]] = {}
    for edition in rulebook.editions:
        for material in edition.materials:
            found.setdefault(material, []).append(edition.key)
    rows = (
        (
            material.described,
            "、".join(map(proved_label, material.proves)) or "随申报提交",
            "<br>".join(f"`{key}`" for key in keys),
            *_seen(material.citation),
        )
        for material, keys in found.items()
    )
    return table(("文件", "证明什么", "哪些版本", "出处", "怎样看到的"), rows)


def editions_table(rulebook: Rulebook) -> str:
    """Every edition with its documents, how its clauses were seen and when the documents were last checked."""
    headings = ("版本", "适用", "文件", "文件怎样看到的", "各条怎样看到的", "核对日")
    return table(headings, (_edition_row(edition) for edition in rulebook.editions))


def _edition_row(edition: Edition) -> tuple[str, ...]:
    cited = (edition.citation, *edition.amended_by)
    documents = list(dict.fromkeys(citation.provision.instrument for citation in cited))
    seen = Counter(criterion.citation.confidence for criterion in edition.criteria)
    days = dict.fromkeys(str(one.verified_on) for one in documents if one.verified_on)
    return (
        f"`{edition.key}`",
        period_text(edition),
        "<br>".join(dict.fromkeys(str(citation.provision) for citation in cited)),
        "<br>".join(f"{one.number} {one.confidence.value}" for one in documents),
        "，".join(f"{confidence.value} {seen[confidence]} 条" for confidence in Confidence if seen[confidence]),
        "<br>".join(days),
    )
