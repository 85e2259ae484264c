"""Between domain objects and rows; nothing else knows both. A row of an event has a digest.

A digest is SHA-256 over one JSON array, so that no two rows can be written alike; it covers the digest of the version
before it in its stream. Published seals must stay verifiable for ever: what is hashed here never changes.
"""

from __future__ import annotations

import hashlib
import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, Self

from tiertrack.errors import BadQuantity, DatabaseUnavailable, Fault
from tiertrack.facts.construction import unchecked
from tiertrack.facts.datum import Datum, observed
from tiertrack.facts.dossier import Attestation
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.line_text import name_line, one_line
from tiertrack.facts.vocabulary import FACTS, is_judgement
from tiertrack.intake.matching import stem
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind
from tiertrack.register_reports import Change
from tiertrack.titles.event_members import FIRST_MEMBERS, Kept, Member
from tiertrack.titles.events import MEMBERS, RECORDED_MEMBERS, Event, RecordedEvent

# A row of any other table, by the names of its columns.
Row = Mapping[str, Any]

# The largest number that a column holds.
LARGEST: Final = 2**63 - 1


def datum_to_row(datum: Datum) -> dict[str, Any]:
    """The columns of an observation.

    Raises BadQuantity where a fraction does not fit into 64 bits, BadDossier where its source is no line of text.
    """
    source = datum.source and one_line(datum.source)
    row: dict[str, Any] = {"fact": datum.key, "fiscal_year": datum.year, "source": source}
    if isinstance(datum.value, str):
        return row | {"numerator": None, "denominator": None, "choice": datum.value}
    numerator, denominator = Fraction(datum.value).as_integer_ratio()
    if max(abs(numerator), denominator) > LARGEST:
        fault = Fault("E608", "数值的位数超出登记库能准确保存的范围", "请按实际精度填写", str(datum.value), datum.key)
        raise BadQuantity(fault)
    return row | {"numerator": numerator, "denominator": denominator, "choice": None}


def datum_from_row(row: Row) -> Datum:
    """The observation of a row."""
    return observed(row["fact"], row["fiscal_year"], _value(row), row["source"], row["recorded_at"])


# The facts whose values are whole numbers.
_WHOLE = frozenset(
    key for key, fact in FACTS.items() if not fact.kind.is_yes_or_no and fact.kind not in (Kind.SHARE, Kind.CHOICE)
)


def _value(row: Row) -> Value:
    if row["fact"] in _WHOLE and row["denominator"] == 1:
        whole: int = row["numerator"]
        return whole
    kind = FACTS[_known(row["fact"], FACTS)].kind
    if row["choice"] is not None:
        return str(row["choice"])
    if kind.is_yes_or_no:
        return bool(row["numerator"])
    value = Fraction(row["numerator"], row["denominator"])
    return int(value) if value.denominator == 1 and kind is not Kind.SHARE else value


def observation_rows(
    owner: Row, on_record: Iterable[Row], data: Iterable[Datum]
) -> Iterator[tuple[Change, dict[str, Any]]]:
    """The row of each observation of its ``owner``, and whether its source states something new."""
    last = {(known.key, known.year, known.source): known.value for known in map(datum_from_row, on_record)}
    for datum in data:
        topic = datum.key, datum.year, datum.source
        yield Change.of(last.get(topic), datum.value), {**owner, **datum_to_row(datum)}
        last[topic] = datum.value


def attestation_to_row(attestation: Attestation) -> dict[str, Any]:
    """The columns of an attestation."""
    return {
        "judgement": attestation.key,
        "holds": attestation.value,
        "attested_by": name_line(attestation.by),
        "attested_on": attestation.on,
    }


def attestation_from_row(row: Row) -> Attestation:
    """The attestation of a row."""
    if not is_judgement(key := row["judgement"]):
        raise unknown_key(key)
    return unchecked(Attestation, key, row["holds"], row["attested_by"], row["attested_on"], row["recorded_at"])


