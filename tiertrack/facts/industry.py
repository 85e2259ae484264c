"""Industry codes (GB/T 4754-2017) and the sixteen groups of the SME size standard they fall into."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

NOT_LISTED = "not_listed"

# The groups of 工信部联企业〔2011〕300号 第四条, keys for columns and their names.
SIZE_GROUPS = {
    "agriculture": "农、林、牧、渔业",
    "industry": "工业",
    "construction": "建筑业",
    "wholesale": "批发业",
    "retail": "零售业",
    "transport": "交通运输业",
    "storage": "仓储业",
    "post": "邮政业",
    "lodging": "住宿业",
    "catering": "餐饮业",
    "information": "信息传输业",
    "software": "软件和信息技术服务业",
    "real_estate": "房地产开发经营",
    "property": "物业管理",
    "leasing": "租赁和商务服务业",
    "other": "其他未列明行业",
    NOT_LISTED: "划型标准未列的行业",
}

# 国民经济行业分类的门类。
SECTIONS = (
    ("A", "农、林、牧、渔业"),
    ("B", "采矿业"),
    ("C", "制造业"),
    ("D", "电力、热力、燃气及水生产和供应业"),
    ("E", "建筑业"),
    ("F", "批发和零售业"),
    ("G", "交通运输、仓储和邮政业"),
    ("H", "住宿和餐饮业"),
    ("I", "信息传输、软件和信息技术服务业"),
    ("J", "金融业"),
    ("K", "房地产业"),
    ("L", "租赁和商务服务业"),
    ("M", "科学研究和技术服务业"),
    ("N", "水利、环境和公共设施管理业"),
    ("O", "居民服务、修理和其他服务业"),
    ("P", "教育"),
    ("Q", "卫生和社会工作"),
    ("R", "文化、体育和娱乐业"),
    ("S", "公共管理、社会保障和社会组织"),
    ("T", "国际组织"),
)

_LETTERS = {
    "A": (1, 5),
    "B": (6, 12),
    "C": (13, 43),
    "D": (44, 46),
    "E": (47, 50),
    "F": (51, 52),
    "G": (53, 60),
    "H": (61, 62),
    "I": (63, 65),
    "J": (66, 69),
    "K": (70, 70),
    "L": (71, 72),
    "M": (73, 75),
    "N": (76, 79),
    "O": (80, 82),
    "P": (83, 83),
    "Q": (84, 85),
    "R": (86, 90),
    "S": (91, 96),
    "T": (97, 97),
}


# The divisions with the letter of their section, and what may stand behind one: nothing, a group or a class.
DIVISIONS = tuple(
    f"{letter}{division:02}" for letter, (first, last) in _LETTERS.items() for division in range(first, last + 1)
)
WITHIN = ("", *map(str, range(10)), *(f"{place:02}" for place in range(100)))

# What a code looks like: the letter of a section alone, or with a division of its own and up to two digits more.
INDUSTRY_CODE = f"^(?:[A-T]|(?:{'|'.join(DIVISIONS)})[0-9]{{0,2}})$"

# The longest prefix of a code that stands here decides; a code too short to decide has no group. 591 belongs to
# transport and the rest of 59 to storage; railways (53), own property (704), finance, education and health to none.
_GROUPS = {
    "agriculture": ("A",),
    "industry": ("B", "C", "D"),
    "construction": ("E",),
    "wholesale": ("F51",),
    "retail": ("F52",),
    "transport": ("G54", "G55", "G56", "G57", "G58", "G591"),
    "storage": tuple(f"G59{digit}" for digit in range(2, 10)),
    "post": ("G60",),
    "lodging": ("H61",),
    "catering": ("H62",),
    "information": ("I63", "I64"),
    "software": ("I65",),
    "real_estate": ("K701",),
    "property": ("K702",),
    "leasing": ("L",),
    "other": ("M", "N", "O", "Q85", "R", "K703", "K709"),
    NOT_LISTED: ("G53", "J", "K704", "P", "Q84", "S", "T"),
}
# Codes too short for one group whose classes all belong to one of two; where both conclude alike, that is the answer.
SIZE_GROUP_PAIRS = {
    "F": ("wholesale", "retail"),
    "G59": ("transport", "storage"),
    "H": ("lodging", "catering"),
    "I": ("information", "software"),
}
EITHER_GROUP = {pair: "_or_".join(pair) for pair in SIZE_GROUP_PAIRS.values()}
EITHER_GROUP_NAMES = {key: "或".join(SIZE_GROUPS[group] for group in pair) for pair, key in EITHER_GROUP.items()}
EITHER_GROUP_OF = {code: EITHER_GROUP[pair] for code, pair in SIZE_GROUP_PAIRS.items()}

SIZE_GROUP_OF: dict[str, str] = {prefix: group for group, prefixes in _GROUPS.items() for prefix in prefixes}


@functools.lru_cache(maxsize=4096)
def is_industry_code(text: str) -> bool:
    """Whether a text has the form of a code: a section, and a division of its own."""
    return re.fullmatch(INDUSTRY_CODE, text) is not None


def section_of(division: str) -> str | None:
    """The letter of the section that a division of two digits belongs to."""
    number = int(division)
    return next((letter for letter, (first, last) in _LETTERS.items() if first <= number <= last), None)


@functools.lru_cache(maxsize=4096)
def size_group(industry: str) -> str | None:
    """The size standard's group of a normalised code, or which two it may be in; NOT_LISTED where none, None where the
    code leaves more open than that or cannot be one."""
    if not is_industry_code(industry):
        return None
    prefixes = (industry[:length] for length in range(len(industry), 0, -1))
    return next(
        (SIZE_GROUP_OF[prefix] for prefix in prefixes if prefix in SIZE_GROUP_OF), EITHER_GROUP_OF.get(industry)
    )


@functools.cache
def size_groups() -> Mapping[str, str]:
    """The group of every code that has one."""
    return {code: group for code in _codes() if (group := size_group(code)) is not None}


def _codes() -> Iterator[str]:
    """Every code there can be: the letter of a section, with a division of its own, a group or a class."""
    yield from _LETTERS
    yield from (f"{division}{rest}" for division in DIVISIONS for rest in WITHIN)
