"""Reading JSON that people write: an object knows its place, and all faults of a text are gathered in one list."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import filterfalse
from numbers import Integral
from typing import Any, TypeVar

from attrs import evolve

from tiertrack.errors import BadDossier, BadFile, Fault, TiertrackError
from tiertrack.facts.line_text import LONGEST_NAME, line_fault, name_fault
from tiertrack.facts.look_alikes import in_place_of_a_lost_one, shown
from tiertrack.facts.member_names import member_named, names_of_member, nearest_members
from tiertrack.facts.units import parse_date

_T = TypeVar("_T")
_LIKENED = 50
_AS_IT_IS: Mapping[str, str] = {}

# An escaped backslash and the two halves of one character are read over; what is left is half of one.
_HALVES = re.compile(r"\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)")


_NAMED = ("name", "achievement", "unit", "by")
_NAMES = frozenset((*_NAMED, *(name for key in _NAMED for name in names_of_member(key))))
_NOTES = frozenset(("note", *names_of_member("note")))
# What an object and a list of JSON are, as ``json.loads`` gives them or a program does.
OBJECT = (dict, Mapping)
LIST = (list, tuple)
_HOLDING = (str, *OBJECT, *LIST)
# No file of a firm is deeper, or has as much at one depth; what is may also run in a circle.
_DEEPEST, _WIDEST = 12, 100_000


def _are_fit(content: Any) -> bool:
    """Whether all texts of some content are short lines, as nearly all are."""
    texts: list[Any] = []
    level = [content]
    for _depth in range(_DEEPEST):
        within: list[Any] = []
        for one in level:
            kind = type(one)
            if kind is str:
                texts.append(one)
            elif kind is dict or kind is JsonMembers or kind is list:
                if kind is list:
                    within += one
                else:
                    texts += one
                    within += one.values()
                if len(within) > _WIDEST:
                    return False
            elif kind is not int and kind is not bool and one is not None and isinstance(one, _HOLDING):
                return False
        if not within:
            return _are_lines(texts)
        level = within
    return False


def _are_lines(texts: list[Any]) -> bool:
    try:
        whole = "".join(texts)
        fit = whole.isprintable() and in_place_of_a_lost_one(whole) is None
        return fit and max(map(len, texts), default=0) <= LONGEST_NAME
    except TypeError:
        # A program may write a key that is no text.
        return False


def text_faults(content: Any, place: str) -> Iterator[Fault]:
    """What is wrong with the texts of some content, at any depth: control characters, line breaks, and their length.

    A note may have several lines; nothing reads it.
    """
    return iter(()) if _are_fit(content) else _text_faults(content, place)


def _text_faults(content: Any, place: str, key: str = "") -> Iterator[Fault]:
    if isinstance(content, str) and key not in _NOTES:
        if (fault := name_fault(content) if key in _NAMES else line_fault(content)) is not None:
            yield fault.at(place)
    elif isinstance(content, OBJECT):
        for name, value in content.items():
            if not isinstance(name, str | Integral):
                yield Fault("E362", f"不收 {type(name).__name__} 类型的键", "请写成文字", ascii(name), place)
            elif line_fault(str(name)) is not None:
                yield Fault("E474", "键里有换行或不可见的控制字符", "请删去后重新填写", ascii(name), place)
            else:
                yield from _text_faults(value, f"{place} {name}" if place else str(name), str(name))
    elif isinstance(content, LIST):
        for index, value in enumerate(content):
            yield from _text_faults(value, f"{place}[{index}]", key)


def refuse_texts(content: Any, place: str) -> None:
    """Raises BadDossier with all that is wrong with the texts of some content, before anything is shown of it."""
    if faults := tuple(text_faults(content, place)):
        raise BadDossier(*faults)


def unless_too_deep(read: Callable[[], _T], place: str) -> _T:
    """What ``read`` makes of some content; raises BadFile where that is nested too deeply to be read."""
    try:
        return read()
    except RecursionError:
        raise BadFile(Fault("E403", "不是可用的 JSON", "请核对内容，括号嵌套过深", place=place)) from None


_NO_DOSSIER = Fault("E404", "档案须是一个 JSON 对象", '请写成 {"name": …, "facts": {…}}')


def json_content(text: str, place: str, otherwise: Fault = _NO_DOSSIER) -> Mapping[str, Any]:
    """The JSON object a text is; raises BadFile where it is not one, of other JSON with the fault ``otherwise``."""
    try:
        content = json.loads(
            text, object_pairs_hook=JsonMembers, parse_int=_whole, parse_float=_decimal, parse_constant=_no_constant
        )
        # Half a surrogate pair can be escaped in JSON, but no file or terminal takes it.
        if "\\u" in text:
            json.dumps(content, ensure_ascii=False, default=str).encode()
        text.encode()
    except json.JSONDecodeError as error:
        where = f"{place} 第 {error.lineno} 行第 {error.colno} 列"
        raise BadFile(Fault("E403", "不是合乎语法的 JSON", "请核对括号、引号和逗号", place=where)) from None
    except UnicodeEncodeError:
        remedy = "请补上 \\u 转义的另一半，或删去"
        raise BadFile(Fault("E403", "文字里有只写了一半的字符", remedy, _half(text), place)) from None
    except BadFile as error:
        raise error.at(place) from None
    if not isinstance(content, dict):
        raise BadFile(otherwise).at(place)
    return content


class JsonMembers(dict[str, Any]):
    """A JSON object that remembers which of its members were written twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated: list[str] = []
        if len(self) < len(pairs):
            self.repeated = sorted(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)


