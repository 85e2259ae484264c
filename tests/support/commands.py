"""The command line as tests use it: a command's words in; its exit code, its output and its errors out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

__all__ = ["Run", "answer"]

Run = Callable[..., tuple[int, str, str]]


def answer(run: Run, *words: str) -> Any:
    """The answer of a command that must succeed, read from its JSON."""
    left, out, err = run(*words, "--format", "json")
    assert left == 0, err
    return json.loads(out)
