"""The words of a list of titles: what a cell calls an act, and what it calls a title."""

from __future__ import annotations

import re

from attrs import frozen

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.headings import folded_word as _folded
from tiertrack.facts.vocabulary import TITLES, nearest
from tiertrack.intake.exchange_status import LISTED
from tiertrack.law.title_names import OldName, no_listing, old_name
from tiertrack.titles.events import EventKind

__all__ = ["KINDS", "NamedTitle", "event_kind", "named_title"]

# The acts a list may report.
KINDS = (
    EventKind.POOLED,
    EventKind.PUBLICISED,
    EventKind.RECOGNISED,
    EventKind.REVIEW_PASSED,
    EventKind.REVIEW_FAILED,
    EventKind.REVOKED,
    EventKind.RENAMED,
)

_KIND_OF = {
    **{kind.value: kind for kind in KINDS},
    **{kind.label: kind for kind in KINDS},
    "公告": EventKind.RECOGNISED,
    "取消": EventKind.REVOKED,
    "发行上市": EventKind.RECOGNISED,
    "退市": EventKind.REVOKED,
}


def event_kind(word: str) -> EventKind:
    """The act a word stands for; raises BadDossier."""
    kind = _KIND_OF.get(_folded(word))
    if kind is None:
        _refuse_share_market(word)
        remedy = nearest(_folded(word), [name.label for name in KINDS])
        raise BadDossier(Fault("E467", "名单里没有这种事项", remedy, word))
    return kind


# Who confers a title may be written before it. The same words with another level may be another title, or none:
# a 市级小巨人 is not the 小巨人 of the national list.
_NATIONAL = ("little_giant", "key_little_giant", "champion", "high_tech_enterprise", "tech_sme")
_PROVINCIAL = ("achievement", "innovative_sme", "hard_tech", "srdi_sme")
_OF_CHONGQING = ("gazelle_cq", "tech_enterprise_cq", "champion_cq")
_LEVELS = {
    **dict.fromkeys(_NATIONAL, ("国家级",)),
    **dict.fromkeys(_PROVINCIAL, ("省级", "市级", "重庆市")),
    **dict.fromkeys(_OF_CHONGQING, ("市级", "重庆市")),
}


def _title_folded(word: str) -> str:
    return re.sub("[“”„‟‘’「」『』\"']", "", _folded(word)).removesuffix("企业")


def _title_words() -> dict[str, str]:
    words = {key: key for key in TITLES}
    for key, label in TITLES.items():
        stem = _title_folded(label).removeprefix("重庆市")
        for name in (stem, "小巨人") if key == "little_giant" else (stem,):
            # 制造业单项冠军 without a level is the national title, which stands before that of the city.
            words.setdefault(name, key)
            words.update({level + name: key for level in _LEVELS.get(key, ())})
    return words


_TITLE_OF = _title_words()


@frozen
class NamedTitle:
    """The key of a title, and the old name it was called by, where it was."""

    title: str
    old: OldName | None = None


def named_title(word: str) -> NamedTitle:
    """The title of a key, a name or an old name."""
    old = old_name(word)
    return NamedTitle(_title_key(word)) if old is None else NamedTitle(old.title, old)


def _refuse_share_market(word: str) -> None:
    remedy = no_listing(word)
    if remedy is not None:
        raise BadDossier(Fault("E482", f"这不是{TITLES[LISTED]}", remedy, word))


def _title_key(word: str) -> str:
    """The key of a title by its key or name, without regard to quotation marks, blanks and the ending 企业."""
    folded = _title_folded(word)
    if folded in _TITLE_OF:
        return _TITLE_OF[folded]
    _refuse_share_market(word)
    level = next((one for one in ("国家级", "省级", "市级", "重庆市") if folded.startswith(one)), "")
    without = _TITLE_OF.get(folded.removeprefix(level))
    if without is None:
        raise BadDossier(Fault("E466", "没有这个称号", nearest(word, TITLES.values()), word))
    remedy = f"请核对文件；确指“{TITLES[without]}”的，请去掉“{level}”"
    raise BadDossier(Fault("E466", f"没有{level}的这个称号", remedy, word))
