"""Whether a name on a list is an enterprise on record: surely, not at all, or for a person to confirm.

Real lists carry names, not codes. A code, or a name written as we know it (brackets, blanks and width aside) and borne
on the day of the list, settles it. Anything weaker (another legal form, another place before the same trade name, a
name given up before, old forms of characters) only makes a proposal: two firms must never silently become one.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable

from attrs import evolve, field, frozen

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.identity import Identity, normalise_name, simplified_name
from tiertrack.facts.look_alikes import shown
from tiertrack.labels import Labelled
from tiertrack.law.place_names import place_stripped

# What a firm is in law, or calls itself: 厂 may become 厂有限公司, that 总厂, that a group, and all of it a company by
# shares.
_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|股份公司|公司|有限责任|总厂|厂|总公司|集团|股份|\((?:集团|普通合伙|特殊普通合伙|有限合伙)\))+$"
)
_BRACKETED = re.compile(r"\([^)]*\)")


# The import of a list asks for the stem of a name several times.
@functools.lru_cache(maxsize=4096)
def stem(name: str) -> str:
    """The trade name: without legal form, brackets and the places it begins with; empty where nothing telling is left.

    重庆某某精密制造（集团）有限公司 and 重庆市某某精密制造厂股份有限公司 have one stem. A trade name of one character
    tells a firm only with the places before it.
    """
    rest = _FORM.sub("", normalise_name(name))
    placed = _FORM.sub("", _BRACKETED.sub("", rest))
    rest = place_stripped(placed)
    told = placed if len(rest) == 1 else rest
    return told.replace("零", "〇") if len(told) > 1 else ""


class Resemblance(Labelled):
    """Why an enterprise on record may be that of a row."""

    OLD_FORM = "old_form", "繁体或旧字形不同，其余相同"
    SAME_STEM = "same_stem", "字号相同，组织形式或地名不同"
    NAME_GIVEN_UP = "name_given_up", "名单日期以前已不用这个名称"
    NAME_TAKEN_LATER = "name_taken_later", "名单日期以后才用这个名称"
    SHARED_NAME = "shared_name", "几家企业用过这个名称"
    FORMER_NAME = "former_name", "名单所写的曾用名有几家对得上"
    IDENTIFIED = "identified", "名称或代码相同"


@frozen
class KnownName:
    """A name an enterprise bears or bore, from ``since`` until before ``until`` (None: not known, or still)."""

    enterprise: int
    name: str
    since: dt.date | None = None
    until: dt.date | None = None

    def borne_on(self, day: dt.date) -> bool:
        """Whether nothing speaks against the name having been borne on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@frozen
class Lookup:
    """What is known of the names and codes a list mentions: enterprises by code, names by their normalised writing and
    by their stem, and the credit code of each enterprise that has one."""

    codes: dict[str, int] = field(factory=dict)
    names: dict[str, tuple[KnownName, ...]] = field(factory=dict)
    stems: dict[str, tuple[KnownName, ...]] = field(factory=dict)
    credit_codes: dict[int, str] = field(factory=dict)


@frozen
class Candidate:
    """An enterprise that may be meant, by which of its names, and why."""

    enterprise: int
    name: str
    why: Resemblance


@frozen
class Match:
    """The result of a search: the enterprise (None where it is not settled), or the candidates to choose from.

    Neither: an enterprise not on record.
    """

    enterprise: int | None = None
    candidates: tuple[Candidate, ...] = ()


def match(identity: Identity, former_names: Iterable[str], on: dt.date, known: Lookup) -> Match:
    """The enterprise that a row of a list dated ``on`` is about.

    Raises BadDossier where its code and its name, or two of its codes, belong to different enterprises (E441), or where
    the enterprise of this name has another credit code (E443).
    """
    by_code = _by_codes(identity, known)
    by_name = _by_name(identity.name, on, known)
    if by_code is not None:
        if by_name.enterprise is not None and by_name.enterprise != by_code:
            codes = "、".join(filter(None, (identity.uscc, identity.stock_code)))
            what = f"{codes} 与名称“{identity.name}”指向不同的企业"
            raise BadDossier(Fault("E441", what, "请核对名称与代码，一行只写一家企业"))
        return Match(by_code)
    found = by_name
    if found.enterprise is None and not found.candidates:
        found = _by_former_names(former_names, known)
    if found.enterprise is None and not found.candidates:
        found = Match(None, resembling(identity, known))
    if found.enterprise is not None:
        _refuse_other_code(identity, found.enterprise, known)
    return found


