"""All editions together, and the one that governs a tier, an act, a day and a region."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.enumeration import first_few
from tiertrack.errors import BadIdentifier, EditionOverlap, Fault, NoEditionInForce, UnknownEdition
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_act, as_region, as_title, as_title_key
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.vocabulary import FACTS, nearest_name
from tiertrack.labels import plain_word
from tiertrack.law.region_reading import full_name, read_region
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act, Variant
from tiertrack.law.title_definition import TitleDefinition
from tiertrack.law.title_names import nationwide_like
from tiertrack.law.titles import TITLES, Adjacent, Title, acts_of, title_of
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.digest import digest
from tiertrack.rules.edition import Edition
from tiertrack.rules.edition_years import as_year, nearest_to, stretches, year_period
from tiertrack.temporal import DayLike, Period, as_day, reckoned

# 小巨人/认定/2026, 上市企业（科创板）/认定/2024, listed:star/recognition/2024, 小巨人/认定/2025@重庆市.
_IN_WORDS = re.compile(
    r"(?P<title>[^/:：（(]+)(?:[:：（(](?P<variant>[^/）)]+)[）)]?)?(?:/(?P<act>[^/]+))?/(?P<year>\d{4}(?:-\d{2})?)(?:@(?P<place>.+))?"
)
_Found = TypeVar("_Found")
# More editions than a title has in one place; with those of every province there are many.
_NAMED = 12


@frozen
class Rulebook:
    """A set of editions."""

    editions: tuple[Edition, ...]

    def __repr__(self) -> str:
        return told(self, said=f"{len(self.editions)} 个版本")

    @functools.cached_property
    def digest(self) -> str:
        """The fingerprint of everything its editions say, whatever their order."""
        return digest({edition.key: edition.digest for edition in self.editions})

    def select(
        self, title: TitleLike, act: ActLike, on: DayLike, region: RegionLike | None = None, variant: str | None = None
    ) -> Edition:
        """The one edition in force; a more local one goes before a wider one. Where the title has several variants, it
        is that of a ``variant``, by its key or Chinese name.

        Raises NoEditionInForce, naming what is encoded, UnknownEdition where the title never had the variant, or
        EditionOverlap; it never picks the first of several. Raises BadInput for a word that names nothing.
        """
        act, on = as_act(act), as_day(on)
        region = as_region(region, on)
        title = as_title(title, region)
        known = self._of(title, act)
        variant = self.variant_named(title, act, variant)
        reckoned(on)
        if variant is not None and known and variant not in [edition.variant_key for edition in known]:
            raise UnknownEdition(_no_such_variant(known, variant))
        found = self._side_by_side(title, act, on, region)
        if variant is None and any(edition.variant for edition in found):
            raise NoEditionInForce(which_variant(found, f"{on} "))
        for edition in found:
            if variant == edition.variant_key:
                return edition
        raise NoEditionInForce(self._nothing_in_force(title, act, on, region, variant))

    def variants(
        self, title: TitleLike, act: ActLike, on: DayLike, region: RegionLike | None = None
    ) -> tuple[Edition, ...]:
        """The editions in force side by side, one of each variant, in the order they were published; those of the most
        local place go before all wider ones.

        Raises NoEditionInForce, EditionOverlap, or BadInput as ``select`` does.
        """
        act, on = as_act(act), as_day(on)
        region = as_region(region, on)
        title = as_title(title, region)
        found = self._side_by_side(title, act, reckoned(on), region)
        if not found:
            raise NoEditionInForce(self._nothing_in_force(title, act, on, region))
        return found

    def compared(
        self, title: TitleLike, act: ActLike, on: DayLike, region: RegionLike | None = None
    ) -> tuple[Edition, ...]:
        """``variants``, where meeting one is enough. Of an act nobody applies for an enterprise is judged by that of
        its own board alone, never by whichever is hit.

        Raises NoEditionInForce, also where such an act has several variants, EditionOverlap, or BadInput as ``select``
        does.
        """
        found = self.variants(title, act, on, region)
        if len(found) > 1 and not found[0].act.is_applied_for:
            raise NoEditionInForce(which_variant(found, f"{as_day(on)} "))
        return found

    def _side_by_side(self, title: Title, act: Act, on: dt.date, region: Region | None) -> tuple[Edition, ...]:
        found = [edition for edition in self._of(title, act) if on in edition.period and edition.applies_in(region)]
        narrowest = max((edition.narrowness for edition in found), default=0)
        found = [edition for edition in found if edition.narrowness == narrowest]
        for variant in {edition.variant for edition in found}:
            same = [edition for edition in found if edition.variant == variant]
            if len(same) > 1:
                what = f"{on} 的{same[0].label}{_act_word(title, act)}有 {len(same)} 个版本同时有效"
                names = "、".join(edition.name for edition in same)
                raise EditionOverlap(Fault("E502", what, "请修正版本的期间或地区，使同一日只有一个版本", names))
        return tuple(found)

    def settled(self, edition: Edition, dossier: Dossier, on: dt.date, region: Region | None = None) -> Edition:
        """The edition that governs an enterprise for whom ``edition`` is in force on a day: another one where a day of
        the enterprise's own, as its listing committee's, settled the matter earlier.

        Raises NoEditionInForce or EditionOverlap.
        """
        if edition.settled_on is None:
            return edition
        day = dossier.values.get(edition.settled_on)
        if not isinstance(day, int) or day >= on.toordinal():
            return edition
        try:
            return self.select(edition.tier, edition.act, dt.date.fromordinal(day), region, edition.variant_key)
        except NoEditionInForce as error:
            raise error.at(FACTS[edition.settled_on].label) from None

    def alternatives(
        self, title: Title, act: Act, dossier: Dossier, on: dt.date, region: Region | None = None
    ) -> tuple[Edition, ...]:
        """The editions that govern an enterprise side by side: ``compared``, each ``settled``. One that was not yet
        there on the day that settled the matter is left out.

        Raises NoEditionInForce, where none is left too, or EditionOverlap.
        """
        governing, refused = [], []
        for edition in self.compared(title, act, on, region):
            try:
                governing.append(self.settled(edition, dossier, on, region))
            except NoEditionInForce as error:
                refused.append(error)
        if not governing:
            raise NoEditionInForce(*(fault for error in refused for fault in error.faults))
        return tuple(governing)

    def governing(self, title: str, act: Act, on: dt.date, region: Region | None = None) -> Edition | None:
        """``select`` for a title by its key; None where no edition is in force or several stand side by side.

        Raises EditionOverlap.
        """
        return self.remembered(_governing, title, act, on, region)

    def remembered(self, work: Callable[..., _Found], *asked: Any) -> _Found:
        """What ``work`` finds of this rulebook and whatever else is ``asked``, kept with the rulebook: the calendar
        and screenings ask the same again and again. What it raises is not kept."""
        found: _Found = self._remembering(work, *asked)
        return found

    @functools.cached_property
    def _remembering(self) -> Callable[..., Any]:
        return functools.lru_cache(maxsize=1024)(lambda work, *asked: work(self, *asked))

    def in_force(self, on: DayLike, region: RegionLike | None = None) -> tuple[Edition, ...]:
        """Every edition in force on a day, in the order of the ladder."""
        on = as_day(on)
        region = as_region(region, on)
        found = [edition for edition in self.editions if on in edition.period and edition.applies_in(region)]
        titles = [*TITLES]

        def order(edition: Edition) -> tuple[int, str, int]:
            return titles.index(edition.tier.value), edition.act.value, edition.narrowness

        return tuple(sorted(found, key=order))

    def edition(self, key: str) -> Edition:
        """The edition with this key, or of a name like 小巨人/认定/2026; raises UnknownEdition naming the nearest."""
        for wanted in (key, self._key_of(key)):
            for edition in self.editions:
                if edition.key == wanted:
                    return edition
        raise UnknownEdition(Fault("E503", "没有这个版本", self._nearest(key), key))

    def _nearest(self, key: str) -> str:
        """What may have been meant by a key of no edition: the editions of its title, act and place by the year, others
        by their names."""
        line, _slash, rest = (self._key_of(key) or "").rpartition("/")
        year, _at, place = rest.partition("@")
        same = [edition for edition in self.editions if _line_of(edition) == (line, place)]
        asked = int(year.partition("-")[0]) if same else 0
        edition = nearest_to(same, asked) if same else None
        if edition is not None:
            how = f"{asked} 年用的" if edition.period.overlaps(year_period(asked)) else "最近的"
            return f"版本以起用的年份为名，{how}是 {edition.name}（{period_text(edition)}）"
        names = {word: edition.name for edition in self.editions for word in (edition.key, edition.name)}
        return nearest_name(key, names)

    def in_year(
        self,
        title: TitleLike,
        act: ActLike,
        year: int | None,
        region: RegionLike | None = None,
        variant: str | None = None,
    ) -> Edition:
        """The one edition in force in a year, that of its batch or its window; the only one there ever was for None.

        Raises UnknownEdition where several follow one another in it, naming each with its days, or where the title
        never had the variant; NoEditionInForce where there is none, naming the nearest, or where a variant has to be
        named. Raises BadInput for a word that names nothing, and for no year.
        """
        act, year = as_act(act), None if year is None else as_year(year)
        region = as_region(region, None if year is None else year_period(year).start)
        title = as_title(title, region)
        if (elsewhere_only := of_another_place(title, region)) is not None:
            raise elsewhere_only
        known, variant = self._of(title, act), self.variant_named(title, act, variant)
        if variant is not None and known and variant not in [edition.variant_key for edition in known]:
            raise UnknownEdition(_no_such_variant(known, variant))
        mine = [edition for edition in known if variant is None or edition.variant_key == variant]
        if year is None:
            found = [(edition, edition.period) for edition in mine if edition.applies_in(region)]
        else:
            found = stretches(known, year, lambda day: self._side_by_side(title, act, day, region))
            found = [(edition, days) for edition, days in found if edition in mine]
        editions = list(dict.fromkeys(edition for edition, _days in found))
        variants = {edition.variant for edition in editions}
        if len(variants) > 1 and None not in variants:
            raise NoEditionInForce(which_variant(editions, "" if year is None else f"{year} 年"))
        if len(editions) > 1:
            raise UnknownEdition(_several_in_turn(found, year))
        if not editions:
            raise NoEditionInForce(_none_in_year(title, act, mine, year, region))
        return editions[0]

    def _key_of(self, name: str) -> str | None:
        """The key of the edition that a title, an act and a year name, in whatever words; None where they name none."""
        said = _IN_WORDS.fullmatch(name.strip())
        title = as_title_key(said["title"].strip()) if said else None
        if said is None or title not in TITLES:
            return None
        # What no authority recognises has no word for it.
        of_title = title_of(title)
        act = Act.named(said["act"]) if said["act"] else Act.RECOGNITION if of_title.is_local else None
        if act is None:
            return None
        variant, place = self.variant_named(of_title, act, said["variant"]), said["place"]
        try:
            region = read_region(place) if place else None
        except BadIdentifier:
            return None
        return (
            f"{title}{f':{variant}' if variant else ''}/{act.value}/{said['year']}{f'@{region.code}' if region else ''}"
        )

    def variant_named(self, title: Title, act: Act, word: str | None) -> str | None:
        """The key of the variant of a title that a word names, as 科创板; a word that names none is left as it is."""
        if word is None:
            return None
        variants = _variants_of(self._of(title, act))
        named = {plain_word(said): variant.key for variant in variants for said in (variant.label, variant.key)}
        return named.get(plain_word(word), word)

    def extended(self, editions: Iterable[Edition]) -> Rulebook:
        """This rulebook with further editions, as a district's own."""
        return Rulebook((*self.editions, *editions))

    def in_order(self) -> Rulebook:
        """The same editions in the order of the ladder, the titles beside it last."""
        variants = list(dict.fromkeys(edition.variant for edition in self.editions))
        titles = [*TITLES]

        def order(edition: Edition) -> tuple[int, int, str]:
            return titles.index(edition.tier.value), variants.index(edition.variant), edition.key

        return Rulebook(tuple(sorted(self.editions, key=order)))

    @functools.cached_property
    def criteria(self) -> Mapping[str, tuple[Criterion, ...]]:
        """The criteria of every edition, those that only grade included, by their keys."""
        found: dict[str, dict[Criterion, None]] = {}
        for edition in self.editions:
            for criterion in (*edition.criteria, *edition.grading):
                found.setdefault(criterion.key, {})[criterion] = None
        return {key: tuple(criteria) for key, criteria in found.items()}

    def _of(self, title: Title, act: Act) -> list[Edition]:
        return self._by_title.get((title, act), [])

    @functools.cached_property
    def _by_title(self) -> dict[tuple[Title, Act], list[Edition]]:
        found: dict[tuple[Title, Act], list[Edition]] = {}
        for edition in self.editions:
            found.setdefault((edition.tier, edition.act), []).append(edition)
        return found

    def _nothing_in_force(
        self, title: Title, act: Act, on: dt.date, region: Region | None, variant: str | None = None
    ) -> Fault:
        if (elsewhere_only := of_another_place(title, region)) is not None:
            return elsewhere_only.faults[0]
        if act not in acts_of(title):
            acts = "、".join(one.label for one in acts_of(title))
            return Fault("E766", f"{title.label}没有“{act.label}”这一事项", f"可以问的有 {acts}", act.label)
        known = [edition for edition in self._of(title, act) if variant is None or edition.variant_key == variant]
        label = known[0].label if known and variant is not None else title.label
        elsewhere = [edition for edition in known if on in edition.period and not edition.applies_in(region)]
        # What other places have for themselves is named where there is nothing else.
        here = [edition for edition in known if edition.applies_in(region)] or known
        encoded = first_few((f"{edition.name}（{period_text(edition)}）" for edition in here), "个版本", _NAMED)
        asked = f"{title.label}{_act_word(title, act)}"
        remedy = f"已收录 {encoded}" if encoded else f"尚未收录{asked}的任何版本"
        if elsewhere:
            there = dict.fromkeys(edition.region.label for edition in elsewhere if edition.region)
            places = first_few(there, "地", _NAMED)
            remedy = f"这项标准只适用于{places}，请写明企业所在地区；{remedy}"
        return Fault("E501", f"{on} 没有可用的{label}{_act_word(title, act)}标准", remedy)