def name_row(enterprise: int, kind: str, name: str) -> dict[str, Any]:
    """The columns of a name of a kind (full, short or former) that an enterprise bears; raises BadDossier."""
    return _of_kind(enterprise, kind, name=name_line(name), normalised=normalise_name(name), stem=stem(name))


def name_rows(enterprise: int, identity: Identity) -> list[dict[str, Any]]:
    """The columns of each name of an identity."""
    names = (("full", identity.name), ("short", identity.short_name))
    return [name_row(enterprise, kind, name) for kind, name in names if name]


# The kinds of codes and of traits, which are members of an identity.
CODES = ("uscc", "stock_code")
TRAITS = ("region", "industry")


def code_rows(enterprise: int, identity: Identity) -> list[dict[str, Any]]:
    """The columns of each code of an identity."""
    return [_of_kind(enterprise, kind, code=code) for kind in CODES if (code := getattr(identity, kind))]


def trait_rows(enterprise: int, identity: Identity) -> list[dict[str, Any]]:
    """The columns of the region and the industry of an identity."""
    return [_of_kind(enterprise, kind, value=value) for kind in TRAITS if (value := getattr(identity, kind))]


def _of_kind(enterprise: int, kind: str, **columns: str) -> dict[str, Any]:
    return {"enterprise_id": enterprise, "kind": kind, **columns}


# The columns an event's row has beside those of its members, by where the digests on record cover them.
_FRONT, _BACK = ("id", "enterprise_id"), ("unit",)
_COLUMNS = {member.name: member.column for member in RECORDED_MEMBERS}
_FIRST = (_COLUMNS["title"], "version", *(_COLUMNS[name] for name in FIRST_MEMBERS[1:]), "corrects", "recorded_at")
_LATER = tuple(member.column for member in MEMBERS if member.later)

# The columns of an event's row as it is hashed, kept in memory and handed to the drivers. The digests on record cover
# the columns before ``digest`` in this order; those after it came later and are covered by name.
EVENT_COLUMNS = (*_FRONT, *_FIRST, *_BACK, "digest", *_LATER)
# The columns of the statement of an event and of its place in its stream: not its source, and not when it was recorded.
STATED_COLUMNS = ("version", *(member.column for member in MEMBERS if member.stated), "corrects")

# Type checkers want the names of a named tuple spelt out: here those that are asked for by name.
if TYPE_CHECKING:

    class EventRow(tuple[Any, ...]):
        """An event's row: the columns of ``EVENT_COLUMNS``, days and instants as text, None where there is no value."""

        id: int
        enterprise_id: int
        title: str
        version: int
        event: str
        corrects: int | None
        recorded_at: str
        unit: str
        digest: str

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Self: ...
        def _replace(self, **values: Any) -> Self: ...
else:
    EventRow = namedtuple("EventRow", EVENT_COLUMNS)

_RECORDED, _DIGEST = EVENT_COLUMNS.index("recorded_at"), EVENT_COLUMNS.index("digest")
_NOTHING_LATER = (None,) * len(_LATER)


def row_digest(previous: str | None, row: EventRow) -> str:
    """The digest a row ought to have; ``previous`` is that of the version before it in its stream."""
    return event_digest(previous, row[:_DIGEST], row[_DIGEST + 1 :])


def digest_at(row: EventRow, instant: str, previous: str | None) -> str:
    """The digest of a row as recorded at another instant; ``previous`` is that of the version before it."""
    return event_digest(previous, (*row[:_RECORDED], instant, *row[_RECORDED + 1 : _DIGEST]), row[_DIGEST + 1 :])


def restamped(row: EventRow, instant: str, digest: str) -> EventRow:
    """The row as recorded at another instant, with the digest it has then."""
    return EventRow._make((*row[:_RECORDED], instant, *row[_RECORDED + 1 : _DIGEST], digest, *row[_DIGEST + 1 :]))


def _encoding() -> Callable[[Any], str]:
    """How what is hashed becomes text. Made once where Python lets it: ``JSONEncoder`` makes the encoder that is
    written in C anew for each of a million rows."""
    plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    parts = make(None, plain.default, json.encoder.encode_basestring, None, ":", ",", False, False, True)
    return lambda value: "".join(parts(value, 0))


