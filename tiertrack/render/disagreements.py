"""What sources say of one fact that cannot all be right: the values, each with its source, and how that is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tiertrack.enumeration import first_few
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.vocabulary import FACTS
from tiertrack.logic.finding import Observed
from tiertrack.render.phrases import value_text

# No source outranks another: whoever is not believed is put right, and what was said before stays on record.
HOW_SETTLED = "信哪一处，就把另一处的数改成一样的：登记库里的写明那一处的来源再导入，或改台账“数值”里它那一行"


def disagreement_text(said: Sequence[Datum]) -> str:
    """What each source says of one fact, as 两处来源不一致：企业填报 5200 万元；税务部门 5100 万元."""
    ref = FACTS[said[0].key].ref
    told = (f"{datum.source or '没有写出处'} {value_text(ref, datum.value)}" for datum in said)
    count = "两" if len(said) == 2 else f" {len(said)} "
    return f"{count}处来源不一致：{first_few(told, '个来源', joint='；')}".strip()


def told_apart(facts: Iterable[Observed], dossier: Dossier) -> tuple[list[Observed], list[Observed]]:
    """The facts of which nothing is known, and those of which sources say different things."""
    found = [*facts]
    return (
        [fact for fact in found if fact.key not in dossier.conflicts],
        [fact for fact in found if fact.key in dossier.conflicts],
    )


def disagreement_lines(disputed: Sequence[Observed], dossier: Dossier) -> Iterator[str]:
    """A line for each fact that is in dispute, after one that says what to do about them."""
    if disputed:
        yield f"有 {len(disputed)} 项来源不一致，当作还不知道；{HOW_SETTLED}"
        yield from (f"  {fact.label}：{disagreement_text(dossier.conflicts[fact.key])}" for fact in disputed)