def of_another_place(title: Title, region: Region | None) -> NoEditionInForce | None:
    """The refusal to whoever asks in one place for the title of another, with the titles that place has of its own;
    None where that is not asked."""
    if not isinstance(title, TitleDefinition) or title.region is None or region is None:
        return None
    if title.region.contains(region) or region.contains(title.region) or title.region.may_contain(region):
        return None
    own = [one.label for one in Adjacent if one.region is not None and one.region.contains(region)]
    remedy = f"当地自己的称号有 {first_few(own, '个', _NAMED)}" if own else "当地自己的称号没有收录"
    if whole := nationwide_like(title):
        remedy = f"{remedy}；问全国的请写 {'、'.join(TITLES[key] for key in whole)}"
    what = f"{full_name(region.code)}没有这个称号，它是{title.region.label}的"
    return NoEditionInForce(Fault("E762", what, f"请核对企业所在地区；{remedy}", title.label))


def _variants_of(editions: Iterable[Edition]) -> tuple[Variant, ...]:
    return tuple(dict.fromkeys(edition.variant for edition in editions if edition.variant))


def which_variant(found: Sequence[Edition], when: str) -> Fault:
    """The fault that one of several standards side by side has to be named."""
    variants = _variants_of(found)
    kind = variants[0].kind
    whose = f"{when}的" if when else ""
    what = f"{whose}{found[0].tier.label}{_act_word(found[0].tier, found[0].act)}有几个{kind}，各有标准"
    together = "要全部比较，请用 assess_each"
    if not found[0].act.is_applied_for:
        together = f"一家企业只在一个{kind}，各{kind}不能一起问"
    return Fault("E504", what, f"请指明一个{kind}：{_names(variants)}；{together}")


