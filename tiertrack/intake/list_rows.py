"""The rows of a published list that are about no enterprise: sections, totals, notes, blanks, headings once more.

They are left out and said. A row that could be either is a fault: nothing is enrolled by a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import frozen

from tiertrack.errors import Fault, TiertrackError
from tiertrack.facts.look_alikes import shown
from tiertrack.facts.units import folded
from tiertrack.intake.acts_said import acts_in
from tiertrack.intake.organisation_names import begins_otherwise, looks_like_a_firm, own_part, says_of_a_list
from tiertrack.intake.shared_cells import region_code
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.region_reading import names_no_region
from tiertrack.law.title_names import named_title, titles_in

_NOTHING = re.compile(r"(?:[-—–－_/\\|~·.…。、*]+|无|暂无|没有|空|空缺|/|n/?a|null|none|nil)", re.IGNORECASE)
# Nearly every cell is longer than a word for nothing, and costs no more than to see that.
_LONGEST_WORD = 4
_NUMBER = re.compile(r"[(]?\d{1,6}[).、]?|[①-⑳]")
_COUNT = re.compile(r"[(]?(?:共|计|共计)?(\d{1,6})(?:家|户|个|项)(?:企业)?[)]?")
_TOTAL = re.compile(
    r"[^,，。]{0,8}(?:合计|小计|总计|共计|累计|总数)[^,，。]{0,16}|(?:以上|本表|全部|总)?共[:(]?\d{1,6}[)]?(?:家|户|个|项)[^,，。]{0,8}"
)
_NOTE = re.compile(
    r"[(\[【]?(?:注|备注|附注|说明|填表说明|填报说明|制表|填表人|审核人|联系人|联系电话|备注说明)\d*[:.、)].*"
    r"|注[:\d].*|[(]注.*|[※*].*[。:].*|以上.*|以下空白.*|带.{1,6}(?:的|号|者|标).*|标.{1,6}(?:的|号|者)?为.*|排名不分.*|.*不分先后.*"
    r"|.*[。；;]|[(]?(?:以下空白|此页无正文|完|续|接上页|续上页|接下页)[)]?|第\d+页.*"
)
_NOTED = re.compile(r"[(\[【]?(?:注|备注|附注|说明)\d*[:.、]")
_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十百]+[、.]|[(][一二三四五六七八九十\d]+[)]|\d{1,3}[、.])")
_TITLE = re.compile(r"附件\d*.*|附表\d*.*")
_DITTO = frozenset({"同上", "〃", "″", '"', "''", "同前", "々"})


def is_nothing(text: str) -> bool:
    """Whether a text stands for nothing: a dash, 无, N/A, an ellipsis."""
    if len(text) > _LONGEST_WORD and text[0].isalnum():
        return False
    return _NOTHING.fullmatch(folded(text)) is not None


def is_ditto(text: str) -> bool:
    """Whether a text only points to the row above."""
    return len(text) <= _LONGEST_WORD and folded(text) in _DITTO


@frozen
class Section:
    """A row that says what those below it have in common: the text, its place, the titles and
    acts it may be about where it names any, and how many it says there are."""

    text: str
    region: str | None = None
    titles: frozenset[str] = frozenset()
    acts: frozenset[EventKind] | None = None
    count: int | None = None


@frozen
class PassedOver:
    """A row that is about no enterprise: why, and the section it begins or the number it says there are."""

    reason: str
    section: Section | None = None
    total: int | None = None


# Why a row is left out that names nobody.
NAMELESS = "没有写企业"


@frozen
class Places:
    """Which columns of a list say what: the names and the codes of enterprises, and other things of theirs."""

    names: tuple[int, ...]
    codes: tuple[int, ...]
    others: tuple[int, ...]


def passed_over(texts: Sequence[str], headings: Sequence[str], places: Places) -> PassedOver | None:
    """Why a row is about no enterprise; None where it may be about one."""
    # Nearly every row names a firm, and is told by that alone.
    if any(index < len(texts) and names_a_firm(texts[index]) for index in places.names):
        return None
    said = {index: folded(text) for index, text in enumerate(texts) if text}
    if said and all(index < len(headings) and text == folded(headings[index]) for index, text in said.items()):
        return PassedOver("重复的标题行")
    told = {index: text for index, text in said.items() if not _NOTHING.fullmatch(text)}
    if any(index in told for index in places.codes):
        return None
    if not told or any(index in said and index not in told for index in places.names):
        return PassedOver(NAMELESS)
    counts = [int(match[1]) for text in told.values() if (match := _COUNT.fullmatch(text))]
    words = {index: text for index, text in told.items() if not _NUMBER.fullmatch(text) and not _COUNT.fullmatch(text)}
    if not words:
        return _of_numbers(told, counts, places)
    if len(words) > 1 or any(index in places.others for index in words):
        return None
    ((index, word),) = words.items()
    numbers = [int(text) for text in told.values() if text.isdigit()]
    if _NOTED.match(word):
        return PassedOver("说明")
    if _TOTAL.fullmatch(word) and not looks_like_a_firm(word):
        return PassedOver("合计", total=_only([int(found) for found in re.findall(r"\d+", word)] or counts or numbers))
    # A running number before it makes it one of those listed.
    if any(before < index for before in told) or looks_like_a_firm(word) or _TITLE.fullmatch(word):
        return None
    section = _section(texts[index], counts)
    if section is not None:
        return PassedOver("小节", section)
    # What has figures beside it is no note, whatever is written beside its name.
    has_others = any(index in told for index in places.others)
    noted = _NOTE.fullmatch(word) is not None or says_of_a_list(word)
    return PassedOver("说明") if noted and not has_others else None


def names_a_firm(text: str) -> bool:
    """Whether a text is the name of an enterprise, and nothing said of it."""
    return looks_like_a_firm(text) and not re.search("[:：]", text)


def _of_numbers(told: Mapping[int, str], counts: Sequence[int], places: Places) -> PassedOver | None:
    """A row of nothing but numbers: a count of those above, or a running number that nothing follows."""
    if counts and len(told) == len(counts):
        return PassedOver("合计", total=_only(counts))
    if counts or any(index in told for index in (*places.names, *places.others)):
        return None
    return PassedOver("只有序号")


def _only(numbers: Sequence[int]) -> int | None:
    return numbers[0] if len(numbers) == 1 else None


def begins_another_table(texts: Sequence[str]) -> bool:
    """Whether a row is the mark of a further 附件, under which something else may be listed."""
    said = [text for text in texts if text]
    return len(said) == 1 and _TITLE.fullmatch(folded(said[0])) is not None and not looks_like_a_firm(said[0])


def _section(said: str, counts: Sequence[int]) -> Section | None:
    text = folded(said)
    rest = _ORDINAL.sub("", text)
    numbered = rest != text
    count = counts[0] if counts else None
    if match := re.fullmatch(rf"(.+?)[:,，]?(?:{_COUNT.pattern})", rest):
        rest, count = match[1], int(match[2])
    rest = rest.rstrip(":")
    region, title = _place(rest), named_title(rest)
    if region is None and title is None and count is None and not numbered and not re.fullmatch(_HEADED, rest):
        return None
    return Section(said, region, titles_in(rest), acts_in(rest), count)


_HEADED = r"第[一二三四五六七八九十\d]+批.*|.*(?:名单|名录|名册|一览表)|\d{4}年.*"


def _place(text: str) -> str | None:
    # Most texts are about something else, and what is near to them is nobody's concern here.
    if names_no_region(text):
        return None
    try:
        return region_code(text)
    except TiertrackError:
        return None


def _as_read(name: str) -> str:
    """A name as it is compared with what names end in: without what nobody sees, which hardly any has."""
    plain = folded(name)
    return plain if plain.endswith("公司") else folded(shown(name))


def doubtful_name(name: str) -> Fault | None:
    """The fault of a name with nothing beside it that says who is meant: one that does not end as the names of
    organisations do, or is no more than such an ending, or has more in it than a name."""
    plain = _as_read(name)
    return None if own_part(plain) and not _NO_PART.search(plain) else _in_doubt(name)


def doubtful_beside_a_code(name: str) -> Fault | None:
    """The fault of a name beside a code, which vouches for any name but that of another row: a total, a section, a
    note, and what has more in it than a name."""
    plain = _as_read(name)
    if own_part(plain) is not None and not _NO_PART.search(plain):
        return None
    shapes = (_NO_PART.search, _TOTAL.fullmatch, _COUNT.fullmatch, _TITLE.fullmatch, _NOTE.fullmatch)
    odd = any(shape(plain) for shape in shapes) or begins_otherwise(plain)
    odd = odd or acts_in(plain) is not None or _section(plain, ()) is not None
    return _in_doubt(name) if odd else None


def _in_doubt(name: str) -> Fault:
    remedy = "是企业的请写全称，或加上统一社会信用代码；是小节、合计或说明的，请让这一行只有这一格，或删去这一行"
    return Fault("E415", "分不清这一行是不是一家企业", remedy, name)


# What no name has in it: the signs of sentences and lists, a colon, a mark, a count.
_NO_PART = re.compile(
    r"[*…—。；;、!?:/|\\]|\.\.\.|(?:共|计|等|[(])\d+家|\d+家(?:企业|公司|[)]|$)|等[一二三四五六七八九十两几多]+家|[\u3400-\u9fff],|,[\u3400-\u9fff]"
    # A running number that ran into the name.
    r"|^\d{1,4}(?:中国|重庆|北京|上海|天津|[\u3400-\u9fff]{2,3}[省市])"
)
