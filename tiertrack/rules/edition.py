"""The criteria of one instrument for a tier and an act over a period, compiled once."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs
from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.vocabulary import DECIDED_ON
from tiertrack.law.instrument import Citation, Instrument
from tiertrack.law.planned_cities import planned_city_of
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act, Basis, Variant
from tiertrack.law.titles import Title
from tiertrack.logic.evaluate import Program, Verdicts, compile_each, compile_test
from tiertrack.logic.expr import AllOf, Anchor, AnyOf, Ref
from tiertrack.logic.finding import Finding
from tiertrack.logic.kernel import Cutoff, Slot
from tiertrack.logic.lower import expand
from tiertrack.logic.quantity import ADDED_LATER, Parameter, Quantity
from tiertrack.logic.truth import AS_BOOL, Truth
from tiertrack.rules.authority import by_authority
from tiertrack.rules.binding import Binding, bind, counted_to_decision
from tiertrack.rules.criterion import Criterion, Note
from tiertrack.rules.digest import covered_fields, digest
from tiertrack.rules.grading import Grade
from tiertrack.rules.ip_counting import IpDefinition, Limits, counted, limits_on, numbered, stated
from tiertrack.rules.material import Material
from tiertrack.rules.reads import Column, Origin, column_of, feeding_slot
from tiertrack.temporal import Period

# The key of the instrument a file of parameters is cited as.
PARAMETERS = "parameters"


@frozen
class Edition:
    """What had to be met for ``tier`` and ``act`` on the days of ``period``, in ``region`` (None: everywhere).

    ``citation`` is the standard itself and ``amended_by`` the notices that changed or continued it. All criteria must
    hold, or of an act nobody applies for any one of them; ``notes`` are shown only. A title granted under it lasts
    ``validity_years`` where its document says nothing (None: the instrument's own term is not known). ``variant`` is
    set where several standards of the title stand side by side; ``basis`` is the kind of authority behind it and
    ``revision`` the version of its text. ``settled_on`` is the key of a day that decides, in place of the day asked
    about, which edition governs an enterprise (the listing committee's decision); None where no such day does.
    ``grades`` are shown to those who meet it, best first, and decide nothing. ``ip`` says what it means by the numbers
    of intellectual property it reads; None where it reads none. ``materials`` are the documents that prove what it asks
    for: they decide nothing, and are no part of its fingerprint. ``begins`` is what its key says of the day it begins
    where the year would name another edition too, as 2024-11. ``origin`` is the file or distribution of a district's
    own edition, None for those of this package; it is no part of what the edition says.
    """

    tier: Title
    act: Act
    period: Period
    citation: Citation
    criteria: tuple[Criterion, ...]
    notes: tuple[Note, ...] = ()
    amended_by: tuple[Citation, ...] = ()
    region: Region | None = None
    validity_years: int | None = 3
    variant: Variant | None = field(default=None, metadata=ADDED_LATER)
    basis: Basis = field(default=Basis.NATIONAL_RECOGNITION, metadata=ADDED_LATER)
    revision: int = field(default=1, metadata=ADDED_LATER)
    settled_on: str | None = field(default=None, metadata=ADDED_LATER)
    grades: tuple[Grade, ...] = field(default=(), metadata=ADDED_LATER)
    ip: IpDefinition | None = field(default=None, metadata=ADDED_LATER)
    materials: tuple[Material, ...] = field(default=(), eq=False)
    begins: str | None = field(default=None, metadata=ADDED_LATER)
    origin: str | None = field(default=None, eq=False)

    def __repr__(self) -> str:
        return told(self, self.key, said=f"{len(self.criteria)} 条")

    def __hash__(self) -> int:
        return hash(self.key)

    @functools.cached_property
    def key(self) -> str:
        """A readable name: title, variant, act and the year it begins (with its month where two of one year are told
        apart), as ``srdi_sme/recognition/2026`` or ``listed:main/delisting/2024-11``."""
        start = self.begins or ("0000" if self.period.start is None else str(self.period.start.year))
        variant = f":{self.variant_key}" if self.variant else ""
        local = f"@{self.region.code}" if self.region else ""
        return f"{self.tier.value}{variant}/{self.act.value}/{start}{local}"

    @functools.cached_property
    def name(self) -> str:
        """The same in Chinese, as 上市企业（科创板）/认定/2024: what people are shown, and may write for the key."""
        start = self.key.rpartition("/")[2].partition("@")[0]
        since = f"{start}@{self.region.label}" if self.region else start
        return "/".join(filter(None, (self.label, self.act_label, since)))

    @property
    def variant_key(self) -> str | None:
        """The key of its variant, where it has one."""
        return self.variant.key if self.variant else None

    @property
    def narrowness(self) -> int:
        """How local it is: 0 everywhere, more for a smaller region."""
        return self.region.narrowness if self.region else 0

    def applies_in(self, region: Region | None) -> bool:
        """Whether it applies in a region; one for the whole country applies wherever that may be. What a province sets
        for a national title is not for a city under separate planning."""
        if self.region is None:
            return True
        return region is not None and self.region.contains(region) and not self._leaves_to_itself(region)

    def _leaves_to_itself(self, region: Region) -> bool:
        city = planned_city_of(region) if self.basis.is_national else None
        return city is not None and self.region is not None and self.region.narrowness < city.narrowness

    @property
    def label(self) -> str:
        """What it is the standard of, its variant included, as 上市企业（科创板）."""
        return f"{self.tier.label}（{self.variant.label}）" if self.variant else self.tier.label

    @property
    def act_label(self) -> str:
        """What meeting it amounts to: 认定 or 复核; where no authority stands behind it nothing, or 复评."""
        return self.act.local_label if self.basis is Basis.DEFAULT_LOCAL else self.act.label

    @functools.cached_property
    def digest(self) -> str:
        """The fingerprint of everything this edition says."""
        return digest({part.name: getattr(self, part.name) for part in covered_fields(self)})

    @functools.cached_property
    def citations(self) -> str:
        """The standard and what amended it, as printed."""
        return "；".join(str(citation) for citation in (self.citation, *self.amended_by))

    def cited_on(self, day: dt.date) -> tuple[Citation, ...]:
        """The standard and, of the notices that changed or continued it, those that were there on a day, or on which
        any criterion rests."""
        return self._cited_on(day)

    @functools.cached_property
    def _cited_on(self) -> Callable[[dt.date], tuple[Citation, ...]]:
        def cited(day: dt.date) -> tuple[Citation, ...]:
            rested_on = self._criteria_documents
            there = (one for one in self.amended_by if one.provision.instrument in rested_on or one.may_apply_on(day))
            return (self.citation, *there)

        return functools.lru_cache(maxsize=64)(cited)

    def citations_on(self, day: dt.date) -> str:
        """The same as printed."""
        return "；".join(map(str, self.cited_on(day)))

    @functools.cached_property
    def _criteria_documents(self) -> frozenset[Instrument]:
        every = (one for criterion in self.criteria for one in (criterion.citation, *criterion.amended_by))
        return frozenset(one.provision.instrument for one in every)

    @functools.cached_property
    def whole(self) -> AllOf | AnyOf:
        """All criteria as one test, written out year by year."""
        every = tuple(expand(criterion.test) for criterion in self.criteria)
        return AllOf(every) if self.act.is_applied_for else AnyOf(every)

    def folded(self, truths: Iterable[Truth]) -> Truth:
        """The answer that the truths of the criteria come to."""
        return Truth.all(truths) if self.act.is_applied_for else Truth.any(truths)

    @functools.cached_property
    def has_scorecard(self) -> bool:
        """Whether any of its criteria gives points."""
        return any(criterion.has_scorecard for criterion in self.criteria)

    @functools.cached_property
    def program(self) -> Program:
        """All criteria, compiled; raises ValueError where one cannot be lowered."""
        return _compiled(self.whole)

    @functools.cached_property
    def _bound(self) -> Callable[[dt.date], Binding]:
        """The binding of its program on a day, kept with the edition: to look it up by the edition takes longer."""
        return functools.lru_cache(maxsize=64)(functools.partial(bind, self.program.symbols))

    def verdict(self, dossier: Dossier, on: dt.date) -> bool | None:
        """True, False or None: whether the dossier meets the edition on a day, without the reasons."""
        found = self.program.verdict(self._bound(on).values(self._numbered(dossier, on)))
        if found is None and dossier.attests(self._judged):
            return AS_BOOL[self.explain(dossier, on).truth]
        return found

    def judge(self, dossier: Dossier, on: dt.date) -> tuple[bool | None, tuple[Criterion, ...]]:
        """``verdict``, and the criteria to which it is due where it is False: those that fail or, where they only
        cannot all be met, those left open. Whoever asks of many need not have every reason made."""
        if dossier.attests(self._judged):
            root = self.explain(dossier, on)
            truth, each = AS_BOOL[root.truth], tuple(AS_BOOL[finding.truth] for finding in root.findings)
        else:
            read = self._numbered(dossier, on)
            truth = self.program.verdict(self._bound(on).values(read))
            each = self._each.verdicts(self._each_bound(on).values(read)) if truth is False else ()
        if truth is not False:
            return truth, ()
        deciding = False if False in each else None
        return truth, tuple(one for one, met in zip(self.criteria, each, strict=True) if met is deciding)

    def meets_any(self, dossier: Dossier, on: dt.date) -> bool:
        """Whether what is known of a dossier shows of any one criterion that it is met."""
        return True in self._each.verdicts(self._each_bound(on).values(self._numbered(dossier, on)))

    @functools.cached_property
    def _each(self) -> Verdicts:
        return compile_each(self.whole)

    @functools.cached_property
    def _each_bound(self) -> Callable[[dt.date], Binding]:
        return functools.lru_cache(maxsize=64)(functools.partial(bind, self._each.symbols))

    def explain(self, dossier: Dossier, on: dt.date) -> Finding:
        """The same with every reason; the findings of the criteria stand in their order under the root. What no fact
        can decide is up to the authority."""
        read = self._counted(dossier, on)
        root = self.program.explain(self._bound(on).values(read), on.year)
        if self._counts_to_decision:
            root = counted_to_decision(root, read)
        open_ = any(root.findings[index].truth is Truth.UNKNOWN for index, _authority in self.authorities)
        if root.is_clash or not open_:
            return root
        findings = [*root.findings]
        for index, authority in self.authorities:
            findings[index] = by_authority(findings[index], authority, dossier, on)
        return attrs.evolve(root, truth=self.folded(finding.truth for finding in findings), findings=tuple(findings))

    @functools.cached_property
    def _counts_to_decision(self) -> bool:
        return any(isinstance(one, Cutoff) and one.anchor is Anchor.DECISION for one in self.program.symbols)

    @functools.cached_property
    def authorities(self) -> tuple[tuple[int, Ref], ...]:
        """The criteria that facts may leave open, by their place, each with the authority's judgement of it."""
        return tuple(
            (index, criterion.authority)
            for index, criterion in enumerate(self.criteria)
            if criterion.authority is not None
        )

    def as_read(self, dossier: Dossier, on: dt.date) -> Dossier:
        """The dossier as this edition reads it on a day: rights that are listed are counted by its own definition, and
        the source of a number that is only stated says so."""
        if self.ip is None or dossier.ip is not None:
            return self._counted(dossier, on)
        return stated(self.ip, dossier)

    def _counted(self, dossier: Dossier, on: dt.date) -> Dossier:
        if dossier.ip is None or self.ip is None:
            return dossier
        return counted(self.ip, self.ip_limits, dossier, on)

    def _numbered(self, dossier: Dossier, on: dt.date) -> Dossier:
        if dossier.ip is None or self.ip is None:
            return dossier
        return numbered(self.ip, self.ip_limits, dossier, on)

    @functools.cached_property
    def ip_limits(self) -> Limits:
        """Of each number of rights it defines, from which numbers on its criteria make a difference."""
        return limits_on(self.ip, (criterion.test for criterion in (*self.criteria, *self.grading))) if self.ip else {}

    @functools.cached_property
    def _judged(self) -> frozenset[str]:
        return frozenset(authority.ask or "" for _index, authority in self.authorities)

    def criterion(self, key: str) -> Criterion:
        """The criterion with this key; raises KeyError."""
        return {criterion.key: criterion for criterion in self.criteria}[key]

    def amended(
        self,
        by: Sequence[Citation],
        period: Period,
        act: Act | None = None,
        replacing: Sequence[Criterion] = (),
        adding: Sequence[Criterion] = (),
        dropping: Sequence[str] = (),
        region: Region | None = None,
        variant: Variant | None = None,
    ) -> Edition:
        """A new edition: this one with some criteria replaced (by key), added or dropped on the strength of ``by``, for
        ``region`` alone and of ``variant`` where they are given."""
        new = {criterion.key: criterion for criterion in replacing}
        unknown = {*new, *dropping} - {criterion.key for criterion in self.criteria}
        if unknown:
            raise ValueError(f"要替换或删去的条件不在原版本中：{'、'.join(sorted(unknown))}")
        kept = [new.get(criterion.key, criterion) for criterion in self.criteria if criterion.key not in dropping]
        return attrs.evolve(
            self,
            act=act or self.act,
            period=period,
            criteria=(*kept, *adding),
            amended_by=(*self.amended_by, *by),
            region=region or self.region,
            variant=variant or self.variant,
        )

    def restated_by(self, citation: Citation) -> Edition:
        """The same edition as a later document states it whole, in the place of those before."""
        return attrs.evolve(self, citation=citation, amended_by=())

    def proved_by(self, materials: Sequence[Material]) -> Edition:
        """The same edition with further documents that prove it; one of a name it has takes the place of the other."""
        documents = {material.name: material for material in (*self.materials, *materials)}
        return attrs.evolve(self, materials=tuple(documents.values()))

    def counting(self, definition: IpDefinition) -> Edition:
        """The same edition with another meaning of the numbers of intellectual property it reads."""
        return attrs.evolve(self, ip=definition)

    def noting(self, *notes: Note) -> Edition:
        """The same edition with further notes."""
        return attrs.evolve(self, notes=(*self.notes, *notes))

    @property
    def is_adjusted(self) -> bool:
        """Whether some of its parameters were set from outside."""
        return any(citation.provision.instrument.key == PARAMETERS for citation in self.amended_by)

    @functools.cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """The limits that may be set from outside, by name, those that only grade or count included."""
        written = (parameter for criterion in (*self.criteria, *self.grading) for parameter in criterion.parameters)
        return {parameter.name: parameter for parameter in (*written, *(self.ip.parameters if self.ip else ()))}

    @property
    def grading(self) -> tuple[Criterion, ...]:
        """The criteria that only grade."""
        return tuple(grade.beyond for grade in self.grades if grade.beyond is not None)

    def with_parameters(self, limits: Mapping[str, Quantity], by: Citation) -> Edition:
        """A new edition with some of its parameters set by name on the strength of ``by``; itself where it has none of
        them. Raises TypeError where the kinds differ."""
        own = {name: self.parameters[name].set_to(limit) for name, limit in limits.items() if name in self.parameters}
        if not own:
            return self
        criteria = tuple(criterion.with_parameters(own) for criterion in self.criteria)
        grades = tuple(grade.with_parameters(own) for grade in self.grades)
        ip = self.ip.with_parameters(own) if self.ip else None
        return attrs.evolve(self, criteria=criteria, grades=grades, ip=ip, amended_by=(*self.amended_by, by))


# A place often has the national standard, in every word or for another period.
_compiled = functools.lru_cache(maxsize=256)(compile_test)


def columns_of(editions: Iterable[Edition], on: dt.date) -> tuple[Column, ...]:
    """Every column editions are answered from on a day, each once, in reading order."""
    return _columns_of(tuple(editions), on)


@functools.lru_cache(maxsize=64)
def _columns_of(editions: tuple[Edition, ...], on: dt.date) -> tuple[Column, ...]:
    found: dict[str, Column] = {}
    for edition in editions:
        read = [symbol for symbol in edition.program.symbols if isinstance(symbol, Slot)]
        slots = [slot for each in read for slot in (each, feeding_slot(each)) if slot is not None]
        slots += [Slot(authority.key) for _index, authority in edition.authorities]
        if edition.settled_on:
            slots.append(Slot(edition.settled_on))
        if edition._counts_to_decision:
            slots.append(Slot(DECIDED_ON))
        for slot in slots:
            column = column_of(slot, on)
            found.setdefault(column.name, column)
    return tuple(found.values())


@functools.lru_cache(maxsize=256)
def facts_read(edition: Edition, on: dt.date) -> frozenset[tuple[str, int | None]]:
    """The facts an edition is answered from on a day, each with its year or None."""
    observed = (column for column in columns_of((edition,), on) if column.origin is Origin.OBSERVATION)
    return frozenset((column.key, column.year) for column in observed)
