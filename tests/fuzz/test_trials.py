"""However an input is mutated, it is answered or refused with a code; nothing is half written and nothing is left."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.trials import trials


def test_no_mutated_input_does_harm(tmp_path: Path) -> None:
    assert list(trials(range(330), 20261129, tmp_path)) == []
