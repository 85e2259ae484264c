"""A kept answer judged again: by the editions it names and the dossier that was kept with it."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from typing import Any

from tiertrack.district.loading import chosen_rulebook
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.asked import as_dossier
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.json_reading import json_content
from tiertrack.facts.units import parse_date, parse_instant
from tiertrack.given import of_kind
from tiertrack.input_file import PathLike, as_path, read_text
from tiertrack.render.answers import to_dict
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.assessment import assess as assess_by_edition
from tiertrack.rules.replay import Replay, differences
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

_DOSSIER = "dossier"
_ANSWER = "答复"


def keep(answer: Assessment | Alternatives) -> dict[str, Any]:
    """An answer with all that is needed to judge it again: its members, and the dossier it is about.

    Args:
        answer: The answer of ``assess`` or ``assess_each``.

    Returns:
        Plain data: ``to_dict(answer)`` with the member ``dossier``. It names the editions with their fingerprints,
        both clocks and the software.

    Raises:
        BadInput: It is another answer, or none.

    Examples:
        >>> import datetime as dt
        >>> from pathlib import Path
        >>> from tiertrack import Act, AsOf, Tier, assess, keep, read_dossier
        >>> asof = AsOf(dt.date(2026, 6, 30))
        >>> keep(assess(read_dossier(Path("firm.json")), Tier.SRDI_SME, Act.RECOGNITION, asof))["dossier"]["uscc"]
        '91500113MAX0000312'
    """
    if isinstance(answer, Alternatives):
        first = answer.assessments[0]
    else:
        first = of_kind(Assessment, answer, " assess 的答复", "assess 或 assess_each 的答复")
    return {**to_dict(answer), _DOSSIER: first.given.to_dict()}


def replay(
    kept: Mapping[str, Any] | PathLike, dossier: Dossier | None = None, rulebook: Rulebook | None = None
) -> Replay:
    """A kept answer judged again, by the editions it names, on its day and by what was known then.

    Args:
        kept: What ``keep`` gives or ``assess --keep`` writes, or the path of a file of it; the JSON of ``assess`` is
            enough where the dossier is given.
        dossier: The dossier to judge; the one that was kept unless given.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.

    Returns:
        The answer there is now, and every member in which it differs from the one that was kept, each with what it is
        about: the software, the edition, the facts, or the answer itself.

    Raises:
        BadInput: It is no answer of ``assess``, or there is no dossier with it.
        BadDossier: The dossier kept with it is wrong.
        BadFile: The file cannot be read.
        UnknownEdition: There is no edition of its key any more.

    Examples:
        >>> import datetime as dt
        >>> from pathlib import Path
        >>> from tiertrack import Act, AsOf, Tier, assess, keep, read_dossier, replay
        >>> asof = AsOf(dt.date(2026, 6, 30))
        >>> kept = keep(assess(read_dossier(Path("firm.json")), Tier.SRDI_SME, Act.RECOGNITION, asof))
        >>> replay(kept).is_same
        True
        >>> [(one.aspect.label, one.kept) for one in replay({**kept, "version": "0.4.0"}).differs]
        [('软件版本', '0.4.0')]
    """
    data, place = _members(kept)
    asof, keys = _asked(data, place)
    about = _kept_dossier(data, place) if dossier is None else as_dossier(dossier)
    rules = chosen_rulebook(rulebook)
    answers = tuple(assess_by_edition(rules.edition(key), about, asof) for key in keys)
    answer = Alternatives(answers) if "variants" in data else answers[0]
    before = {member: part for member, part in data.items() if member != _DOSSIER}
    return Replay(answer, tuple(differences(_as_written(before, place), to_dict(answer))))


def _members(kept: Mapping[str, Any] | PathLike) -> tuple[Mapping[str, Any], str]:
    """The members of a kept answer, and the name of the whole in error messages; raises BadInput where it is none."""
    if isinstance(kept, Mapping):
        return kept, _ANSWER
    if isinstance(kept, str | os.PathLike):
        path = as_path(kept)
        return json_content(read_text(path), path.name), path.name
    raise _no_answer(f"{type(kept).__name__} {kept!r}", _ANSWER)


def _no_answer(found: str | None, place: str) -> BadInput:
    remedy = "请给 keep 留下的答复或它的文件，或 to_json 的输出"
    return BadInput(Fault("E837", "这不是 assess 的答复", remedy, found, place))


def _as_written(data: Mapping[str, Any], place: str) -> Any:
    """The members as they are written: a file was read with exact numbers. Raises BadInput for what is no JSON."""
    try:
        return json.loads(json.dumps(data, default=float))
    except (TypeError, ValueError, RecursionError) as error:
        raise _no_answer(str(error), place) from None


def _asked(data: Mapping[str, Any], place: str) -> tuple[AsOf, tuple[str, ...]]:
    """The clocks and the editions of an answer; raises BadInput where it is none."""
    try:
        asof = AsOf(parse_date(str(data["on"])), _instant(data["known_at"]))
        each = data.get("variants", [data])
        keys = tuple(str(one["edition"]["key"]) for one in each)
        if not keys or "criteria" not in data:
            raise KeyError("criteria")
    except (KeyError, TypeError, ValueError) as error:
        raise _no_answer(_lacking(error), place) from None
    return asof, keys


def _instant(told: object) -> dt.datetime | None:
    if told is None:
        return None
    if (found := parse_instant(str(told))) is None:
        raise ValueError(f"known_at {told}")
    return found


def _lacking(error: Exception) -> str | None:
    return f"没有 {error.args[0]}" if isinstance(error, KeyError) else str(error)


def _kept_dossier(data: Mapping[str, Any], place: str) -> Dossier:
    kept = data.get(_DOSSIER)
    if kept is None:
        remedy = "请另给档案（dossier=），以后用 keep 留下，档案就在里面"
        raise BadInput(Fault("E836", "留存的答复里没有档案", remedy, place=place))
    return Dossier.from_dict(kept, place=f"{place} {_DOSSIER}")
