"""The firms a template is for, with what is known of them: by a dossier, by a list, or by the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tiertrack.enterprise import Reference
from tiertrack.errors import Fault, StoreError, TiertrackError, UnknownEnterprise
from tiertrack.facts.datum import Datum, observed
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.intake.fact_cells import Firms
from tiertrack.intake.fact_list import FactReading, FactRow, sound
from tiertrack.intake.ledger_pages import NO_SOURCE
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.ports import RegisterReader
from tiertrack.render.workbook.template_book import KnownFirm
from tiertrack.render.workbook.template_columns import Questions
from tiertrack.temporal import AsOf
from tiertrack.titles.derived_facts import derived_facts
from tiertrack.titles.events import Event, still_standing

# The document of a title that only a dossier tells of.
_AS_TOLD = "企业档案"


def of_dossier(dossier: Dossier, asked: Questions) -> KnownFirm:
    """What a dossier says, as far as it is asked."""
    identity = Identity(dossier.name, uscc=dossier.uscc, region=dossier.region, industry=dossier.industry)
    return KnownFirm(
        identity, dossier.data, dossier.attestations, tuple(_events_of(dossier, asked)), _rights(dossier, asked)
    )


def _rights(dossier: Dossier, asked: Questions) -> dict[str | None, tuple[IpRight, ...]]:
    """The rights of a dossier, which names no source of each."""
    return {} if dossier.ip is None or not asked.counts_rights else {None: dossier.ip}


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


def listed_firms(path: Path) -> tuple[KnownFirm, ...]:
    """The firms that a list names, with the facts it has of them; raises BadFile and BadDossier."""
    numbers = Firms()
    rows: dict[int, list[FactRow]] = {}
    for row in sound(path, FactReading()).rows:
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


def _on_record(register: RegisterReader, key: int, asof: AsOf) -> KnownFirm:
    """An enterprise on record with what each source says of it, without what follows from its events."""
    dossier, events = register.dossier(key, asof), register.events(key, asof.known_at)
    derived = derived_facts(events, asof)
    return KnownFirm(
        Identity(dossier.name, uscc=dossier.uscc, region=dossier.region, industry=dossier.industry),
        tuple(_marked(datum) for datum in dossier.data if datum not in derived),
        dossier.attestations,
        still_standing(events),
        dict[str | None, tuple[IpRight, ...]](register.rights_listed([key], asof).get(key, {}).items()),
    )


def _marked(datum: Datum) -> Datum:
    """What is on record, with a mark for a source where it has none: handed back as it is, it says nothing new."""
    return datum if datum.source else observed(datum.key, datum.year, datum.value, NO_SOURCE, datum.recorded_at)


def _with_what_is_on_record(register: RegisterReader, listed: Iterable[KnownFirm], asof: AsOf) -> Iterator[KnownFirm]:
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
            known = _on_record(register, key, asof)
            said = {(datum.key, datum.year, datum.source) for datum in known.data}
            fresh = [datum for datum in firm.data if (datum.key, datum.year, datum.source or NO_SOURCE) not in said]
            yield KnownFirm(
                _together((known.identity, firm.identity)),
                (*known.data, *fresh),
                known.attestations,
                known.events,
                known.rights,
            )
    if faults:
        raise StoreError(*faults)


def registered_firms(
    register: RegisterReader, firms: Iterable[Reference] | Path | None, region: Region | None, asof: AsOf
) -> tuple[KnownFirm, ...]:
    """The enterprises that are named, or those of a list, with what is on record of them; all of a region where none
    are. Raises StoreError for names nobody answers to, or several; those of a list may be new."""
    if isinstance(firms, Path):
        return tuple(_with_what_is_on_record(register, listed_firms(firms), asof))
    if firms is None:
        found = register.enterprises(register.keys(asof.known_at), asof)
        keys = [one.id for one in found if region is None or (one.region and region.contains(Region(one.region)))]
    else:
        keys = [register.find(named, asof.on, asof.known_at) for named in firms]
    return tuple(_on_record(register, key, asof) for key in keys)
