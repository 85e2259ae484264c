"""The command that shows what is configured."""

from __future__ import annotations

from typing import Any

from tiertrack.cli import options
from tiertrack.cli.configuration import Configuration, Setting, configuration
from tiertrack.cli.options import Answer
from tiertrack.cli.skin import command


@command("config")
@options.form
def config() -> Answer[Configuration]:
    """现在用的是哪座登记库、哪些规则集和参数、哪个地区，各从哪里来。

    命令的选项优先，其次环境变量 TIERTRACK_DB（登记库），再次这里的 tiertrack.toml，最后用户自己的 tiertrack.toml。
    """
    return Answer(configuration(), text=_text, data=_data)


def _text(found: Configuration) -> str:
    told = ((setting, "、".join(setting.shown) or "没有") for setting in found.settings.values())
    lines = [f"{setting.member.label}　{values}　{_from(setting)}" for setting, values in told]
    files = (f"{file.origin.label} {file.path}{'' if file.is_there else '（没有）'}" for file in found.files)
    return "\n".join([*lines, "", "读的文件：", *(f"    {file}" for file in files)])


def _from(setting: Setting) -> str:
    return f"〔{' '.join(filter(None, (setting.origin.label, setting.place)))}〕"


def _data(found: Configuration) -> dict[str, Any]:
    """The members of what is configured."""
    return {
        "settings": [
            {
                "key": setting.member.value,
                "name": setting.member.label,
                "values": list(setting.shown),
                "origin": setting.origin.value,
                "place": setting.place or None,
            }
            for setting in found.settings.values()
        ],
        "files": [
            {"origin": file.origin.value, "path": str(file.path), "exists": file.is_there} for file in found.files
        ],
    }