def _by_codes(identity: Identity, known: Lookup) -> int | None:
    found = {known.codes[code] for code in (identity.uscc, identity.stock_code) if code and code in known.codes}
    if len(found) > 1:
        what = f"{identity.uscc} 与 {identity.stock_code} 指向不同的企业"
        raise BadDossier(Fault("E441", what, "请核对两个代码，一行只写一家企业"))
    return next(iter(found), None)


def _refuse_other_code(identity: Identity, enterprise: int, known: Lookup) -> None:
    if _has_other_code(identity, enterprise, known):
        what = f"这家企业登记的统一社会信用代码是 {known.credit_codes[enterprise]}"
        raise BadDossier(Fault("E443", what, "请核对代码；若是同名的另一家企业，请写它的证照全称", identity.uscc))


def _by_name(name: str | None, on: dt.date, known: Lookup) -> Match:
    """The enterprises that bore the name on the day; those that had given it up by then are only candidates."""
    if name is None:
        return Match()
    bearers = known.names.get(normalise_name(name), ())
    borne = [bearer for bearer in bearers if bearer.borne_on(on)]
    exact = [bearer for bearer in borne if bearer.name == shown(name)]
    found = {bearer.enterprise for bearer in exact} or {bearer.enterprise for bearer in borne}
    if len(found) == 1:
        return Match(found.pop())
    if found:
        return Match(None, _candidates(borne, Resemblance.SHARED_NAME))
    had_it = {bearer.enterprise for bearer in bearers if bearer.since is None or bearer.since <= on}
    return Match(
        None,
        tuple(
            one if one.enterprise in had_it else evolve(one, why=Resemblance.NAME_TAKEN_LATER)
            for one in _candidates(bearers, Resemblance.NAME_GIVEN_UP)
        ),
    )


def _by_former_names(names: Iterable[str], known: Lookup) -> Match:
    """The enterprises whose former name, by the list itself, it is."""
    bearers = [bearer for name in names for bearer in known.names.get(normalise_name(name), ())]
    found = {bearer.enterprise for bearer in bearers}
    return Match(found.pop()) if len(found) == 1 else Match(None, _candidates(bearers, Resemblance.FORMER_NAME))


def resembling(identity: Identity, known: Lookup) -> tuple[Candidate, ...]:
    """The enterprises of the same trade name as a name that is not on record, or of the same name but for old forms of
    characters; whoever has another code is another."""
    if not identity.name:
        return ()
    name = simplified_name(identity.name)
    same = () if name == normalise_name(identity.name) else known.names.get(name, ())
    found = (*_candidates(same, Resemblance.OLD_FORM), *_candidates(_called_alike(name, known), Resemblance.SAME_STEM))
    first = {one.enterprise: one for one in reversed(found) if not _has_other_code(identity, one.enterprise, known)}
    return tuple(first[key] for key in sorted(first))


def _called_alike(name: str, known: Lookup) -> tuple[KnownName, ...]:
    return known.stems.get(stem(name), ()) if stem(name) else ()


def _has_other_code(identity: Identity, enterprise: int, known: Lookup) -> bool:
    on_record = known.credit_codes.get(enterprise)
    return bool(identity.uscc and on_record and identity.uscc != on_record)


def _candidates(names: Iterable[KnownName], why: Resemblance) -> tuple[Candidate, ...]:
    by_enterprise = {bearer.enterprise: Candidate(bearer.enterprise, bearer.name, why) for bearer in names}
    return tuple(by_enterprise[key] for key in sorted(by_enterprise))
