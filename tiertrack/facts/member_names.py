"""The members of the files people write, by their Chinese names: 企业名称 is ``name``, 营业收入 is ``revenue``.

A name may be that of several members, as 称号 is of ``titles`` and of the ``title`` in each of them: which one it is
depends on the object it stands in, which knows its own.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping

from tiertrack.errors import BadDossier
from tiertrack.facts.headings import BESIDE_FACTS, known_heading
from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES
from tiertrack.facts.units import folded
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS, counting_rights, nearest_name
from tiertrack.labels import plain_word

# What is no column of a table has its names here.
_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "achievement": ("成果名称", "科技成果"),
    "achievements": ("科技成果", "成果"),
    "acquired": ("取得方式",),
    "amount": ("金额", "合同金额"),
    "applications": ("申报",),
    "attested": ("凭据",),
    "awards": ("奖励", "科技奖励"),
    "by": ("机关", "作出机关", "认定机关", "评价机构"),
    "carried_into_production_on": ("投产日", "投产日期"),
    "chain": ("产业链",),
    "completed_in": ("完成年份", "完成年度"),
    "completers": ("完成单位", "完成人"),
    "contracts": ("合同", "转化合同"),
    "enterprise": ("企业", "企业名称"),
    "evaluations": ("评价", "成果评价"),
    "facts": ("事实", "资料", "数值"),
    "facts_order": ("事实次序",),
    "family": ("同族",),
    "from": ("有效期起", "起始日", "起"),
    "grade": ("评价结论", "结论"),
    "ip": ("知识产权",),
    "judgements": ("认定事项", "判断"),
    "judgements_order": ("认定次序",),
    "kind": ("种类", "类型"),
    "known_applications": ("申报与否已知",),
    "known_titles": ("持有与否已知",),
    "level": ("级别",),
    "name": ("名称", "奖励名称"),
    "note": ("备注",),
    "number": ("编号", "专利号"),
    "on": ("日期", "申报日期", "作出日期", "评价日期"),
    "on_record": ("取自登记库",),
    "owners": ("权属单位",),
    "patents": ("专利",),
    "pledged": ("质押融资金额",),
    "product": ("产品", "证书产品"),
    "rank": ("位次", "名次"),
    "recorded_at": ("登记时刻",),
    "registration": ("登记号", "成果登记号"),
    "relations": ("与企业的关系", "关系"),
    "rights": ("权属",),
    "role": ("关系", "角色"),
    "since": ("起始日", "自"),
    "source": ("出处",),
    "subject": ("对象",),
    "through": ("有效期至", "最后一日", "止"),
    "title": ("称号",),
    "titles": ("称号", "持有的称号"),
    "value": ("值", "结论"),
    "with": ("对方", "合同对方"),
}


@functools.cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Every Chinese name of a member as words are compared, with the keys it may stand for."""
    named: dict[str, tuple[str, ...]] = {}
    facts = ({key: (fact.label,) for key, fact in table.items()} for table in (RIGHT_ATTRIBUTES, FACTS))
    judged = {key: (label,) for key, label in JUDGEMENTS.items()}
    for table in (BESIDE_FACTS, _MEMBERS, *facts, judged):
        for key, names in table.items():
            for name in map(plain_word, names):
                named[name] = tuple(dict.fromkeys((*named.get(name, ()), key)))
    return named


def names_of_member(key: str) -> tuple[str, ...]:
    """The Chinese names of a member, as words are compared."""
    return tuple(name for name, keys in _names().items() if key in keys)


def member_named(word: str, known: Collection[str]) -> str | None:
    """The key, among those that are known, of the member a word in Chinese names; None where it names none of them."""
    return next((key for key in _names().get(plain_word(word), ()) if key in known), None)


def nearest_members(word: str, known: Collection[str]) -> str:
    """A remedy for a word that names no member of an object: the nearest of those it knows, in Chinese."""
    if year := _of_a_year(word, known):
        return year
    if counted := [fact.label for fact in counting_rights(folded(word)) if fact.key in known]:
        return f"是否想写 {'、'.join(counted)}"
    called: dict[str, str] = {}
    for name, keys in _names().items():
        for key in keys:
            called.setdefault(key, name)
    words = {name: called[key] for name, keys in _names().items() for key in keys if key in known}
    return nearest_name(word, {**words, **{key: called.get(key, key) for key in known}})


def _of_a_year(word: str, known: Collection[str]) -> str | None:
    """What to do about the name of a fact that has its year in it, as a heading would."""
    try:
        found = None if word.isascii() else known_heading(word)
    except BadDossier:
        return None
    if found is None or found.fact is None or found.key not in known:
        return None
    label = found.fact.label
    return f'年度请写在里面：{{"{label}": {{"2025": …}}}}' if found.fact.yearly else f"请写 {label}，单位写在值里"
