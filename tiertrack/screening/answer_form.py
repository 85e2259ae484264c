"""How all answers of a screening are written to a file: by which headings, and with which holders of titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from tiertrack.labels import Labelled
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES
from tiertrack.logic.truth import Truth
from tiertrack.output_file import CsvHeadings
from tiertrack.rules.reads import TITLE_PREFIX
from tiertrack.screening.question import Question


class Holders(Labelled):
    """What becomes of the enterprises that hold the title asked about on the day: they are written with the others, or
    left out and counted."""

    INCLUDED = "included", "列入"
    LEFT_OUT = "left_out", "不列"


# The column of the titles held on the day.
HELD = "held"

_HEADINGS = {
    "name": "企业名称",
    "uscc": "统一社会信用代码",
    "region": "所在地",
    "industry": "行业",
    HELD: "现有称号",
    "edition": "版本",
    "truth": "结论",
    "missing": "还缺几项资料",
    "score_low": "最低得分",
    "score_high": "最高得分",
}
# The columns of codes and of whole numbers, by these headings.
REGION, INDUSTRY = _HEADINGS["region"], _HEADINGS["industry"]
NUMBERS = frozenset(_HEADINGS[name] for name in ("missing", "score_low", "score_high"))


@frozen
class AnswerForm:
    """The form of all answers in a file: how the columns of a CSV are headed and, where ``holders`` says what becomes
    of them, with a column of the titles held."""

    headings: CsvHeadings = CsvHeadings.KEYS
    holders: Holders | None = None

    @property
    def leaves_out(self) -> bool:
        """Whether those that hold the title are left out."""
        return self.holders is Holders.LEFT_OUT

    def is_worded(self, ending: str) -> bool:
        """Whether a file of this ending is for people."""
        return ending == ".csv" and self.headings is CsvHeadings.CHINESE


PLAIN = AnswerForm()


def words_of(question: Question) -> Mapping[bool | None, str]:
    """A truth in words, as a cell under the heading of one has it."""
    return {value: question.act.word(Truth.of(value)) for value in (True, False, None)}


def headings(names: Iterable[str], question: Question) -> dict[str, str]:
    """The columns of a file of answers with their headings in Chinese, a criterion by what it is called; the same name
    again with its key."""
    criteria, found = question.criteria, dict[str, str]()
    for name in names:
        heading = _HEADINGS.get(name) or criteria.get(name, name)
        found[name] = heading if heading not in found.values() else f"{heading}（{name}）"
    return found


def truths(names: Iterable[str], question: Question) -> list[str]:
    """Those of some columns that say whether something is met."""
    return [name for name in names if name == "truth" or name in question.criteria]


def rungs(question: Question) -> tuple[str, ...]:
    """The titles a table may well have a column of: the one asked about, the rungs of the ladder, and 高新技术企业."""
    known = (question.title.value, *(tier.value for tier in Tier if tier is not Tier.ACHIEVEMENT), _HIGH_TECH)
    return tuple(dict.fromkeys(known))


_HIGH_TECH = "high_tech_enterprise"


def held_text(held: Sequence[str]) -> str:
    """The titles held, by their names."""
    return "、".join(TITLES[title] for title in held)


def column_of_title(title: str) -> str:
    """The column that says whether a title is held."""
    return f"{TITLE_PREFIX}{title}"
