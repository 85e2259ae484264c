"""What a firm is told on one page: whether it may apply, what it does not meet yet, what it has to hand in, by when, on
what this rests, and whom to ask.

It is a letter to the firm: it says nothing of how the sources were seen, and no word of the software's insides.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator

import attrs

from tiertrack.ladder.distance import closings
from tiertrack.law.instrument import Instrument
from tiertrack.law.instruments import 本地缺省口径
from tiertrack.law.scope import Basis
from tiertrack.logic import expr
from tiertrack.logic.finding import Observed
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.outgoing import visible
from tiertrack.render.assessment_brief import lacked_facts, reasons, verdict_sentence
from tiertrack.render.finding_text import FindingLines
from tiertrack.render.notice.notice import COLUMNS, Notice, Unmet
from tiertrack.render.notice.page_room import HEADING, LETTERHEAD, PAGE, SIGNED, TYPES, Type
from tiertrack.render.policy.edition_text import LOCAL_NOTICE
from tiertrack.render.shortfalls import Precision, binding_shortfalls
from tiertrack.render.spoken import wanted_facts
from tiertrack.render.windows import letter_window_text
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.caveats import NOT_HELD, caveats
from tiertrack.rules.criterion import Judged
from tiertrack.rules.edition import Edition
from tiertrack.rules.fact_sheet import asked_key, fact_label, fact_notes_in, materials_for

# The most that is told of each, whatever there is room for.
_WANTED, _DEFINITIONS, _BASES = 30, 5, 6
# What is left out first where there is no room on the page, with the count of what is left out and how many stay.
_LEFT_OUT = (
    ("definitions", "more_definitions", 0),
    ("wanted", "more_wanted", 6),
    ("materials", "more_materials", 0),
    ("unmet", "more_unmet", 1),
)


def notice_of(answers: Alternatives, letterhead: str = "", contact: str = "", dated: dt.date | None = None) -> Notice:
    """The notice of an answer, dated another day than the one judged on where that is given; of standards side by side
    by the one that takes least, or one that is met."""
    assessment = (answers.met or tuple(closing.assessment for closing in closings(answers)))[0]
    edition, dossier = assessment.edition, assessment.dossier
    lacked = lacked_facts(assessment)
    keys = [fact.ref.key for fact in lacked]
    materials = materials_for(edition, keys)
    definitions = tuple(map(visible, _definitions(keys, edition)))
    wanted = tuple(map(visible, wanted_facts(_handed_in(lacked, assessment))))
    judged = tuple(visible(fact.label) for fact in lacked if fact.ref.kind is Kind.JUDGEMENT)
    whole = Notice(
        heading=f"关于{edition.label}{edition.act_label}条件的告知书",
        firm=visible(dossier.name),
        on=assessment.asof.on,
        truth=assessment.truth,
        conclusion=_conclusion(answers, assessment, len(wanted), len(judged)),
        unmet=tuple(_unmet(judged, assessment) for judged in assessment.failed),
        more_unmet=0,
        wanted=wanted[:_WANTED],
        more_wanted=max(len(wanted) - _WANTED, 0),
        window=letter_window_text(dossier, edition.tier, edition.act, assessment.asof.on),
        bases=tuple(_bases(assessment, assessment.failed)),
        letterhead=visible(letterhead.strip()),
        contact=visible(contact.strip()),
        judged=judged,
        materials=tuple(material.described for material in materials),
        definitions=definitions[:_DEFINITIONS],
        more_definitions=max(len(definitions) - _DEFINITIONS, 0),
        dated=dated,
    )
    return _on_one_page(whole, tuple(material.name for material in materials))


def _on_one_page(whole: Notice, documents: tuple[str, ...]) -> Notice:
    """The notice without what has no room on the page in the smallest type; of the documents their names first stay."""
    told, smallest = whole, TYPES[-1]
    for part, count, fewest in _LEFT_OUT:
        if part != "definitions" and told.materials == whole.materials and not _has_room(told, smallest):
            told = attrs.evolve(told, materials=documents)
        while not _has_room(told, smallest) and len(getattr(told, part)) > fewest:
            left = {part: getattr(told, part)[:-1], count: getattr(told, count) + 1}
            told = attrs.evolve(told, **left)
    return told


def type_of(notice: Notice) -> Type:
    """The largest type in which the notice has room on its page."""
    return next((size for size in TYPES if _has_room(notice, size)), TYPES[-1])


def _has_room(notice: Notice, size: Type) -> bool:
    height = HEADING + SIGNED + (LETTERHEAD if notice.letterhead else 0)
    height += size.paragraphs_height([f"{notice.firm}："]) + size.section_height([notice.verdict])
    if notice.unmet:
        height += sum(map(size.row_height, (COLUMNS, *(unmet.cells for unmet in notice.unmet))))
        height += size.section_height([notice.unmet_rest] if notice.unmet_rest else [])
    return height + sum(size.section_height(lines) for _heading, lines in notice.sections) <= PAGE


def _definitions(keys: Iterable[str], edition: Edition) -> Iterator[str]:
    """What facts cover, each once with what the documents say of it; nothing of those that none defines."""
    for key in dict.fromkeys(filter(None, map(asked_key, keys))):
        if said := [note.text for note in fact_notes_in(edition, key) if note.citation is not None]:
            yield f"{fact_label(key)}：{'；'.join(said)}。"


def _handed_in(lacked: Iterable[Observed], assessment: Assessment) -> Iterator[Observed]:
    """What the firm has to hand in: of titles one of which is enough a single thing; what an authority judges is none
    of it."""
    asked = [fact for fact in lacked if fact.ref.kind is not Kind.JUDGEMENT]
    either: dict[str, list[Observed]] = {}
    for choice in assessment.finding.search(lambda finding: isinstance(finding.test, expr.AnyOf)):
        tests = [part.test for part in choice.findings]
        titles = [fact for fact in asked if fact.ref.kind is Kind.TITLE and expr.Holds(fact.ref) in tests]
        either |= dict.fromkeys([fact.key for fact in titles], titles)
    for fact in asked:
        together = either.get(fact.key, [fact])
        if len(together) == 1:
            yield fact
        elif fact == together[0]:
            label = f"{'或'.join(one.label for one in together)}（其一即可）"
            yield attrs.evolve(fact, ref=attrs.evolve(fact.ref, label=label), label=label)


def _conclusion(answers: Alternatives, assessment: Assessment, wanted: int, judged: int) -> str:
    """The verdict, and how much of what is missing stands in the way of it."""
    counts = []
    if assessment.failed:
        counts.append(f"{len(assessment.failed)} 项条件未达到")
    if wanted:
        counts.append(f"{wanted} 项材料待提供")
    if judged:
        counts.append(f"{judged} 项待主管部门认定")
    beside = f"（{len(answers.assessments)} 套标准中最接近的一套）" if len(answers.assessments) > 1 else ""
    rest = f"。{'，'.join(counts)}" if counts else ""
    return f"{visible(_verdict(assessment))}{beside}{rest}。"


# What is only a district's own standard is neither recognised nor applied for.
_LOCAL = {
    Truth.TRUE: ("符合", "符合"),
    Truth.FALSE: ("暂不符合", "不符合"),
    Truth.UNKNOWN: ("资料不全，还不能判断", "是否符合"),
}


def _verdict(assessment: Assessment) -> str:
    if assessment.edition.basis is not Basis.DEFAULT_LOCAL:
        return verdict_sentence(assessment)
    word, meets = _LOCAL[assessment.truth]
    return f"{word}：按本区口径，{assessment.dossier.name}{meets}{assessment.edition.label}条件"


def _unmet(judged: Judged, assessment: Assessment) -> Unmet:
    criterion, on = judged.criterion, assessment.asof.on
    clause = criterion.clause or criterion.citation.provision.path
    lines = FindingLines(assessment.dossier, on)
    yours = tuple(dict.fromkeys(reasons(judged.finding, lines, lines.situation)))
    short = binding_shortfalls(judged.finding, on, Precision.READABLE)
    # One amount alone is that of what stands beside it, unless it says more than that.
    plain = len(short) == 1 and not short[0][0].endswith("：")
    lacking = tuple(text if plain else f"{about}{text}" for about, text in short)
    return Unmet(
        f"{criterion.gist}{f'（{clause}）' if clause else ''}",
        tuple(map(visible, yours)) or ("没有资料",),
        lacking or ("未达到",),
    )


def _bases(assessment: Assessment, failed: Iterable[Judged]) -> Iterator[str]:
    """The documents of the standard and of what is not met, each once with its title and number."""
    edition = assessment.edition
    if edition.basis is Basis.DEFAULT_LOCAL:
        yield LOCAL_NOTICE
    told: dict[Instrument, str] = {}
    # The clauses of the conditions stand beside them; of what the standard is, its own part is named.
    for citation in (*edition.cited_on(assessment.asof.on), *(judged.criterion.citation for judged in failed)):
        told.setdefault(citation.provision.instrument, citation.provision.path)
    named = (f"{one.number}（{one.title}）{path}" for one, path in told.items() if one is not 本地缺省口径)
    yield from itertools.islice(named, _BASES)
    if any(one.code != NOT_HELD for one in caveats(assessment)):
        yield "当地另有规定的，以当地的文件为准。"
