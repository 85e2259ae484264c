"""The schema of what is configured, as the command line tells it."""

from __future__ import annotations

from tiertrack.render.schema.schema_parts import Schema, flag, one_of, or_none, record, several, text

_FILES = {"here": "命令所在文件夹的 tiertrack.toml", "user": "用户自己的 tiertrack.toml"}

CONFIGURATION_SCHEMAS: dict[str, Schema] = {
    "configuration": record(
        "命令行现在用的登记库、规则集、参数和地区",
        {
            "settings": several(
                "每一项",
                record(
                    "一项",
                    {
                        "key": text("键：db、rulebook、parameters、region、letterhead、contact", "db"),
                        "name": text("名称", "登记库"),
                        "values": several("值，没有就是没有配置；地址里没有密码", text("值", "sqlite:///tiertrack.db")),
                        "origin": one_of("从哪里来", {"environment": "环境变量", **_FILES, "default": "默认"}),
                        "place": or_none(text("哪个文件或环境变量", "TIERTRACK_DB")),
                    },
                ),
            ),
            "files": several(
                "读的文件，先的优先",
                record(
                    "一个文件",
                    {
                        "origin": one_of("谁的", _FILES),
                        "path": text("路径", "tiertrack.toml"),
                        "exists": flag("有没有"),
                    },
                ),
            ),
        },
    )
}
