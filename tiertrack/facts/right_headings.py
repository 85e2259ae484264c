"""The headings of a table of rights, a right a row: which enterprise it is of, and what is known of it."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping
from typing import Final

from tiertrack.facts.headings import BESIDE_FACTS, Heading, heading_of_fact
from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES
from tiertrack.facts.units import folded
from tiertrack.facts.vocabulary import Fact

# What stands beside the attributes of a right: its name and number.
RIGHT, NUMBER = "right", "number"

# What tells enterprises apart, and where a row is from. A column 名称 is that of the right.
BESIDE_RIGHTS: Final = {
    key: tuple(name for name in BESIDE_FACTS[key] if name != "名称")
    for key in ("name", "short_name", "uscc", "stock_code", "source")
}

# The name of each column of a right, and what else tables call it.
RIGHT_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    RIGHT: ("知识产权名称", "名称", "专利名称", "软件名称", "商标名称", "发明名称", "知识产权"),
    NUMBER: (
        *("授权号/登记号", "授权号", "登记号", "编号", "专利号", "专利号/登记号", "授权号(登记号)", "专利号(登记号)"),
        *("登记号/授权号", "授权(登记)号", "证书号", "知识产权编号", "注册号"),
    ),
    "kind": ("种类", "知识产权种类", "知识产权类型", "知识产权类别", "类型", "类别", "专利类型", "专利种类"),
    "acquired": ("取得方式", "获得方式", "转让", "是否转让", "受让", "是否受让", "是否转入"),
    "transferred_on": ("转入日", "转让日", "受让日", "转入日期", "转让日期", "受让日期"),
    "granted_on": ("授权日", "授权日期", "授权公告日", "登记日", "登记日期", "授权日/登记日", "取得日期"),
    "through": ("有效至", "有效期至", "有效期止", "到期日", "有效期", "届满日", "有效期届满日"),
    "holder_rank": ("权利人排名", "排名", "权利人位次", "本企业排名"),
    **{key: (fact.label, f"是否{fact.label}") for key, fact in RIGHT_ATTRIBUTES.items() if fact.kind.is_yes_or_no},
    "pledge": ("质押融资金额", "质押金额", "质押融资"),
}


def known_right_heading(text: str) -> Heading | None:
    """What a heading stands for in a table of rights, None where it is not known.

    Raises BadDossier, not placed, where it gives a unit what it names cannot have.
    """
    plain = re.sub(r"\(是[/或、]?否\)$", "", folded(text).strip("*:"))
    if (key := _named().get(plain)) is not None:
        return Heading(text, key, RIGHT_ATTRIBUTES.get(key))
    return heading_of_fact(text, _attributes())


def near_right_headings(text: str) -> tuple[str, ...]:
    """The known headings nearest to one that is not known, the nearest first."""
    known = [name for names in (*BESIDE_RIGHTS.values(), *RIGHT_HEADINGS.values()) for name in names]
    return tuple(difflib.get_close_matches(folded(text), known, n=3, cutoff=0.6))


def is_right_heading(text: str) -> bool:
    """Whether a text is the heading of a column that a table of rights may have."""
    return folded(text).strip("*:") in _named()


@functools.cache
def _named() -> Mapping[str, str]:
    return {
        word: key
        for key, names in (*BESIDE_RIGHTS.items(), *RIGHT_HEADINGS.items())
        for word in (*([] if key in (RIGHT, NUMBER) else [key]), *map(folded, names))
    }


@functools.cache
def _attributes() -> Mapping[str, Fact]:
    """The attributes by their folded names: only the heading of an amount has a unit."""
    named = ((key, name) for key, names in RIGHT_HEADINGS.items() if key in RIGHT_ATTRIBUTES for name in (key, *names))
    return {folded(name): RIGHT_ATTRIBUTES[key] for key, name in named}
