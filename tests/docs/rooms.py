"""Every folder and loose module of the package as Markdown, in the words each opens with, from the inside out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import tiertrack
from tiertrack.render.phrases import table

_PACKAGE = Path(tiertrack.__file__).parent
_SETTINGS = _PACKAGE.parent / "pyproject.toml"


def rooms_table() -> str:
    """Each room with the first line of its docstring."""
    return table(("文件夹或模块", "开头一句"), map(_row, _inside_out()))


def _inside_out() -> list[str]:
    """The rooms in the order of the layers that imports keep to."""
    settings = tomllib.loads(_SETTINGS.read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers")
    return [room for layer in reversed(layers) for room in layer.split(" | ")]


def _row(room: str) -> tuple[str, str]:
    folder = _PACKAGE / room
    name, module = (f"{room}/", folder / "__init__.py") if folder.is_dir() else (f"{room}.py", _PACKAGE / f"{room}.py")
    opening = module.read_text(encoding="utf-8").splitlines()[0].strip('"').rstrip(":")
    words = opening.replace("``", "`")
    return f"`tiertrack/{name}`", words[0].upper() + words[1:]
