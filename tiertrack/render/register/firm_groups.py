"""What was done to which enterprises, as Chinese text: a line for each group, the first twenty of it or all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiertrack.import_reports import Correction, FirmChange

# How many of a group are named where not all are wanted.
SHOWN = 20


def group_line(label: str, names: Sequence[str], most: int | None, unit: str = "家") -> Iterator[str]:
    """A group with its names, at most so many of them; nothing where nobody is in it."""
    if not names:
        return
    shown = names if most is None else names[:most]
    more = len(names) - len(shown)
    told = "、".join(shown) + (f"，另有 {more} {unit}（to_text 全部列出）" if more else "")
    yield f"{label} {len(names)} {unit}：{told}"


def firm_lines(firms: Sequence[FirmChange], most: int | None) -> Iterator[str]:
    """The enterprises newly enrolled, with something new, with something corrected, and with nothing but what was
    known; then those of which an act does not fit the standard."""
    groups = (
        ("新登记企业", [one.name for one in firms if one.enrolled]),
        ("登记了新内容的", [one.name for one in firms if one.new and not one.enrolled]),
        ("有更正", [one.name for one in firms if one.corrected]),
        ("都是已有的", [one.name for one in firms if one.known and not (one.new or one.corrected or one.enrolled)]),
    )
    for label, names in groups:
        yield from group_line(label, names, most)
    yield from _correction_lines(firms, most)
    if odd := [one.name for one in firms if one.disagrees]:
        yield f"与标准不一致 {len(odd)} 家（名单如下），已照文件登记："
        yield from (f"    {name}" for name in (odd if most is None else odd[:most]))
        if most is not None and len(odd) > most:
            yield f"    另有 {len(odd) - most} 家（to_text 全部列出）"


def _correction_lines(firms: Sequence[FirmChange], most: int | None) -> Iterator[str]:
    """What was put right, from what to what, so that an old file that brings old values back is seen."""
    corrected = [(firm.name, made) for firm in firms for made in firm.corrections]
    if not corrected:
        return
    yield f"更正了 {len(corrected)} 处："
    for name, made in corrected if most is None else corrected[:most]:
        yield f"    {name} {made.what}：{made.before or '没有写'} → {made.after or '没有写'}{_by(made)}"
    if most is not None and len(corrected) > most:
        yield f"    另有 {len(corrected) - most} 处（to_text 全部列出）"


def _by(made: Correction) -> str:
    """The source or document of what was put right, and that which did."""
    sources = dict.fromkeys(source or "没有写出处" for source in (made.source_before, made.source_after))
    return f"〔{' → '.join(sources)}〕"


def how_to_undo(number: int | None, what: str = "导入") -> Iterator[str]:
    """How an import is taken back, or what else was done as a unit."""
    if number is not None:
        yield f"要取消这次{what}：tiertrack undo {number}"
