"""What is known of one enterprise: each value with its source and the instant of learning it, nothing averaged away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs
from attrs import field, frozen

from tiertrack.brevity import briefly, told
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.credit_code import legal_form
from tiertrack.facts.datum import Datum, value_key
from tiertrack.facts.industry import size_group
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.facts.vocabulary import CRITERION_PREFIX
from tiertrack.law.regions import Region
from tiertrack.logic.between import Between
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import ADDED_LATER
from tiertrack.temporal import AsOf, Period

# The subject of a dossier unless another is given.
ENTERPRISE = "企业"


@frozen
class HeldTitle:
    """A title held over a period: the ``product`` its certificate prints, and the old name (``named``) it was given
    by."""

    title: str
    period: Period
    product: str | None = field(default=None, metadata=ADDED_LATER)
    named: str | None = field(default=None, metadata=ADDED_LATER)

    __repr__ = briefly


@frozen
class Application:
    """A title applied for on a day and not decided since."""

    title: str
    on: dt.date

    __repr__ = briefly


@frozen
class Attestation:
    """An authority's judgement: what it attests, whether it holds, by which authority and on which day; and the instant
    it was recorded, where it is from a register."""

    key: str
    value: bool
    by: str
    on: dt.date
    recorded_at: dt.datetime | None = field(default=None, eq=False)

    __repr__ = briefly


@frozen
class Dossier:
    """The values known of one enterprise.

    ``known_titles`` are the titles whose holding is known either way: outside its periods such a title is not held,
    any other title is unknown. ``known_applications`` say the same of the titles applied for. Values that sources
    disagree on are in ``conflicts`` and count as unknown. ``achievements`` are those the enterprise has to do with,
    None where unknown. ``subject`` is what the dossier is about: 企业, or an achievement in the same form. ``ip`` lists
    every right of the enterprise, None where no list was given; what it leaves open of a value is in ``doubts``, by the
    value's key, and the bounds it gives for a number are in ``bounds``.
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
    doubts: Mapping[str, str] = field(factory=dict, eq=False, repr=False)
    bounds: Mapping[str, Between] = field(factory=dict, eq=False, repr=False)
    _latest: Mapping[str, tuple[Datum, ...]] = field(init=False, eq=False, repr=False)
    conflicts: Mapping[str, tuple[Datum, ...]] = field(init=False, eq=False, repr=False)
    values: Mapping[str, Value] = field(init=False, eq=False, repr=False)
    _spells: Mapping[str, tuple[Period, ...]] = field(init=False, eq=False, repr=False)
    _attested: Mapping[str, tuple[Attestation, ...]] = field(init=False, eq=False, repr=False)

    def __repr__(self) -> str:
        return told(self, self.name, self.uscc, said=f"{len(self.values)} 项数值, {len(self.titles)} 项称号")

    @_latest.default
    def _latest_of_sources(self) -> Mapping[str, tuple[Datum, ...]]:
        """For each value, the latest observation of each source."""
        by_key: dict[str, dict[str | None, Datum]] = {}
        for datum in sorted(self.data, key=_recorded):
            by_key.setdefault(value_key(datum.key, datum.year), {})[datum.source] = datum
        return {key: tuple(sources.values()) for key, sources in by_key.items()}

    @conflicts.default
    def _find_conflicts(self) -> Mapping[str, tuple[Datum, ...]]:
        return {key: latest for key, latest in self._latest.items() if len({datum.value for datum in latest}) > 1}

    @values.default
    def _settle_values(self) -> Mapping[str, Value]:
        settled: dict[str, Value] = {
            key: latest[0].value for key, latest in self._latest.items() if key not in self.conflicts
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
        titles = {held.title for held in self.titles}
        return {title: tuple(held.period for held in self.titles if held.title == title) for title in titles}

    @_attested.default
    def _group_attestations(self) -> Mapping[str, tuple[Attestation, ...]]:
        newest_first = sorted(self.attestations, key=lambda made: made.on, reverse=True)
        return {
            key: tuple(made for made in newest_first if made.key == key) for key in {made.key for made in newest_first}
        }

    @property
    def where(self) -> Region | None:
        """The region the enterprise is in, None where unknown."""
        return Region(self.region) if self.region else None

    def known(self, asof: AsOf) -> Dossier:
        """The dossier as it was known at ``asof.known_at``; itself where all that is known is asked for."""
        if asof.known_at is None:
            return self
        return attrs.evolve(self, data=tuple(datum for datum in self.data if asof.knew(datum.recorded_at)))

    def holds_title(self, title: str, on: dt.date) -> bool | None:
        """Whether a title is held on a day; None where nothing is known of it."""
        if title not in self.known_titles:
            return None
        return any(on in period for period in self._spells.get(title, ()))

    def holding(self, title: str, on: dt.date) -> HeldTitle | None:
        """The title as held on a day, None where it is not known to be."""
        if not self.holds_title(title, on):
            return None
        return next(HeldTitle(title, period) for period in self._spells[title] if on in period)

    def has_applied(self, title: str, on: dt.date) -> bool | None:
        """Whether a title was applied for earlier in the year of a day or on it; None where nothing is known of it."""
        if title not in self.known_applications:
            return None
        made = (application.on for application in self.applications if application.title == title)
        return any(day <= on and day.year == on.year for day in made)

    def attested(self, key: str, on: dt.date) -> Attestation | None:
        """The last attestation of a judgement made on or before a day.

        A whole criterion is judged by the figures of an application: that counts in the year it was made.
        """
        made = next((made for made in self._attested.get(key, ()) if made.on <= on), None)
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


def _recorded(datum: Datum) -> dt.datetime:
    return datum.recorded_at or dt.datetime.min.replace(tzinfo=dt.UTC)