def _line_of(edition: Edition) -> tuple[str, str]:
    """What the key of an edition says beside the year: its title, variant and act, and the code of its place."""
    return edition.key.rpartition("/")[0], edition.region.code if edition.region else ""


def _several_in_turn(found: Sequence[tuple[Edition, Period]], year: int | None) -> Fault:
    last = found[-1][0]
    each = first_few((f"{one.name}（{_days_text(days)}）" for one, days in found), "段", _NAMED)
    when, wanted = ("", "哪一年") if year is None else (f"{year} 年的", "哪一天")
    what = f"{when}{last.tier.label}{_act_word(last.tier, last.act)}先后有几个版本：{each}"
    remedy = f"请写明是{wanted}的，或写版本的全名，如 {last.name}"
    return Fault("E757", what, remedy, None if year is None else str(year))


def _none_in_year(title: Title, act: Act, known: Sequence[Edition], year: int | None, region: Region | None) -> Fault:
    there = [edition for edition in known if edition.applies_in(region)]
    when = "" if year is None else f"{year} 年"
    what, given = f"{when}没有{title.label}{_act_word(title, act)}的版本", None if year is None else str(year)
    nearest = nearest_to(there or known, year or dt.MAXYEAR)
    if nearest is None:
        return Fault("E758", what, f"尚未收录{title.label}{_act_word(title, act)}的任何版本", given)
    remedy = f"最近的是 {nearest.name}（{period_text(nearest)}）"
    elsewhere = [edition for edition in known if year is None or edition.period.overlaps(year_period(year))]
    if not there and elsewhere and nearest.region is not None:
        remedy = f"请写明企业所在地区，这项标准只适用于{nearest.region.label}；{remedy}"
    return Fault("E758", what, remedy, given)


def _no_such_variant(known: Sequence[Edition], given: str) -> Fault:
    asked, variants = f"{known[0].tier.label}{_act_word(known[0].tier, known[0].act)}", _variants_of(known)
    if not variants:
        return Fault("E505", f"{asked}只有一套标准，不分板块等", "请不要指明是哪一套", given)
    return Fault("E505", f"{asked}没有这个{variants[0].kind}", f"可用的有 {_names(variants)}", given)


def _governing(rulebook: Rulebook, title: str, act: Act, on: dt.date, region: Region | None) -> Edition | None:
    try:
        return rulebook.select(title_of(title), act, on, region)
    except NoEditionInForce:
        return None


def _names(variants: Iterable[Variant]) -> str:
    return "、".join(variant.label for variant in variants)


def _act_word(title: Title, act: Act) -> str:
    """The word for the act; a title without a nationwide authority is local."""
    return act.local_label if title.is_local else act.label


def period_text(edition: Edition) -> str:
    """The period of an edition in words, its last day included."""
    return _days_text(edition.period)


def _days_text(days: Period) -> str:
    return f"{days.start or '最初'} 起{f'至 {days.last}' if days.last else ''}"
