"""Each deliberately broken rulebook is refused with the full message that lies beside it."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.broken_rulebooks.parts import 一版, 合格
from tiertrack.errors import BrokenRulebook
from tiertrack.rules.edition_checks import check_rulebook
from tiertrack.rules.rulebook import Rulebook

FOLDER = Path(__file__).parents[1] / "broken_rulebooks"
BROKEN = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "parts")


def rulebook(name: str) -> Rulebook:
    return Rulebook(importlib.import_module(f"tests.broken_rulebooks.{name}").各版本)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rulebook_is_refused_with_its_full_message(name: str) -> None:
    refused = BrokenRulebook(*check_rulebook(rulebook(name)))
    assert f"{refused}\n" == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_the_edition_they_all_spoil_is_sound() -> None:
    assert check_rulebook(Rulebook((一版(合格),))) == ()


def test_every_kind_of_fault_has_a_broken_rulebook() -> None:
    codes = {fault.code for name in BROKEN for fault in check_rulebook(rulebook(name))}
    assert codes == {*(f"E{number}" for number in range(511, 521)), "E548", "E770", "E771"}


def test_every_broken_rulebook_has_its_message_and_no_message_is_left_over() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == BROKEN


def test_editions_that_meet_neither_overlap_nor_leave_a_gap() -> None:
    editions = (一版(合格, start="2024-01-01", last="2024-12-31"), 一版(合格, start="2025-01-01"))
    assert check_rulebook(Rulebook(editions)) == ()
    assert check_rulebook(Rulebook(editions[::-1])) == ()
