"""The one door from an answer to its plain data, its JSON and its Chinese text.

Every type of answer has a row in ``forms``; the command line and whoever imports the package go through the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeGuard

from tiertrack.duties.duty import Duties, Duty
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.vocabulary import nearest
from tiertrack.outgoing import json_text
from tiertrack.render.forms import form_of
from tiertrack.render.lengths import Length

# A length of a text, or the word for it.
LengthLike = Length | Literal["whole", "screen", "message", "line"]


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


def to_text(answer: object, *, brief: LengthLike = Length.WHOLE) -> str:
    """An answer in Chinese, as long as it is wanted: what the command line prints is its screen.

    Args:
        answer: Any answer of this package, an error of it, or a sequence of these.
        brief: The length, or the word for it: ``whole`` for everything; ``screen`` for what decides, on one screen;
            ``message`` for at most eight plain lines; ``line`` for one line (of a sequence, one for each).

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
    length = _length(brief)
    if not _is_sequence(answer):
        return form_of(type(answer)).text[length](answer)
    if length in (Length.MESSAGE, Length.LINE):
        return "\n".join(to_text(part, brief=Length.LINE) for part in answer)
    # None at all are told by the kind they would be of.
    kind = Duty if isinstance(answer, Duties) else type(answer[0]) if answer else None
    several = form_of(kind).several if kind else None
    return several(answer) if several else "\n\n".join(to_text(part, brief=length) for part in answer)


def _length(brief: LengthLike) -> Length:
    words = {length.value: length for length in Length}
    found = words.get(brief) if isinstance(brief, str) else brief
    if not isinstance(found, Length):
        raise BadInput(Fault("E834", "没有这样的详略", nearest(str(brief), words), str(brief), "brief"))
    return found


def _is_sequence(answer: object) -> TypeGuard[Sequence[Any]]:
    """Whether it is several answers; a string is none at all."""
    return isinstance(answer, Sequence) and not isinstance(answer, str | bytes)