def keyed_by_text(members: Mapping[Any, Any]) -> Mapping[str, Any]:
    """Members by the text of their keys, as a program may write a year as a number; remembers, as those of a file do,
    which were written twice."""
    if all(isinstance(name, str) for name in members):
        return members
    return JsonMembers([(str(name), value) for name, value in members.items()])


def _no_constant(word: str) -> None:
    raise BadFile(Fault("E403", "JSON 里没有这样的数", "不知道的请写 null，或删去这一项", word))


def _whole(digits: str) -> int:
    return _number(int, digits)


def _decimal(digits: str) -> Decimal:
    return _number(Decimal, digits)


def _number(read: Callable[[str], _T], digits: str) -> _T:
    try:
        return read(digits)
    except (ValueError, ArithmeticError):
        # Python itself reads neither thousands of digits nor an exponent of twenty.
        raise BadFile(Fault("E403", "数太长，读不出来", "请核对位数", digits)) from None


def _half(text: str) -> str | None:
    """The first escape of half a character in a text that is JSON."""
    return next((found[1] for found in _HALVES.finditer(text) if found[1]), None)


def _day(raw: Any) -> dt.date:
    return parse_date(str(raw))


class JsonObject:
    """An object of a text, at its place. ``faults`` are those of the whole text so far, in reading order; ``joint``
    stands between the place and the key of a member; ``on`` is the day names of places are read as of, where it is
    known."""

    def __init__(
        self,
        members: Mapping[str, Any],
        place: str,
        faults: list[Fault] | None = None,
        joint: str = " ",
        on: dt.date | None = None,
    ) -> None:
        self.members: Mapping[str, Any] = members
        self.faults: list[Fault] = [] if faults is None else faults
        self.on = on
        self._place = place
        self._joint = joint
        self._faults_before = len(self.faults)
        self._written: Mapping[str, str] = _AS_IT_IS

    @property
    def sound(self) -> bool:
        """Whether nothing but the names of its members was wrong so far."""
        return len(self.faults) == self._faults_before

    def fault(self, key: str, code: str, what: str, remedy: str, value: object = None) -> None:
        """Keeps a fault of the member of a key; of the object itself where the key is empty."""
        self.faults.append(Fault(code, what, remedy, None if value is None else str(value), self._at(key)))

    def keep(self, faults: Iterable[Fault]) -> None:
        """Keeps faults that are placed at a member."""
        self.faults += (evolve(fault, place=self._at(fault.place or "")) for fault in faults)

    def refuse_others(self, known: Collection[str]) -> None:
        """Puts the members that are known by their Chinese names at their keys, and keeps a fault for each that is not
        known or was written twice."""
        others = [*map(str, filterfalse(known.__contains__, self.members))]
        keys = {name: key for name in others if (key := member_named(name, known))} if others else {}
        if keys:
            self._put_at_keys(keys)
            others = [name for name in others if name not in keys]
        for count, name in enumerate(others):
            # Finding what a name is like takes time, and nobody reads a thousand of them.
            remedy = nearest_members(name, known) if count < _LIKENED else "请改成认识的名称，或删去"
            self.fault(name, "E302", f"不认识“{name}”", remedy)
        remedy = "请只留一个；来源不同的两个值请写成带 source 的列表"
        for key in getattr(self.members, "repeated", ()):
            written = next((name for name in keys if keys[name] == key), key)
            same = "" if written == key else f"就是“{key}”，"
            self.fault(key, "E303", f"“{written}”{same}写了两次", remedy)
        self._faults_before = len(self.faults)

    def _put_at_keys(self, keys: Mapping[str, str]) -> None:
        """Puts members at the keys their names stand for; their places go on saying what was written."""
        repeated = getattr(self.members, "repeated", ())
        members = JsonMembers([(keys.get(name, name), value) for name, value in self.members.items()])
        members.repeated = sorted({*members.repeated, *(keys.get(name, name) for name in repeated)})
        # What was written by its key too is placed there.
        self._written = {key: name for name, key in keys.items() if key not in self.members}
        self.members = members

    def value(self, key: str, read: Callable[[Any], _T]) -> _T | None:
        """What ``read`` makes of a member; None where it is absent or, with its fault kept, wrong."""
        raw = self.members.get(key)
        return None if raw is None else self._read(key, raw, read)

    def told(self, key: str, read: Callable[[Any], _T]) -> _T | None:
        """The same of a member that must be there: what is absent is read too."""
        return self._read(key, self.members.get(key), read)

    def read_value(self, key: str, raw: Any, read: Callable[[Any], _T]) -> _T | None:
        """The same of a value that stands at a key."""
        return None if raw is None else self._read(key, raw, read)

    def _read(self, key: str, raw: Any, read: Callable[[Any], _T]) -> _T | None:
        try:
            return read(raw)
        except TiertrackError as error:
            self.faults += error.at(self._at(key)).faults
            return None

    def text(self, key: str, read: Callable[[str], str] = shown) -> str | None:
        """What ``read`` makes of a member that must be text; None as above, and for a blank text."""

        raw = self.members.get(key)
        if raw is not None and not isinstance(raw, str):
            self.fault(key, "E304", f"“{key}”须是文字", "请加上引号", raw)
            return None
        return None if raw is None else self._read(key, raw, read) or None

    def name(self, key: str, code: str, what: str, remedy: str | None = None) -> str:
        """The name in a member that must have one; empty where, with a fault, it has none."""
        name = self.members.get(key)
        if isinstance(name, str) and (seen := shown(name)):
            return seen
        self.fault(key, code, what, remedy or f"请在 {key} 写全称", name)
        return ""

    def day(self, key: str) -> dt.date | None:
        """The day in a member."""
        return self.value(key, _day)

    def part(self, key: str, value: Any, joint: str = ".") -> JsonObject:
        """The object a value within it is; an empty one for null and, with a fault, for any other value."""
        members = value if isinstance(value, OBJECT) else {}
        part = JsonObject(members, self._at(key), self.faults, joint, self.on)
        if members is not value and value is not None:
            part.fault("", "E305", f"“{key}”须是一个 JSON 对象", '请写成 {"键": 值}', value)
        return part

    def parts(
        self, key: str, read: Callable[[str, Any], _T | None], remedy: str = "请写成 [ … ]"
    ) -> tuple[_T, ...] | None:
        """What ``read`` makes of the place and the value of each part of a list, without those it makes None of; None
        where there is no list, which is unknown."""
        listed = self.members.get(key)
        if listed is None:
            return None
        if not isinstance(listed, LIST):
            self.fault(key, "E311", f"{key} 须是列表", remedy, listed)
            return ()
        found = (read(f"{key}[{index}]", value) for index, value in enumerate(listed))
        return tuple(part for part in found if part is not None)

    def _at(self, key: str) -> str:
        if self._written:
            key = self._written.get(key, key)
        return f"{self._place}{self._joint}{key}" if self._place and key else self._place or key
