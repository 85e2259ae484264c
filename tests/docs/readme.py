"""The parts of the README that are projected from the code; ``make readme`` writes them in."""

from __future__ import annotations

import re
from pathlib import Path

from tiertrack import national_rulebook
from tiertrack.render.policy.machine import machine_diagram, machine_table, procedures_table
from tiertrack.render.policy.policy_tables import (
    adjacent_table,
    facts_table,
    gaps_table,
    judgements_table,
    ladder_table,
    reads_table,
    titles_table,
)

README = Path(__file__).parents[2] / "README.md"


def projected() -> dict[str, str]:
    """Every generated part by the name of its markers."""
    rulebook = national_rulebook()
    return {
        "reads": reads_table(rulebook),
        "facts": facts_table(),
        "judgements": judgements_table(),
        "titles": titles_table(),
        "ladder": ladder_table(rulebook),
        "adjacent": adjacent_table(rulebook),
        "gaps": gaps_table(),
        "machine": machine_table(),
        "procedures": procedures_table(),
        "diagram": f"```mermaid\n{machine_diagram()}\n```",
    }


def with_parts(text: str) -> str:
    """The README with every generated part brought up to date."""
    for name, part in projected().items():
        pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text, count = re.subn(pattern, lambda match, part=part: f"{match[1]}\n{part}\n\n{match[2]}", text, flags=re.S)
        if count != 1:
            raise ValueError(f"README 里应有一处 <!-- {name} -->，找到 {count} 处")
    return text


if __name__ == "__main__":
    README.write_text(with_parts(README.read_text(encoding="utf-8")), encoding="utf-8")
