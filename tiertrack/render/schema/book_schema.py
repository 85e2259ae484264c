"""The schema of a policy handbook that was written."""

from __future__ import annotations

from tiertrack.render.schema.schema_parts import Schema, day, or_none, record, several, text, use, whole

_FINGERPRINT = "0f8cf2a617d64eecdec0b9501f959dafef9caa02ad279ce5a36aee98524076e6"

BOOK_SCHEMAS: dict[str, Schema] = {
    "policy_book": record(
        "写下的政策手册",
        {
            "into": text("写在哪个文件夹；首页是其中的 index.html", "手册"),
            "pages": whole("有几页", 869),
            "editions": whole("有几个版本", 125),
            "version": text("由哪一版软件写的", "0.12.0"),
            "fingerprint": text("规则集的指纹", _FINGERPRINT),
            "run": or_none(
                record(
                    "场景的运行；没有运行的是 null",
                    {
                        "on": day("哪一天运行的"),
                        "version": text("由哪一版软件运行的", "0.12.0"),
                        "passed": whole("几个通过", 3200),
                        "failed": whole("几个没有通过", 0),
                        "skipped": whole("几个跳过", 0),
                    },
                )
            ),
            "doubts": several("场景的结果与手册不是同一版本、同一规则集的，一一说明", use("fault")),
        },
    ),
}
