"""The transition table as Markdown and as a Mermaid diagram, projected from the table itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tiertrack.law.procedure import Procedure
from tiertrack.law.states import Actor, State
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.render.phrases import table
from tiertrack.titles.transitions import TRANSITIONS, Transition


def machine_table() -> str:
    """Every row: event, from, to, who may do it, the standard to be met, and the provision."""
    return table(("事项", "自", "至", "由谁", "须符合", "依据"), map(_row, TRANSITIONS))


def _row(row: Transition) -> tuple[str, ...]:
    condition = f"（{row.condition.value}）" if row.condition.value else ""
    return (
        f"{row.event.label}{condition} `{row.event.value}`",
        _states(row.drawn) + (f"（公布的照登：{_states(row.sources)}）" if row.usual else ""),
        row.target.label if row.target else "不变",
        row.by.label,
        f"{row.guard.label}标准" if row.guard else "",
        str(row.citation),
    )


def _states(states: Iterable[State]) -> str:
    found = tuple(states)
    if len(found) == len(State):
        return "任何状态"
    absent = [state.label for state in State if state not in found]
    if len(absent) < len(found):
        return f"{'、'.join(absent)}以外"
    return "、".join(state.label for state in found)


def procedures_table() -> str:
    """How each title's own procedure runs on the machine."""
    headings = ("称号", "认定机关", "推荐", "其间的环节", "自己的叫法", "有效期", "复核", "各地不同")
    return table(headings, (_procedure(label, title_definition(key).procedure) for key, label in TITLES.items()))


def _procedure(label: str, procedure: Procedure) -> tuple[str, ...]:
    words = "、".join(f"{kind.label}叫{word}" for kind, word in procedure.words.items())
    return (
        label,
        procedure.authority.label,
        procedure.recommends.label if procedure.recommends else "",
        "、".join(f"{step.label} `{step.key}`" for step in procedure.steps),
        words,
        _term(procedure),
        "有" if procedure.reviewed else "没有",
        "；".join(f"{local.region.label}{local.said}（{local.citation}）" for local in procedure.local),
    )


def _term(procedure: Procedure) -> str:
    if procedure.open_ended:
        return "无固定期限"
    return f"{procedure.term.text}（{procedure.term.citation}）" if procedure.term else "照文件，不推算"


def machine_diagram() -> str:
    """The machine as Mermaid text, without what changes no state; published acts start where the procedure has them."""
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f'    state "{state.label}" as {state.value}' for state in State]
    lines.append(f"    [*] --> {State.NONE.value}")
    lines += dict.fromkeys(line for row in TRANSITIONS for line in _edges(row))
    return "\n".join(lines)


def _edges(row: Transition) -> Iterator[str]:
    if row.target is None:
        return
    label = row.event.label if row.by is not Actor.CALENDAR else f"{row.event.label}（到日）"
    for source in row.drawn:
        if source is not row.target:
            yield f"    {source.value} --> {row.target.value} : {label}"
