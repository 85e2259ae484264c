"""Every error code means one thing, is raised somewhere, and is explained in Chinese."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import tiertrack
from tests.docs.error_table import errors_table
from tiertrack.error_codes import error_catalogue

ROOT = Path(tiertrack.__file__).parent
CODES = [code for group in error_catalogue() for code in group.codes]
OF = {one.code: one for one in CODES}
CHINESE = re.compile("[一-鿿]")


def raised_in(module: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Each code given to a call or listed for one, with the text after it where that is constant; codes that are only
    compared are not raised."""
    compared = {id(one) for node in ast.walk(module) if isinstance(node, ast.Compare) for one in ast.walk(node)}
    for node in ast.walk(module):
        if id(node) in compared or not isinstance(node, ast.Call | ast.Tuple):
            continue
        parts = node.args if isinstance(node, ast.Call) else node.elts
        for part, after in zip(parts, [*parts[1:], None], strict=False):
            if isinstance(part, ast.Constant) and re.fullmatch(r"E\d{3}", str(part.value)):
                constant = isinstance(after, ast.Constant) and isinstance(after.value, str)
                yield str(part.value), after.value if constant else None  # type: ignore[union-attr,return-value]


@functools.cache
def raised() -> dict[str, set[str | None]]:
    """The texts each code is raised with; None stands for one that is worked out."""
    found: dict[str, set[str | None]] = {}
    for file in ROOT.rglob("*.py"):
        for code, what in raised_in(ast.parse(file.read_text(encoding="utf-8"))):
            found.setdefault(code, set()).add(what)
    # Pages refuse what is filled in by the same codes.
    for file in ROOT.rglob("*.js"):
        for code in re.findall(r'"(E\d{3})"', file.read_text(encoding="utf-8")):
            found.setdefault(code, set()).add(None)
    return found


def test_every_code_that_is_raised_is_in_the_catalogue() -> None:
    assert sorted(raised().keys() - OF.keys()) == []


def test_every_code_of_the_catalogue_is_raised_somewhere() -> None:
    assert sorted(OF.keys() - raised().keys()) == []


def test_a_code_stands_once_in_the_catalogue_in_its_order() -> None:
    codes = [one.code for one in CODES]
    assert codes == sorted(set(codes))


def test_a_group_holds_the_codes_of_one_hundred_under_a_heading_of_its_own() -> None:
    hundreds = [{one.code[:2] for one in group.codes} for group in error_catalogue()]
    assert [len(one) for one in hundreds] == [1] * len(error_catalogue())
    headings = [group.heading for group in error_catalogue()]
    assert len(set(headings)) == len(headings)
    assert all(CHINESE.search(heading) for heading in headings)


def test_no_two_codes_mean_the_same() -> None:
    assert len({one.summary for one in CODES}) == len(CODES)


def test_a_code_says_in_chinese_what_it_is_and_what_to_do() -> None:
    for one in CODES:
        for text in (one.summary, one.remedy):
            assert CHINESE.search(text), one
            assert text == text.strip().rstrip("。"), one


def test_a_message_that_is_always_the_same_stands_word_for_word_in_the_catalogue() -> None:
    others = [
        (code, what)
        for code, texts in raised().items()
        for what in texts
        if len(texts) == 1 and what is not None and what not in OF[code].summary
    ]
    assert others == []


def test_the_table_has_every_code_under_the_heading_of_its_hundred() -> None:
    heading, shown = "", []
    for line in errors_table().splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("| `"):
            code, summary, remedy = (cell.replace("\\|", "|") for cell in re.split(r" (?<!\\)\| ", line[2:-2]))
            shown.append((heading, code, summary, remedy))
    assert shown == [
        (f"E{number}xx {group.heading}", f"`{one.code}`", one.summary, one.remedy)
        for number, group in enumerate(error_catalogue(), 1)
        for one in group.codes
        if one.code.startswith(f"E{number}")
    ]
