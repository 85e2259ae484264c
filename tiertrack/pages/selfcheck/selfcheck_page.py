"""The page of a self-check: a standard on a day as questions, judged in the browser by the same program."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from tiertrack.engines.javascript.policy_program import PolicyProgram
from tiertrack.engines.javascript.rule_slots import RuleSlots
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.industry_reading import industry_names
from tiertrack.facts.vocabulary import CREDIT_CODE
from tiertrack.law.region_reading import full_name
from tiertrack.law.regions import Region
from tiertrack.law.scope import Basis
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES
from tiertrack.logic.expr import refs
from tiertrack.logic.kernel import Slot
from tiertrack.logic.truth import Truth
from tiertrack.outgoing import visible
from tiertrack.pages.environment import data_block, page
from tiertrack.pages.selfcheck.asked_questions import questions_of, yearly_titles
from tiertrack.pages.selfcheck.prefilled_answers import Prefilled, prefilled_by
from tiertrack.render.footnotes import Footnotes
from tiertrack.render.policy.edition_text import LOCAL_NOTICE
from tiertrack.render.program.asked_data import asked_data
from tiertrack.render.program.program_data import program_data
from tiertrack.render.spoken import saying
from tiertrack.render.verdict_words import verdict_text
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import column_of

_SCRIPTS = (
    "judge.js",
    "selfcheck/answers.js",
    "selfcheck/industries.js",
    "selfcheck/standing.js",
    "selfcheck/dossier.js",
    "selfcheck/keeping.js",
    "selfcheck/asking.js",
)
# What the page itself shows of a fact; the script does without it.
_SHOWN = ("definitions", "materials")


def page_of(program: PolicyProgram, dossier: Dossier | None = None, region: Region | None = None) -> str:
    """The self-check of a program as one page: prefilled by a dossier, for a firm in a region, where they are given.

    Raises BadInput where the library for templates is not installed.
    """
    edition, on = program.edition, program.on
    data = program_data(program)
    prefilled = prefilled_by(dossier, edition, on)
    where = region or (dossier.where if dossier is not None else None) or edition.region
    footnotes = Footnotes()
    cited = footnotes.cited((edition.citation, *edition.amended_by))
    head_remarks = footnotes.lines
    return page(
        "selfcheck/selfcheck.html",
        styles=("selfcheck/selfcheck.css",),
        scripts=_SCRIPTS,
        title=f"{edition.label}{edition.act_label}自测",
        on=on.isoformat(),
        cited=cited,
        head_remarks=head_remarks,
        clauses=[(one, footnotes.cited((one.citation, *one.amended_by))) for one in edition.criteria],
        remarks=footnotes.lines[len(head_remarks) :],
        local=LOCAL_NOTICE if edition.basis is Basis.DEFAULT_LOCAL else "",
        where=edition.region.label if edition.region else "",
        edition=edition,
        software=data["software"],
        name_label="成果名称" if edition.tier is Tier.ACHIEVEMENT else "企业名称",
        asks_code=_asks_code(data, edition),
        region_name=_place(where),
        prefilled=prefilled,
        questions=questions_of(data, prefilled),
        data=data_block(_data(program, data, prefilled, where)),
    )


def _asks_code(data: Mapping[str, Any], edition: Edition) -> bool:
    """Whether the credit code, which a dossier may have, is asked beside the questions: none of them is about it."""
    asked = any(fact["kind"] == "credit_code" for fact in data["facts"])
    return not asked and edition.tier is not Tier.ACHIEVEMENT


def _data(
    program: PolicyProgram,
    data: Mapping[str, Any],
    prefilled: Prefilled,
    where: Region | None,
) -> dict[str, Any]:
    """What the scripts of the page read."""
    edition, on = program.edition, program.on
    facts = [{name: value for name, value in fact.items() if name not in _SHOWN} for fact in data["facts"]]
    code = asked_data(column_of(Slot(CREDIT_CODE.key), on), edition, RuleSlots(on))
    return {
        "program": _made_visible({**data, "facts": facts}),
        "words": {truth.value: _verdict(edition, truth) for truth in Truth},
        "said": _said(edition, on.year),
        "applied": edition.act.is_applied_for,
        "subject": "achievement" if edition.tier is Tier.ACHIEVEMENT else "name",
        "code": code if _asks_code(data, edition) else None,
        "region": {"code": where and where.code, "name": _place(where)},
        "industries": _industries() if any(fact["kind"] == "industry" for fact in facts) else None,
        "yearly": yearly_titles(edition, data),
        "given": prefilled.answers,
        "given_parts": prefilled.parts,
        "sources": prefilled.sources,
        "counted": prefilled.counted,
        "base": prefilled.base,
        "held": prefilled.held,
        "titles": list(TITLES),
        "firm": prefilled.name,
    }


def _place(region: Region | None) -> str:
    """A region by its full name, which is no other's; by its code where it has none."""
    return "" if region is None else full_name(region.code) or region.code


@functools.cache
def _industries() -> str:
    """The codes and names of the divisions of industries, and of the groups of those that most firms on the ladder are
    in: all the classes would be as long as the rest of the page."""
    names = industry_names().items()
    return "|".join(f"{code}{name}" for code, name in names if len(code) == 3 or (len(code) == 4 and code[0] in "CIM"))


def _said(edition: Edition, year: int) -> dict[str, tuple[str, str]]:
    """What is said of somebody of whom a fact holds, and of whom it does not, by the key of the fact."""
    told = ((ref.key_in(year), saying(ref)) for ref in refs(edition.whole))
    return {key: (visible(said.held), visible(said.failed)) for key, said in told if said is not None}


def _made_visible(value: Any) -> Any:
    """Plain data with its texts as a page shows them, since the scripts show what they read."""
    match value:
        case str():
            return visible(value)
        case dict():
            return {name: _made_visible(one) for name, one in value.items()}
        case list() | tuple():
            return [*map(_made_visible, value)]
        case _:
            return value


def _verdict(edition: Edition, truth: Truth) -> tuple[str, str]:
    """The verdict and what stands below it: what is filled in decides nothing, the authority does."""
    word = verdict_text(edition, truth)
    if truth is Truth.UNKNOWN:
        return word, ""
    if not edition.act.is_applied_for:
        return f"按所填的情况，{word}", "是否终止上市，由证券交易所决定。"
    if edition.basis is Basis.DEFAULT_LOCAL:
        return word, LOCAL_NOTICE
    if truth is Truth.TRUE:
        return "符合所填的情况——由主管部门认定", "所填的情况达到全部条件；填的是否属实、是否通过，由主管部门认定。"
    return word, "所填的情况没有达到下列条件。"
