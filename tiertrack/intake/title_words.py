"""The words of a list of titles: what a cell calls an act, and what it calls a title."""

from __future__ import annotations

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.headings import folded_word as _folded
from tiertrack.facts.vocabulary import nearest
from tiertrack.intake.exchange_status import LISTED
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.title_names import NamedTitle, named_title, no_listing, of_another_level
from tiertrack.law.titles import TITLES

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


def listed_title(word: str) -> NamedTitle:
    """The title of a key, a name or an old name; raises BadDossier.

    The same words with another level may be another title, or none: a 市级小巨人 is not the 小巨人 of the national
    list.
    """
    found = named_title(word)
    if found is not None:
        return found
    _refuse_share_market(word)
    of_another = of_another_level(word)
    if of_another is None:
        raise BadDossier(Fault("E466", "没有这个称号", nearest(word, TITLES.values()), word))
    level, title = of_another
    remedy = f"请核对文件；确指“{TITLES[title]}”的，请去掉“{level}”"
    raise BadDossier(Fault("E466", f"没有{level}的这个称号", remedy, word))


def _refuse_share_market(word: str) -> None:
    remedy = no_listing(word)
    if remedy is not None:
        raise BadDossier(Fault("E482", f"这不是{TITLES[LISTED]}", remedy, word))
