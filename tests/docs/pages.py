"""The pages of the documentation, and the parts of them projected from the code, which ``make pages`` writes."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from tests.docs.columns import fact_columns_table, right_columns_table, title_columns_table
from tests.docs.error_table import errors_table
from tests.docs.machine_tables import machine_diagram, machine_table, procedures_table
from tests.docs.policy_tables import (
    adjacent_table,
    facts_table,
    gaps_table,
    judgements_table,
    ladder_table,
    practices_table,
    reads_table,
    regions_table,
    rungs_table,
    titles_table,
    unread_table,
)
from tests.docs.proof_tables import definitions_table, editions_table, materials_table
from tests.docs.rooms import rooms_table
from tests.docs.schema_files import write_schemas
from tests.docs.steps import steps_table
from tiertrack import national_rulebook

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))


@functools.cache
def projected() -> dict[str, str]:
    """Every generated part by the name of its markers."""
    rulebook = national_rulebook()
    return {
        "rungs": rungs_table(rulebook),
        "reads": reads_table(rulebook),
        "facts": facts_table(),
        "judgements": judgements_table(),
        "titles": titles_table(),
        "ladder": ladder_table(rulebook),
        "adjacent": adjacent_table(rulebook),
        "gaps": gaps_table(),
        "definitions": definitions_table(rulebook),
        "materials": materials_table(rulebook),
        "editions": editions_table(rulebook),
        "regions": regions_table(rulebook),
        "practices": practices_table(rulebook),
        "unread": unread_table(rulebook),
        "machine": machine_table(),
        "procedures": procedures_table(),
        "diagram": f"```mermaid\n{machine_diagram()}\n```",
        "errors": errors_table(),
        "steps": steps_table(),
        "rooms": rooms_table(),
        "fact_columns": fact_columns_table(),
        "title_columns": title_columns_table(),
        "right_columns": right_columns_table(),
    }


def with_parts(text: str) -> str:
    """A page with every generated part in it brought up to date; raises ValueError for markers without a part."""
    parts = projected()
    for name in part_names(text):
        if name not in parts:
            raise ValueError(f"没有叫作 {name} 的生成部分")
        pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text = re.sub(pattern, lambda match, part=parts[name]: f"{match[1]}\n{part}\n\n{match[2]}", text, flags=re.S)
    return text


def part_names(text: str) -> list[str]:
    """The generated parts a page has, in their order."""
    return re.findall(r"^<!-- /(\w+) -->$", text, flags=re.M)


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language on a page."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.S | re.M)


if __name__ == "__main__":
    write_schemas()
    for page in PAGES:
        page.write_text(with_parts(page.read_text(encoding="utf-8")), encoding="utf-8")
