"""What comes back from plain data: a dossier, an event, a moment, an edition, a checkpoint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tiertrack.district.loading import chosen_rulebook
from tiertrack.errors import BadDossier, Fault, UnknownEdition
from tiertrack.facts.achievement import word_of
from tiertrack.facts.construction import wrong_type
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.json_reading import JsonObject, json_content, unless_too_deep
from tiertrack.facts.shared_members import instant_of
from tiertrack.input_file import PathLike, as_path, read_text
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.register_reports import Checkpoint
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, Reason

# What comes back, by what it is called in error messages.
_PLACES: dict[type, str] = {Dossier: "档案", Event: "事项", AsOf: "日子", Edition: "版本", Checkpoint: "检查点"}
_Kind = TypeVar("_Kind", Dossier, Event, AsOf, Edition, Checkpoint)


def from_dict(data: Mapping[str, Any], kind: type[_Kind], rulebook: Rulebook | None = None) -> _Kind:
    """What ``to_dict`` made plain, back again.

    An answer comes back by being judged again (``replay``), not by being believed.

    Args:
        data: The members, as ``to_dict`` gives them or JSON brings them back.
        kind: What it is: ``Dossier``, ``Event``, ``AsOf``, ``Checkpoint``, or ``Edition`` (its key and digest are
            enough, as every answer has them in ``edition``).
        rulebook: The editions to find one in; those of ``load_rulebook()`` unless given.

    Returns:
        The value, checked as if it had just been made. An event is what is proposed: the findings kept with one on
        record do not travel.

    Raises:
        BadDossier: Members that are wrong; every fault is named with its place.
        UnknownEdition: There is no edition of that key, or it says something else here than where the data come from.
        TypeError: Values of that kind do not come back.

    Examples:
        >>> import datetime as dt
        >>> from tiertrack import Event, EventKind, from_dict, to_dict
        >>> applied = Event(title="srdi_sme", kind=EventKind.APPLIED, on=dt.date(2026, 6, 30))
        >>> from_dict(to_dict(applied), Event) == applied
        True
    """
    if not isinstance(data, Mapping) and kind in _PLACES:
        raise wrong_type(data, "to_dict 给出的各项").at(_PLACES[kind])
    if kind is Dossier:
        return Dossier.from_dict(data)  # type: ignore[return-value]
    if kind is Edition:
        return _edition(data, chosen_rulebook(rulebook))  # type: ignore[return-value]
    readers: dict[type, Callable[[JsonObject], Any]] = {Event: _event, AsOf: _asof, Checkpoint: _checkpoint}
    if kind not in readers:
        raise TypeError(
            f"{kind.__name__} 不能从资料读回；能读回的有 Dossier、Event、AsOf、Edition、Checkpoint，答复请用 replay"
        )
    given = JsonObject(data, _PLACES[kind])
    value = readers[kind](given)
    if given.faults:
        raise BadDossier(*given.faults)
    return value  # type: ignore[no-any-return]


def _edition(data: Mapping[str, Any], rulebook: Rulebook) -> Edition:
    edition = rulebook.edition(str(data.get("key")))
    digest = data.get("digest")
    if digest is not None and digest != edition.digest:
        remedy = "请用留下它的那一版软件和规则集，或按现在的版本重新判断"
        raise UnknownEdition(Fault("E503", "没有这个版本：键相同而内容不同", remedy, str(digest), edition.key))
    return edition


def _asof(given: JsonObject) -> AsOf | None:
    given.refuse_others(("on", "known_at"))
    on = _needed_day(given, "on")
    known_at = given.value("known_at", instant_of)
    return AsOf(on, known_at) if on is not None and not given.faults else None


# The members that an event states, and those that only say in other words or beside it what it is.
_TEXTS = ("document", "batch", "stage", "value", "product", "named", "told_by")
_DAYS = {"starts": "from", "through": "through", "until": "until"}
_STATED = ("title", "event", "on", *_DAYS.values(), *_TEXTS, "derived", "reason", "year", "board")
_BESIDE = (
    *("name", "self_reported", "edition", "edition_digest", "remarks"),
    *("version", "corrects", "recorded_at", "stands", "change"),
)


def _event(given: JsonObject) -> Event | None:
    given.refuse_others((*_STATED, *_BESIDE))
    members: dict[str, Any] = {member: given.text(member) for member in _TEXTS}
    members |= {attribute: given.day(member) for attribute, member in _DAYS.items()}
    title, kind = given.text("title"), given.value("event", word_of(EventKind))
    on = _needed_day(given, "on")
    members |= {"reason": given.value("reason", word_of(Reason)), "board": given.value("board", word_of(Board))}
    members |= {"year": given.value("year", _whole), "derived": given.value("derived", _yes_or_no) or False}
    members |= {"edition_key": given.text("edition"), "edition_digest": given.text("edition_digest")}
    remarks = given.part("remarks", given.members.get("remarks")).members
    for member in ("title", "event"):
        if given.members.get(member) is None:
            given.fault(member, "E304", f"“{member}”须是文字", f"请写 {member}")
    if title is None or kind is None or on is None or given.faults:
        return None
    event = given.value("title", lambda _title: Event(title=title, kind=kind, on=on, **members))
    return event and event.remarked((str(heading), str(said)) for heading, said in remarks.items())


def read_checkpoint(path: PathLike) -> Checkpoint:
    """The checkpoint in a file, as the command writes it; raises BadFile, or BadDossier for members that are wrong."""
    file = as_path(path)
    text, place = read_text(file), file.name
    content = unless_too_deep(lambda: json_content(text, place, _NO_CHECKPOINT), place)
    return from_dict(content, Checkpoint)


_NO_CHECKPOINT = Fault("E680", "文件里不是检查点", "请给 tiertrack checkpoint 写出的文件")


def _checkpoint(given: JsonObject) -> Checkpoint | None:
    texts = ("register", "root", "at", "key_id", "signature")
    given.refuse_others((*texts, "size"))
    members = {name: given.text(name) for name in texts}
    size = given.value("size", _count)
    for name in ("register", "size", "root", "at"):
        if given.members.get(name) is None:
            given.fault(name, "E304", f"没有写“{name}”，不是检查点", "请给 tiertrack checkpoint 写出的文件")
    if given.faults or size is None:
        return None
    return Checkpoint(
        register=str(members["register"]),
        size=size,
        root=str(members["root"]),
        at=str(members["at"]),
        key_id=members["key_id"],
        signature=members["signature"],
    )


def _count(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 1:
        raise BadDossier(Fault("E362", "个数不收这种值", "请写正整数", str(raw)))
    return raw


def _needed_day(given: JsonObject, member: str) -> dt.date | None:
    if given.members.get(member) is None:
        given.fault(member, "E316", "没有写明日期", f"请在 {member} 写 年-月-日")
    return given.day(member)


def _whole(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise BadDossier(Fault("E362", "年度不收这种值", "请写整数，如 2025", str(raw)))
    return raw


def _yes_or_no(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise BadDossier(Fault("E362", "不收这种值", "请写 true 或 false", str(raw)))
    return raw
