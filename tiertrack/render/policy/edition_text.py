"""Editions in Chinese: one in full, and several in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tiertrack.law.instrument import Citation, Instrument
from tiertrack.law.scope import Basis
from tiertrack.logic import expr
from tiertrack.render.phrases import INDENT, limit_text, relative_year, test_text
from tiertrack.render.policy.fact_text import material_lines
from tiertrack.render.policy.ip_text import definition_lines
from tiertrack.rules.edition import Edition
from tiertrack.rules.numbers import quantity_text
from tiertrack.rules.rulebook import period_text

# 本地口径两级的每一份答复都写明这一句。
LOCAL_NOTICE = "本级无全国统一认定标准，口径由本区确定。"


def edition_text(edition: Edition) -> str:
    """One edition as a policy page: its standard, period and every criterion with citation and expression."""
    lines = [
        f"{edition.name} · {basis_text(edition)}",
        *([LOCAL_NOTICE] if edition.tier.is_local else []),
        f"依据 {edition.citations}",
        f"适用 {period_text(edition)}　地区 {where_text(edition)}",
        f"指纹 {edition.digest}",
        *([f"来自 {edition.origin}"] if edition.origin else []),
        *([f"区县可设定 {_parameters_text(edition)}"] if edition.parameters else []),
        *dict.fromkeys(
            f"文件 {_instrument_text(citation.provision.instrument)}"
            for citation in (edition.citation, *edition.amended_by)
        ),
        "",
    ]
    for criterion in edition.criteria:
        lines += [f"{criterion.label}：{criterion.gist}", f"{INDENT}依据 {criterion.citations}"]
        lines += [INDENT + line for line in rule_lines(criterion.test)]
    shown = (definition_lines(edition), grade_lines(edition), notes_text(edition), material_lines(edition))
    return "\n".join([*lines, *(line for part in shown for line in part)])


def basis_text(edition: Edition) -> str:
    """Whose word a standard is; of a national one that a region has changed, that it has."""
    changed = edition.region is not None and edition.basis.is_national
    return f"{edition.basis.label}，{where_text(edition)}另定" if changed else edition.basis.label


def grade_lines(edition: Edition) -> Iterator[str]:
    """What each grade of an edition takes, a line each."""
    for grade in edition.grades:
        yield f"评级 {grade.label}：符合本版本{f'，且 {grade.beyond.gist}' if grade.beyond else ''}"


def where_text(edition: Edition) -> str:
    """Where an edition applies."""
    if edition.region is not None:
        return edition.region.label
    return "未另定口径的各区县" if edition.basis is Basis.DEFAULT_LOCAL else "全国"


def _parameters_text(edition: Edition) -> str:
    return "，".join(f"{name} {quantity_text(limit)}" for name, limit in edition.parameters.items())


def _instrument_text(instrument: Instrument) -> str:
    days = [
        f"{word} {day}"
        for word, day in (
            ("公布", instrument.issued),
            ("施行", instrument.in_force),
            ("被替代", instrument.superseded),
            ("核对", instrument.verified_on),
        )
        if day
    ]
    note = f"；{instrument.note}" if instrument.note else ""
    return f"{instrument.number}《{instrument.title}》 {'，'.join([*days, instrument.confidence.value])}{note}"


def rule_lines(test: expr.Test) -> Iterator[str]:
    """How a criterion is worked out, a line each part, indented by how deep it stands."""
    match test:
        case expr.Scorecard():
            yield from _card_lines(test)
        case expr.Over(inner, _offsets, _fold, label):
            yield f"{label}："
            yield from (INDENT + line for line in rule_lines(inner))
        case expr.AllOf(tests) | expr.AnyOf(tests) | expr.AtLeast(tests=tests):
            yield f"{test_text(test, relative_year)}："
            yield from (INDENT + line for part in tests for line in rule_lines(part))
        case expr.Provided(inner, why):
            yield from rule_lines(inner)
            yield f"否则由主管部门认定：{why}"
        case expr.Switch(ref, cases):
            names = dict(ref.choices)
            yield f"{test_text(test, relative_year)}："
            for value, inner in cases:
                parts = inner.tests if isinstance(inner, expr.AnyOf | expr.AllOf) and inner.tests else (inner,)
                yield f"{INDENT}{names[value]}：{'，或'.join(test_text(part, relative_year) for part in parts)}"
        case _:
            yield test_text(test, relative_year)


def _card_lines(card: expr.Scorecard) -> Iterator[str]:
    yield f"{test_text(card, relative_year)}："
    for section in card.sections:
        minimum = f"，不低于 {limit_text(section.minimum)}" if section.minimum else ""
        yield f"{INDENT}{section.name}{minimum}"
        for item in section.items:
            bands = [f"{_band_text(band.test)} 得 {limit_text(band.points)}" for band in item.bands]
            rest = "照所报得分" if item.measured else f"其余得 {limit_text(item.otherwise)}"
            yield f"{INDENT * 2}{item.name}：{'；'.join([*bands, rest])}"


def _band_text(test: expr.Test) -> str:
    if isinstance(test, expr.AnyOf):
        return " 或 ".join(test_text(part, relative_year) for part in test.tests)
    return test_text(test, relative_year)


def editions_text(editions: Iterable[Edition]) -> str:
    """Editions in a list, one a line: its days, its basis, and the origin of a district's own."""
    return "\n".join(map(edition_line, editions))


def edition_line(edition: Edition) -> str:
    """An edition in one line."""
    parts = (
        edition.name,
        period_text(edition),
        basis_text(edition),
        edition.citations,
        f"来自 {edition.origin}" if edition.origin else "",
    )
    return "　".join(filter(None, parts))


def in_full(citations: Iterable[Citation]) -> str:
    """Citations, each with the remark on how far it was seen."""
    return "；".join(map(str, citations))


def notes_text(edition: Edition, cited: Callable[[Iterable[Citation]], str] = in_full) -> Iterator[str]:
    """The clauses an edition notes and does not judge, a line each; ``cited`` tells where they stand."""
    for note in edition.notes:
        yield f"· {note.gist}（只作提示，不判断）　{cited((note.citation,))}"
