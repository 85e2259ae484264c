"""What is known of one enterprise: each value with its source and the instant of learning it, nothing averaged away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

import attrs
from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.achievement_file import achievement_members, is_about_achievement
from tiertrack.facts.construction import Members, all_of, changed, checked, coded, named, unchecked, wrong_type
from tiertrack.facts.credit_code import legal_form, normalise_credit_code, shown_credit_code
from tiertrack.facts.datum import Datum, confused_sources, observed, value_key
from tiertrack.facts.dossier_members import EveryTitle, dossier_members
from tiertrack.facts.dossier_parts import (
    ENTERPRISE,
    Application,
    Attestation,
    HeldTitle,
    subject_of,
    title_called,
)
from tiertrack.facts.identity import normalise_region
from tiertrack.facts.industry import size_group
from tiertrack.facts.industry_reading import normalise_industry
from tiertrack.facts.intellectual_property import IpRight, repeated_rights
from tiertrack.facts.ip_file import rights_written
from tiertrack.facts.json_reading import JsonObject, text_faults, unless_too_deep
from tiertrack.facts.shared_members import facts_written, order_written, title_written
from tiertrack.facts.vocabulary import CRITERION_PREFIX
from tiertrack.law.regions import Region
from tiertrack.law.title_names import key_of_title
from tiertrack.logic.between import Between
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import ADDED_LATER
from tiertrack.temporal import AsOf, Period

# The parts of a dossier are looked for here, too.
__all__ = ["ENTERPRISE", "Application", "Attestation", "Dossier", "HeldTitle"]


@checked
@frozen
class Dossier:
    """The values known of one enterprise.

    ``known_titles`` are the titles whose holding is known either way: outside its periods such a title is not held,
    any other title is unknown. ``known_applications`` say the same of the titles applied for. Values that sources
    disagree on are in ``conflicts`` and count as unknown. ``achievements`` are those the enterprise has to do with,
    None where unknown. ``subject`` is what the dossier is about: 企业, or an achievement in the same form. ``ip`` lists
    every right of the enterprise, None where no list was given; what a count of it leaves open of a value is in
    ``doubts``, by the value's key, and the bounds it gives for a number are in ``bounds``: nobody states them.

    The credit code, the region and the industry may be written as in a file. A title that is held, or applied for, is
    one of which that is known. Raises BadDossier with everything that is wrong.
    """

    name: str
    uscc: str | None = None
    region: str | None = None
    industry: str | None = None
    data: tuple[Datum, ...] = ()
    titles: tuple[HeldTitle, ...] = ()
    known_titles: frozenset[str] = frozenset()
    attestations: tuple[Attestation, ...] = ()
    applications: tuple[Application, ...] = ()
    known_applications: frozenset[str] = frozenset()
    achievements: tuple[Achievement, ...] | None = field(default=None, metadata=ADDED_LATER)
    subject: str = field(default=ENTERPRISE, metadata=ADDED_LATER)
    ip: tuple[IpRight, ...] | None = field(default=None, metadata=ADDED_LATER)
    doubts: Mapping[str, str] = field(init=False, factory=dict, eq=False, repr=False)
    bounds: Mapping[str, Between] = field(init=False, factory=dict, eq=False, repr=False)
    _latest: Mapping[str, tuple[Datum, ...]] = field(init=False, eq=False, repr=False)
    conflicts: Mapping[str, tuple[Datum, ...]] = field(init=False, eq=False, repr=False)
    values: Mapping[str, Value] = field(init=False, eq=False, repr=False)
    _spells: Mapping[str, tuple[Period, ...]] = field(init=False, eq=False, repr=False)
    _attested: Mapping[str, tuple[Attestation, ...]] = field(init=False, eq=False, repr=False)

    def __repr__(self) -> str:
        return told(self, self.name, self.uscc, said=f"{len(self.values)} 项数值, {len(self.titles)} 项称号")

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("name", named("E301", "没有企业名称", "请在 name 写企业全称"))
        for name, default in _NEVER_NONE.items():
            if name in given and given[name] is None:
                given.fault(name, "E362", "不收 None", f"没有的请写 {default}")
        for name, read in _READERS.items():
            given.read(name, read)
        given.faults += confused_sources(given.get("data"))
        given.faults += repeated_rights(given.get("ip"))
        if not given.faults:
            for known, parts in (("known_titles", "titles"), ("known_applications", "applications")):
                stated = frozenset(part.title for part in given.get(parts, ()))
                if not all(title in given.get(known, ()) for title in stated):
                    given[known] = given.get(known, frozenset()) | stated

    @_latest.default
    def _latest_of_sources(self) -> Mapping[str, tuple[Datum, ...]]:
        """For each value, the latest observation of each source."""
        recorded = any(map(_recorded_at, self.data))
        data = sorted(self.data, key=_recorded) if recorded else self.data
        keys = [*map(value_key, map(_key, data), map(_year, data))]
        by_key: dict[str, tuple[Datum, ...]] = dict(zip(keys, zip(data, strict=True), strict=True))
        if len(by_key) == len(keys):
            # Most values have a single source.
            return by_key
        by_key = {}
        for key, datum in zip(keys, data, strict=True):
            by_key[key] = _with(by_key[key], datum) if key in by_key else (datum,)
        return by_key

    @conflicts.default
    def _find_conflicts(self) -> Mapping[str, tuple[Datum, ...]]:
        if len(self._latest) == len(self.data):
            return {}
        several = ((key, latest) for key, latest in self._latest.items() if len(latest) > 1)
        return {key: latest for key, latest in several if len({datum.value for datum in latest}) > 1}

    @values.default
    def _settle_values(self) -> Mapping[str, Value]:
        conflicts = self.conflicts
        settled: dict[str, Value] = {
            key: latest[0].value for key, latest in self._latest.items() if key not in conflicts
        }
        group = size_group(self.industry) if self.industry else None
        if group is not None:
            settled["size_group"] = group
        if self.industry:
            settled["industry_section"] = self.industry[0]
        form = legal_form(self.uscc) if self.uscc else None
        if form is not None:
            settled["uscc"] = form
        return settled

    @_spells.default
    def _group_titles(self) -> Mapping[str, tuple[Period, ...]]:
        spells: dict[str, tuple[Period, ...]] = {}
        for held in self.titles:
            spells[held.title] = (*spells.get(held.title, ()), held.days)
        return spells

    @_attested.default
    def _group_attestations(self) -> Mapping[str, tuple[Attestation, ...]]:
        newest_first: dict[str, tuple[Attestation, ...]] = {}
        for made in sorted(self.attestations, key=_on, reverse=True):
            newest_first[made.key] = (*newest_first.get(made.key, ()), made)
        return newest_first

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, place: str = "档案", on: dt.date | None = None) -> Dossier:
        """The dossier of an enterprise in the form of a file.

        Args:
            data: The members, as ``json.loads`` gives them for a file. A number that is no text is a Decimal or, of a
                share, a Fraction; a day may be a ``datetime.date``; a float is refused.
            place: The name of the whole in error messages.
            on: The day the region is to be one of; unless given, any that there was is taken.

        Returns:
            The dossier; ``to_dict`` is the inverse.

        Raises:
            BadDossier: Members or values that are wrong; every fault is named with its place.

        Examples:
            >>> from tiertrack import Dossier
            >>> firm = Dossier.from_dict({"name": "甲公司", "facts": {"market_share": "12%"}})
            >>> firm.to_dict()
            {'name': '甲公司', 'facts': {'market_share': '3/25'}}
        """
        return unless_too_deep(lambda: cls._read(data, place, on), place)

    @classmethod
    def _read(cls, data: Any, place: str, on: dt.date | None) -> Dossier:
        if not isinstance(data, Mapping):
            raise wrong_type(data, '{"name": …, "facts": {…}}').at(place)
        if is_about_achievement(data):
            remedy = "要判断它，请问“高价值科技成果”一级；或换一份企业档案"
            raise BadDossier(Fault("E340", "这是一份成果档案，不是企业档案", remedy, place=place))
        given = JsonObject(data, place, on=on)
        unfit = tuple(text_faults(data, place))
        members = dossier_members(given)
        if unfit or given.faults:
            # What is no line of text is not shown, whatever else is wrong with it.
            places = {fault.place for fault in unfit}
            others = (
                fault for fault in given.faults if fault.place not in places and (str(fault).isprintable() or not unfit)
            )
            raise BadDossier(*unfit, *others)
        return unchecked(cls, **members)

    def to_dict(self) -> dict[str, Any]:
        """The dossier in the form of a file, in plain data that ``json.dumps`` takes; ``from_dict`` is the inverse.

        What a count of rights leaves open (``doubts`` and ``bounds``) is not in it, since it follows from the rights.
        """
        listed = isinstance(self.known_titles, EveryTitle) or bool(self.titles)
        asked = listed or isinstance(self.known_applications, EveryTitle) or bool(self.applications)
        written = {
            "name": self.name,
            "subject": None if self.subject == ENTERPRISE else self.subject,
            "uscc": self.uscc and shown_credit_code(self.uscc),
            "region": self.region,
            "industry": self.industry,
            "facts": facts_written(self.data) or None,
            "facts_order": order_written(self.data, _value_of, lambda datum: datum.key),
            "ip": None if self.ip is None else rights_written(self.ip),
            "titles": [*map(title_written, self.titles)] if listed else None,
            "known_titles": _known(self.known_titles, listed),
            "applications": _applied(self.applications) if self.applications or (asked and not listed) else None,
            "known_applications": _known(self.known_applications, asked),
            "judgements": judgements_written(self.attestations) or None,
            "judgements_order": order_written(self.attestations, _judged, _judged),
            "achievements": None if self.achievements is None else [*map(achievement_members, self.achievements)],
        }
        return {member: value for member, value in written.items() if value is not None}

    @property
    def where(self) -> Region | None:
        """The region the enterprise is in, None where unknown."""
        return Region(self.region) if self.region else None

    def known(self, asof: AsOf) -> Dossier:
        """The dossier as it was known at ``asof.known_at``; itself where all that is known is asked for."""
        if asof.known_at is None:
            return self
        return changed(self, data=tuple(datum for datum in self.data if asof.knew(datum.recorded_at)))

    def holds_title(self, title: str, on: dt.date) -> bool | None:
        """Whether a title, by its key or name, is held on a day; None where nothing is known of it."""
        title = key_of_title(title)
        if title not in self.known_titles:
            return None
        if any(on in period for period in self._spells.get(title, ())):
            return True
        return None if any(held.title == title and held.may_still_count(on) for held in self.titles) else False

    def holding(self, title: str, on: dt.date) -> HeldTitle | None:
        """The title as held on a day, None where it is not known to be."""
        title = key_of_title(title)
        if not self.holds_title(title, on):
            return None
        return next(unchecked(HeldTitle, title, period) for period in self._spells[title] if on in period)

    def last_held(self, key: str, on: dt.date) -> dt.date | None:
        """The last day the title of a key was held before a day; None where that is not known."""
        held = (one.days.last for one in self.titles if one.title == key)
        return max((day for day in held if day is not None and day < on), default=None)

    def has_applied(self, title: str, on: dt.date) -> bool | None:
        """Whether a title was applied for earlier in the year of a day or on it; None where nothing is known of it."""
        title = key_of_title(title)
        if title not in self.known_applications:
            return None
        made = (application.on for application in self.applications if application.title == title)
        return any(day <= on and day.year == on.year for day in made)

    def attested(self, key: str, on: dt.date) -> Attestation | None:
        """The last attestation of a judgement made on or before a day.

        A whole criterion is judged by the figures of an application: that counts in the year it was made.
        """
        if key not in self._attested:
            # Of most judgements nobody made any, and every answer asks for all of them.
            return None
        made = next((made for made in self._attested[key] if made.on <= on), None)
        of_criterion = key.startswith(CRITERION_PREFIX)
        return None if of_criterion and made is not None and made.on.year != on.year else made

    def attests(self, keys: frozenset[str]) -> bool:
        """Whether there is an attestation of any of these judgements."""
        return not keys.isdisjoint(self._attested)

    @property
    def judged_criteria(self) -> tuple[str, ...]:
        """The keys of the criteria that an authority judged as a whole."""
        return tuple(key.removeprefix(CRITERION_PREFIX) for key in self._attested if key.startswith(CRITERION_PREFIX))

    def sources(self, key: str) -> tuple[Datum, ...]:
        """The latest observation of each source of one value."""
        return self._latest.get(key, ())


def with_counts(
    dossier: Dossier, data: tuple[Datum, ...], doubts: Mapping[str, str], bounds: Mapping[str, Between]
) -> Dossier:
    """The dossier with the data that a count of its rights gives, and with what that count leaves open."""
    made = changed(dossier, data=data)
    # No constructor takes what only a count may say.
    object.__setattr__(made, "doubts", doubts)
    object.__setattr__(made, "bounds", bounds)
    return made


def with_sources(dossier: Dossier, sources: Mapping[str, str]) -> Dossier:
    """The dossier with other sources of values without a year that have one observation each, by their keys."""
    made = object.__new__(Dossier)
    for part in attrs.fields(Dossier):
        object.__setattr__(made, part.name, getattr(dossier, part.name))
    said = {key: dossier.sources(key)[0] for key in sources}
    named = {key: observed(key, None, one.value, sources[key], one.recorded_at) for key, one in said.items()}
    # Nothing else is worked out from where a value is from.
    object.__setattr__(made, "data", tuple([named.get(datum.key, datum) for datum in dossier.data]))
    object.__setattr__(made, "_latest", {**dossier._latest, **{key: (datum,) for key, datum in named.items()}})
    return made


_key, _year, _recorded_at, _on = map(attrgetter, ("key", "year", "recorded_at", "on"))
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


def _recorded(datum: Datum) -> dt.datetime:
    return datum.recorded_at or _NEVER


def _with(latest: tuple[Datum, ...], datum: Datum) -> tuple[Datum, ...]:
    """The latest observations of each source with one more, in the place of an earlier one of its source."""
    if all(earlier.source != datum.source for earlier in latest):
        return (*latest, datum)
    return tuple(datum if earlier.source == datum.source else earlier for earlier in latest)


# What is read of the members that are given.


def _titles(keys: Any) -> frozenset[str]:
    if isinstance(keys, EveryTitle):
        return keys
    if isinstance(keys, str) or not isinstance(keys, Iterable):
        raise wrong_type(keys, "称号的集合，如 frozenset({'srdi_sme'})")
    return frozenset(title_called(key).title for key in keys)


_READERS: dict[str, Callable[[Any], object]] = {
    "uscc": coded(normalise_credit_code),
    "region": coded(normalise_region),
    "industry": coded(normalise_industry),
    "data": all_of(Datum),
    "titles": all_of(HeldTitle),
    "known_titles": _titles,
    "attestations": all_of(Attestation),
    "applications": all_of(Application),
    "known_applications": _titles,
    "achievements": all_of(Achievement),
    "subject": subject_of,
    "ip": all_of(IpRight),
}
_NEVER_NONE = {
    **dict.fromkeys(("data", "titles", "attestations", "applications"), "()"),
    **dict.fromkeys(("known_titles", "known_applications"), "frozenset()"),
    "subject": ENTERPRISE,
}


# What is written.


def _value_of(datum: Datum) -> str:
    return value_key(datum.key, datum.year)


def _judged(made: Attestation) -> str:
    return made.key


def judgements_written(attestations: Iterable[Attestation]) -> dict[str, Any]:
    """The attestations as the judgements of a file: by key, several of one judgement in a list."""
    written: dict[str, list[dict[str, Any]]] = {}
    for made in attestations:
        written.setdefault(made.key, []).append(_attested(made))
    return {key: several[0] if len(several) == 1 else several for key, several in written.items()}


def _attested(made: Attestation) -> dict[str, Any]:
    told = {"value": made.value, "by": made.by, "on": made.on.isoformat()}
    return told if made.recorded_at is None else {**told, "recorded_at": made.recorded_at.isoformat()}


def _applied(applications: Iterable[Application]) -> list[dict[str, str]]:
    return [{"title": made.title, "on": made.on.isoformat()} for made in applications]


def _known(titles: frozenset[str], every: bool) -> list[str] | None:
    """The titles known of; None where that is what a file is read to say without a list of them: every title, or
    none."""
    inferred = isinstance(titles, EveryTitle) if every else not titles
    return None if inferred else sorted(titles)
