"""What stands in the cell of a name beside the name: marks and numbers before it, brackets after it, a second firm.

``*重庆某某有限公司（原：重庆某某厂）`` is the enterprise 重庆某某有限公司, formerly 重庆某某厂, marked ``*``.
"""

from __future__ import annotations

import functools
import re

from attrs import frozen

from tiertrack.errors import BadDossier, Fault

# How the names of enterprises end; what comes after in brackets is of the name only where the law has it so.
_FORM = (
    r"(?:公司|(?:合伙|独资|合作|集体)企业|企业(?=[(（])|厂|集团|合作社|合作联社|中心|研究院|研究所|设计院|事务所|工作室|银行|商行|经营部|门市部|农场|林场"
    r"|医院|学校|学院|大学|店|社|站|所|院)"
)
_OF_NAME = r"(?:(?:有限|普通|特殊普通|特殊的普通)合伙|个人独资|集团|股份合作(?:制)?|中国|外资|合资|港资|台资)"
_ENDING = re.compile(rf"{_FORM}(?:[(（]{_OF_NAME}[)）])?$")
_LIMITED = r"(?:有限责任公司|有限公司|股份公司)"

_MARKS = re.compile(r"^[*＊★☆▲△●○■□※#＃◆◇]+\s*|\s*[*＊★☆▲△※#＃]+$")
# A number before a name has a sign of its own after it, and the name begins with a Chinese character: 360 and 3M stay.
_NUMBER = re.compile(r"^(?:\d{1,4}\s*[.．、)）]|[(（]\d{1,4}[)）]|[①-⑳])\s*(?=[\u3400-\u9fff*＊])")
_FORMER = re.compile(
    r"^(?:原名称|原企业名称|原公司名称|原单位名称|原公司名|原名|原为|曾用名称|曾用名|更名前名称|更名前|变更前|旧名|原)\s*[:：]?\s*(.+)$"
)
_BRACKET = re.compile(r"^(?P<name>.+?)\s*[(（](?P<said>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]$", re.DOTALL)
_BETWEEN = re.compile(r"\s*[、；;，,/／|｜\n]\s*")


_BETWEEN_FIRMS = re.compile(r"\s*[、；;，,/／|｜\s]\s*")
_JOINED = re.compile(rf"(.{{2,}}?{_LIMITED})[和与及暨]?(.{{2,}}?{_LIMITED})")


@frozen
class MarkedName:
    """A name with what stands beside it: former names, and the marks that were taken off."""

    name: str
    former_names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


# Every name is asked about several times in turn.
@functools.lru_cache(maxsize=1024)
def looks_like_a_firm(text: str) -> bool:
    """Whether a text ends as the names of enterprises do, and is more than that ending."""
    ending = _ENDING.search(text)
    return ending is not None and len(_SIGNS.sub("", text[: ending.start()])) > 1


def ends_as_a_firm(text: str) -> bool:
    """Whether a text ends as the names of enterprises do."""
    return _ENDING.search(text) is not None


_SIGNS = re.compile(r"[\W_]+|有限责任|有限|股份|分")


def marked_name(text: str) -> MarkedName:
    """The name in a cell, with what stands beside it.

    Raises BadDossier where the cell holds two firms (naming both), or a bracket that is neither part of a name nor a
    former name.
    """
    name, marks = _unmarked(text)
    former: tuple[str, ...] = ()
    while bracket := _BRACKET.match(name):
        if re.fullmatch(_OF_NAME, bracket["said"]) or not _ENDING.search(bracket["name"]):
            break
        said = _FORMER.match(bracket["said"])
        if said is None:
            remedy = "请把括号里的内容写到“备注”或“曾用名”一列；曾用名也可写成（原：某某公司）"
            raise BadDossier(Fault("E418", "名称后面的括号分不清是什么", remedy, text))
        former = (*former, *filter(None, _BETWEEN.split(said[1].strip())))
        name = bracket["name"].strip()
    _refuse_two_firms(name, text)
    return MarkedName(name, tuple(dict.fromkeys(former)), marks)


def _unmarked(text: str) -> tuple[str, tuple[str, ...]]:
    name, marks = text.strip(), []
    while found := _MARKS.search(name) or _NUMBER.search(name):
        rest = (name[: found.start()] + name[found.end() :]).strip()
        if not rest:
            break
        marks.append(found[0].strip())
        name = rest
    return name, tuple(marks)


def _refuse_two_firms(name: str, text: str) -> None:
    firms = []
    if _BETWEEN_FIRMS.search(name):
        firms = [part for part in _BETWEEN_FIRMS.split(name) if looks_like_a_firm(part)]
    if len(firms) < 2:
        joined = _JOINED.fullmatch(name)
        firms = list(joined.groups()) if joined else []
    if len(firms) > 1:
        remedy = f"请分成 {len(firms)} 行：{'、'.join(firms)}；其中有原名的，请写到“曾用名”一列"
        raise BadDossier(Fault("E417", "一格里写了不止一家企业", remedy, " ".join(text.split())))
