"""The schemas as files, for whoever has no Python; ``python -m tests.docs.pages`` writes them from the schemas."""

from __future__ import annotations

import json
from pathlib import Path

import tiertrack
from tiertrack.render.schema.schemas import SCHEMA_NAMES, json_schema

FOLDER = Path(tiertrack.__file__).parent / "schemas"


def schema_files() -> dict[str, str]:
    """The text of every file by its name."""
    texts = {name: json.dumps(json_schema(name), ensure_ascii=False, indent=1) for name in SCHEMA_NAMES}
    return {f"{name}.json": f"{text}\n" for name, text in texts.items()}


def write_schemas() -> None:
    """Brings the files up to date and takes away those of schemas that are gone."""
    FOLDER.mkdir(exist_ok=True)
    files = schema_files()
    for file in FOLDER.glob("*.json"):
        if file.name not in files:
            file.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