encoded: Final = _encoding()


def event_digest(previous: str | None, first: Sequence[Any], later: tuple[Any, ...] = _NOTHING_LATER) -> str:
    """The digest of an event's row: its first columns, and by name those that came ``later`` and have a value.

    ``previous`` is the digest of the version before it in its stream, None for the first.
    """
    return hashlib.sha256(encoded(_covered(previous, first, later)).encode()).hexdigest()


def event_covered(previous: str | None, row: EventRow) -> list[Any]:
    """What is hashed of a row."""
    return _covered(previous, row[:_DIGEST], row[_DIGEST + 1 :])


def _covered(previous: str | None, first: Sequence[Any], later: tuple[Any, ...]) -> list[Any]:
    covered = [previous, *first]
    if later != _NOTHING_LATER:
        covered.append({name: value for name, value in zip(_LATER, later, strict=True) if value is not None})
    return covered


# A database has no truths that are not numbers, and what is hashed has none either.
def _plain(member: Member) -> Callable[[Any], Any] | None:
    return int if member.kept is Kept.YES_OR_NO else member.plain


def _read(member: Member) -> Callable[[Any], Any] | None:
    return bool if member.kept is Kept.YES_OR_NO else member.read


# The values a row is made of: those of the event's members, then the others; and where each column finds its own.
_VALUES = attrgetter(*(member.name for member in MEMBERS))
_OTHERS = (*_FRONT, "version", "corrects", "recorded_at", *_BACK)
_PLAIN = [(place, plain) for place, plain in enumerate(map(_plain, MEMBERS)) if plain is not None]
_PLACES = {name: place for place, name in enumerate((*(member.column for member in MEMBERS), *_OTHERS))}
_FIRST_VALUES = itemgetter(*(_PLACES[name] for name in EVENT_COLUMNS[:_DIGEST]))
_LATER_VALUES = itemgetter(*(_PLACES[name] for name in _LATER))


def event_row(
    key: int,
    enterprise: int,
    event: RecordedEvent | Event,
    placed: tuple[int, int | None],
    written: tuple[str, str],
    previous: str | None,
) -> EventRow:
    """The row of an event with its digest.

    ``placed`` is its version and the version it corrects, ``written`` the instant (as text) and the unit of work that
    writes it, ``previous`` the digest of the version before it.
    """
    values = [*_VALUES(event), key, enterprise, *placed, *written]
    for place, plain in _PLAIN:
        if (value := values[place]) is not None:
            values[place] = plain(value)
    first, later = _FIRST_VALUES(values), _LATER_VALUES(values)
    return EventRow._make((*first, event_digest(previous, first, later), *later))


_NAMES = tuple(member.name for member in RECORDED_MEMBERS)
_MEMBERS = itemgetter(*(EVENT_COLUMNS.index(member.column) for member in RECORDED_MEMBERS))
_READ = [(name, read) for name, read in zip(_NAMES, map(_read, RECORDED_MEMBERS), strict=True) if read is not None]


def event_from_row(row: EventRow) -> RecordedEvent:
    """The event of a row; raises DatabaseUnavailable for a key this software does not know."""
    # By the million, setting each member in turn would take half as long again; what is wrong is told all the same.
    event = object.__new__(RecordedEvent)
    values = event.__dict__
    values |= zip(_NAMES, _MEMBERS(row), strict=True)
    try:
        for name, read in _READ:
            if (value := values[name]) is not None:
                values[name] = read(value)
    except KeyError as error:
        raise unknown_key(error.args[0]) from None
    event.__attrs_post_init__()
    return event


def _known(key: str, vocabulary: Mapping[str, object]) -> str:
    if key not in vocabulary:
        raise unknown_key(key)
    return key


def unknown_key(key: str) -> DatabaseUnavailable:
    """The refusal of a key on record that this software does not know."""
    remedy = "称号由外加的规则集定义的，请用 rulebook= 写明或装上该规则集；其他的请升级 tiertrack 后再试"
    return DatabaseUnavailable(Fault("E607", "登记库里有本软件不认识的键", remedy, key))
