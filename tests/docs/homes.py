"""The homes of the public names, as a module that is written from the stubs.

Run by itself it imports nothing of the package, which cannot be imported without that module.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "tiertrack"
HOMES = PACKAGE / "homes.py"

_OPENING = (
    '"""The modules in which the public names are defined, by package; ``make pages`` writes them from the stubs."""'
)


def homes_module() -> str:
    """The source of ``tiertrack/homes.py``."""
    stubs = sorted(PACKAGE.rglob("__init__.pyi"))
    homes = {_package(stub): _homes(stub) for stub in stubs}
    written = json.dumps(homes, indent=4)
    # A comma after the last one, as everywhere.
    lines = [
        f"{line}," if line.strip() and line[-1] not in "{," and line != "}" else line for line in written.split("\n")
    ]
    return f"{_OPENING}\n\nHOMES: dict[str, dict[str, str]] = " + "\n".join(lines) + "\n"


def _package(stub: Path) -> str:
    return ".".join(("tiertrack", *stub.parent.relative_to(PACKAGE).parts))


def _homes(stub: Path) -> dict[str, str]:
    imports = [node for node in ast.parse(stub.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
    return dict(sorted((alias.name, str(node.module)) for node in imports for alias in node.names))


if __name__ == "__main__":
    HOMES.write_text(homes_module(), encoding="utf-8")
