"""The parts of a dossier beside its facts: titles held, titles applied for, and what authorities attested."""

from __future__ import annotations

import datetime as dt
import difflib
from typing import Any

from attrs import field, frozen

from tiertrack.brevity import briefly
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.construction import Members, checked, dated, day, instant, named, one_of, text
from tiertrack.facts.look_alikes import shown
from tiertrack.facts.vocabulary import CRITERION_PREFIX, JUDGEMENTS, judgement_named, nearest_titles
from tiertrack.law.title_names import NamedTitle, named_title, no_listing, no_product, old_names_of
from tiertrack.law.titles import TITLES, held_per_product, title_definition
from tiertrack.logic.quantity import ADDED_LATER
from tiertrack.temporal import Period, reckoned

# What a dossier is about unless another subject is given, and what else it may be about.
ENTERPRISE = "企业"
SUBJECTS = (ENTERPRISE, "成果")


@checked
@frozen
class HeldTitle:
    """A title held over a period: the ``product`` its certificate prints, and the old name (``named``) it was given
    by. ``title`` is a key or a name; raises BadDossier with everything that is wrong."""

    title: str
    period: Period
    product: str | None = field(default=None, metadata=ADDED_LATER)
    named: str | None = field(default=None, metadata=ADDED_LATER)

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        found: NamedTitle | None = given.read_value("title", lambda: title_called(given.get("title")))
        given.need("period", reckoned_period)
        given.read("named", text)
        if found is None:
            return
        given["title"] = found.title
        if given.get("named") is None and found.old is not None:
            given["named"] = found.old.label
        given.read("named", lambda word: _old_name(found.title, word))
        given.read("product", lambda printed: printed_product(found.title, printed))

    @property
    def days(self) -> Period:
        """The days it is held: to the end of the year it begins in where no last day is written and the title is good
        for a calendar year."""
        start = self.period.start
        if self.period.end is not None or start is None or not self._is_yearly:
            return self.period
        return Period.through(start, dt.date(start.year, 12, 31))

    def may_still_count(self, day: dt.date) -> bool:
        """Whether it is not known of a day after it if the title is still held: what comes next may not be out yet."""
        written = self.period.end is not None
        return not written and title_definition(self.title).procedure.leaves_open(self.days.last, day)

    @property
    def _is_yearly(self) -> bool:
        term = title_definition(self.title).procedure.term
        return term is not None and term.years is None


@checked
@frozen
class Application:
    """A title applied for on a day and not decided since; raises BadDossier with everything that is wrong."""

    title: str
    on: dt.date

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("title", lambda word: title_today(word).title)
        given.need("on", dated("申报没有写明日期"))


@checked
@frozen
class Attestation:
    """An authority's judgement: what it attests, whether it holds, by which authority and on which day; and the instant
    it was recorded, where it is from a register. Raises BadDossier with everything that is wrong."""

    key: str
    value: bool
    by: str
    on: dt.date
    recorded_at: dt.datetime | None = field(default=None, eq=False)

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("key", judgement_called)
        given.need("value", _whether)
        given.need("by", named("E315", "判断没有写明作出的机关", "请在 by 写机关全称"))
        given.need("on", dated("判断没有写明作出的日期"))
        given.read("recorded_at", instant)


# What the parts are made of, as in a file.


def subject_of(word: Any) -> str:
    """What a dossier is about; raises BadDossier."""
    if isinstance(word, str) and word in SUBJECTS:
        return word
    raise BadDossier(Fault("E342", "没有这个选项", f"可用的有 {'、'.join(SUBJECTS)}", str(word)))


def title_called(word: Any) -> NamedTitle:
    """The title a word names, by whatever name; raises BadDossier."""
    if isinstance(word, str) and word in TITLES:
        return NamedTitle(word)
    found = named_title(word) if isinstance(word, str) and no_listing(word) is None else None
    if found is None:
        raise BadDossier(Fault("E312", "没有这个称号", nearest_titles(str(word)), None if word is None else str(word)))
    return found


def title_today(word: Any) -> NamedTitle:
    """The same by its key or its name of today, as what is applied for is called."""
    found = title_called(word)
    if found.old is not None:
        raise BadDossier(Fault("E312", "没有这个称号", nearest_titles(str(word)), str(word)))
    return found


def printed_product(title: str | None, printed: Any) -> str:
    """The product as certificates of a title, where it is known, print it; raises BadDossier."""
    if not isinstance(printed, str) or not shown(printed):
        raise BadDossier(Fault("E304", "“product”须是文字", "请照证书写产品名称", str(printed)))
    if title is not None and not held_per_product(title):
        raise BadDossier(Fault("E319", f"{TITLES[title]}的证书不写产品", no_product(), printed))
    return " ".join(printed.split())


def reckoned_period(period: Any) -> Period:
    """A period whose days are of the calendar reckoned with; raises BadDossier and BadQuantity."""
    found = one_of(Period)(period)
    for bound in (found.start, found.last):
        if bound is not None:
            reckoned(day(bound))
    return found


def judgement_called(word: Any) -> str:
    """The key of the judgement a word names; raises BadDossier."""
    found = judgement_named(word) if isinstance(word, str) else None
    if found is not None:
        return found
    named = {name: judgement for judgement, label in JUDGEMENTS.items() for name in (judgement, label)}
    near = difflib.get_close_matches(str(word), named, n=3, cutoff=0.5)
    likely = "、".join(dict.fromkeys(JUDGEMENTS[named[word]] for word in near))
    remedy = f"是否想写 {likely}" if likely else f"请写认定事项的名称，或 {CRITERION_PREFIX} 加条件的编号"
    raise BadDossier(Fault("E302", f"不认识“{word}”", remedy))


def _old_name(title: str, word: str) -> str:
    found = title_called(word)
    if found.title != title or found.old is None:
        known = "、".join(old.label for old in old_names_of(title))
        remedy = f"{TITLES[title]}的旧称有 {known}" if known else f"{TITLES[title]}没有旧称，请去掉"
        raise BadDossier(Fault("E334", f"这不是{TITLES[title]}的旧称", remedy, word))
    if not found.old.conferred:
        # 培育企业 were on their way to the title; to have been one is not to hold it.
        raise BadDossier(Fault("E335", f"{found.old.label}不是{TITLES[title]}，只是培育中", "没有持有，请删去", word))
    return found.old.label


def _whether(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise BadDossier(Fault("E314", "判断的 value 须为 true 或 false", "请写 True 或 False", str(value)))
