"""What a question is asked about, as programs have it: a title, an act or a region by itself, or by a word for it; an
enterprise by its dossier, a while and a share by a text or exactly.

Every door takes them alike; a word is read as on the command line. What names none is refused, naming the nearest.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from tiertrack.errors import BadInput, Fault
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.industry_reading import normalise_industry
from tiertrack.facts.units import parse_share, parse_span
from tiertrack.facts.vocabulary import nearest_name, nearest_titles
from tiertrack.given import of_kind, unfit
from tiertrack.labels import Labelled, plain_word
from tiertrack.law.region_reading import read_region
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.title_definition import TitleDefinition
from tiertrack.law.title_names import NamedTitle, key_of_title, named_title, of_places
from tiertrack.law.titles import TITLES, Title, title_definition, title_of
from tiertrack.temporal import Span

# A title, or its key or any name of today; an act, or its key or Chinese name; a region, or its code or name.
TitleLike = Title | str
ActLike = Act | str
RegionLike = Region | str

_Member = TypeVar("_Member", bound=Labelled)


def as_title(given: TitleLike, region: Region | None = None) -> Title:
    """The title, of those that several places call the same that of ``region``; raises BadInput for a word that names
    none today."""
    if isinstance(given, Tier | TitleDefinition):
        return given
    if not isinstance(given, str):
        raise unfit("称号", "Tier、Adjacent 的成员，或称号的键、名称", given)
    found = named_title(given)
    if found is not None and found.old is None:
        return title_of(found.title)
    there = [] if region is None else [title for key in of_places(given) if _is_of(title := title_of(key), region)]
    if len(there) == 1:
        return there[0]
    raise BadInput(Fault("E703", "没有这个称号", _instead_of_title(given, found), given))


def _is_of(title: Title, region: Region) -> bool:
    return isinstance(title, TitleDefinition) and title.region is not None and title.region.contains(region)


def _instead_of_title(word: str, found: NamedTitle | None) -> str:
    """What to ask for instead of a word that names no title of today: the title it is an old name or one of several
    standards of, or the nearest."""
    if found is not None and found.old is not None:
        label = TITLES[found.title]
        was = "以前的名称" if found.old.conferred else "的培育对象，不是称号"
        return f"这是{label}{was}，请写 {label}"
    plain = plain_word(word)
    for title in map(title_definition, TITLES):
        for variant in title.variants:
            if plain.endswith(variant.label) and plain.removesuffix(variant.label) in ("", *title.short_names):
                return (
                    f"这是{title.label}的一个{variant.kind}，请写 {title.label}，并指明{variant.kind} {variant.label}"
                )
    return nearest_titles(word)


def as_title_key(given: TitleLike) -> str:
    """The key of the title; a word that names none today is left to whoever is asked of it."""
    return key_of_title(given) if isinstance(given, str) else as_title(given).value


def as_act(given: ActLike) -> Act:
    """The act; raises BadInput for a word that names none."""
    return as_member(Act, given, "事项")


def as_applied_for(given: ActLike) -> Act:
    """The act, one an enterprise applies for; raises BadInput for 退市, which it does not."""
    act = as_act(given)
    if not act.is_applied_for:
        remedy = "是否触及退市指标请用 assess，全部企业请用 screen、near；两天相比请用 compare"
        raise BadInput(Fault("E767", f"{act.label}不是可以申报的事项", remedy, act.label))
    return act


def as_member(kind: type[_Member], given: _Member | str, what: str) -> _Member:
    """The member of a vocabulary, or the one of a key, a Chinese name or another word for it; raises BadInput for a
    word that names none, with the nearest, where ``what`` is what is asked for, as 板块."""
    if isinstance(given, kind):
        return given
    if not isinstance(given, str):
        raise unfit(what, f"{kind.__name__} 的成员，或它的键、名称", given)
    found = kind.named(given)
    if found is None:
        raise BadInput(Fault("E703", f"没有这个{what}", nearest_name(given, kind.words()), given))
    return found


def as_industry(given: str | None) -> str | None:
    """The code of an industry, a word as in a file; None where none is given. Raises BadIdentifier."""
    if given is None:
        return None
    return normalise_industry(of_kind(str, given, "行业", "行业代码或名称，如 C34", "industry"))


def as_region(given: RegionLike | None, on: dt.date | None = None) -> Region | None:
    """The region, a word as it is understood on the day; None where none is given. Raises BadIdentifier."""
    if given is None or isinstance(given, Region):
        return given
    if not isinstance(given, str):
        raise unfit("地区", "Region，或六位代码、名称", given)
    return read_region(given, on)


def as_dossier(given: Dossier) -> Dossier:
    """The dossier; raises BadInput for anything else, as for the data one is made from."""
    return of_kind(Dossier, given, "企业档案", "Dossier：资料请写 Dossier.from_dict(data)，文件请写 read_dossier(path)")


def as_span(given: dt.timedelta | Span | str, place: str) -> Span:
    """A while ahead, a text as on the command line; raises BadInput."""
    if isinstance(given, str):
        return parse_span(given)
    if isinstance(given, dt.timedelta):
        return Span.of(given)
    return of_kind(Span, given, "时间跨度", "timedelta、Span，或如 90天、3个月 的文字", place)


def as_share(given: Fraction | str, place: str) -> Fraction:
    """A share, a text as on the command line; raises BadInput, as for a number of floating point."""
    if isinstance(given, str):
        return parse_share(given)
    if isinstance(given, Fraction | Decimal) or type(given) is int:
        return Fraction(given)
    raise unfit("准确的比例", '如 "10%" 的文字，或 Fraction(1, 10)', given, place)
