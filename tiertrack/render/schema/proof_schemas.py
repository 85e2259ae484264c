"""The schemas of what a register shows of itself: its check, a checkpoint, the proof of an event."""

from __future__ import annotations

from tiertrack.render.schema.schema_parts import (
    Schema,
    flag,
    instant,
    or_none,
    record,
    several,
    text,
    use,
    whole,
)

_DIGITS = "9f2c0b5d6a7e41"
_KEY_ID = or_none(text("签名的公钥的指纹；没有签名是 null", _DIGITS))
_SIGNATURE = or_none(text("签名；没有是 null", _DIGITS))


def _mixed(about: str, *examples: object) -> Schema:
    """A list of texts, numbers, nulls and one object."""
    kinds = {"description": "一个值", "type": ["string", "integer", "null", "object"], "examples": [examples[0]]}
    return {"description": about, "type": "array", "items": kinds, "examples": [[*examples]]}


def _steps(about: str) -> Schema:
    step = {
        "description": "一步：在左还是在右，和那一边的散列",
        "type": "array",
        "items": text("left、right 或散列", "left"),
        "minItems": 2,
        "maxItems": 2,
        "examples": [["left", _DIGITS]],
    }
    return several(about, step)


PROOF_SCHEMAS: dict[str, Schema] = {
    "verify_report": record(
        "登记库有没有被改动",
        {
            "ok": flag("完好"),
            "events": whole("核对的事项", 120),
            "streams": whole("分属几条", 40),
            "rows": whole("核对的其他各行：名称、代码、事实等", 360),
            "seal": or_none(text("最新的封印", _DIGITS)),
            "signed": whole("核对了签名的封印", 0),
            "signed_from": or_none(whole("从第几个封印起与公钥相符；没有核对是 null")),
            "signatures": whole("有签名的封印，不论核对没有", 0),
            "signatures_from": or_none(whole("从第几个封印起有签名；一个也没有是 null")),
            "continues": or_none(use("checkpoint", "登记库是它的延续的检查点；没有给或不是的是 null")),
            "noted": or_none(text("以前记下的、在链上的封印；没有给或不在的是 null", _DIGITS)),
            "found": several(
                "升级时照当时的样子封存的各行",
                record("一次封存", {"at": instant("哪一刻"), "rows": whole("几行", 360)}),
            ),
            "out_of_order": whole("时刻比前面早的封印", 0),
            "untold": whole("没有列出的不符：只列前 1000 处", 0),
            "faults": several("不符之处", use("fault")),
        },
    ),
    "checkpoint": record(
        "登记库在某一刻的检查点",
        {
            "register": text("哪个登记库：它的第一个封印", _DIGITS),
            "size": whole("几个封印", 40, least=1),
            "root": text("各封印的 Merkle 树（RFC 6962）的根", _DIGITS),
            "at": instant("哪一刻"),
            "key_id": _KEY_ID,
            "signature": _SIGNATURE,
        },
    ),
    "proved_row": record(
        "登记库里的一行，和从它到检查点的散列",
        {
            "table": text("哪一张表", "title_events"),
            "columns": several("row 里各是什么", text("列名", "title")),
            "row": _mixed("散列所覆盖的内容", _DIGITS, 7, None),
            "unit": _steps("从这一行到这一次登记的根"),
            "digests": or_none(several("旧封印：这一次登记各项的校验值；不是旧封印是 null", text("校验值", _DIGITS))),
            "seal": _mixed("封印所覆盖的内容", None, 3, _DIGITS),
            "signature": _SIGNATURE,
            "tree": _steps("从封印到检查点的根"),
        },
    ),
    "proof": record(
        "一项登记的证明",
        {
            "enterprise": text("企业名称", "重庆某某精密制造有限公司"),
            "title": text("哪个称号；企业本身的事项是 enterprise", "srdi_sme"),
            "version": whole("登记的序号"),
            "rows": several("各行：头一行是这一项，其余说明是哪家企业的", use("proved_row"), least=1),
            "checkpoint": use("checkpoint", "检查点"),
            "undone_by": or_none(whole("以后更正或作废了这一项的是第几项；没有是 null，不在散列里", 3)),
        },
    ),
}
