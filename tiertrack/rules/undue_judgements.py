"""Judgements of whole criteria that nobody has to make: facts decide there, or there is no such criterion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.vocabulary import CRITERION_PREFIX, nearest
from tiertrack.logic.expr import refs
from tiertrack.logic.finding import Finding
from tiertrack.logic.truth import Truth
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.criterion import Judged
from tiertrack.rules.rulebook import Rulebook


def refuse_unknown_criteria(dossier: Dossier, rulebook: Rulebook) -> None:
    """Raises BadDossier where a criterion is judged that no standard has, or that facts decide in every standard."""
    faults = [fault for key in dossier.judged_criteria for fault in _of_key(key, rulebook)]
    if faults:
        raise BadDossier(*faults)


def refuse_undue(answers: Iterable[Alternatives], rulebook: Rulebook) -> None:
    """The same, and where facts decide a criterion that is judged, or still can; raises BadDossier.

    What a register has is not refused: it was due when it was made, and facts that came later go before it.
    """
    judged = [one for each in answers for one in each.assessments if one.given.judged_criteria]
    for assessment in judged:
        refuse_unknown_criteria(assessment.given, rulebook)
    faults = {str(fault): fault for assessment in judged for fault in _of_assessment(assessment)}
    if faults:
        raise BadDossier(*faults.values())


def _of_key(key: str, rulebook: Rulebook) -> Iterator[Fault]:
    criteria = rulebook.criteria.get(key, ())
    if not criteria:
        open_ = sorted(key for key, each in rulebook.criteria.items() if any(one.authority for one in each))
        remedy = f"{nearest(key, open_)}；只有资料不能决定的条件才由主管部门认定"
        yield Fault("E356", "没有这一条可以认定", remedy, key, _place(key))
    elif not any(criterion.authority for criterion in criteria):
        names = dict.fromkeys(ref.label for ref in refs(tuple(criterion.test for criterion in criteria)))
        yield _decided(key, f"请删去这条认定，改填决定它的资料：{'、'.join(names)}")


def _of_assessment(assessment: Assessment) -> Iterator[Fault]:
    weighed = assessment.grading.weighed if assessment.grading else ()
    for judged in (*assessment.criteria, *weighed):
        authority = judged.criterion.authority
        made = None if authority is None else assessment.given.attested(authority.ask or "", assessment.asof.on)
        if made is not None and made.recorded_at is None and not _is_by_authority(judged):
            yield _decided(judged.criterion.key, _remedy(judged.finding))


def _is_by_authority(judged: Judged) -> bool:
    return judged.finding.out_of_reach is not None


def _remedy(finding: Finding) -> str:
    if finding.truth is Truth.UNKNOWN:
        return f"请删去这条认定，先补上 {'、'.join(fact.label for fact in finding.missing)}"
    known = dict.fromkeys(seen.label for leaf in finding.leaves for seen in leaf.observed if seen.value is not None)
    return f"请删去这条认定；决定它的资料是 {'、'.join(known)}"


def _decided(key: str, remedy: str) -> Fault:
    return Fault("E355", "这一条由资料决定，不收主管部门的认定", remedy, key, _place(key))


def _place(key: str) -> str:
    return f"judgements {CRITERION_PREFIX}{key}"
