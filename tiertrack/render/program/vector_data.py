"""The test vectors of a program as plain data."""

from __future__ import annotations

from typing import Any

from tiertrack.engines.javascript.rule_vectors import PolicyVectors, RuleVector
from tiertrack.logic.finding import Score
from tiertrack.render.assessment_data import score_data
from tiertrack.render.members import edition_members, fact_keys
from tiertrack.render.program.doubt_data import doubted_data
from tiertrack.render.program.program_data import FORMAT
from tiertrack.render.shortfalls import shortfalls_text


def vectors_data(vectors: PolicyVectors) -> dict[str, Any]:
    """The members of the vectors of one program."""
    program = vectors.program
    return {
        "format": FORMAT,
        "edition": edition_members(program.edition),
        "on": program.on.isoformat(),
        "vectors": [*map(_vector, vectors.vectors)],
    }


def _vector(vector: RuleVector) -> dict[str, Any]:
    answer = vector.assessment
    lacking = {one.criterion.key: shortfalls_text(one.finding, answer.asof.on) for one in answer.criteria}
    return {
        "answers": dict(vector.answers),
        "truth": answer.truth.value,
        "criteria": {one.criterion.key: one.truth.value for one in answer.criteria},
        "missing": fact_keys(answer.missing),
        "moot": fact_keys(answer.moot),
        "shortfalls": {key: text for key, text in lacking.items() if text},
        "score": _score(answer.score),
        "doubts": doubted_data(answer.given, answer.asof.on),
    }


def _score(score: Score | None) -> dict[str, Any] | None:
    return None if score is None else score_data(score)


def vectors_text(vectors: PolicyVectors) -> str:
    """What the vectors are of, in a line."""
    program = vectors.program
    return f"{program.edition.name} · {program.on}　测试向量 {len(vectors.vectors)} 家"
