"""The page of one firm: who it is, what it holds, what happened, what is due, and how it stands with each rung."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tiertrack.app.assessments import climb
from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.facts.vocabulary import FACTS, judgement_label
from tiertrack.intake.ledger_pages import NO_SOURCE
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES, acts_of
from tiertrack.logic.truth import Truth
from tiertrack.render.answers import to_dict, to_text
from tiertrack.render.assessment_text import overall_verdict
from tiertrack.render.ladder_text import HELD, why_next
from tiertrack.render.lengths import Length
from tiertrack.render.phrases import industry_text, place_text, value_text
from tiertrack.render.register.achievement_text import carried_text
from tiertrack.render.register.proposal_text import told_text
from tiertrack.render.register.standing_text import NOTHING, history_entries, track_lines
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.web import answer_schemas
from tiertrack.web.desk import Answer, Desk, Given, Page
from tiertrack.web.firm_lists import asof_of
from tiertrack.web.parameters import ACT, ID, KNOWN_AT, ON, TITLE, VARIANT
from tiertrack.web.phrasing import told_lines

if TYPE_CHECKING:
    from tiertrack.duties.overview import Account
    from tiertrack.enterprise import Enterprise
    from tiertrack.facts.dossier import Dossier
    from tiertrack.ladder.climb import Climb, Rung
    from tiertrack.temporal import AsOf
    from tiertrack.titles.history import History


def _firm(desk: Desk, given: Given) -> Answer:
    register, asof = desk.register, asof_of(given)
    firm = register.find(given["id"], asof.on, asof.known_at)
    account, history = register.standing(firm, asof), register.history(firm, asof)
    dossier = register.dossier(firm, asof)
    found = climb(dossier, asof, None, desk.rulebook)
    return Answer(
        "register/firm.html",
        lambda: {
            "firm": firm,
            "pairs": [pair for pair in _pairs(firm, asof) if pair[1]],
            "highest": account.highest.label if account.highest else "",
            **_standing(account),
            "history": [*_history(history)],
            **_ladder(found),
            "facts": list(_facts(dossier)),
            "judgements": list(_judgements(dossier)),
        },
        lambda: {
            "enterprise": to_dict(firm),
            "standing": to_dict(account),
            "history": to_dict(history),
            "climb": to_dict(found),
            "answers": [to_dict(rung.answers) for rung in found.rungs if rung.answers is not None],
            "dossier": to_dict(dossier),
        },
    )


def _pairs(firm: Enterprise, asof: AsOf) -> Iterator[tuple[str, str]]:
    yield "统一社会信用代码", shown_credit_code(firm.uscc) if firm.uscc else ""
    yield "证券代码", firm.stock_code or ""
    yield "简称", firm.short_name or ""
    yield "所在地", place_text(firm.region, asof.on) if firm.region else ""
    yield "行业", industry_text(firm.industry) if firm.industry else ""


def _standing(account: Account) -> dict[str, Any]:
    standing = account.standing
    carried = account.first_rung.carried if account.first_rung else ()
    lines = [*track_lines(standing, standing.each), *(f"成果 {carried_text(one)}" for one in carried)]
    return {
        "standing": told_lines("\n".join(lines or [NOTHING])),
        "duties": account.duties,
        "total": len(account.duties),
        "waiting": [f"{kept.key}　{kept.written}　{told_text(kept)}" for kept in account.waiting],
    }


def _ladder(found: Climb) -> dict[str, Any]:
    following = found.next
    return {
        "next": following.label if following else "",
        "why_next": why_next(found),
        "ladder": found.version.source,
        "rungs": [_rung(rung) for rung in found.rungs],
    }


def _rung(rung: Rung) -> dict[str, Any]:
    until = f"至 {rung.through}" if rung.through else ""
    shown: dict[str, Any] = {
        "name": rung.label,
        "held": " ".join(filter(None, (HELD[rung.held], until))),
        "holds": rung.held is Truth.TRUE,
        "reason": rung.reason,
        "is_judged": rung.answers is not None,
    }
    if rung.answers is None:
        return shown
    # The first rung judges achievements; every other has a page of its own for the reasons, which are long.
    is_here = rung.tier is Tier.ACHIEVEMENT
    verdict = overall_verdict(rung.answers)
    # The verdict stands beside the name of the rung already.
    brief = to_text(rung.answers, brief=Length.SCREEN).removeprefix(f"{verdict}：")
    return {
        **shown,
        "title": rung.tier.value,
        "truth": rung.answers.truth.value,
        "verdict": verdict,
        "brief": told_lines(brief),
        "whole": told_lines(to_text(rung.answers)) if is_here else (),
    }


def _history(history: History) -> Iterator[tuple[str, str, str, int]]:
    """What happened: the day, the rest of the line and, of what may be voided, the title and number of its entry."""
    for event, line in history_entries(history):
        day, _gap, told = line.partition("　")
        if event is not None and event.kind.is_voidable:
            yield day, told, event.title, event.version
        else:
            yield day, told, "", 0


def _facts(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """Every value with its source, in the order of the vocabulary, a year after the other."""
    order = {key: place for place, key in enumerate(FACTS)}
    for datum in sorted(dossier.data, key=lambda one: (order[one.key], one.year or 0)):
        fact = FACTS[datum.key]
        yield fact.in_year(datum.year), value_text(fact.ref, datum.value), datum.source or NO_SOURCE


def _judgements(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    for made in dossier.attestations:
        yield judgement_label(made.key), "是" if made.value else "否", f"{made.by}，{made.on}"
    for applied in dossier.applications:
        yield f"已申报 {TITLES.get(applied.title, applied.title)}", str(applied.on), ""


# One standard.


def _assessed(desk: Desk, given: Given) -> Answer:
    asof = asof_of(given)
    firm = desk.register.find(given["id"], asof.on, asof.known_at)
    title, act, variant = given["title"], given["act"], given["variant"]
    answers: Assessment | Alternatives = (
        desk.register.assess_each(firm, title, act, asof)
        if variant is None
        else desk.register.assess(firm, title, act, asof, None, variant)
    )
    brief, *rest = to_text(answers, brief=Length.SCREEN).split("\n")
    return Answer(
        "register/assessment.html",
        lambda: {
            "firm": firm,
            "title": title.label,
            "acts": [one for one in acts_of(title) if one is not act],
            "editions": [one.edition for one in _each(answers) if one.edition.act.is_applied_for],
            "truth": answers.truth.value,
            "verdict": brief,
            "brief": told_lines("\n".join(rest)),
            "whole": told_lines(to_text(answers)),
        },
        lambda: to_dict(answers),
    )


def _each(answers: Assessment | Alternatives) -> tuple[Assessment, ...]:
    return answers.assessments if isinstance(answers, Alternatives) else (answers,)


ASSESSMENT = Page(
    "/firms/{id:int}/assess",
    "一家企业够不够格",
    "一家企业在这一天是否符合一个称号的标准：结论、逐条的理由和出处、差多少、还缺什么。",
    (ID, ON, KNOWN_AT, TITLE.required, ACT, VARIANT),
    answer_schemas.ANSWER,
    _assessed,
)
FIRM = Page(
    "/firms/{id:int}",
    "一家企业",
    "名称和代码、持有的称号、登记过的事项、往后 90 天的事、每一级的结论和理由、登记的数值和来源。",
    (ID, ON, KNOWN_AT),
    answer_schemas.FIRM,
    _firm,
)
