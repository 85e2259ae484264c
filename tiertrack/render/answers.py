"""The one door from an answer to its plain data, its JSON and its Chinese text.

Every type of answer has a row in ``forms``; the command line and whoever imports the package go through the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeGuard, get_args

from tiertrack.duties.duty import Duties, Duty
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.vocabulary import nearest
from tiertrack.outgoing import json_text
from tiertrack.render.forms import form_of

# How much of an answer its text tells: all of it, or what fits into one line.
Brief = Literal["whole", "line"]


def to_dict(answer: object) -> Any:
    """An answer as plain data: what the command line prints with ``--format json``, member by member.

    Args:
        answer: Any answer of this package, an error of it, or a sequence of these.

    Returns:
        Dictionaries, lists, strings, numbers, truth values and None, ready for any JSON writer; a list for a sequence.
        The members of each type are those of its schema (``json_schema``).

    Raises:
        BadInput: It is nothing this package answers with.

    Examples:
        >>> import datetime as dt
        >>> from tiertrack import AsOf, to_dict
        >>> to_dict(AsOf(dt.date(2026, 6, 30)))
        {'on': '2026-06-30', 'known_at': None}
    """
    if _is_sequence(answer):
        return [to_dict(part) for part in answer]
    return form_of(type(answer)).data(answer)


def to_json(answer: object) -> str:
    r"""An answer as JSON text: ``to_dict`` written out, safe on a terminal and in UTF-8.

    Args:
        answer: Any answer of this package, an error of it, or a sequence of these.

    Returns:
        The text, indented, Chinese as it is.

    Raises:
        BadInput: It is nothing this package answers with.

    Examples:
        >>> import datetime as dt
        >>> from tiertrack import AsOf, to_json
        >>> to_json(AsOf(dt.date(2026, 6, 30)))
        '{\n  "on": "2026-06-30",\n  "known_at": null\n}'
    """
    return json_text(to_dict(answer))


def to_text(answer: object, *, brief: Brief = "whole") -> str:
    """An answer in Chinese: what the command line prints.

    Args:
        answer: Any answer of this package, an error of it, or a sequence of these.
        brief: ``whole`` for everything, ``line`` for one line (of a sequence, a line for each).

    Returns:
        The text. What people wrote stands in it as it is: ``visible`` and escaping are up to whoever shows it.

    Raises:
        BadInput: It is nothing this package answers with, or there is no such ``brief``.

    Examples:
        >>> import datetime as dt
        >>> from pathlib import Path
        >>> from tiertrack import Act, AsOf, Tier, assess, read_dossier, to_text
        >>> asof = AsOf(dt.date(2026, 6, 30))
        >>> answer = assess(read_dossier(Path("firm.json")), Tier.SRDI_SME, Act.RECOGNITION, asof)
        >>> print(to_text(answer, brief="line"))
        待补充 · 专精特新中小企业 · 认定 · 2026-06-30　重庆示例新材料有限公司（虚构）　尚缺 3 项
    """
    if brief not in get_args(Brief):
        raise BadInput(Fault("E834", "没有这样的详略", nearest(str(brief), get_args(Brief)), str(brief), "brief"))
    if not _is_sequence(answer):
        form = form_of(type(answer))
        return form.text(answer) if brief == "whole" else form.line(answer)
    if brief == "line":
        return "\n".join(to_text(part, brief=brief) for part in answer)
    # None at all are told by the kind they would be of.
    kind = Duty if isinstance(answer, Duties) else type(answer[0]) if answer else None
    several = form_of(kind).several if kind else None
    return several(answer) if several else "\n\n".join(map(to_text, answer))


def _is_sequence(answer: object) -> TypeGuard[Sequence[Any]]:
    """Whether it is several answers; a string is none at all."""
    return isinstance(answer, Sequence) and not isinstance(answer, str | bytes)
