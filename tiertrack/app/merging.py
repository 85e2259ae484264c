"""Joining two records of one enterprise, and separating them again: nothing is moved, both are read as one."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.app.list_statements import exclude_each_other
from tiertrack.enterprise import Reference, reference_text
from tiertrack.errors import BadInput, Fault, StoreError
from tiertrack.facts.identity import Identity
from tiertrack.ports import Register
from tiertrack.register_reports import Merger
from tiertrack.titles.events import Event, corrected_by, event_word, labelled, still_standing
from tiertrack.titles.joining import Joining, Said


def merge(register: Register, enterprise: int, other: int, uscc: str | None, said: Said) -> Merger:
    """Joins the record of ``other`` to that of ``enterprise``, in the caller's turn and leaving the commit to it.

    Raises BadInput where they are one already (E641), or ``uscc`` is neither's code (E646); StoreError where they have
    different credit codes and none is said to be right (E642), or events that cannot both be true (E643).
    """
    one, another = register.identity(enterprise), register.identity(other)
    if enterprise == other:
        raise BadInput(Fault("E641", f"“{one.name}”的两份登记已经是一家", "不必再并", another.name))
    right = _right_code(one, another, uscc)
    _refuse_conflicts(register, enterprise, other)
    register.join(other, Joining(enterprise, one.name or str(enterprise), right), said)
    return Merger(one.name or str(enterprise), another.name or str(other), register.identity(enterprise).uscc)


def _right_code(one: Identity, another: Identity, uscc: str | None) -> str | None:
    """The credit code to be kept with the joining; None where the two do not differ."""
    codes = [identity.uscc for identity in (one, another) if identity.uscc]
    if uscc is not None and uscc not in codes:
        raise BadInput(Fault("E646", "不是两份登记里的信用代码", f"登记的是 {'、'.join(codes) or '没有'}", uscc))
    if len(set(codes)) < 2 or uscc is not None:
        return uscc if len(set(codes)) > 1 else None
    what = f"“{one.name}”的信用代码是 {one.uscc}，“{another.name}”的是 {another.uscc}"
    raise StoreError(Fault("E642", what, "代码不同多半是两家；确是一家的，请用 uscc= 写明哪一个对"))


def _refuse_conflicts(register: Register, enterprise: int, other: int) -> None:
    faults = [
        Fault("E643", what, "请先用 tiertrack case void 作废不实的一项，再并为一份")
        for what in _conflicts(register, enterprise, other)
    ]
    if faults:
        raise StoreError(*faults)


def _conflicts(register: Register, enterprise: int, other: int) -> Iterator[str]:
    """The events of two records that contradict each other: one act stated twice in different words, two outcomes."""
    first, second = (register.identity(key).name for key in (enterprise, other))
    known = still_standing(register.events(enterprise))
    for event in still_standing(register.events(other)):
        stream = tuple(one for one in known if one.title == event.title)
        same = corrected_by(event, stream)
        against = [one for one in stream if one is same or exclude_each_other(one, event)]
        for one in against:
            if one.statement != event.statement:
                yield f"{_told(event)}：“{first}”登记的是 {_words(one)}，“{second}”登记的是 {_words(event)}"


def _told(event: Event) -> str:
    return labelled(event.label, event.product)


def _words(event: Event) -> str:
    span = f"（{event.starts or event.on} 至 {event.through or '无固定期限'}）" if event.kind.grants else ""
    number = f"第 {event.version} 项 " if hasattr(event, "version") else ""
    return f"{number}{event_word(event)} {event.on}{span}"


def unmerge(register: Register, enterprise: Reference, said: Said) -> Merger:
    """Separates the record named from the one it was joined to; the caller commits.

    Raises BadInput where none, or several, of the records joined to another answer (E644).
    """
    register.take_turn()
    head = register.find(enterprise)
    found = register.joined(enterprise)
    if len(found) != 1:
        names = "、".join(register.family(head)[1:])
        what = "这份登记没有并入别的登记" if not found else f"有 {len(found)} 份登记对得上"
        remedy = f"并入它的有 {names}，请写其中一个" if names else "请写并入时的那个名称或代码"
        raise BadInput(Fault("E644", what, remedy, reference_text(enterprise)))
    name = register.identity(head).name or str(head)
    register.separate(found[0], said)
    apart = register.identity(found[0])
    return Merger(name, apart.name or str(found[0]), apart.uscc)
