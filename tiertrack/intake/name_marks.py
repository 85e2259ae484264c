"""What stands in the cell of a name beside the name: marks and numbers before it, brackets after it, a second firm.

``*重庆某某有限公司（原：重庆某某厂）`` is the enterprise 重庆某某有限公司, formerly 重庆某某厂, marked ``*``.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from tiertrack.errors import BadDossier, Fault
from tiertrack.intake.organisation_names import LEGAL_BRACKET, NO_BEGINNING, ends_as_a_firm, looks_like_a_firm, own_part
from tiertrack.law.place_names import place_stripped

_MARKS = re.compile(r"^[*＊★☆▲△●○■□※#＃◆◇]+\s*|\s*[*＊★☆▲△※#＃]+$")
_SQUARES = re.compile("[□■]$")
# A number before a name has a sign of its own after it, and the name begins with a Chinese character: 360 and 3M stay.
_NUMBER = re.compile(r"^(?:\d{1,4}\s*[.．、)）]|[(（]\d{1,4}[)）]|[①-⑳])\s*(?=[\u3400-\u9fff*＊])")
_FORMER = re.compile(
    r"^(?:原名称|原企业名称|原公司名称|原单位名称|原公司名|原名|原为|曾用名称|曾用名|更名前名称|更名前|变更前|旧名|原)\s*[:：]?\s*(.+)$"
)
_BRACKET = re.compile(r"^(?P<name>.+?)\s*[(（](?P<said>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]$", re.DOTALL)
_BETWEEN = re.compile(r"\s*[、；;，,/／|｜\n]\s*")


_BETWEEN_FIRMS = re.compile(r"\s*[、；;，,/／|｜\s]\s*")
_AND = "和与及暨"
# What is not a branch of another, so that two in a row are two: a company, and a co-operative but for one for supply
# and marketing, whose companies are called after it.
_BY_ITSELF = re.compile(rf"(?:(?<=[司社])[{_AND}])?(.+?(?:有限责任公司|有限公司|股份公司|(?<!供销)合作社))")
# What a firm's own branch is called after the place it is in.
_OF_A_BRANCH = re.compile(
    "(?:分|总|第.{1,3}|研发|技术|科技|工程|销售|营销|运营|服务|客服|物流|仓储|配送|培训|结算|采购|检测|设计|制造|生产|管理|创新|研究)*分?"
)
# Where a form of a firm is followed by anything, that may be a second firm.
SECOND_FIRM: Final = "公司.|合作社.|厂."
_SECOND_FIRM = re.compile(SECOND_FIRM)
# Names with nothing beside them: most need no closer look.
_PLAIN = re.compile(r"[\u3400-\u9fffA-Za-z0-9][\u3400-\u9fffA-Za-z0-9（）()]*[\u3400-\u9fffA-Za-z]")
_COMPANY = re.compile(
    rf"(?!(?:股份|有限|责任|企业|分|总)+公司$|{NO_BEGINNING})[\u3400-\u9fffA-Za-z]{{2}}[\u3400-\u9fffA-Za-z0-9（）()]*公司"
)


# What stands between two names of one firm, or of two.
_ANOTHER = f"[{_AND}]|现(?:名|为|更名为)?|原名?|曾用名|(?:更名|变更)为|前身"
_BEFORE_ANOTHER = re.compile(f"(?:{_ANOTHER})$")
_BEFORE_NEXT = re.compile(rf"(?P<works>厂)(?:{_ANOTHER})?|(?P<firm>公司|合作社)(?:{_ANOTHER})")
_BRANCH = re.compile("(?:[分支](?:公司|厂|院|所|店|行|社|校)|[部站店队])$")
_BY_LAW = re.compile("(?:有限责任公司|有限公司|股份公司|厂)$")
# A trade and a name are as long as this together.
_OWN_NAME = 4


@frozen
class MarkedName:
    """A name with what stands beside it: former names, and the marks that were taken off."""

    name: str
    former_names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def is_plainly_a_firm(text: str) -> bool:
    """Whether a text is the name of a company with nothing beside it that could call for a closer look, as nearly every
    name is; False says nothing."""
    return _COMPANY.fullmatch(text) is not None and "家" not in text and not _may_be_joined(text)


def _may_be_joined(name: str) -> bool:
    return _SECOND_FIRM.search(name) is not None or name.find(name[:2], 2) > 0


def marked_name(text: str) -> MarkedName:
    """The name in a cell, with what stands beside it.

    Raises BadDossier where the cell holds two firms (naming both), or a bracket that is neither part of a name nor a
    former name.
    """
    if _PLAIN.fullmatch(text) and not _may_be_joined(text):
        return MarkedName(text)
    name, marks = _unmarked(text)
    former: tuple[str, ...] = ()
    while bracket := _BRACKET.match(name):
        if re.fullmatch(LEGAL_BRACKET, bracket["said"]) or not ends_as_a_firm(bracket["name"]):
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
        if not rest or (_SQUARES.search(found[0]) and place_stripped(rest) == rest):
            # A square may be a mark, but right before what begins with no place it stands where a character was lost.
            break
        marks.append(found[0].strip())
        name = rest
    return name, tuple(marks)


def _refuse_two_firms(name: str, text: str) -> None:
    if _BETWEEN_FIRMS.search(name):
        _refuse_several([part for part in _BETWEEN_FIRMS.split(name) if looks_like_a_firm(part)], text)
    _refuse_joined(name, text)


def _refuse_joined(name: str, text: str) -> None:
    """Two firms with nothing between them: neither can be a branch of the other, or both begin with one place."""
    if "公司" in name[:-2] or "合作社" in name[:-3]:
        firms = _BY_ITSELF.findall(name)
        if "".join(firms) == re.sub(rf"(?<=[司社])[{_AND}]", "", name) and all(map(own_part, firms)):
            _refuse_several(firms, text)
    again = name.find(name[:2], 2)
    while again > 0:
        before, after = _BEFORE_ANOTHER.sub("", name[:again]), name[again:]
        if looks_like_a_firm(before) and _is_no_branch(after):
            _refuse_several([before, after], text)
        again = name.find(name[:2], again + 1)
    for found in _BEFORE_NEXT.finditer(name):
        before, after = name[: found.start()] + (found["works"] or found["firm"]), name[found.end() :]
        another = _is_another(after) if found["works"] else _is_no_branch(after)
        # A place alone is no firm: 重庆厂商 are no works.
        if another and looks_like_a_firm(place_stripped(before)):
            _refuse_several([before, after], text)


def _is_another(name: str) -> bool:
    """Whether what follows a works is a firm by itself: works have branches and shops, and companies called after
    them, but none of these has a place and a name of its own."""
    own = own_part(name)
    if own is None or _BRANCH.search(name):
        return False
    return _is_no_branch(name) or (len(own) >= _OWN_NAME and _BY_LAW.search(name) is not None)


def _is_no_branch(name: str) -> bool:
    """Whether a name that follows another begins with a place, and goes on with more than branches are called."""
    own = place_stripped(name)
    return own != name and ends_as_a_firm(name) and _OF_A_BRANCH.fullmatch(own_part(own) or "") is None


def _refuse_several(firms: list[str], text: str) -> None:
    if len(firms) > 1:
        remedy = f"请分成 {len(firms)} 行：{'、'.join(firms)}；其中有原名的，请写到“曾用名”一列"
        raise BadDossier(Fault("E417", "一格里写了不止一家企业", remedy, " ".join(text.split())))
