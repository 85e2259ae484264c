"""Libraries that only some questions need."""

from __future__ import annotations

from importlib.util import find_spec

from tiertrack.errors import BadInput, Fault


def require(extra: str, *modules: str) -> None:
    """Raises BadInput where a library is not there, naming the extra of the package that brings it."""
    if missing := [module for module in modules if find_spec(module) is None]:
        remedy = f"请运行 pip install 'tiertrack[{extra}]'"
        raise BadInput(Fault("E826", "这件事要用的库没有安装", remedy, "、".join(missing)))
