"""Writing the workbook that a standard needs filled in, with what is known already of the firms it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tiertrack.district.loading import chosen_rulebook
from tiertrack.errors import Fault, StoreError, TiertrackError, UnknownEnterprise
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_act, as_dossier, as_region, as_title
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.given import member
from tiertrack.input_file import PathLike, as_path
from tiertrack.intake.fact_cells import Firms
from tiertrack.intake.fact_list import FactReading, FactRow, sound
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.output_file import Existing, written_whole
from tiertrack.ports import RegisterReader
from tiertrack.register_reports import ListReport
from tiertrack.render.workbook.template_book import KnownFirm, write_template
from tiertrack.render.workbook.template_columns import Questions
from tiertrack.rulebooks.gaps import gap_explained
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf, DayLike, as_day
from tiertrack.titles.derived_facts import derived_facts
from tiertrack.titles.events import Event, still_standing


def template(
    tier: TitleLike,
    act: ActLike,
    on: DayLike,
    into: PathLike,
    *,
    region: RegionLike | None = None,
    firms: Iterable[Dossier] = (),
    rulebook: Rulebook | None = None,
    variant: str | None = None,
    existing: Existing = Existing.KEPT,
) -> ListReport:
    """Writes a workbook to be filled in for a title: only what its standard of a day reads, units and years in the
    headings, drop-downs for choices, notes with definitions and clauses. ``Registry.import_facts`` reads it back.

    Args:
        tier: The title.
        act: Its recognition or its review.
        on: The day asked about, which decides the standard and the years.
        into: The ``.xlsx`` file.
        region: Where the standard is to apply; that of the whole country unless given.
        firms: The firms to be asked, with what is known of them already.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        variant: One of several standards that stand side by side; all of them unless given.
        existing: Whether a file of that name is kept, and nothing written, or replaced.

    Returns:
        How many rows about how many firms are filled in, and the file.

    Raises:
        NoEditionInForce: No standard is encoded for that title, act, day and region.
        BadFile: The file has another ending, is there already, or cannot be written.
        BadInput: The library that writes workbooks is not installed, or something else is no dossier.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import read_dossier, template
        >>> firm = read_dossier(Path("firm.json"))
        >>> template("小巨人", "认定", "2026-06-30", "填报表.xlsx", firms=[firm]).firms
        1
    """
    title, day = as_title(tier), as_day(on)
    asked = questions(title, as_act(act), day, as_region(region, day), chosen_rulebook(rulebook), variant)
    known = [_of_dossier(as_dossier(firm), asked) for firm in firms]
    return written(asked, as_region(region, day), known, as_path(into), member(Existing, existing, "existing"))


def questions(
    title: Title, act: Act, on: DayLike, region: Region | None, rules: Rulebook, variant: str | None = None
) -> Questions:
    """What the standards in force for a title ask on a day, or that of one variant; raises NoEditionInForce."""
    day, one = as_day(on), rules.variant_named(title, act, variant)
    with gap_explained(title, act, day, one):
        if one is not None:
            return Questions((rules.select(title, act, day, region, one),), day)
        return Questions(rules.variants(title, act, day, region), day)


def written(
    asked: Questions,
    region: Region | None,
    firms: Sequence[KnownFirm],
    into: Path,
    existing: Existing,
    sources: Iterable[Path] = (),
) -> ListReport:
    """Writes the template of these questions; raises BadFile and BadInput."""
    with written_whole(into, existing, sources, (".xlsx",)) as target:
        rows = write_template(target, asked, region, firms)
    return ListReport(rows, str(into), len(firms))


def _of_dossier(dossier: Dossier, asked: Questions) -> KnownFirm:
    identity = Identity(dossier.name, uscc=dossier.uscc, region=dossier.region, industry=dossier.industry)
    return KnownFirm(
        identity, dossier.data, dossier.attestations, tuple(_events_of(dossier, asked)), _rights(dossier, asked)
    )


def _rights(dossier: Dossier, asked: Questions) -> tuple[IpRight, ...] | None:
    return dossier.ip if asked.counts_rights else None


def _events_of(dossier: Dossier, asked: Questions) -> Iterator[Event]:
    """The titles of a dossier as events: of one that has no first day nobody can say since when it is held."""
    for held in dossier.titles:
        if held.period.start is not None:
            yield Event(
                title=held.title,
                kind=EventKind.RECOGNISED,
                on=held.period.start,
                starts=held.period.start,
                through=held.period.last,
                document=_AS_TOLD,
                product=held.product,
                named=held.named,
            )
    for application in dossier.applications:
        yield Event(title=application.title, kind=EventKind.APPLIED, on=application.on)
    held_ever = {held.title for held in dossier.titles}
    for title in asked.titles:
        if title in dossier.known_titles and title not in held_ever:
            yield Event(title=title, kind=EventKind.ABSENT, on=asked.on)


_AS_TOLD = "企业档案"


# Firms of a list, and of the register.


def firms_listed(path: Path, sheet: str | None = None) -> tuple[KnownFirm, ...]:
    """The firms that a list names, with the facts it has of them; raises BadFile and BadDossier."""
    numbers = Firms()
    rows: dict[int, list[FactRow]] = {}
    for row in sound(path, FactReading(sheet=sheet)).rows:
        rows.setdefault(numbers.number(row.identity), []).append(row)
    return tuple(
        KnownFirm(_together(row.identity for row in said), tuple(datum for row in said for datum in row.data))
        for said in rows.values()
    )


def _together(identities: Iterable[Identity]) -> Identity:
    """One firm as several rows name it: by the first that says so."""
    several = tuple(identities)
    members = ("name", "short_name", "uscc", "stock_code", "region", "industry")
    return Identity(*(next(filter(None, (getattr(one, key) for one in several)), None) for key in members))


def on_record(register: RegisterReader, key: int, asof: AsOf) -> KnownFirm:
    """An enterprise on record with what is known of it, without what follows from its events."""
    dossier, events = register.dossier(key, asof), register.events(key, asof.known_at)
    derived = derived_facts(events, asof)
    return KnownFirm(
        Identity(dossier.name, uscc=dossier.uscc, region=dossier.region, industry=dossier.industry),
        tuple(datum for datum in dossier.data if datum not in derived),
        dossier.attestations,
        still_standing(events),
        dossier.ip,
    )


def with_what_is_on_record(register: RegisterReader, listed: Iterable[KnownFirm], asof: AsOf) -> Iterator[KnownFirm]:
    """The firms of a list, each that is on record with what is known of it there beside what the list says.

    Raises StoreError for names that may be of several, all of them at once.
    """
    faults: list[Fault] = []
    for firm in listed:
        try:
            key = register.find(firm.identity.identifiers[0], asof.on, asof.known_at)
        except UnknownEnterprise:
            yield firm
        except TiertrackError as error:
            faults += error.faults
        else:
            known = on_record(register, key, asof)
            said = {(datum.key, datum.year, datum.source) for datum in known.data}
            fresh = [datum for datum in firm.data if (datum.key, datum.year, datum.source) not in said]
            yield KnownFirm(
                _together((known.identity, firm.identity)),
                (*known.data, *fresh),
                known.attestations,
                known.events,
                known.ip,
            )
    if faults:
        raise StoreError(*faults)
