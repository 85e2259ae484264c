"""Two editions side by side as one page of HTML: everything escaped, without a script and without anything from
elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from tiertrack.outgoing import visible
from tiertrack.render.policy.diff_text import change_lines, limit_line, matter_line, pairing_text
from tiertrack.render.policy.ip_text import definition_changes
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.diff import ClauseChange, ClauseStatus, PolicyDiff
from tiertrack.rules.edition import Edition
from tiertrack.rules.limit_order import Effect
from tiertrack.rules.rulebook import period_text

_STYLE = """
body { font: 15px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 76em; margin: 1.5em auto;
  padding: 0 1em; color: #222; background: #fff; }
h1 { font-size: 1.35em; margin: 0 0 .6em; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #bbb; padding: .35em .6em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f0f0f0; }
tr.head td { border: none; padding: 0; }
.name { white-space: nowrap; }
ul { margin: 0; padding-left: 1.1em; }
.where { color: #666; font-size: .9em; }
.stricter { color: #a32020; } .easier { color: #1e7040; } .unordered { color: #8a5a00; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }
"""


def diff_page(diff: PolicyDiff) -> str:
    """The page: a row for each matter, the old clause beside the new one, and what became of each limit."""
    old, new = diff.before, diff.after
    title = f"{old.name} 与 {new.name} 逐条比较"
    changed = [change for change in diff.changes if change.change is not ClauseStatus.SAME]
    same = [change.title for change in diff.changes if change.change is ClauseStatus.SAME]
    body = [
        # Writer prints an empty page in the place of a first paragraph that stands in no table, and takes widths and
        # borders from attributes only.
        '<table role="presentation" width="100%"><tr class="head"><td>',
        f"<h1>{_name(old)} 与<br>{_name(new)} 逐条比较</h1>",
        _paragraph(f"原　{_edition_text(old)}"),
        _paragraph(f"新　{_edition_text(new)}"),
        "</td></tr></table>",
        '<table width="100%" border="1" cellspacing="0" cellpadding="4">',
        '<colgroup><col width="14%"><col width="26%"><col width="26%"><col width="34%"></colgroup>',
        "<thead><tr><th>事项</th><th>原</th><th>新</th><th>逐条界线</th></tr></thead>",
        "<tbody>",
        *map(_row, changed),
        "</tbody></table>",
        *(_paragraph(line.strip()) for line in definition_changes(old, new)),
    ]
    if same:
        body.append(_paragraph(f"未变：{'、'.join(same)}"))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_plain(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _name(edition: Edition) -> str:
    return f'<span class="name">{_plain(edition.name)}</span>'


def _edition_text(edition: Edition) -> str:
    return f"{edition.name}　{period_text(edition)}　{edition.citations}"


def _row(change: ClauseChange) -> str:
    matter = (
        f'{_plain(change.title)}<br><span class="where">{change.change.value} {_plain(pairing_text(change))}</span>'
    )
    cells = (matter, _side(change.before), _side(change.after), f"<ul>{''.join(_items(change))}</ul>")
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _side(criterion: Criterion | None) -> str:
    if criterion is None:
        return "无"
    return f'{_plain(criterion.gist)}<br><span class="where">{_plain(criterion.citations)}</span>'


def _items(change: ClauseChange) -> Iterator[str]:
    effects = {limit_line(limit): limit.effect for limit in change.limits}
    effects |= {matter_line(matter): matter.effect for matter in change.matters}
    for line in change_lines(change):
        effect = effects.get(line, Effect.UNORDERED)
        yield f'<li class="{effect.value}">{_plain(line)}</li>'


def _paragraph(text: str) -> str:
    return f"<p>{_plain(text)}</p>"


def _plain(text: str) -> str:
    return escape(visible(text))
