"""Values that a program makes directly: read by the rules of a file before they are made, all faults told at once.

A class with ``@checked`` says in ``_checked`` what its members have to be. What a reader has just checked, or the
register kept, is made by :func:`unchecked` instead, and not checked once more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import attrs

from tiertrack.errors import BadDossier, Fault, TiertrackError
from tiertrack.facts.line_text import LONGEST_NAME, LONGEST_REMARK, one_line
from tiertrack.facts.look_alikes import shown
from tiertrack.temporal import reckoned

_T = TypeVar("_T")
_P = ParamSpec("_P")

_bare: Callable[[Any], Any] = object.__new__


class Members(dict[str, Any]):
    """The members a value is to be made of, by their names, and what was found wrong with them so far."""

    def __init__(self, /, *given: Iterable[tuple[str, Any]], **members: Any) -> None:
        super().__init__(*given, **members)
        self.faults: list[Fault] = []

    def read(self, name: str, read: Callable[[Any], object]) -> None:
        """Puts what ``read`` makes of a member in its place and keeps what is wrong; None is left as it is."""
        if self.get(name) is not None:
            self.need(name, read)

    def need(self, name: str, read: Callable[[Any], object]) -> None:
        """The same of a member that must not be None, of which ``read`` says so."""
        self[name] = self.read_value(name, lambda: read(self.get(name)))

    def read_value(self, place: str, read: Callable[[], _T]) -> _T | None:
        """What ``read`` gives; None where, with its faults kept, something is wrong."""
        try:
            return read()
        except TiertrackError as error:
            self.faults += error.at(place).faults
            return None

    def fault(self, name: str, code: str, what: str, remedy: str, value: object = None) -> None:
        """Keeps a fault of a member."""
        self.faults.append(Fault(code, what, remedy, None if value is None else str(value), name))


def checked(kind: type[_T]) -> type[_T]:
    """A class of attrs whose members are read by its ``_checked`` before a value is made; raises BadDossier."""
    plain = kind.__init__
    fields = tuple(one for one in attrs.fields(kind) if one.init)  # type: ignore[arg-type]
    names = tuple(one.alias for one in fields)
    needed = frozenset(one.alias for one in fields if one.default is attrs.NOTHING)

    @wraps(plain)
    def init(self: Any, *args: Any, **members: Any) -> None:
        given = Members(zip(names, args, strict=False), **members)
        if len(given) < len(args) + len(members) or not needed <= given.keys():
            # Python's own words for a call that is none.
            plain(self, *args, **members)
        kind._checked(given)  # type: ignore[attr-defined]
        if given.faults:
            raise BadDossier(*(fault.at(kind.__name__) for fault in given.faults))
        plain(self, **given)

    kind.__attrs_init__ = plain  # type: ignore[attr-defined]
    kind.__init__ = init  # type: ignore[method-assign]
    return kind


def unchecked(kind: Callable[_P, _T], /, *args: _P.args, **members: _P.kwargs) -> _T:
    """A value of members that are known to be right: read from a file a moment ago, or kept by the register."""
    made: Any = _bare(kind)
    made.__attrs_init__(*args, **members)
    return made  # type: ignore[no-any-return]


def changed(value: _T, /, **members: Any) -> _T:
    """A checked value with other members that are known to be right; ``attrs.evolve`` would check all of them."""
    fields = attrs.fields(type(value))  # type: ignore[arg-type]
    given = {one.alias: getattr(value, one.name) for one in fields if one.init}
    return unchecked(type(value), **(given | members))


# What members are made of.


def coded(read: Callable[[str], str]) -> Callable[[Any], str]:
    """A reader of texts that ``read`` makes a code of; raises BadDossier for what is no text."""
    return lambda value: read(_word(value))


def text(value: Any) -> str:
    """A text of one line, without what nobody sees; raises BadDossier."""
    return one_line(_word(value), LONGEST_REMARK)


def text_if_any(value: Any) -> str | None:
    """The same of a text that may be left out: None for one in which nothing is seen, as in a file."""
    return text(value) or None


def named(code: str, what: str, remedy: str) -> Callable[[Any], str]:
    """A reader of names, which are shorter and not blank; raises BadDossier, with a fault of its own for no name."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not shown(value):
            raise BadDossier(Fault(code, what, remedy, None if value is None else str(value)))
        return one_line(value, LONGEST_NAME)

    return read


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise BadDossier(Fault("E304", "须是文字", "请写成带引号的文字", str(value)))


def dated(what: str) -> Callable[[Any], dt.date]:
    """A reader of days that must be there; raises BadDossier, for None with a fault of its own, and BadQuantity."""

    def read(value: Any) -> dt.date:
        if value is None:
            raise BadDossier(Fault("E316", what, "请在 on 写日期"))
        return day(value)

    return read


def day(value: Any) -> dt.date:
    """A day; raises BadDossier for what is none, as for a text or an instant, and BadQuantity outside the calendar."""
    if type(value) is not dt.date:
        raise wrong_type(value, "datetime.date，如 date(2024, 7, 1)")
    return reckoned(value)


def instant(value: Any) -> dt.datetime:
    """An instant with its zone; raises BadDossier."""
    offset = value.utcoffset() if isinstance(value, dt.datetime) else None
    # Whole minutes are all that ISO 8601 can say.
    if offset is None or offset.seconds % 60:
        remedy = "请写带时区的时刻，如 datetime.now(timezone.utc)"
        raise BadDossier(Fault("E317", "时刻读不出来", remedy, str(value)))
    reckoned(value.date())
    return value  # type: ignore[no-any-return]


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts that are not blank; raises BadDossier with each part that is none."""
    found = all_of(str)(value)
    if not all(map(shown, found)):
        raise BadDossier(Fault("E304", "须是文字", "请删去空的一项"))
    return tuple(map(text, found))


def one_of(kind: type[_T]) -> Callable[[Any], _T]:
    """A reader of values of one class; raises BadDossier for any other."""

    def read(value: Any) -> _T:
        if isinstance(value, kind):
            return value
        raise wrong_type(value, kind.__name__)

    return read


def all_of(kind: type[_T]) -> Callable[[Any], tuple[_T, ...]]:
    """A reader of lists and tuples of one class; raises BadDossier with each part that is of another."""

    def read(value: Any) -> tuple[_T, ...]:
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise wrong_type(value, f"{kind.__name__} 的列表")
        parts = tuple(value)
        faults = [
            fault.at(f"[{index}]")
            for index, part in enumerate(parts)
            if not isinstance(part, kind)
            for fault in wrong_type(part, kind.__name__).faults
        ]
        if faults:
            raise BadDossier(*faults)
        return parts

    return read


def wrong_type(value: object, wanted: str) -> BadDossier:
    """The error of a value whose type is not taken."""
    return BadDossier(Fault("E362", f"不收 {type(value).__name__} 类型的值", f"请写 {wanted}", str(value)))
